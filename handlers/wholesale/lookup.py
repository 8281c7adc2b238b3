"""Who is there, for some rows of a file at once: as the plan and its application compare them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from handlers.policy.names import fold
from handlers.policy.user_plans import Equipped, Known, Met
from handlers.policy.user_rows import Said
from store import wholesale_users
from store.values import Scope
from store.wholesale_users import Found

_SOMEBODY_ELSES = "-"


def met(db: Connection, scope: Scope, logins: Collection[str], numbers: Collection[str], inner: Sequence[str]) -> Met:
    """`scope` is the customer's; somebody else's users are only said to be there."""
    there = wholesale_users.by_logins(db, scope, logins) if logins else []
    reached = wholesale_users.reached_by(db, scope, set(numbers), inner) if numbers or inner else []
    users = {one.login: known(one) for one in there if one.ours}
    marks: dict[str, Known] = {}
    for one in reached:
        holder = known(one) if one.ours else Known(_SOMEBODY_ELSES, Equipped("", "", "", number=one.number or ""))
        marks.update(dict.fromkeys(holder.now.reached_by, holder))
    return Met(users, marks, {one.login for one in there if not one.ours} - users.keys())


def for_rows(db: Connection, scope: Scope, rows: Sequence[Said], locations: Mapping[str, str]) -> Met:
    """The same for rows as they were read; `locations` are the customer's ids by folded name."""
    logins = {login for one in rows for login in (one.login, one.previous) if login}
    numbers = {one.number for one in rows if one.number}
    inner = {one.extension for one in rows if one.extension}
    found = met(db, scope, logins, numbers, sorted(inner))
    taken_along = set(_taken_along(rows, found, locations)) - inner
    if not taken_along:
        return found
    besides = met(db, scope, (), (), sorted(taken_along))
    return Met(found.users, {**besides.reached, **found.reached}, found.elsewhere)


def _taken_along(rows: Sequence[Said], found: Met, locations: Mapping[str, str]) -> Iterator[str]:
    """The extensions of those who move and keep theirs: somebody may have them at the new location."""
    for one in rows:
        if not one.location or one.extension:
            continue
        mover = found.users.get(one.login) or found.users.get(one.previous) or found.reached.get(one.number or "")
        if mover and mover.now.extension and locations.get(fold(one.location)) != mover.now.location:
            yield mover.now.extension


def known(one: Found) -> Known:
    where = (one.number or "", one.extension or "", str(one.location_id or ""), one.site or "")
    bases = (bool(one.messaging), bool(one.meeting), bool(one.calling))
    return Known(str(one.id), Equipped(one.first_name, one.last_name, one.login, one.package, *where, *bases))
