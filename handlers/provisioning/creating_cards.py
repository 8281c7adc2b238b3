"""The cards on which a new organisation is described, compared with those that are there, and reviewed."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Card, Choice, Fact, Facts, Notice, Option, Style, Tone, Words
from bot.phrases import Phrase, _, plain
from handlers.context import Context
from handlers.organisations.fields import LONGEST_NAME
from handlers.organisations.industries import INDUSTRIES
from handlers.policy import countries
from handlers.provisioning.draft import Described
from handlers.provisioning.mapping_commands import DescribeOrganisation, MakeOrganisation, ShowOffers
from handlers.provisioning.sought import Sought
from handlers.provisioning.work import Step
from store import profiles

_LONGEST_COUNTRY: Final = 60


def form(ctx: Context, asked: Sought, ask: DescribeOrganisation) -> Card:
    """Filled in as it was; else with the name that the order gives, and its seller's country."""
    known = _known(ctx, asked, ask)
    options = tuple(Option(value=one, label=label) for one, label in INDUSTRIES.items())
    inputs = (
        Words(name="called", label=_("Company name"), value=known.called[:LONGEST_NAME], longest=LONGEST_NAME),
        Choice(name="industry", label=_("Industry"), options=options, chosen=known.industry),
        Words(
            name="country",
            label=_("Country or region"),
            hint=_("Two letters, or the name"),
            value=known.country[:_LONGEST_COUNTRY],
            longest=_LONGEST_COUNTRY,
        ),
    )
    submit = Button(
        label=_("Next"), press=asked.work.ask(DescribeOrganisation).but(sent=True).token, style=Style.PRIMARY
    )
    head = asked.work.head(asked.side)
    return Card(title=_title(asked), elements=(head, *inputs, Buttons(buttons=(_back(asked),))), submit=submit)


def review(ctx: Context, asked: Sought, one: Described) -> Card:
    """All that it will be, before it is made."""
    facts = [
        Fact(label=_("Company name"), value=plain(one.name)),
        Fact(label=_("Industry"), value=INDUSTRIES[one.industry]),
        Fact(label=_("Country or region"), value=plain(countries.name(one.country, ctx.tongue.language))),
        Fact(label=_("Belongs to"), value=plain(asked.above)),
    ]
    make = asked.work.ask(MakeOrganisation)
    change = asked.work.ask(DescribeOrganisation)
    buttons = (
        Button(label=_("Create the organisation"), press=make.token, style=Style.PRIMARY),
        Button(label=_("Edit"), press=change.token),
        _back(asked),
    )
    notice = Notice(tone=Tone.INFO, text=_("Please check what will be created. Nothing has been made yet."))
    elements = (asked.work.head(asked.side), notice, Facts(facts=tuple(facts)), Buttons(buttons=buttons))
    return Card(title=_title(asked), elements=elements)


def _known(ctx: Context, asked: Sought, ask: DescribeOrganisation) -> DescribeOrganisation:
    if ask.sent or ask.called:
        return ask
    if one := asked.described:
        country = countries.name(one.country, ctx.tongue.language)
        return ask.but(called=one.name, industry=one.industry, country=country)
    above = profiles.get(ctx.db, asked.work.scope, asked.parent)
    country = countries.name(above.country, ctx.tongue.language) if above and above.country else ""
    called = (asked.work.order.customer_name or "") if asked.side is Step.CUSTOMER else ""
    return ask.but(called=called, country=country)


def _title(asked: Sought) -> Phrase:
    return _("New customer organisation") if asked.side is Step.CUSTOMER else _("New partner organisation")


def _back(asked: Sought) -> Button:
    return Button(label=_("Back"), press=asked.work.ask(ShowOffers).token)
