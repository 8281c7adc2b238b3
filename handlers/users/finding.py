"""Which users somebody means: by id, by address, by exact name, by words in it; a choice when it is not sure."""

from __future__ import annotations

import re
from typing import Final, NoReturn

from bot.cards import Button, Buttons, Card, Prose, Words
from bot.phrases import _
from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.policy import person_names
from handlers.policy.names import fold, nearest_word
from handlers.users import wording
from handlers.users.commands import AboutUser
from store import user_lists, users
from store.user_lists import Wanted
from store.users import User
from store.values import OrganisationKind, Right, UserId, lowered

_CHOICES: Final = 6
_NEAR_WORDS: Final = 2_000
_MOST_AT_ONCE: Final = 25
_BETWEEN: Final = re.compile(r"[\s,;<>]+")


def user(ctx: Context, ask: AboutUser, *, lock: bool = False) -> User:
    """The one that is meant. Words that only fit somebody are taken where one only looks, else offered."""
    found = _by_id(ctx, ask.user) if ask.user else _by_words(ctx, ask)
    again = users.get(ctx.db, ctx.scope, found.id, lock=True) if lock else found
    if again is None:
        raise Unknown(wording.NO_SUCH_USER)
    return again


def people(ctx: Context, text: str, field: str) -> list[User]:
    """The users of these ids and addresses; whoever is none is named and nobody is taken."""
    said = list(dict.fromkeys(filter(None, _BETWEEN.split(text))))
    if len(said) > _MOST_AT_ONCE:
        raise Refusal(_("At most {most} users at once. Nothing was changed.", most=_MOST_AT_ONCE), field=field)
    ids = {one: UserId(id) for one in said if (id := find.identifier(one))}
    found = users.among(ctx.db, ctx.scope, list(ids.values())) if ids else []
    found += users.with_logins(ctx.db, ctx.scope, [one for one in said if one not in ids])
    known = {str(one.id) for one in found} | {one.login for one in found}
    if unknown := [one for one in said if str(ids.get(one, lowered(one))) not in known]:
        raise _unknown(unknown, field)
    return found


def place(ctx: Context) -> Wanted:
    """The users of the organisation that is asked about, or of all below it."""
    single = ctx.grant.kind is OrganisationKind.CUSTOMER
    return Wanted(organisation=ctx.scope.root if single else None)


def _unknown(said: list[str], field: str) -> Unknown:
    if any(find.identifier(one) for one in said):
        return Unknown(wording.NO_SUCH_USER)
    names = ", ".join(said)[:300]
    return Unknown(_("Nobody here signs in as {names}. Nothing was changed.", names=names), field=field)


def _by_id(ctx: Context, text: str) -> User:
    id = find.identifier(text)
    found = users.get(ctx.db, ctx.scope, UserId(id)) if id else None
    if found is None:
        raise Unknown(wording.NO_SUCH_USER)
    return found


def _by_words(ctx: Context, ask: AboutUser) -> User:
    if not ask.words:
        raise Instead(_which(ask))
    if "@" in ask.words:
        found = users.with_logins(ctx.db, ctx.scope, [ask.words.strip("<> ")])
        return _sure(ask, found) if found else _none(ctx, ask)
    found = _searched(ctx, ask.words)
    exact = [one for one in found if fold(one.name) == fold(ask.words)]
    if len(exact) == 1:
        return exact[0]
    if len(found) == 1 and ask.needs is Right.VIEW:
        return found[0]
    return _offer(ask, found) if found else _none(ctx, ask)


def _sure(ask: AboutUser, found: list[User]) -> User:
    return found[0] if len(found) == 1 else _offer(ask, found)


def _searched(ctx: Context, words: str) -> list[User]:
    asked = person_names.asked(words)
    wanted = Wanted(organisation=place(ctx).organisation, words=asked)
    return user_lists.page(ctx.db, ctx.scope, wanted, offset=0, most=_CHOICES) if asked else []


def _which(ask: AboutUser) -> Card:
    """Asked for where nobody was named."""
    named = Words(name="words", label=_("Name or e-mail address"), longest=120)
    submit = Button(label=_("Go on"), press=ask.token)
    return Card(title=_("Which user?"), elements=(named,), submit=submit)


def _offer(ask: AboutUser, found: list[User]) -> NoReturn:
    text = _("Several users fit. Whom do you mean?") if len(found) > 1 else _("Do you mean this user?")
    raise Instead(Card(title=_("Which user?"), elements=(Prose(text=text), Buttons(buttons=_choice(ask, found)))))


def _none(ctx: Context, ask: AboutUser) -> NoReturn:
    """Nobody is found; near ones are offered, never taken."""
    name = ask.words[:80]
    if near := _near(ctx, ask.words):
        text = _("No user is called “{name}”. Did you mean one of these? Nothing was changed.", name=name)
        raise Unknown(text, buttons=_choice(ask, near))
    raise Unknown(_("No user is called “{name}”. Nothing was changed.", name=name))


def _near(ctx: Context, words: str) -> list[User]:
    """Each word stands for the most alike one that begins with the same letter."""
    alike = [_alike(ctx, word) for word in person_names.asked(words)]
    return _searched(ctx, " ".join(filter(None, alike)))


def _alike(ctx: Context, word: str) -> str | None:
    known = user_lists.begun(ctx.db, ctx.scope, word[:1], most=_NEAR_WORDS)
    return nearest_word(word.partition("@")[0], known)


def _choice(ask: AboutUser, found: list[User]) -> tuple[Button, ...]:
    """Each button is the same command with the id in place."""
    several = len({one.organisation for one in found}) > 1
    return tuple(
        Button(
            label=_("{user} · {customer}", user=wording.addressee(one), customer=one.customer)
            if several
            else wording.addressee(one),
            press=ask.but(user=str(one.id), words="").token,
        )
        for one in found
    )
