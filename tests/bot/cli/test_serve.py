from __future__ import annotations

import signal
import socket
from contextlib import closing

import pytest

from handlers import sample
from tests.bot.cli.conftest import KEY
from tests.bot.cli.process import free_port, started
from tests.jobs.waiting import eventually


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def environment(shell, database_url, port):
    """The sample data on each engine."""
    return {"DATABASE_URL": database_url, "COMPTOIR_AUDIT_KEY": KEY, "COMPTOIR_PORT": str(port)}


@pytest.fixture
def over_http(slack, port):
    slack.app_url = f"http://127.0.0.1:{port}/slack/events"
    return {
        "SLACK_BOT_TOKEN": slack.token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "COMPTOIR_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


@pytest.fixture
def chloe(slack):
    return slack.person(sample.CONTOSO_ADMIN, "Chloé Dubois")


def test_the_bot_answers_in_slack_and_webex_and_ends_when_it_is_told_to(
    environment, over_http, slack, chloe, webex, port, tmp_path
):
    with started("serve", port=port, folder=tmp_path, **environment, **over_http, **webex.environment) as bot:
        assert bot.get("/healthz").text == "ok"
        chloe.slash("/licence", "orders", slack.channel("licences", chloe))
        assert chloe.sees("Orders")
        webex.until(lambda: len(webex.world.webhooks) == 3)
        david = webex.person(sample.CONTOSO_READER, "David Roux")
        webex.reply(david.says("subscriptions"), seconds=20)
        assert "Visio Plan 2" in david.last_card().words
        webex.settle()
        assert bot.stops() == 0
    assert not [secret for secret in (slack.token, slack.signing_secret, webex.token, KEY) if secret in bot.said]


def test_the_bot_answers_over_sockets_and_leaves_a_tidy_file(sqlite_shell, sqlite_url, slack, chloe, port, tmp_path):
    slack.use_socket_mode()
    tokens = {"SLACK_BOT_TOKEN": slack.token, "SLACK_APP_TOKEN": slack.app_token, "SLACK_API_URL": slack.api_url}
    said = {"DATABASE_URL": sqlite_url, "COMPTOIR_PORT": str(port), "COMPTOIR_LOG": "json,info"}
    with started("serve", port=port, folder=tmp_path, **said, **tokens) as bot:
        slack.socket.wait_connected()
        chloe.slash("/licence", "orders", slack.channel("licences", chloe))
        assert chloe.sees("Orders")
        assert bot.stops(signal.SIGINT) == 0
    assert [path.name for path in tmp_path.glob("comptoir.db*")] == ["comptoir.db"]
    assert "Traceback" not in bot.said


def test_without_a_public_address_the_bot_listens_to_webex_on_a_websocket(environment, webex, port, tmp_path):
    david = webex.person(sample.CONTOSO_READER, "David Roux")
    with started("serve", port=port, folder=tmp_path, **environment, **webex.environment) as bot:
        eventually(lambda: webex.line.connections == 1 and bot.get("/readyz").status_code == 200)
        webex.reply(david.says("subscriptions"), seconds=20)
        webex.line.hang_up()
        webex.reply(david.says("overview"), seconds=20)
        assert bot.stops() == 0
    assert webex.token not in bot.said


def test_answering_and_jobs_may_be_two_processes(environment, over_http, slack, chloe, port, tmp_path):
    other = free_port()
    over_there = environment | over_http | {"COMPTOIR_PORT": str(other)}
    with (
        started("serve", "--no-jobs", port=port, folder=tmp_path, **environment, **over_http) as bot,
        started("serve", "--jobs-only", port=other, folder=tmp_path, **over_there) as jobs,
    ):
        assert (bot.get("/slack/events").status_code, jobs.get("/slack/events").status_code) == (405, 404)
        chloe.slash("/licence", "orders", slack.channel("licences", chloe))
        assert chloe.sees("Orders")
        assert (bot.stops(), jobs.stops()) == (0, 0)


def test_a_slack_that_does_not_answer_is_why_the_bot_is_not_ready(environment, over_http, slack, port, tmp_path):
    nowhere = over_http | {"SLACK_API_URL": "http://127.0.0.1:1"}
    with started("serve", port=port, folder=tmp_path, ready=False, **environment, **nowhere) as bot:
        eventually(lambda: bot.get("/healthz"), within_s=30)
        answer = bot.get("/readyz")
        assert (answer.status_code, answer.json()["reasons"]) == (503, ["slack: not reached yet"])
        assert bot.stops() == 0


def test_a_taken_port_is_told_before_anything_starts(sqlite_shell, port):
    with closing(socket.create_server(("127.0.0.1", port))):
        told = sqlite_shell.fails(1, "serve", COMPTOIR_PORT=str(port))
    assert told.splitlines()[-1] == (
        f"127.0.0.1:{port}: Address already in use. COMPTOIR_HOST and COMPTOIR_PORT say where the bot listens."
    )


def test_what_keeps_the_bot_from_starting_is_told_in_a_sentence(new_shell):
    assert "--no-jobs and --jobs-only exclude each other" in new_shell.fails(2, "serve", "--no-jobs", "--jobs-only")
    assert new_shell.fails(1, "serve").startswith("The database is empty. Run `comptoir init`")
    assert new_shell.fails(1, "serve", COMPTOIR_PORT="0").startswith("COMPTOIR_PORT: ")
