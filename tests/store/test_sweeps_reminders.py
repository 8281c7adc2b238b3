"""In which order the sweep reads, also where nobody has counted what there is."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from handlers.policy import ladder
from store import sweeps_reminders as sweeps
from store.database import Database
from store.sweeps_reminders import Rung

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
USUAL = {"zone": "UTC", "digest_at": "08:30", "language": "en"}


def test_terms_are_read_first_and_from_an_index_alone(sqlite_url):
    database = Database.open(sqlite_url)
    days = [date(2026, 11, 21) + timedelta(days=lead) for lead in range(40)]
    rungs = {Rung(lead, day, 0, NOON.date(), date(2026, 11, 14)) for lead, day in enumerate(days)}
    said: list[str] = []
    with database.transaction() as db:
        raw = db.connection.driver_connection
        assert raw
        raw.set_trace_callback(said.append)
        sweeps.remind(db, rungs, USUAL, ladder.DEFAULT_LEADS, NOON)
        raw.set_trace_callback(None)
        (reminding,) = [one for one in said if "INSERT INTO reminders" in one]
        plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {reminding}")]
    steps = [step for step in plan if re.match(r"(SCAN|SEARCH) (days|subscriptions|told)\b", step)]
    assert [step.split(" (")[0] for step in steps] == [
        "SCAN days",
        "SEARCH subscriptions USING COVERING INDEX ix_subscriptions_ends_on",
        "SEARCH told USING AUTOMATIC COVERING INDEX",
    ]
    database.close()
