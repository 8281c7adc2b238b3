"""What stands in the way of a seat: who is no user there, what is not in use, how many seats are missing."""

from __future__ import annotations

from bot.cards import Button, Style
from bot.phrases import _, n_
from handlers import wording
from handlers.context import Context
from handlers.errors import Refusal
from handlers.seat_commands import ChangeSeats
from handlers.users.wording import listed
from store import holders, orders
from store.subscriptions import Subscription
from store.users import User
from store.values import OrderKind, SubscriptionStatus, UserId, UserStatus


def having(ctx: Context, held: Subscription, named: list[User]) -> set[UserId]:
    """Those who have a seat of it."""
    seats = holders.seats(ctx.db, ctx.scope, [one.id for one in named])
    return {user for user, mine in seats.items() if any(seat.subscription == held.id for seat in mine)}


def of_customer(held: Subscription, named: list[User]) -> list[User]:
    """The users of the customer among them; whoever is none there is named, and nothing is done."""
    mine = [one for one in named if one.organisation == held.organisation]
    logins = {one.login for one in mine}
    if strange := [one for one in named if one.login not in logins]:
        text = _(
            "Not a user of {customer}: {people}. Nothing was changed.", customer=held.customer, people=listed(strange)
        )
        raise Refusal(text, field="people")
    return mine


def able(held: Subscription, named: list[User]) -> list[User]:
    """Those who may be given a seat: of a subscription in use, to users who may use it."""
    if held.terms.status is not SubscriptionStatus.ACTIVE:
        status = wording.STATUSES[held.terms.status]
        raise Refusal(_("{product} is {status}. Nothing was changed.", product=held.name, status=status))
    mine = of_customer(held, named)
    if disabled := [one for one in mine if one.status is UserStatus.DISABLED]:
        text = _("Disabled: {people}. Enable first, then assign. Nothing was changed.", people=listed(disabled))
        raise Refusal(text, field="people")
    return mine


def refuse_beyond(ctx: Context, held: Subscription, wanted: int) -> None:
    """No more than were bought and stay; the button buys exactly the missing ones."""
    missing = wanted - held.free
    if missing <= 0:
        _refuse_what_goes_back(ctx, held, wanted)
        return
    free = n_("{count} seat of {product} is free", "{count} seats of {product} are free", held.free, product=held.name)
    text = n_(
        "{free}, {wanted} wanted: {count} is missing. Nothing was changed.",
        "{free}, {wanted} wanted: {count} are missing. Nothing was changed.",
        missing,
        free=free,
        wanted=wanted,
    )
    raise Refusal(text, buttons=_more_seats(ctx, held, missing), title=wording.heading(held))


def _refuse_what_goes_back(ctx: Context, held: Subscription, wanted: int) -> None:
    """Seats that an order is giving back are nobody's any more, whoever carries it out."""
    order = orders.running_on(ctx.db, ctx.scope, held.id)
    going = max(0, order.seats_before - order.seats_after) if order and order.kind is OrderKind.SEATS_DOWN else 0
    if order and wanted > held.free - going:
        text = n_(
            "Order {order} is giving back {count} seat of {product}. Until it is over nobody gets it. "
            "Nothing was changed.",
            "Order {order} is giving back {count} seats of {product}. Until it is over nobody gets them. "
            "Nothing was changed.",
            going,
            order=order.label,
            product=held.name,
        )
        raise Refusal(text, title=wording.heading(held))


def _more_seats(ctx: Context, held: Subscription, missing: int) -> tuple[Button, ...]:
    if not ctx.may(ChangeSeats.needs):
        return ()
    label = n_("Buy {count} seat", "Buy {count} seats", missing)
    press = ChangeSeats(subscription=str(held.id), seats=f"+{missing}").token
    return (Button(label=label, press=press, style=Style.PRIMARY),)
