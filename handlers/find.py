"""Which thing somebody means: by id, by number, by exact name, by a near one; a choice when two fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Final, NoReturn
from uuid import UUID

from bot.cards import Button, Buttons, Card, Choice, Option, Prose
from bot.commands import Command, Search
from bot.phrases import _, joined, plain
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.policy.names import fold, near, prefixes
from store import organisations, subscriptions
from store.organisations import Organisation
from store.subscriptions import Named, Subscription
from store.values import OrganisationId, Right, SubscriptionId

_NUMBER: Final = re.compile(r"s-0*(\d{1,9})", re.IGNORECASE)
_ORGANISATION_NUMBER: Final = re.compile(r"o-0*(\d{1,9})", re.IGNORECASE)
_LONGEST_NAME_WORDS: Final = 12
_CHOICES: Final = 5
_FORM_OPTIONS: Final = 100


class AboutSubscription(Command):
    """A command on one subscription: its id, or the words that name it (and what else was typed behind them)."""

    needs: ClassVar[Right] = Right.VIEW
    counts: ClassVar[bool] = False
    """Whether a number that is typed last is how many, and no part of a name."""
    subscription: str = ""
    words: str = ""

    @property
    def names_something(self) -> bool:
        return bool(self.subscription or self.words)

    @property
    def is_placed(self) -> bool:
        """Whether somebody whom it names tells whose subscription is meant."""
        return False


class SearchSubscriptions(Search):
    """Look for a subscription by words of its name, or its number, while one types."""

    name = "subscription.search"
    needs: ClassVar[Right] = Right.VIEW


def identifier(text: str) -> UUID | None:
    """An id that a button carries; None for anything else, however it came there."""
    try:
        return UUID(text)
    except ValueError:
        return None


def subscription(ctx: Context, ask: AboutSubscription, *, lock: bool = False) -> tuple[Subscription, str]:
    """The one that is meant, and the words that do not belong to its name."""
    if ask.subscription:
        id = identifier(ask.subscription)
        return _get(ctx, SubscriptionId(id) if id else None, lock=lock), ask.words
    named, rest = _by_words(ctx, ask)
    if len(named) > 1:
        raise _which(_choice(ask, named, rest))
    return _get(ctx, named[0].id, lock=lock), rest


def meant(reach: Sequence[Context], ask: Command) -> Command:
    """The command with the subscription in place that its words mean, where several grants may hold it.

    A choice where grants that lie beside each other each do; of one within another the narrower has it (decision 0007).
    """
    if len(reach) == 1 or not isinstance(ask, AboutSubscription):
        return ask
    if ask.subscription or ask.is_placed or not ask.words:
        return ask
    found: dict[SubscriptionId, tuple[Named, str]] = {}
    for ctx in reach:
        named, rest = _known_by_words(ctx, ask)
        if not found or not found.keys() <= {one.id for one in named}:
            found |= {one.id: (one, rest) for one in named}
    whole = {id: (one, rest) for id, (one, rest) in found.items() if fold(ask.words).startswith(one.folded)}
    buttons = [button for one, rest in (whole or found).values() for button in _choice(ask, [one], rest)]
    if len(buttons) > 1:
        raise _which(buttons[:_CHOICES])
    return next((ask.but(subscription=str(one.id), words=rest) for one, rest in (whole or found).values()), ask)


def _known_by_words(ctx: Context, ask: AboutSubscription) -> tuple[list[Named], str]:
    try:
        return _by_words(ctx, ask)
    except Unknown:
        return [], ""


def _which(buttons: Sequence[Button]) -> Instead:
    text = _("Several subscriptions fit. Which one do you mean?")
    choice = Buttons(buttons=tuple(buttons))
    return Instead(Card(title=_("Which subscription?"), elements=(Prose(text=text), choice)))


def organisation(ctx: Context, words: str, ask: Command | None = None, into: str = "organisation") -> Organisation:
    """The one organisation that an id, a number, a name or a near name means.

    Where it is none or several, `ask` is offered again with the id of a near one in its field `into`.
    """
    return _organisation([ctx], words, ask, into)


def _organisation(reach: Sequence[Context], words: str, ask: Command | None, into: str) -> Organisation:
    """Under whichever of them; a whole name under one wins over a part of one under another."""
    if id := identifier(words):
        if found := _everywhere(reach, lambda ctx: _by_id(ctx, OrganisationId(id))):
            return found[0]
        raise Unknown(_("There is no such organisation. Nothing was changed."))
    if digits := _ORGANISATION_NUMBER.fullmatch(words):
        number = int(digits[1])
        found = _everywhere(reach, lambda ctx: organisations.numbered(ctx.db, ctx.scope, number))
        return _the_one(found, words, ask, into)
    if exact := _everywhere(reach, lambda ctx: organisations.exact(ctx.db, ctx.scope, [fold(words)])):
        return _the_one(exact, words, ask, into)
    alike = _near_organisations(reach, words)
    if whole := [one for one in alike if _has_all(one.folded, words)]:
        return _the_one(whole, words, ask, into)
    if begun := _that_begins(reach, words):
        text = _(
            "“{name}” is an organisation: say it at the end, as in **seats E3 5 in {name}**. Nothing was changed.",
            name=begun,
        )
        raise Unknown(text)
    raise _no_such_organisation(alike, words[:80], _places(alike, ask, into))


def _everywhere(reach: Sequence[Context], look: Callable[[Context], Iterable[Organisation]]) -> list[Organisation]:
    """Each once, however many of them hold it."""
    return list({one.id: one for ctx in reach for one in look(ctx)}.values())


def _no_such_organisation(alike: list[Organisation], name: str, buttons: tuple[Button, ...]) -> Unknown:
    """One that only looks alike is offered, never taken: what is asked may act at once."""
    if not alike:
        return Unknown(_("No organisation is called “{name}”. Nothing was changed.", name=name))
    names = ", ".join(one.name for one in alike)
    text = _("No organisation is called “{name}”. Did you mean {names}? Nothing was changed.", name=name, names=names)
    return Unknown(text, buttons=buttons)


def _places(found: list[Organisation], ask: Command | None, into: str) -> tuple[Button, ...]:
    """Each button is the same command with the id in place."""
    return tuple(
        Button(label=joined([plain(one.name), plain(one.label)]), press=ask.but(**{into: str(one.id)}).token)
        for one in found[:_CHOICES]
        if ask
    )


def _that_begins(reach: Sequence[Context], words: str) -> str:
    """The longest organisation's name that the words begin with; empty where there is none."""
    heads = [head for head, rest in prefixes(words.split()) if rest]
    found = _everywhere(reach, lambda ctx: organisations.exact(ctx.db, ctx.scope, heads)) if heads else []
    names = {one.folded: one.name for one in found}
    return next((names[head] for head in heads if head in names), "")


def narrowed(ctx: Context, words: str, ask: Command | None = None, into: str = "organisation") -> Context:
    """The same request within one organisation of the grant's reach; `ask` and `into` as for `organisation`."""
    if not words:
        return ctx
    return _at(ctx, organisation(ctx, words, ask, into))


def among(reach: Sequence[Context], words: str, ask: Command) -> Context:
    """The same request within the one organisation that is meant, under the first of them that holds it."""
    found = _organisation(reach, words, ask, "organisation")
    holding = (ctx for ctx in reach if len(reach) == 1 or organisations.get(ctx.db, ctx.scope, found.id))
    return _at(next(holding), found)


def _at(ctx: Context, place: Organisation) -> Context:
    return ctx.under(replace(ctx.grant, organisation=place.id, name=place.name, kind=place.kind, zone=place.zone))


def _by_id(ctx: Context, id: OrganisationId) -> list[Organisation]:
    found = organisations.get(ctx.db, ctx.scope, id)
    return [found] if found else []


def _near_organisations(reach: Sequence[Context], words: str) -> list[Organisation]:
    known = {one.id: one for one in _everywhere(reach, lambda ctx: organisations.below(ctx.db, ctx.scope))}
    alike = near(words, {id: found.folded for id, found in known.items()}, limit=_CHOICES)
    return [known[id] for id in alike]


def _the_one(found: list[Organisation], words: str, ask: Command | None, into: str) -> Organisation:
    if not found:
        raise Unknown(_("No organisation is called “{name}”. Nothing was changed.", name=words[:80]))
    if len(found) > 1:
        names = ", ".join(f"{one.name} ({one.label})" for one in found)
        text = _("Several organisations fit: {names}. Which one? Nothing was changed.", names=names)
        raise Refusal(text, buttons=_places(found, ask, into))
    return found[0]


def _get(ctx: Context, id: SubscriptionId | None, *, lock: bool) -> Subscription:
    held = subscriptions.get(ctx.db, ctx.scope, id, lock=lock) if id else None
    if held is None:
        raise Unknown(_("There is no such subscription. Nothing was changed."))
    ctx.about(held.organisation, held.label)
    return held


def choice_of_subscriptions(ctx: Context) -> Choice:
    """The field of a form that asks which one: of those listed, or, where there are more, of those one looks for."""
    choice = matching_subscriptions(ctx, "")
    if not choice.options:
        raise Refusal(_("There is no subscription here yet. Nothing was changed."))
    return choice


def matching_subscriptions(ctx: Context, words: str) -> Choice:
    """The same field with the first of those that a number or words of a name mean; maybe none."""
    number = _NUMBER.fullmatch(words.strip())
    if number:
        known = subscriptions.numbered(ctx.db, ctx.scope, int(number[1]))
    else:
        sought = fold(words).split()[:_LONGEST_NAME_WORDS]
        known = subscriptions.search(ctx.db, ctx.scope, sought, most=_FORM_OPTIONS + 1)
    several = len({one.customer for one in known}) > 1
    options = tuple(
        Option(value=str(one.id), label=plain(one.name), description=plain(one.customer) if several else None)
        for one in known[:_FORM_OPTIONS]
    )
    choice = Choice(name="subscription", label=_("Subscription"), options=options)
    if len(known) <= _FORM_OPTIONS:
        return choice
    search = SearchSubscriptions(organisation=str(ctx.scope.root)).token
    return choice.model_copy(update={"search": search, "typed": "words"})


def _by_words(ctx: Context, ask: AboutSubscription) -> tuple[list[Named], str]:
    """A number wins, then the longest exact name that the words begin with, then names with all the words in them."""
    words = ask.words.split()
    if words and (number := _NUMBER.fullmatch(words[0])):
        numbered = subscriptions.numbered(ctx.db, ctx.scope, int(number[1]))
        return numbered or _no_such(ask, [], words[0]), " ".join(words[1:])
    heads = {fold(" ".join(words[:size])): size for size in range(1, min(len(words), _LONGEST_NAME_WORDS) + 1)}
    if heads and (found := subscriptions.exact(ctx.db, ctx.scope, list(heads))):
        size = max(heads[named.folded] for named in found)
        return [named for named in found if heads[named.folded] == size], " ".join(words[size:])
    return _near(ctx, ask, words)


def _near(ctx: Context, ask: AboutSubscription, words: list[str]) -> tuple[list[Named], str]:
    """A name that only looks alike is offered, never taken: E3 is not E5."""
    rest = words[-1] if ask.counts and len(words) > 1 and re.fullmatch(r"[+\-−]?\d+", words[-1]) else ""
    named = {found.id: found for found in subscriptions.names(ctx.db, ctx.scope)}
    name = " ".join(words[:-1] if rest else words)
    alike = [named[id] for id in near(name, {id: found.folded for id, found in named.items()}, limit=_CHOICES)]
    return [found for found in alike if _has_all(found.folded, name)] or _no_such(ask, alike, name, rest), rest


def _has_all(folded: str, name: str) -> bool:
    """Whether every word of the name is one of those, or begins one."""
    known = folded.split()
    return all(any(there.startswith(word) for there in known) for word in fold(name).split())


def _no_such(ask: AboutSubscription, alike: list[Named], name: str, rest: str = "") -> NoReturn:
    if not alike:
        raise Unknown(_("No subscription is called “{name}”. Nothing was changed.", name=name[:80]))
    text = _("No subscription is called “{name}”. Did you mean one of these? Nothing was changed.", name=name[:80])
    raise Unknown(text, buttons=_choice(ask, alike, rest))


def _choice(ask: AboutSubscription, named: Iterable[Named], rest: str) -> tuple[Button, ...]:
    """Each button is the same command with the id in place."""
    return tuple(
        Button(
            label=joined([plain(found.name), plain(found.customer)]),
            press=ask.but(subscription=str(found.id), words=rest).token,
        )
        for found in named
    )
