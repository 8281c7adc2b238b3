"""What would be posted is said of clocks of software too, as often as it would be posted, and nothing of it is kept."""

from __future__ import annotations

from datetime import timedelta

from handlers.context import Defaults
from jobs import downloads
from jobs.preview import preview
from jobs.shift import Shift
from tests.handlers.conftest import alice, office
from tests.handlers.keys.test_downloading import fetched, got
from tests.jobs.test_moves import at, before, moving, portfolio

__all__ = ["alice", "got", "office", "portfolio"]


def told(database, moment):
    return [(one.channel, one.subscription, one.rule) for one in preview(database, moment, Defaults())]


def test_devices_on_a_kms_activation(portfolio):
    moving(portfolio)
    ((_channel, _product, rule),) = told(portfolio.database, at(before(30)))
    assert rule == "kms:30"


def test_a_download_link_that_runs_out(office, got):
    fetched(office, got)
    soon = office.now + timedelta(days=4)
    assert told(office.database, soon - timedelta(seconds=1)) == []
    found = [("@alice.martin@atelier-cloud.example", "Windows Server 2022 Standard", "download")]
    assert told(office.database, soon) == told(office.database, soon) == found
    downloads.remind(Shift(office.database, lambda: soon, lambda _db: None, office.defaults))
    assert told(office.database, soon) == []
