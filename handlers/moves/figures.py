"""The figures of a move as a form asks for them, and as they were typed: devices, those moved, the last renewal."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from bot.cards import Date, Element, Number
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Refusal
from handlers.move_commands import StartMove, UpdateMove
from handlers.policy.ladder import local_day
from handlers.policy.moves import BadMove, Fault, checked
from handlers.policy.numbers import BadNumber, seat_target
from handlers.policy.numbers import Fault as NumberFault
from store.kms_moves import Move
from store.values import MOST_SEATS


def figures(ctx: Context, ask: StartMove | UpdateMove, before: Move | None) -> tuple[int, int, date]:
    """Devices, those moved, the day of the last renewal; what was left empty stays as it was."""
    devices = _number("devices", ask.devices, before.devices if before else 0)
    moved = _number("moved", ask.moved, before.moved if before else 0)
    renewed = _day(ask.renewed, before)
    today = local_day(ctx.now, ZoneInfo(ctx.tongue.zone))
    try:
        checked(devices, moved, renewed, today=today)
    except BadMove as bad:
        field, text = _FAULTS[bad.fault]
        raise Refusal(text, field=field) from None
    return devices, moved, renewed


_FAULTS: Final = {
    Fault.NO_DEVICES: ("devices", _("There is at least 1 device. Nothing was changed.")),
    Fault.TOO_MANY: ("devices", _("There are at most {most} devices. Nothing was changed.", most=MOST_SEATS)),
    Fault.NEGATIVE: ("moved", _("Fewer than 0 devices can't have moved. Nothing was changed.")),
    Fault.MORE_THAN_ALL: ("moved", _("More devices moved than there are. Nothing was changed.")),
    Fault.FUTURE: ("renewed", _("That day is still to come: say when the KMS renewed last. Nothing was changed.")),
    Fault.LONG_AGO: ("renewed", _("There was no KMS yet on that day. Nothing was changed.")),
}


def _number(field: str, typed: str, before: int) -> int:
    """`12`, or `+3` more than before."""
    if not typed.strip():
        return before
    try:
        return seat_target(typed, before if typed.strip().startswith("+") else 0)
    except BadNumber as bad:
        text = _("“{typed}” is no number of devices. Nothing was changed.", typed=bad.typed)
        if bad.fault is NumberFault.TOO_LARGE:
            text = _FAULTS[Fault.TOO_MANY][1]
        raise Refusal(text, field=field) from None


def _day(typed: str, before: Move | None) -> date:
    if before and not typed.strip():
        return before.renewed_on
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        text = _("“{typed}” is no day like 2026-11-20. Nothing was changed.", typed=typed[:40])
        raise Refusal(text, field="renewed") from None


def fields(ask: StartMove | UpdateMove, move: Move | None) -> list[Element]:
    """What was typed wrong in a number is not filled in again: a field of numbers can't hold it."""
    devices, moved = (move.devices, move.moved) if move else (None, 0)
    renewed = ask.renewed if _is_day(ask.renewed) else move.renewed_on.isoformat() if move else ""
    return [
        Number(name="devices", label=_("Devices"), value=_again(ask.devices, devices), low=1, high=MOST_SEATS),
        Number(name="moved", label=_("Moved so far"), value=_again(ask.moved, moved), low=0, high=MOST_SEATS),
        Date(
            name="renewed",
            label=_("Last KMS renewal"),
            hint=_("The earliest of all devices: slmgr.vbs /dlv says how many of the 180 days are left."),
            value=renewed,
        ),
    ]


def _again(typed: str, before: int | None) -> int | None:
    return int(typed) if re.fullmatch("[0-9]{1,7}", typed) else before


def _is_day(typed: str) -> bool:
    try:
        return bool(date.fromisoformat(typed))
    except ValueError:
        return False
