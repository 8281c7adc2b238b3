"""What is recorded of a move: begun, how far it is, put off, dropped."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.cards import Button, Card, Choice, Notice, Option, Style, Tone
from bot.phrases import _, plain
from handlers import digests, find, wording
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.move_commands import ForgetMove, ShowMove, ShowMoves, SnoozeMove, StartMove, UpdateMove
from handlers.moves.figures import fields, figures
from handlers.moves.finding import find_move, heading
from handlers.moves.listing import listed, shown
from handlers.policy.moves import ends_at
from handlers.policy.product_keys import is_client_access
from store import kms_moves
from store.kms_moves import Move, NewMove
from store.subscriptions import Subscription
from store.values import MoveId, Policy, SubscriptionStatus

_MOST_TARGETS: Final = 100
_SNOOZED: Final = timedelta(days=7)
_ONE_DAY: Final = timedelta(days=1)


def start(ctx: Context, ask: StartMove) -> Card:
    if not (ask.devices or ask.renewed) or not ask.names_something:
        raise Instead(start_form(ctx, ask))
    held, _rest = find.subscription(ctx, ask)
    _refuse_unfit(held)
    devices, moved, renewed = figures(ctx, ask, None)
    id = MoveId(ctx.new_id())
    kms_moves.add(ctx.db, NewMove(id, held.organisation, held.id, devices, moved, renewed, ctx.now))
    found = kms_moves.of(ctx.db, ctx.scope, held.id)
    if found is None or found.id != id:
        raise _there_already(held, found)
    ctx.about(found.organisation, found.product, before=None, after=_told(found))
    return shown(ctx, found, Notice(tone=Tone.DONE, text=_("The move is recorded; reminders go by its clock.")))


def start_form(ctx: Context, ask: StartMove) -> Card:
    ctx = find.narrowed(ctx, ask.organisation)
    elements = fields(ask, None)
    if ask.names_something:
        held, _rest = find.subscription(ctx, ask)
        _refuse_unfit(held)
        title, again = wording.heading(held), StartMove(subscription=str(held.id))
    else:
        elements.insert(0, _targets(ctx))
        title, again = _("Record a move"), StartMove(organisation=str(ctx.scope.root))
    submit = Button(label=_("Record it"), press=again.token, style=Style.PRIMARY)
    return Card(title=title, elements=tuple(elements), submit=submit)


def update(ctx: Context, ask: UpdateMove) -> Card:
    before = find_move(ctx, ask.move, lock=True)
    if not (ask.devices or ask.moved or ask.renewed):
        raise Instead(update_form(ctx, ask))
    devices, moved, renewed = figures(ctx, ask, before)
    kms_moves.change(ctx.db, ctx.scope, before.id, devices=devices, moved=moved, renewed_on=renewed)
    after = find_move(ctx, ask.move)
    ctx.about(after.organisation, after.product, before=_told(before), after=_told(after))
    text = _("Devices moved: {moved} of {devices}.", moved=after.moved, devices=after.devices)
    return shown(ctx, after, Notice(tone=Tone.DONE, text=text))


def update_form(ctx: Context, ask: UpdateMove) -> Card:
    move = find_move(ctx, ask.move)
    submit = Button(label=_("Save"), press=UpdateMove(move=ask.move).token, style=Style.PRIMARY)
    return Card(title=heading(move), elements=tuple(fields(ask, move)), submit=submit)


def forget(ctx: Context, ask: ForgetMove) -> Card:
    move = find_move(ctx, ask.move)
    kms_moves.forget(ctx.db, ctx.scope, move.id)
    ctx.about(move.organisation, move.product, before=_told(move), after=None)
    rest = listed(ctx, ShowMoves())
    text = _("The move to {product} is no longer recorded.", product=move.product)
    return rest.model_copy(update={"elements": (Notice(tone=Tone.DONE, text=text), *rest.elements)})


def snooze(ctx: Context, ask: SnoozeMove) -> Card:
    """For the organisation whose reminders they are; at the latest they come up again a day before the end."""
    move = find_move(ctx, ask.move)
    until = min(ctx.now.date() + _SNOOZED, ends_at(move.renewed_on).date() - _ONE_DAY)
    kms_moves.snooze(ctx.db, ctx.scope, move.id, until)
    ctx.about(move.organisation, move.product, reminders_of=ctx.grant.name)
    digests.write_anew(ctx, ask.digest)
    text = _("{product}: I say no more about it before {day}.", product=move.product, day=until)
    return Card(title=_("Reminders"), elements=(Notice(tone=Tone.DONE, text=text),))


def _there_already(held: Subscription, found: Move | None) -> Refusal:
    text = _("A move to {product} is recorded already. Nothing was changed.", product=held.name)
    show = (Button(label=_("Show the move"), press=ShowMove(move=str(found.id)).token),) if found else ()
    return Refusal(text, buttons=show)


def _refuse_unfit(held: Subscription) -> None:
    if held.terms.policy not in {Policy.SOFTWARE, Policy.PERPETUAL} or is_client_access(held.name):
        text = _("{product} is not activated by a KMS. Nothing was changed.", product=held.name)
        raise Refusal(text, field="subscription")
    if held.terms.status is not SubscriptionStatus.ACTIVE:
        text = _("{product} is no longer active. Nothing was changed.", product=held.name)
        raise Refusal(text, field="subscription")


def _told(move: Move) -> str:
    """As the record keeps it."""
    return f"{move.moved}/{move.devices}, {move.renewed_on}"


def _targets(ctx: Context) -> Choice:
    targets = kms_moves.targets(ctx.db, ctx.scope, most=_MOST_TARGETS)
    fitting = [one for one in targets if not is_client_access(one[1])]
    if not fitting:
        raise Refusal(_("There is no software here that devices could move to. Nothing was changed."))
    options = tuple(Option(value=str(id), label=plain(name), description=plain(whose)) for id, name, whose in fitting)
    return Choice(name="subscription", label=_("Software"), options=options, chosen=options[0].value)


MENU = (
    Item(StartMove, start, form=start_form),
    Item(UpdateMove, update, form=update_form),
    Item(ForgetMove, forget),
    Item(SnoozeMove, snooze),
)
