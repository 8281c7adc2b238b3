"""A Webex order in work: as it stands, what was bought, what was filled in; read and kept within its seller's scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar

from bot.cards import Button, Fact, Prose
from bot.phrases import Phrase, _, n_, plain
from handlers import find
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from handlers.provisioning.commands import AboutProvisioning, GoTo, OpenProvisioning, WithdrawProvisioning
from handlers.provisioning.draft import Draft, Setup
from store import provisionings
from store.provisionings import Line, Provisioning
from store.values import Scope, lowered
from store.values.webex import HandedTo, ProvisioningId, ProvisioningState, WebexService

C = TypeVar("C", bound=AboutProvisioning)


class Step(StrEnum):
    WHO = "who"
    PARTNER = "partner"
    CUSTOMER = "customer"
    SETUP = "setup"
    MEETINGS = "meetings"
    CALLING = "calling"
    REVIEW = "review"
    DONE = "done"


NAMES: Final = {
    Step.WHO: _("Who the order is for"),
    Step.PARTNER: _("Partner organisation"),
    Step.CUSTOMER: _("Customer organisation"),
    Step.SETUP: _("Service set-up"),
    Step.MEETINGS: _("Meetings"),
    Step.CALLING: _("Calling"),
    Step.REVIEW: _("Review"),
    Step.DONE: _("Summary"),
}


class Changed(Exception):
    """It was changed since the card was drawn; `present` is how it stands now."""

    def __init__(self, present: Work) -> None:
        super().__init__(present.order.label)
        self.present = present


@dataclass(frozen=True, slots=True)
class Work:
    """An order as one works on it. `scope` is its seller's: whatever the order is about is looked for there.

    `guest` is how it was handed over to whoever asks, None for the seller's own people.
    """

    order: Provisioning
    lines: tuple[Line, ...]
    draft: Draft
    scope: Scope
    guest: HandedTo | None = None

    @property
    def reached(self) -> Step:
        """How far it came."""
        return Step(self.order.step) if self.order.step in set(Step) else Step.WHO

    @property
    def step(self) -> Step:
        """Where it stands; whoever has only some of the steps begins with the first of them."""
        step = Step.DONE if self.order.is_over else self.reached
        return step if step in self.path or step is Step.DONE else self.path[0]

    @property
    def id(self) -> str:
        return str(self.order.id)

    @property
    def title(self) -> Phrase:
        return _("Webex order {reference}", reference=self.order.reference)

    @property
    def path(self) -> list[Step]:
        """The steps that this order has; a customer sets up its services, and no more."""
        first = [] if self.guest is HandedTo.CUSTOMER else [Step.WHO, Step.PARTNER, Step.CUSTOMER, Step.SETUP]
        return [*first, *(step for step, service in _OF_SERVICE.items() if self.licences(service)), Step.REVIEW]

    def licences(self, service: WebexService) -> int:
        """How many were bought of it."""
        return sum(line.licences for line in self.lines if line.service is service)

    def ask(self, command: type[C]) -> C:
        """A command on this order as it stands; `.but(…)` fills in more of it."""
        return command(provisioning=self.id, version=self.order.version)

    def after(self, step: Step) -> Step:
        """The step that follows in the order's path."""
        later = self.path[self.path.index(step) + 1 :] if step in self.path else []
        return later[0] if later else Step.DONE

    def head(self, step: Step) -> Prose:
        """`Step 2 of 6 · Partner organisation`."""
        number, count = self.path.index(step) + 1, len(self.path)
        text = _("Step {number} of {count} · {step}", number=number, count=count, step=NAMES[step])
        return Prose(text=text, quiet=True)

    def back(self, step: Step) -> tuple[Button, ...]:
        """To the step before; none at the first one."""
        before = self.path[: self.path.index(step)]
        if not before:
            return ()
        return (Button(label=_("Back"), press=self.ask(GoTo).but(step=before[-1]).token),)

    def withdrawal(self) -> tuple[Button, ...]:
        """Not for whoever completes it for somebody else."""
        if self.guest is not None or self.order.is_over:
            return ()
        return (Button(label=_("Withdraw the order"), press=self.ask(WithdrawProvisioning).token),)

    def closed(self, label: Phrase) -> Iterator[Fact]:
        """When it was over, and who saw to that."""
        if self.order.closed_at:
            by = plain(self.order.held_by_name) if self.order.held_by_name else None
            yield Fact(label=label, value=plain(self.order.closed_at), note=by)

    def facts(self) -> tuple[Fact, ...]:
        """What was bought."""
        return tuple(Fact(label=plain(one.name), value=licences(one.licences)) for one in self.lines)


def licences(count: int) -> Phrase:
    return n_("{count} licence", "{count} licences", count)


def bought(lines: tuple[Line, ...]) -> str:
    """For a letter, in no language: `25 × Webex Meetings`, one a line."""
    return "\n".join(f"{line.licences} × {line.name}" for line in lines)


_OF_SERVICE: Final = {Step.MEETINGS: WebexService.MEETINGS, Step.CALLING: WebexService.CALLING}


def read(ctx: Context, ask: AboutProvisioning, *, lock: bool = True) -> Work:
    """The order that is asked about. `Unknown` for one that is nobody's here; `Changed` for one at a later version."""
    id = find.identifier(ask.provisioning)
    work = by_id(ctx, ProvisioningId(id), lock=lock) if id else None
    if work is None or (work.guest and work.guest not in ask.guests):
        raise Unknown(_("There is no such order to set up. Nothing was changed."))
    if ask.version and ask.version != work.order.version:
        raise Changed(work)
    return work


def by_id(ctx: Context, id: ProvisioningId, *, lock: bool = False) -> Work | None:
    """One's own organisation's, or one that was handed over to whoever asks: then they are its guest, even at home.

    A seller who lets its customer set the services up stays one of its own people.
    """
    handed = provisionings.handed_to(ctx.db, ctx.scope, id, lowered(ctx.caller.email))
    own = provisionings.get(ctx.db, ctx.scope, id, lock=lock)
    if handed is None or (own and handed[1] is HandedTo.CUSTOMER):
        return of(ctx, own) if own else None
    scope = Scope(handed[0])
    found = provisionings.get(ctx.db, scope, id, lock=lock)
    return replace(of(ctx, found, scope), guest=handed[1]) if found else None


def of(ctx: Context, order: Provisioning, scope: Scope | None = None) -> Work:
    """With its lines and its draft."""
    own = scope or Scope(order.organisation)
    return Work(order, provisionings.lines_of(ctx.db, own, order.id), Draft.from_json(order.draft), own)


def save(ctx: Context, work: Work, *, step: Step, draft: Draft | None = None, **said: object) -> Work:
    """Keep the draft and where one stands, with columns of the order as `said`; whoever asks holds it from now on.

    `Changed` when somebody was faster.
    """
    kept = work.draft if draft is None else draft
    columns: dict[str, object] = {"step": step, "draft": kept.to_json(), **said}
    if not provisionings.save(ctx.db, work.scope, work.order, ctx.person, ctx.now, **columns):
        raise Changed(_present(ctx, work))
    ctx.about(work.order.organisation, work.order.label, step=step, reference=work.order.reference)
    return _present(ctx, work)


def _present(ctx: Context, work: Work) -> Work:
    found = provisionings.get(ctx.db, work.scope, work.order.id)
    if found is None:
        raise LookupError(work.order.id)
    return replace(of(ctx, found, work.scope), guest=work.guest)


def is_away(work: Work) -> bool:
    """Whether somebody else completes all of it; of services that a customer sets up the seller may do so too."""
    handed = work.order.state is ProvisioningState.HANDED_OVER and work.draft.setup is not Setup.CUSTOMER
    return handed and work.guest is None


def refuse_over(work: Work) -> None:
    """With the way to the order, which can be reopened there if it was withdrawn."""
    if not work.order.is_over:
        return
    text = _("Order {order} is set up already. Nothing was changed.", order=work.order.label)
    if work.order.state is ProvisioningState.WITHDRAWN:
        text = _("Order {order} was withdrawn. Nothing was changed.", order=work.order.label)
    raise Refusal(text, buttons=(Button(label=_("Show the order"), press=work.ask(OpenProvisioning).token),))


def refuse_unless_mine(work: Work) -> None:
    """Nothing is filled in for an order that is over, or that is in somebody else's hands."""
    refuse_over(work)
    if is_away(work):
        text = _("Order {order} was handed over; take it back first. Nothing was changed.", order=work.order.label)
        raise Refusal(text)
