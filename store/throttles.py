"""How often something failed lately: sign-ins to an address, and from one. Counted in the database, so by everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, case, delete, select
from sqlalchemy.dialects.postgresql import insert

from store.accounts import throttles

_new = insert(throttles)
_over = throttles.c.since <= bindparam("cutoff", type_=throttles.c.since.type)
_FAIL: Final = _new.on_conflict_do_update(
    index_elements=["key"],
    set_={
        "failures": case((_over, 1), else_=throttles.c.failures + 1),
        "since": case((_over, _new.excluded.since), else_=throttles.c.since),
    },
).returning(throttles.c.failures)
_COUNT: Final = select(throttles.c.failures).where(
    throttles.c.key == bindparam("name"), throttles.c.since > bindparam("cutoff", type_=throttles.c.since.type)
)
_FORGET: Final = delete(throttles).where(throttles.c.key == bindparam("name"))
_LOGIN: Final = "login:"
_CLEAN: Final = delete(throttles).where(
    throttles.c.since <= bindparam("cutoff", type_=throttles.c.since.type),
    throttles.c.key.not_like(f"{_LOGIN}%"),
)


def of_login(email: str) -> str:
    return f"{_LOGIN}{email}"


def of_address(address: str) -> str:
    return f"address:{address}"


def fail(db: Connection, key: str, *, now: datetime, cutoff: datetime) -> int:
    """One more; how many since the first after `cutoff`. Many at once count one after the other."""
    values = {"key": key, "failures": 1, "since": now, "cutoff": cutoff}
    return int(db.execute(_FAIL, values).scalar_one())


def failures(db: Connection, key: str, *, cutoff: datetime) -> int:
    return db.execute(_COUNT, {"name": key, "cutoff": cutoff}).scalar() or 0


def forget(db: Connection, key: str) -> None:
    """Start again from nothing."""
    db.execute(_FORGET, {"name": key})


def clean(db: Connection, cutoff: datetime) -> int:
    """Drop what began before that moment but the failures of a login, which count until it signs in; how many."""
    return db.execute(_CLEAN, {"cutoff": cutoff}).rowcount
