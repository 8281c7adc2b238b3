"""For which customer a file of users is: the one that is named, chosen, looked for or told before, or the only one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from bot.cards import Button, Card, Choice, Option, Style, Toggle
from bot.phrases import _, plain
from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.policy.names import fold
from handlers.users import planned
from handlers.wholesale import kept, run_cards, run_finding
from handlers.wholesale.run_commands import ImportUsers, PlaceRun, SearchPlaces
from store import plans, user_runs
from store.organisations import Organisation
from store.user_runs import Run
from store.values import Right, Scope
from store.values.webex import RunState

_OPTIONS: Final = 100
_LABEL: Final = _("Customer")
_WORDS: Final = ("users import", "utilisateurs importer")
_NARROWING: Final = ("in ", "dans ", "chez ", "pour ", "for ")
_KIND: Final = "users-import"
_REMEMBERED_FOR: Final = timedelta(hours=1)


class Place(NamedTuple):
    """A customer, and the scope of the grant under which one acts there."""

    scope: Scope
    customer: Organisation


def remember(ctx: Context, customer: Organisation) -> None:
    """The next file that comes without a name is for this one."""
    kept.keep(ctx, customer.id, _KIND, "{}")


def place(ctx: Context, ask: PlaceRun) -> Card:
    """Planned for a customer by a job; the form where nobody can know for which one."""
    run = run_finding.own(ctx, ask.run)
    if run.state not in {RunState.RECEIVED, RunState.PLANNED} or (run.state is RunState.PLANNED and not _chosen(ask)):
        return run_cards.card(ctx.db, ctx.scope, run)
    refuse_without_bytes(ctx, run)
    where = _where(ctx, ask)
    if where is None:
        raise Instead(form(ctx, ask))
    customer, replaces = where.customer, ask.replaces != "no"
    if not user_runs.plan(ctx.db, ctx.scope, run.id, customer.id, replaces=replaces, where=where.scope):
        raise run_finding.decided()
    ctx.about(customer.id, customer.label, file=run.name)
    return run_cards.card(ctx.db, where.scope, run_finding.own(_under(ctx, where.scope), ask.run))


def form(ctx: Context, ask: PlaceRun) -> Card:
    run = run_finding.own(ctx, ask.run)
    before = _remembered(ctx, take=False)
    behaviour = Toggle(
        name="replaces",
        label=_("Add and remove services"),
        hint=_("Else Messaging, Meeting and Calling are assigned besides each package, and nothing is taken away."),
        on=ask.replaces != "no",
    )
    chosen = ask.to or (str(before.customer.id) if before else "")
    submit = Button(label=_("Make the plan"), press=PlaceRun(run=ask.run).token, style=Style.PRIMARY)
    title = _("{name}: for which customer?", name=run.name)
    return Card(title=title, elements=(_choice(_places(ctx), chosen), behaviour), submit=submit, private=True)


def search(ctx: Context, ask: SearchPlaces) -> Card:
    """Those whose names have all the words, or that have the number."""
    words = fold(ask.words).split()
    fitting = [one for one in _places(ctx) if _fits(one.customer, words)]
    return Card(title=_LABEL, elements=(_choice(fitting),), submit=Button(label=_LABEL, press=ask.token))


def _fits(customer: Organisation, words: Sequence[str]) -> bool:
    parts = (*customer.folded.split(), *fold(customer.label).split(), str(customer.number))
    return all(any(part.startswith(word) for part in parts) for word in words)


def _choice(places: Sequence[Place], chosen: str = "") -> Choice:
    """Where there are more than a list holds, the others are looked for, or typed."""
    names = Counter(one.customer.name for one in places)
    shown = sorted(places, key=lambda one: str(one.customer.id) != chosen)[:_OPTIONS]
    options = tuple(_option(one.customer, twice=names[one.customer.name] > 1) for one in shown)
    found = chosen if chosen in {one.value for one in options} else ""
    choice = Choice(name="to", label=_LABEL, options=options, chosen=found)
    if len(places) <= _OPTIONS:
        return choice
    return choice.model_copy(update={"search": SearchPlaces().token, "typed": "typed"})


def _option(customer: Organisation, *, twice: bool) -> Option:
    return Option(
        value=str(customer.id), label=plain(customer.name), description=plain(customer.label) if twice else None
    )


def _chosen(ask: PlaceRun) -> str:
    return ask.typed.strip() or ask.to


def _where(ctx: Context, ask: PlaceRun) -> Place | None:
    if chosen := _chosen(ask):
        return _one(ctx, chosen)
    places = _places(ctx)
    if len(places) == 1:
        return places[0]
    if not (named := _named(ask.words)):
        return _remembered(ctx, take=True)
    try:
        return _one(ctx, named)
    except Refusal:
        return None


def _one(ctx: Context, words: str) -> Place:
    """The customer that an id, a number or a name means, under whichever grant. Raises `Refusal` for none."""
    missing: Refusal | None = None
    for under in _acting(ctx):
        try:
            found = find.organisation(under, words)
            return Place(under.scope, planned.organisation(under, str(found.id)))
        except Refusal as no:
            missing = missing or no
    raise Refusal(missing.text if missing else _("There is no such organisation. Nothing was changed."), field="to")


def _named(words: str) -> str:
    """What is left of the words beside a file without the command: a customer's name, if anything."""
    text = " ".join(words.split())
    for start in (*_WORDS, *_NARROWING):
        if f"{text} ".casefold().startswith(start):
            text = text[len(start) :].strip()
    return text


def _remembered(ctx: Context, *, take: bool) -> Place | None:
    """The one of whom somebody was just told how to send a file; for one file."""
    for under in _acting(ctx):
        told = plans.latest(ctx.db, under.scope, ctx.person, _KIND, ctx.now - _REMEMBERED_FOR)
        if told is None:
            continue
        try:
            where = Place(under.scope, planned.organisation(under, str(told.organisation)))
        except Unknown:
            continue
        if take:
            kept.take(ctx, told)
        return where
    return None


def _places(ctx: Context) -> list[Place]:
    """Those below come before the asker's own organisation."""
    found: dict[str, Place] = {}
    for under in _acting(ctx):
        for one in planned.places(under):
            found.setdefault(str(one.id), Place(under.scope, one))
    return sorted(found.values(), key=lambda one: (one.customer.id == one.scope.root, one.customer.folded))


def _acting(ctx: Context) -> Iterator[Context]:
    return (ctx.under(grant) for grant in ctx.caller.grants if grant.holds(Right.MANAGE_USERS))


def _under(ctx: Context, scope: Scope) -> Context:
    return next(under for under in _acting(ctx) if under.scope == scope)


def refuse_without_bytes(ctx: Context, run: Run) -> None:
    if not user_runs.is_kept(ctx.db, ctx.scope, run.id):
        again = Button(label=_("How to send a file"), press=ImportUsers().token)
        text = _("{name} is not kept any more. Send it again. Nothing was changed.", name=run.name)
        raise Refusal(text, buttons=(again,))
