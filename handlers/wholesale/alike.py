"""Organisations that a new wholesale customer looks like: each can be taken instead of making another."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Card, Column, Notice, Style, Table, Tone
from bot.phrases import _, plain
from handlers.context import Context
from handlers.organisations import levels
from handlers.policy.names import near
from handlers.wholesale.commands import ProvisionCustomer
from store import organisations
from store.organisations import Organisation

_MOST: Final = 5
_LOOKED_AMONG: Final = 10_000


def found(ctx: Context, name: str) -> list[Organisation]:
    """Those of whoever asks with nearly this name."""
    known = {one.id: one for one in organisations.below(ctx.db, ctx.scope, most=_LOOKED_AMONG)}
    found = near(name, {id: one.folded for id, one in known.items() if id != ctx.scope.root}, limit=_MOST)
    return [known[id] for id in found]


def card(ask: ProvisionCustomer, name: str, alike: list[Organisation]) -> Card:
    """What is there already, each of which can be taken, and the way on."""
    text = _("There is something like **{name}** already. Nothing has been added yet.", name=name)
    table = Table(
        columns=(Column(label=_("Organisation")), Column(label=_("Number")), Column(label=_("Kind"))),
        rows=tuple((plain(one.name), plain(one.label), levels.KINDS[one.kind]) for one in alike),
    )
    take = [Button(label=_("Take {organisation}", organisation=one.name), press=_taking(ask, one)) for one in alike]
    on = Button(label=_("Create anyway"), press=ask.but(anyway=True).token, style=Style.DANGER)
    back = Button(label=_("Change the name"), press=ask.but(sent=False).token)
    elements = (Notice(tone=Tone.WARNING, text=text), table, Buttons(buttons=(*take, back, on)))
    return Card(title=_("New wholesale customer"), elements=elements, private=True)


def _taking(ask: ProvisionCustomer, one: Organisation) -> str:
    return ProvisionCustomer(organisation=ask.organisation, existing=str(one.id), country=ask.country).token
