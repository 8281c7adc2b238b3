from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.ask import Account, Answer, Ask, Place, Platform, Typed
from bot.cards import Card
from bot.phrases import Tongue, plain
from bot.web.health import LONGEST_WAIT, Health
from bot.web.metrics import Metrics
from handlers.users.commands import ShowUsers
from store.database import Unavailable
from store.values import ChannelKind

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ALICE = Account(Platform.CONSOLE, "demo", "canary@x.example")
ASK = Ask("1", ALICE, Place("#canary", ChannelKind.GROUP), Typed("canary"))


class Tables:
    """What the tables say: who waits since when, what is late, or nothing at all."""

    def __init__(self) -> None:
        self.waiting: dict[str, datetime | None] = {"outbox": None}
        self.unsent: datetime | None = None
        self.lateness: list[str] = []
        self.gone = False

    def waiting_since(self) -> dict[str, datetime | None]:
        if self.gone:
            raise Unavailable("the canary of the database's own words")
        return self.waiting

    def unsent_since(self) -> datetime | None:
        return self.unsent

    def late(self) -> list[str]:
        return self.lateness


@pytest.fixture
def tables():
    return Tables()


@pytest.fixture
def metrics():
    return Metrics()


@pytest.fixture
def troubles() -> list[str]:
    return []


@pytest.fixture
def web(tables, metrics, troubles):
    health = Health(tables, lambda: NOON, lambda: troubles, metrics)
    with TestClient(Starlette(routes=health.routes)) as client:
        yield client


def test_the_process_lives_whatever_else_is_wrong(web, tables):
    tables.gone = True
    assert (web.get("/healthz").status_code, web.get("/healthz").text) == (200, "ok")


def test_a_bot_that_works_is_ready(web, tables):
    tables.waiting["outbox"] = NOON - LONGEST_WAIT
    assert web.get("/readyz").json() == {"ready": True, "reasons": []}


def test_what_waits_too_long_is_told(web, tables):
    tables.waiting |= {"outbox": NOON - LONGEST_WAIT - timedelta(seconds=1), "audit": NOON}
    answer = web.get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["outbox: waiting since 11:54:59"])


def test_a_late_clock_and_a_platforms_trouble_are_told(web, tables, troubles):
    tables.lateness.append("clock: reminders is late")
    troubles.append("webex webhooks: switched off")
    assert web.get("/readyz").json()["reasons"] == ["clock: reminders is late", "webex webhooks: switched off"]


def test_a_database_that_is_gone_is_told_without_its_own_words(web, tables):
    tables.gone = True
    answer = web.get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["database: Unavailable"])
    assert "comptoir_ready 0.0" in web.get("/metrics").text


def test_requests_are_counted_by_platform_command_and_outcome_alone(web, metrics):
    card = Card(title=plain("canary"))
    said = iter(
        [Answer(card, Tongue(), command=ShowUsers.name), Answer(card, Tongue(), refused=True, command="canary")]
    )
    dispatch = metrics.counted(lambda _ask: next(said))
    dispatch(ASK)
    dispatch(ASK)
    page = web.get("/metrics").text
    assert 'comptoir_requests_total{command="users",outcome="done",platform="console"} 1.0' in page
    assert 'comptoir_requests_total{command="unknown",outcome="refused",platform="console"} 1.0' in page
    assert 'comptoir_request_seconds_count{platform="console"} 2.0' in page
    assert "canary" not in page


def test_a_request_that_breaks_is_counted_and_goes_on_breaking(web, metrics):
    def broken(_ask):
        raise Unavailable("gone")

    with pytest.raises(Unavailable):
        metrics.counted(broken)(ASK)
    assert (
        'comptoir_requests_total{command="unknown",outcome="broken",platform="console"} 1.0' in web.get("/metrics").text
    )


def test_mails_that_are_tried_in_vain_are_measured_and_nothing_that_hinders_others(web, tables):
    tables.unsent = NOON - timedelta(days=1)
    assert web.get("/readyz").status_code == 200
    assert "comptoir_oldest_unsent_mail_seconds 86400.0" in web.get("/metrics").text


def test_the_age_of_what_waits_is_measured(web, tables):
    tables.waiting["outbox"] = NOON - timedelta(seconds=90)
    page = web.get("/metrics").text
    assert 'comptoir_oldest_waiting_seconds{queue="outbox"} 90.0' in page
    assert "comptoir_ready 1.0" in page
