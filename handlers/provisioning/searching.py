"""Looking for an organisation by its domain, its name, its number, or somebody's address there."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Card, Style, Words
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.policy.matching import BadDomain
from handlers.policy.names import fold
from handlers.policy.person_lines import seen
from handlers.provisioning import mapping, mapping_cards
from handlers.provisioning.candidates import Offer
from handlers.provisioning.commands import AboutProvisioning
from handlers.provisioning.mapping_commands import SearchOrganisations, ShowOffers
from handlers.provisioning.sought import Sought
from handlers.provisioning.work import Step

LONGEST: Final = 254


def search(ctx: Context, ask: SearchOrganisations) -> Card:
    asked = opened(ctx, ask)
    if not ask.sent:
        raise Instead(_card(asked, ""))
    words = _words(ask.words)
    return mapping_cards.found(ctx, asked, ask, words, _found(asked, words))


def form(ctx: Context, ask: SearchOrganisations) -> Card:
    return _card(opened(ctx, ask), ask.words)


def opened(ctx: Context, ask: AboutProvisioning) -> Sought:
    """Where there may be another one: a partner's own order has no other partner, one's own company no customer."""
    asked = mapping.opened(ctx, ask)
    if asked.may_look:
        return asked
    if asked.side is Step.PARTNER:
        seller = asked.work.order.seller
        raise Refusal(_("The order came in for {seller}: it has no other partner. Nothing was changed.", seller=seller))
    raise Refusal(_("The order is for your own company. If it is not, go back to the first step. Nothing was changed."))


def _words(typed: str) -> str:
    if len(typed) > LONGEST:
        raise Refusal(_("At most {longest} characters here. Nothing was changed.", longest=LONGEST), field="words")
    words = seen(typed)
    if not fold(words):
        raise Refusal(_("Type a domain, a name or a number. Nothing was changed."), field="words")
    return words


def _found(asked: Sought, words: str) -> Offer:
    """Who holds a domain comes before who is called like it."""
    return _by_domain(asked, words) + asked.called(words)


def _by_domain(asked: Sought, words: str) -> Offer:
    try:
        return asked.pool.of_contact(words) if "@" in words else asked.pool.holding(words)
    except BadDomain:
        return Offer()


def _card(asked: Sought, words: str) -> Card:
    field = Words(
        name="words",
        label=_("Domain or name"),
        hint=_("Like contoso.com, Contoso or O-000012"),
        value=words[:LONGEST],
        longest=LONGEST,
    )
    press = asked.work.ask(SearchOrganisations).but(sent=True)
    submit = Button(label=_("Search"), press=press.token, style=Style.PRIMARY)
    back = Buttons(buttons=(Button(label=_("Back"), press=asked.work.ask(ShowOffers).token),))
    elements = (asked.work.head(asked.side), mapping_cards.where(asked), field, back)
    return Card(title=asked.work.title, elements=elements, submit=submit)


MENU = (Item(SearchOrganisations, search, form=form),)
