"""Mending a conflict: the package is unassigned and assigned again, as one step, once."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from bot.cards import Button, Buttons, Card, Fact, Facts, Notice, Prose, Style, Tone
from bot.phrases import Phrase, _, plain
from handlers.context import Context
from handlers.errors import Refusal
from handlers.menu import Item
from handlers.policy.packages import Equipment, lacks
from handlers.policy.user_plans import Equipped, Planned
from handlers.wholesale import by_hand, finding, kept, member_cards, wording
from handlers.wholesale.commands import ChangePackage, ConfirmRepair, RepairPackage, ShowMember
from store.values.webex import RowAction
from store.wholesale_members import Member

_KIND: Final = "wholesale-repair"


class Repair(BaseModel):
    """Whose package, and how they were when it was shown."""

    model_config = ConfigDict(frozen=True)
    user: str
    before: Equipped


def propose(ctx: Context, ask: RepairPackage) -> Card:
    """What will happen, and the one button that does all of it."""
    member = finding.member(ctx, ask)
    _refuse_unless_whole(member)
    repair = Repair(user=str(member.id), before=by_hand.as_is(member).now)
    plan = kept.keep(ctx, member.organisation, _KIND, repair.model_dump_json())
    ctx.about(member.organisation, member.login)
    text = _(
        "When Webex reports a conflict for {user}, the package is unassigned and assigned again. Both happen in one "
        "step: either all of it, or nothing.",
        user=member.name,
    )
    facts = (
        Fact(label=_("Unassigned and assigned again"), value=wording.package(member.package)),
        Fact(label=_("Stays"), value=member_cards.reached(member), note=_where(member)),
    )
    go = Button(label=_("Unassign and assign again"), press=ConfirmRepair(plan=str(plan)).token, style=Style.PRIMARY)
    back = Button(label=_("Cancel"), press=ShowMember(user=str(member.id)).token)
    shown = facts if member.number or member.extension else facts[:1]
    elements = (Prose(text=text), Facts(facts=shown), Buttons(buttons=(go, back)))
    return Card(title=_("Mend a conflict of {user}", user=member.name), elements=elements, private=True)


def confirm(ctx: Context, ask: ConfirmRepair) -> Card:
    """In one transaction: cut off at any moment it has happened once, or not at all."""
    plan = kept.of(ctx, ask.plan, _KIND)
    repair = Repair.model_validate_json(plan.body)
    kept.take(ctx, plan)
    member = finding.member(ctx, RepairPackage(user=repair.user), lock=True)
    known = by_hand.as_is(member)
    if known.now != repair.before:
        raise Refusal(
            _("{user} was changed meanwhile. Nothing was changed.", user=member.name), buttons=(_show(member),)
        )
    _refuse_unless_whole(member)
    row = Planned(1, RowAction.CHANGE, member.login, known.now, known.id, known.now)
    by_hand.apply(ctx, member.organisation, [row])
    ctx.about(member.organisation, member.login, unassigned=str(member.package), assigned=str(member.package))
    text = _(
        "{package} was unassigned from {user} and assigned again.",
        package=wording.package(member.package),
        user=member.name,
    )
    return member_cards.card(ctx, member_cards.again(ctx, member), Notice(tone=Tone.DONE, text=text))


def _refuse_unless_whole(member: Member) -> None:
    """A package that could not be assigned again is not taken away."""
    if member.package is None:
        text = _("{user} has no package to assign again. Nothing was changed.", user=member.name)
        raise Refusal(text, buttons=(_change(member),))
    has = Equipment(member.number or "", member.extension or "", str(member.location or ""))
    if lacks(member.package, has):
        text = _(
            "{package} could not be assigned again: its number or extension, or the location, is missing. "
            "Add it first. Nothing was changed.",
            package=wording.package(member.package),
        )
        raise Refusal(text, buttons=(_change(member),))


def _change(member: Member) -> Button:
    return Button(label=_("Change the package"), press=ChangePackage(user=str(member.id)).token, style=Style.PRIMARY)


def _show(member: Member) -> Button:
    return Button(label=_("Show {user}", user=member.name), press=ShowMember(user=str(member.id)).token)


def _where(member: Member) -> Phrase | None:
    return plain(member.location_name) if member.location_name else None


MENU = (
    Item(
        RepairPackage,
        propose,
        words=("wholesale repair",),
        words_fr=("wholesale réparer",),
        read=lambda rest: RepairPackage(words=rest),
        summary=_("Mend a package conflict: unassign the package and assign it again, in one step"),
        example=_("wholesale repair ines.morel@fabrikam.example"),
    ),
    Item(ConfirmRepair, confirm),
)
