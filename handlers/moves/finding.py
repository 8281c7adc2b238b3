"""Which move is meant, and how its clock and progress are told."""

from __future__ import annotations

from datetime import datetime

from bot.cards import Fact
from bot.phrases import Phrase, _, n_
from handlers.context import Context
from handlers.errors import Unknown
from handlers.find import identifier
from handlers.policy.moves import days_left, ends_at
from store import kms_moves
from store.kms_moves import Move
from store.values import MoveId


def find_move(ctx: Context, move: str, *, lock: bool = False) -> Move:
    """By its id; said alike whether it is elsewhere or nowhere."""
    id = identifier(move)
    found = kms_moves.get(ctx.db, ctx.scope, MoveId(id), lock=lock) if id else None
    if found is None:
        raise Unknown(_("There is no such move. Nothing was changed."))
    return found


def heading(move: Move) -> Phrase:
    return _("{product} · {customer}", product=move.product, customer=move.customer)


def progress(move: Move) -> Phrase:
    return _("**{moved} / {devices}**", moved=move.moved, devices=move.devices)


def clock(move: Move, now: datetime) -> Phrase:
    """How long there is still, in words."""
    if not move.left:
        return _("done")
    if ends_at(move.renewed_on) <= now:
        return _("ran out")
    return n_("{count} day left", "{count} days left", days_left(move.renewed_on, now))


def facts(move: Move, now: datetime) -> tuple[Fact, ...]:
    left = n_("{count} device left", "{count} devices left", move.left) if move.left else _("all of them")
    found = (
        Fact(label=_("Devices moved"), value=progress(move), note=left),
        Fact(label=_("Last KMS renewal"), value=_("{day}", day=move.renewed_on)),
    )
    if not move.left:
        return found
    until = _("**{moment}**", moment=ends_at(move.renewed_on))
    return (*found, Fact(label=_("The others go on until"), value=until, note=clock(move, now)))
