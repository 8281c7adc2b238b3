"""Renewal on or off: the one decision about the end of a term."""

from __future__ import annotations

from typing import ClassVar

from bot.cards import Button, Card, Choice, Element, Fact, Facts, Notice, Option, Style, Tone
from bot.phrases import Phrase, _, n_
from handlers import find, proposals, wording
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.find import AboutSubscription
from handlers.menu import Item
from handlers.policy import renewal
from handlers.policy.names import fold
from handlers.policy.terms import renews_at
from handlers.policy.verdict import Reason, Refused
from store import prices
from store.subscriptions import Subscription
from store.values import OrderId, OrderKind, Right

_ON = {"on", "yes", "renew", "oui", "active", "activer", "activee", "marche", "renouveler"}
_OFF = {"off", "no", "stop", "non", "desactive", "desactiver", "desactivee", "arret", "arreter"}


class SetRenewal(AboutSubscription):
    """Ask that a subscription renews at its term's end, or stops."""

    name = "renewal"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    to: str = ""


def propose(ctx: Context, ask: SetRenewal) -> Card:
    """What will happen on which day, and until when that can be changed again."""
    if not ask.names_something:
        raise Instead(form(ctx, ask))
    held, rest = _named(ctx, ask)
    if not (ask.to or rest):
        raise Instead(form(ctx, SetRenewal(subscription=str(held.id))))
    on = _wish(ask.to or rest)
    proposals.refuse_while_another_runs(ctx, held)
    verdict = renewal.toggle(held.terms, on, ctx.now)
    if isinstance(verdict, Refused):
        raise _refusal(held, verdict, on=on)
    nothing = held.terms.unit_price * 0
    kind = OrderKind.RENEWAL_ON if on else OrderKind.RENEWAL_OFF
    order = proposals.draft(ctx, held, kind, held.terms.seats, nothing)
    ctx.about(held.organisation, held.label, before=verdict.before, after=verdict.after)
    return _renews(ctx, held, order) if on else _stops(held, verdict, order)


def form(ctx: Context, ask: SetRenewal) -> Card:
    """Which subscription, and whether it renews."""
    options = (Option(value="on", label=_("Renew")), Option(value="off", label=_("Let it end")))
    wish = Choice(
        name="to", label=_("At the end of the term"), options=options, chosen=ask.to if ask.to in {"on", "off"} else ""
    )
    submit = Button(
        label=_("Show what happens"), press=SetRenewal(subscription=ask.subscription).token, style=Style.PRIMARY
    )
    if ask.subscription:
        held, _rest = find.subscription(ctx, ask)
        return Card(title=wording.heading(held), elements=(wish,), submit=submit)
    return Card(title=_("Renewal"), elements=(find.choice_of_subscriptions(ctx), wish), submit=submit)


def _named(ctx: Context, ask: SetRenewal) -> tuple[Subscription, str]:
    """Where all the words are no name, the last one may be a wish that is not understood."""
    try:
        return find.subscription(ctx, ask)
    except Unknown:
        head, _space, last = ask.words.rpartition(" ")
        if ask.to or not head:
            raise
        held = _maybe(ctx, ask.but(words=head))
        if held is None:
            raise
        return held, last


def _maybe(ctx: Context, ask: SetRenewal) -> Subscription | None:
    try:
        return find.subscription(ctx, ask)[0]
    except (Unknown, Instead):
        return None


def _renews(ctx: Context, held: Subscription, order: OrderId) -> Card:
    price = prices.of_the_day(ctx.db, ctx.scope, held.id, renews_at(held.terms))
    each = wording.per_period(price or held.terms.unit_price, held.terms.billing)
    known = (
        _("each, the price of that day") if price else _("each, the price paid so far: none is known for that day yet")
    )
    facts = (
        Fact(label=_("Today"), value=wording.end_of_term(held.terms)),
        Fact(
            label=_("If you confirm"),
            value=_("**renews** after **{day}**", day=held.terms.ends_on),
            note=wording.seats(held.terms.seats),
        ),
        Fact(label=_("Price"), value=each, note=known),
        Fact(label=_("Can be changed"), value=_("until **{moment}**", moment=held.terms.ends_at)),
    )
    buttons = proposals.buttons(order, _("Turn renewal on"))
    return Card(title=wording.heading(held), elements=(Facts(facts=facts), buttons))


def _stops(held: Subscription, change: renewal.Allowed, order: OrderId) -> Card:
    facts = (
        Fact(label=_("Today"), value=wording.end_of_term(held.terms)),
        Fact(
            label=_("If you confirm"),
            value=_("**stops** on **{day}**", day=change.ends_on),
            note=wording.seats(held.terms.seats),
        ),
        Fact(label=_("Price"), value=_("nothing changes until then")),
        Fact(label=_("Can be changed"), value=_("until **{moment}**", moment=change.ends_at)),
    )
    elements: list[Element] = [Facts(facts=facts)]
    if held.terms.assigned:
        elements.append(Notice(tone=Tone.WARNING, text=_losing(held)))
    if change.drops_schedule and change.scheduled_seats is not None:
        elements.append(Notice(tone=Tone.WARNING, text=_dropped(change.scheduled_seats)))
    elements.append(proposals.buttons(order, _("Turn renewal off"), style=Style.DANGER))
    return Card(title=wording.heading(held), elements=tuple(elements))


def _losing(held: Subscription) -> Phrase:
    return n_(
        "{count} person uses it and loses it on that day.",
        "{count} people use it and lose it on that day.",
        held.terms.assigned,
    )


def _dropped(seats: int) -> Phrase:
    return n_(
        "A change to {count} seat is scheduled for the renewal. Turning it off drops that.",
        "A change to {count} seats is scheduled for the renewal. Turning it off drops that.",
        seats,
    )


def _wish(text: str) -> bool:
    word = fold(text)
    if word in _ON:
        return True
    if word in _OFF:
        return False
    raise Refusal(_("Say on or off. “{typed}” is neither. Nothing was changed.", typed=text[:40]), field="to")


def _refusal(held: Subscription, no: Refused, *, on: bool) -> Refusal:
    day, product = held.terms.ends_on, held.name
    match no.reason:
        case Reason.SAME if on:
            text = _("{product} renews already, after {day}. Nothing was changed.", product=product, day=day)
        case Reason.SAME:
            text = _("{product} stops already, on {day}. Nothing was changed.", product=product, day=day)
        case Reason.SUSPENDED:
            text = _(
                "{product} is suspended: it can't be told to renew meanwhile. Nothing was changed.", product=product
            )
        case Reason.NEVER_RENEWED:
            text = _("{product} was bought for good and never renews. Nothing was changed.", product=product)
        case _:
            text = _("{product} ended on {day}. Nothing was changed.", product=product, day=day)
    return Refusal(text, field="to", title=wording.heading(held))


def _read(rest: str) -> SetRenewal:
    """The last word is the wish, if it is one; what stands before it names the subscription."""
    head, _space, last = rest.rpartition(" ")
    return SetRenewal(words=head, to=last) if head and fold(last) in _ON | _OFF else SetRenewal(words=rest)


MENU = (
    Item(
        SetRenewal,
        propose,
        words=("renewal", "renew"),
        words_fr=("renouvellement", "renouveler"),
        read=_read,
        form=form,
        summary=_("Turn the renewal of a subscription on or off"),
        example=_("renewal Visio Plan 2 on"),
    ),
)
