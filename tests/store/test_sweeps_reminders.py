"""What the sweep reads of a million subscriptions."""

from __future__ import annotations

from datetime import UTC, date, datetime

from handlers.policy import ladder
from store import sweeps_reminders as sweeps
from store.database import Database
from store.sweeps_reminders import Rung

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
USUAL = {"zone": "UTC", "digest_at": "08:30", "language": "en"}


def test_which_terms_end_is_read_from_an_index_alone(sqlite_url):
    database = Database.open(sqlite_url)
    rung = Rung(7, date(2026, 11, 28), 0, NOON.date(), date(2026, 11, 14))
    said: list[str] = []
    with database.transaction() as db:
        raw = db.connection.driver_connection
        assert raw
        raw.set_trace_callback(said.append)
        sweeps.remind(db, {rung}, USUAL, ladder.DEFAULT_LEADS, NOON)
        raw.set_trace_callback(None)
        (reminding,) = [one for one in said if "INSERT INTO reminders" in one]
        plan = " ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {reminding}"))
    assert "subscriptions USING COVERING INDEX ix_subscriptions_ends_on" in plan
    database.close()
