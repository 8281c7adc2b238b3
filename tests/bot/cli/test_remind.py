from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime

import pytest

from handlers.sample import CONTOSO_ADMIN
from store.database import Database
from store.values import ChannelKind
from tests.bot.cli.conftest import Shell
from tests.handlers.conversation import Office

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
VISIO = {
    "channel": "C-LICENCES",
    "name": "#licences",
    "organisation": "Contoso",
    "subscription": "Visio Plan 2",
    "rule": "term:7",
}


@pytest.fixture
def shell(database_url):
    """Contoso is reminded in a channel."""
    with closing(Database.open(database_url)) as database:
        chloe = Office(database, NOON).person(CONTOSO_ADMIN)
        chloe.moved_to("C-LICENCES", ChannelKind.GROUP, name="#licences").asks("remind here")
    return Shell(database_url)


def due(shell, at, **environment):
    return json.loads(shell.does("remind", "--at", at, "--dry-run", "--json", **environment))


def test_what_would_be_posted_is_said_with_its_channel_and_its_rule(shell):
    assert VISIO | {"on": "2026-11-21"} in due(shell, "2026-11-21T13:00Z")
    told = shell.prints("remind", "--at", "2026-11-21T13:00Z", "--dry-run")
    assert "#licences (C-LICENCES)\tContoso\tVisio Plan 2\tterm:7\t2026-11-21\n" in told


def test_looking_changes_nothing(shell):
    assert due(shell, "2026-11-21T12:59Z") != []
    assert VISIO | {"on": "2026-11-21"} in due(shell, "2026-11-21T13:00Z")


def test_a_time_without_a_zone_is_the_bot_s_own(shell):
    half_past_eight_in_paris = "2026-11-21T08:30"
    paris = {"COMPTOIR_TIMEZONE": "Europe/Paris"}
    assert due(shell, half_past_eight_in_paris, **paris) == due(shell, "2026-11-21T07:30Z", **paris) != []
    assert VISIO | {"on": "2026-11-21"} not in due(shell, "2026-11-21T08:29", **paris)


def test_nothing_due_is_said_so(sqlite_shell):
    told = sqlite_shell.does("remind", "--at", "2026-11-21T13:00", "--dry-run")
    assert told == "Nothing would be posted at 2026-11-21 13:00 UTC.\n"


def test_only_a_dry_run_of_a_time_is_possible(sqlite_shell):
    assert "reminders are posted by the bot itself" in sqlite_shell.fails(2, "remind", "--at", "2026-11-21T13:00")
    assert "is not like 2026-12-01T09:00" in sqlite_shell.fails(2, "remind", "--at", "soon", "--dry-run")
