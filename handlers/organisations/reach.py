"""From where somebody looks at an organisation: as one of its own, or from above."""

from __future__ import annotations

from handlers.context import Context
from store import organisations
from store.organisations import Organisation
from store.profiles import Profile
from store.values import Right


def above(ctx: Context, one: Profile) -> Organisation | None:
    """What it belongs to, as far as whoever asks may see that."""
    return _parent(ctx, one, Right.VIEW)


def invites(ctx: Context, one: Profile) -> bool:
    """Whether whoever asks may activate it: as an Admin of what stands above it."""
    return _parent(ctx, one, Right.MANAGE_ORGANISATION) is not None


def _parent(ctx: Context, one: Profile, right: Right) -> Organisation | None:
    if one.parent is None:
        return None
    seen = (organisations.get(ctx.db, grant.scope, one.parent) for grant in ctx.caller.grants if grant.holds(right))
    return next((found for found in seen if found), None)
