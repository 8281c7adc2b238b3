"""What is assigned to somebody: where to look for it, and what is said where its key is missing."""

from __future__ import annotations

from bot.phrases import Phrase, _
from handlers.context import Context
from store import people
from store.services import Service
from store.values import Scope


def scopes(ctx: Context) -> list[Scope]:
    """Wherever the caller has anything to do, as an operator or as a user."""
    as_user = people.as_user(ctx.db, ctx.caller) if ctx.caller.person else ()
    return [grant.scope for grant in (*ctx.caller.grants, *as_user)]


def not_kept(held: Service) -> Phrase:
    return _(
        "No key of {product} is kept here yet. An Admin of {organisation} can ask the supplier for it.",
        product=held.product,
        organisation=held.organisation,
    )
