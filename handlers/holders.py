"""Who uses the seats of a subscription, and taking one back."""

from __future__ import annotations

from typing import ClassVar, Final

from pydantic import Field

from bot.cards import Button, Buttons, Card, Choice, Column, Element, Notice, Option, Prose, Style, Table, Tone
from bot.phrases import _, n_, plain
from handlers import find, wording
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.find import AboutSubscription
from handlers.menu import Item
from handlers.pages import PAGE, pages
from handlers.seat_commands import ChangeSeats
from store import holders
from store.holders import Holder
from store.subscriptions import Subscription
from store.values import Right, UserId

_FORM_OPTIONS: Final = 100


class ShowHolders(AboutSubscription):
    """Show who holds the seats, ten at a time."""

    name = "seats.holders"
    needs: ClassVar[Right] = Right.VIEW
    offset: int = Field(default=0, ge=0, le=1_000_000)


class Unassign(AboutSubscription):
    """Take the seat of one user back."""

    name = "seats.unassign"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    user: str = ""


def show(ctx: Context, ask: ShowHolders) -> Card:
    if not ask.names_something:
        raise Instead(_which(ctx))
    held, _rest = find.subscription(ctx, ask)
    offset = max(0, ask.offset)
    users = holders.page(ctx.db, ctx.scope, held.id, offset=offset, most=PAGE)
    if not users:
        return Card(title=wording.heading(held), elements=(Prose(text=_("Nobody holds a seat.")),))
    total = held.terms.assigned
    elements: list[Element] = [_table(users), *pages(ask, offset, total)]
    if ctx.may(Unassign.needs):
        again = Unassign(subscription=str(held.id))
        elements.append(Buttons(buttons=(Button(label=_("Unassign somebody"), press=again.token),)))
    return Card(title=_("Seats of {product}", product=held.name), elements=tuple(elements), private=True)


def _which(ctx: Context) -> Card:
    submit = Button(label=_("Show who uses it"), press=ShowHolders().token, style=Style.PRIMARY)
    return Card(title=_("Seats"), elements=(find.choice_of_subscriptions(ctx),), submit=submit)


def unassign(ctx: Context, ask: Unassign) -> Card:
    """Done at once: a seat can be assigned again at any time."""
    held, _rest = find.subscription(ctx, ask, lock=True)
    if not ask.user:
        return form(ctx, ask)
    id = find.identifier(ask.user)
    user = holders.get(ctx.db, ctx.scope, held.id, UserId(id)) if id else None
    if user is None:
        raise Refusal(_("This person holds no seat of {product} any more. Nothing was changed.", product=held.name))
    holders.unassign(ctx.db, ctx.scope, held.id, user.id)
    ctx.about(held.organisation, held.label, unassigned=user.login)
    return _unassigned(held, user)


def form(ctx: Context, ask: Unassign) -> Card:
    """Whose seat."""
    held, _rest = find.subscription(ctx, ask)
    users = holders.page(ctx.db, ctx.scope, held.id, offset=0, most=_FORM_OPTIONS)
    if not users:
        raise Refusal(_("Nobody holds a seat of {product}. Nothing was changed.", product=held.name))
    options = tuple(Option(value=str(user.id), label=plain(user.name), description=plain(user.login)) for user in users)
    submit = Button(label=_("Unassign"), press=Unassign(subscription=str(held.id)).token, style=Style.DANGER)
    return Card(
        title=wording.heading(held),
        elements=(Choice(name="user", label=_("Whose seat?"), options=options),),
        submit=submit,
    )


def _unassigned(held: Subscription, user: Holder) -> Card:
    left = held.terms.assigned - 1
    text = n_(
        "{user} no longer holds a seat of {product}; {count} is still assigned.",
        "{user} no longer holds a seat of {product}; {count} are still assigned.",
        left,
        user=user.name,
        product=held.name,
    )
    another = Button(label=_("Unassign somebody else"), press=Unassign(subscription=str(held.id)).token)
    change = Button(label=_("Change seats"), press=ChangeSeats(subscription=str(held.id)).token)
    elements = (Notice(tone=Tone.DONE, text=text), Buttons(buttons=(another, change)))
    return Card(title=wording.heading(held), elements=elements)


def _table(users: list[Holder]) -> Table:
    columns = (Column(label=_("Name")), Column(label=_("E-mail")), Column(label=_("Status")))
    rows = tuple((plain(user.name), plain(user.login), wording.USER_STATES[user.status]) for user in users)
    return Table(columns=columns, rows=rows)


MENU = (
    Item(
        ShowHolders,
        show,
        words=("holders", "who uses"),
        words_fr=("détenteurs", "qui utilise"),
        read=lambda rest: ShowHolders(words=rest),
        summary=_("Show who holds the seats of a subscription"),
        example=_("holders Microsoft 365 E3"),
    ),
    Item(Unassign, unassign, form=form),
)
