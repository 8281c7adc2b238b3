from __future__ import annotations

import json

from tests.sources import ROOT


def test_the_manifest_is_printed_and_compared(sqlite_shell, tmp_path):
    (tmp_path / "manifest.yml").write_text(sqlite_shell.prints("slack", "manifest"))
    assert "is the manifest of this version" in sqlite_shell.does("slack", "manifest", "--check", "manifest.yml")
    over_http = {"COMPTOIR_PUBLIC_URL": "https://bot.example"}
    told = sqlite_shell.fails(1, "slack", "manifest", "--check", "manifest.yml", **over_http)
    assert "manifest.yml is not the manifest of this version and these settings." in told


def test_the_manifest_that_lies_with_the_project_is_the_one_for_socket_mode(sqlite_shell):
    sqlite_shell.does("slack", "manifest", "--check", ROOT / "manifest.yml")


def test_webhooks_are_made_once(sqlite_shell, webex):
    said = webex.environment | {"COMPTOIR_PUBLIC_URL": "https://bot.example"}
    first, again = sqlite_shell.does("webex", "setup", **said), sqlite_shell.does("webex", "setup", **said)
    assert first.splitlines() == [
        f"Made the webhook “Comptoir {one}”." for one in ("messages", "attachmentActions", "memberships")
    ]
    assert again == "The webhooks are as they should be.\n"


def test_a_webhook_that_webex_switched_off_is_mended(sqlite_shell, webex):
    said = webex.environment | {"COMPTOIR_PUBLIC_URL": "https://bot.example"}
    made = json.loads(sqlite_shell.does("webex", "setup", "--json", **said))["done"]
    next(iter(webex.world.webhooks.values())).status = "inactive"
    assert json.loads(sqlite_shell.does("webex", "setup", "--json", **said)) == {"done": ["mend Comptoir messages"]}
    assert len(made) == len(webex.world.webhooks) == 3


def test_webex_without_a_token_or_without_an_answer_says_so(sqlite_shell):
    assert "WEBEX_TEAMS_ACCESS_TOKEN is not set" in sqlite_shell.fails(1, "webex", "setup")
    assert "on a websocket" in sqlite_shell.fails(1, "webex", "setup", WEBEX_TEAMS_ACCESS_TOKEN="t")
    nobody = {"WEBEX_API_URL": "http://127.0.0.1:1", "WEBEX_TEAMS_ACCESS_TOKEN": "t", "WEBEX_WEBHOOK_SECRET": "s"}
    told = sqlite_shell.fails(1, "webex", "setup", COMPTOIR_PUBLIC_URL="https://bot.example", **nobody)
    assert told.startswith("Webex did not do it:")
