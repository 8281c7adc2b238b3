"""A second pair of eyes: orders that somebody else approves before anything happens."""

from __future__ import annotations

from bot.phrases import _
from handlers.approval_commands import Approve, GoAlone, Reject, SetThresholds, ShowApprovals
from handlers.approvals import alone, deciding, limits, listing
from handlers.approvals.drawing import drawn
from handlers.menu import Item

MENU = (
    Item(
        ShowApprovals,
        listing.show,
        words=("approvals", "approval"),
        words_fr=("approbations", "approbation"),
        read=lambda rest: ShowApprovals(number=rest),
        summary=_("See what waits for an approval, and what became of earlier requests"),
        example=_("approvals"),
    ),
    Item(Approve, deciding.approve),
    Item(Reject, deciding.reject, form=deciding.rejection_form),
    Item(GoAlone, alone.go, form=alone.form),
    Item(
        SetThresholds,
        limits.choose,
        words=("approvals settings", "approval settings"),
        words_fr=("approbations réglages", "réglages approbations"),
        form=limits.form,
        summary=_("Say from which amount or number of seats an order needs an approval"),
        example=_("approvals settings"),
    ),
)

__all__ = ["MENU", "drawn"]
