"""Who is there, for some rows of a file at once: as the plan and its application compare them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from handlers.policy.user_plans import Equipped, Known, Met
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


def known(one: Found) -> Known:
    where = (one.number or "", one.extension or "", str(one.location_id or ""), one.site or "")
    bases = (bool(one.messaging), bool(one.meeting), bool(one.calling))
    return Known(str(one.id), Equipped(one.first_name, one.last_name, one.login, one.package, *where, *bases))
