"""Seeing the bot as one of one's users sees it: marked on every card, for minutes, and nothing can be changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.ask import Pressed
from bot.cards import Button, Buttons, Card, Fact, Facts, Notice, Prose, Style, Tone
from bot.commands import Command
from bot.phrases import _, plain
from handlers import find, refusals, wording
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.guise_cards import end_button, marked, only_looks, read
from handlers.guise_commands import BeginGuise, EndGuise, InGuise, LogInAs
from handlers.menu import Entry, Item, Menu
from handlers.reading import FIRST_WORD
from store import audit, guises
from store.guises import Guise, Seen
from store.values import GuiseId, Scope, UserId, UserStatus

LASTS: Final = timedelta(minutes=15)


def log_in_as(ctx: Context, ask: LogInAs) -> Card:
    """What it means, before it begins."""
    seen = _named(ctx, ask)
    _refuse_unless_ready(seen)
    ctx.about(seen.organisation, seen.login)
    facts = (
        Fact(label=_("User"), value=plain(seen.name), note=plain(seen.login)),
        Fact(label=_("Organisation"), value=plain(seen.grant.name)),
        Fact(label=_("How long"), value=_("{minutes} minutes, or until you end it", minutes=_MINUTES)),
    )
    text = _(
        "You see what {name} sees in the chat. Nothing can be changed meanwhile and no key is shown. "
        "That you look, and when you stop, is recorded.",
        name=seen.name,
    )
    begin = Button(label=_("See it as {name}", name=seen.name), press=BeginGuise(user=str(seen.id)).token)
    buttons = Buttons(buttons=(begin.model_copy(update={"style": Style.PRIMARY}),))
    return Card(title=_("Log in as {name}", name=seen.name), elements=(Prose(text=text), Facts(facts=facts), buttons))


def begin(ctx: Context, ask: BeginGuise, menu: Menu) -> Card:
    """Pressed again, the one that runs goes on; another user's gives way."""
    seen = _seen(ctx, ask.user)
    _refuse_unless_ready(seen)
    worn = guises.of(ctx.db, _everywhere(ctx), ctx.person)
    if worn and worn.user == seen.id and ctx.now < worn.ends_at:
        return _view(ctx, worn, seen, _first(menu), menu)
    if worn:
        _take_off(ctx, worn, "time" if worn.ends_at <= ctx.now else "another user")
    guise = _new(ctx, seen)
    if not guises.begin(ctx.db, ctx.scope, guise):
        raise Refusal(_("You began to see somebody else at the same moment. Nothing was changed. Please try again."))
    card = _view(ctx, guise, seen, _first(menu), menu)
    ctx.about(seen.organisation, seen.login, until=guise.ends_at.isoformat())
    return card


def look(ctx: Context, ask: InGuise, menu: Menu) -> Card:
    guise, seen = _worn(ctx, ask.guise)
    fields = ctx.ask.said.fields if isinstance(ctx.ask.said, Pressed) else {}
    command = read(ask.of, menu, fields)
    if command is None or not only_looks(menu.of(command), seen):
        text = _("You see this as {name}, so nothing can be changed from here. Nothing was changed.", name=seen.name)
        raise Refusal(text, buttons=(end_button(guise),))
    card = _view(ctx, guise, seen, command, menu)
    ctx.about(seen.organisation, seen.login, looked_at=command.name)
    return card


def end(ctx: Context, ask: EndGuise) -> Card:
    worn = guises.of(ctx.db, _everywhere(ctx), ctx.person)
    if worn is None or str(worn.id) != ask.guise or not guises.end(ctx.db, Scope(worn.organisation), worn):
        raise Refusal(_("This view had ended already. Nothing was changed."))
    ctx.about(worn.organisation, worn.login, why="button")
    text = _("You are yourself again and see {login} no longer.", login=worn.login)
    return Card(title=_("View ended"), elements=(Notice(tone=Tone.DONE, text=text),), private=True)


_MINUTES: Final = int(LASTS.total_seconds()) // 60


def _first(menu: Menu) -> Command:
    """What everybody sees who asks for nothing in particular."""
    item, rest = menu.typed(FIRST_WORD)
    if item is None:
        raise LookupError(FIRST_WORD)
    return item.typed(rest)


def _new(ctx: Context, seen: Seen) -> Guise:
    id = GuiseId(ctx.new_id())
    return Guise(id, ctx.person, seen.id, seen.organisation, seen.login, ctx.now, ctx.now + LASTS)


def _everywhere(ctx: Context) -> Scope:
    """One's own disguise is found wherever it was put on."""
    return Scope(ctx.caller.root)


def _seen(ctx: Context, user: str) -> Seen:
    id = find.identifier(user)
    seen = guises.user(ctx.db, ctx.scope, UserId(id)) if id else None
    if seen is None:
        raise Unknown(_("There is no such user. Nothing was changed."))
    return seen


def _named(ctx: Context, ask: LogInAs) -> Seen:
    if ask.user:
        return _seen(ctx, ask.user)
    found = guises.answering(ctx.db, ctx.scope, ask.login)
    if not found:
        raise Unknown(_("There is no such user. Nothing was changed."))
    if len(found) > 1:
        buttons = tuple(Button(label=plain(one.grant.name), press=LogInAs(user=str(one.id)).token) for one in found)
        text = _("{login} is a user of several organisations. Of which one?", login=found[0].login)
        raise Instead(Card(title=_("Which organisation?"), elements=(Prose(text=text), Buttons(buttons=buttons))))
    return found[0]


def _refuse_unless_ready(seen: Seen) -> None:
    if seen.status is not UserStatus.READY:
        raise Refusal(
            _(
                "{name} can't sign in at the moment ({status}): there is no view to see. Nothing was changed.",
                name=seen.name,
                status=wording.USER_STATES[seen.status],
            )
        )


def _worn(ctx: Context, id: str) -> tuple[Guise, Seen]:
    """The disguise that the caller wears at this second, and the user as they are now."""
    worn = guises.of(ctx.db, ctx.scope, ctx.person)
    seen = guises.user(ctx.db, ctx.scope, worn.user) if worn else None
    if worn is None or seen is None or str(worn.id) != id or seen.status is not UserStatus.READY:
        raise Unknown(_("This view has ended. Nothing was changed."))
    if ctx.now >= worn.ends_at:
        again = Button(label=_("Log in as {name}", name=seen.name), press=LogInAs(user=str(seen.id)).token)
        raise Refusal(_("This view ended on {moment}. Nothing was changed.", moment=worn.ends_at), buttons=(again,))
    return worn, seen


def _take_off(ctx: Context, worn: Guise, why: str) -> None:
    """A second row in the record: the request itself is about something else."""
    if not guises.end(ctx.db, Scope(worn.organisation), worn):
        return
    entry = audit.Entry(
        at=ctx.now,
        organisation=worn.organisation,
        person=ctx.person,
        actor=ctx.caller.email,
        origin=f"{ctx.ask.account.platform}:{ctx.ask.account.team}:{ctx.place.channel}"[:120],
        command=EndGuise.name,
        subject=worn.login,
        outcome="done",
        detail=json.dumps({"why": why}),
    )
    audit.record(ctx.db, ctx.new_id(), entry)


def _view(ctx: Context, guise: Guise, seen: Seen, command: Command, menu: Menu) -> Card:
    """What the user would be answered, marked."""
    caller = replace(ctx.caller, person=None, email=seen.login, name=seen.name, grants=(seen.grant,))
    them = replace(ctx, caller=caller, grant=seen.grant)
    try:
        card = menu.of(command).run(find.narrowed(them, command.organisation, command), command)
    except Instead as other:
        card = other.card
    except Refusal as no:
        card = refusals.of(no)
    return marked(card, guise, seen, menu)


def items(menu: Callable[[], Menu]) -> tuple[Entry, ...]:
    """The items themselves: they need the whole menu, which is only complete with them."""
    return (
        Item(
            LogInAs,
            log_in_as,
            words=("log in as", "login as"),
            words_fr=("se connecter comme", "se connecter en tant que"),
            read=lambda rest: LogInAs(login=rest),
            summary=_("See the bot as one of your users sees it, without changing anything"),
            example=_("log in as emma.lefevre@contoso.example"),
        ),
        Item(BeginGuise, lambda ctx, ask: begin(ctx, ask, menu())),
        Item(InGuise, lambda ctx, ask: look(ctx, ask, menu())),
        Item(EndGuise, end),
    )
