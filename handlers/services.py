"""What somebody uses themselves: their services, where each opens, their own licence; and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import ClassVar, Final

from pydantic import Field
from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Column, Element, Fact, Facts, Notice, Prose, Style, Table, Tone
from bot.commands import Command
from bot.phrases import Phrase, _, plain
from handlers import find, wording
from handlers.assigned import not_kept, scopes
from handlers.context import Context
from handlers.errors import Unknown
from handlers.keys.commands import GetMyKey
from handlers.menu import Item
from handlers.pages import PAGE, pages
from handlers.policy.product_keys import is_client_access
from store import product_keys, services
from store.services import Service
from store.values import KeyState, Policy, Right, Scope, SubscriptionId

_HAS_A_KEY: Final = {Policy.SOFTWARE, Policy.PERPETUAL}


class MyServices(Command):
    """Show what one may use oneself, in every organisation."""

    name = "services"
    needs: ClassVar[Right] = Right.USE_SERVICES
    offset: int = Field(default=0, ge=0, le=1_000_000)

    @property
    def names_something(self) -> bool:
        return True


class FetchLicence(Command):
    """Ask for one's own licence of a software subscription."""

    name = "services.licence"
    needs: ClassVar[Right] = Right.USE_SERVICES
    subscription: str = ""

    @property
    def names_something(self) -> bool:
        return True


def show(ctx: Context, ask: MyServices) -> Card:
    return card_for(ctx.db, scopes(ctx), ctx.caller.email, offset=ask.offset)


def fetch(ctx: Context, ask: FetchLicence) -> Card:
    return licence_for(ctx.db, scopes(ctx), ctx.caller.email, ask.subscription)


def card_for(db: Connection, scopes: Collection[Scope], email: str, *, offset: int = 0) -> Card:
    """What that person may use within the scopes, ten at a time; `store.services.places` has all their scopes."""
    title = _("My services")
    held = services.held(db, scopes, email)
    if not held:
        text = _(
            "No service is assigned to {email} at the moment. An Admin of your organisation can do that.", email=email
        )
        return Card(title=title, elements=(Prose(text=text),), private=True)
    shown = held[offset : offset + PAGE]
    rows = tuple((plain(one.product), plain(one.organisation), _until(one)) for one in shown)
    elements: list[Element] = [Table(columns=_COLUMNS, rows=rows)]
    if buttons := tuple(_buttons(shown)):
        elements.append(Buttons(buttons=buttons))
    return Card(title=title, elements=(*elements, *pages(MyServices(), offset, len(held))), private=True)


def licence_for(db: Connection, scopes: Collection[Scope], email: str, subscription: str) -> Card:
    """How that person gets at what they were assigned; `Unknown` for what they were not."""
    id = find.identifier(subscription)
    held = services.one(db, scopes, email, SubscriptionId(id)) if id else None
    if held is None:
        raise Unknown(_("This service is not assigned to you. Nothing was changed."))
    facts = (
        Fact(label=_("Organisation"), value=plain(held.organisation)),
        Fact(label=_("At the end"), value=_until(held)),
    )
    notice = Notice(tone=Tone.INFO, text=_answer(db, held))
    ways = (*_key(db, held), Button(label=_("My services"), press=MyServices().token), *_opens(held, _("Open")))
    return Card(title=plain(held.product), elements=(notice, Facts(facts=facts), Buttons(buttons=ways)), private=True)


_COLUMNS = (Column(label=_("Service")), Column(label=_("Organisation")), Column(label=_("At the end")))


def _until(one: Service) -> Phrase:
    """How many seats renew is no business of who holds one."""
    if one.policy is Policy.PERPETUAL:
        return _("yours for good")
    return wording.decided(one.end_of_term, one.ends_on, None)


def _buttons(shown: list[Service]) -> Iterator[Button]:
    for one in shown:
        yield from _opens(one, _("Open {product}", product=one.product))
        if one.policy in _HAS_A_KEY:
            press = FetchLicence(subscription=str(one.subscription)).token
            yield Button(label=_("Fetch my licence: {product}", product=one.product), press=press)


def _opens(one: Service, label: Phrase) -> Iterator[Button]:
    if one.url:
        yield Button(label=label, url=one.url)


def _answer(db: Connection, held: Service) -> Phrase:
    if held.policy in _HAS_A_KEY:
        return _kept(held) if _has_key(db, held) else not_kept(held)
    return _("{product} needs no key: you sign in to it with your work account.", product=held.product)


def _has_key(db: Connection, held: Service) -> bool:
    known = product_keys.of_subscription(db, Scope(held.place), held.subscription)
    return any(key.state is KeyState.READY for key in known)


def _key(db: Connection, held: Service) -> Iterator[Button]:
    """The way to one's own key, which is shown for a reason and to oneself alone."""
    if held.policy in _HAS_A_KEY and not is_client_access(held.product) and _has_key(db, held):
        press = GetMyKey(subscription=str(held.subscription)).token
        yield Button(label=_("Show my key"), press=press, style=Style.PRIMARY)


def _kept(held: Service) -> Phrase:
    if is_client_access(held.product):
        return _(
            "Codes of {product} are kept under seal for {organisation}; an Admin puts them onto a licence server.",
            product=held.product,
            organisation=held.organisation,
        )
    return _(
        "Your key of {product} is kept under seal for {organisation}. It is shown to you alone, and recorded.",
        product=held.product,
        organisation=held.organisation,
    )


MENU = (
    Item(
        MyServices,
        show,
        words=("my services", "services"),
        words_fr=("mes services",),
        summary=_("Show what you may use yourself, and where it opens"),
        example=_("my services"),
    ),
    Item(FetchLicence, fetch),
)
