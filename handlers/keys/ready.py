"""Which software is meant, whether its keys may be shown at all, and which of them are ready."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.cards import Button, Card, Choice, Option, Style
from bot.phrases import _, plain
from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.find import AboutSubscription
from handlers.keys.commands import GetKey
from handlers.keys.listing import SOFTWARE
from handlers.policy.product_keys import allowed_versions
from store import product_keys
from store.product_keys import ProductKey
from store.subscriptions import Subscription
from store.values import KeyState, Scope, SubscriptionStatus

_MOST = 100


def held(ctx: Context, ask: AboutSubscription) -> Subscription:
    """The software that is meant; asks where nothing was said, refuses where its keys are for nobody."""
    if not ask.names_something:
        raise Instead(_which(ctx))
    found, _rest = find.subscription(ctx, ask)
    refuse_ended(found)
    return found


def refuse_ended(held: Subscription) -> None:
    """Keys are of software, and for as long as it is paid for."""
    if held.terms.policy not in SOFTWARE:
        raise Refusal(_("{product} is a service: it has no product key. Nothing was shown.", product=held.name))
    if held.terms.status is SubscriptionStatus.CANCELLED:
        raise Refusal(
            _(
                "The purchase of {product} was cancelled, and with it its keys were revoked. Nothing was shown.",
                product=held.name,
            )
        )
    if held.terms.status is not SubscriptionStatus.ACTIVE:
        day = held.terms.ends_on
        raise Refusal(_("The subscription of {product} ended on {day}. Nothing was shown.", product=held.name, day=day))


def keys(db: Connection, scope: Scope, held: Subscription) -> list[ProductKey]:
    """The keys that may be shown: ready, and of a version within the rights."""
    allowed = allowed_versions(held.name)
    return [
        one
        for one in product_keys.of_subscription(db, scope, held.id)
        if one.state is KeyState.READY and (not allowed or not one.version or one.version in allowed)
    ]


def _which(ctx: Context) -> Card:
    bought = product_keys.software(ctx.db, ctx.scope, offset=0, most=_MOST)
    if not bought:
        raise Refusal(_("No software was bought here yet. Nothing was shown."))
    options = tuple(Option(value=str(one.id), label=plain(one.name), description=plain(one.customer)) for one in bought)
    which = Choice(name="subscription", label=_("Software"), options=options)
    submit = Button(label=_("Go on"), press=GetKey().token, style=Style.PRIMARY)
    return Card(title=_("Get key and download"), elements=(which,), submit=submit)
