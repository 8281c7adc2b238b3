"""Users as a list: who they are, their status, permission and services; searched, filtered, ten at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.cards import Button, Buttons, Card, Choice, Column, Element, Option, Prose, Style, Table, Words
from bot.phrases import Phrase, _, joined, plain
from handlers import find, wording
from handlers.context import Context
from handlers.errors import Unknown
from handlers.menu import Item
from handlers.pages import PAGE, pages
from handlers.policy import person_names
from handlers.policy.names import LONGEST_QUESTION, fold, prefixes
from handlers.users import finding
from handlers.users.commands import AddUsers, Assign, SearchUsers, ShowUser, ShowUsers, UsersFile
from handlers.users.wording import ROLES, SERVICES, STAFF, STATUS_WORDS, services
from store import holders, inventory, organisations, user_lists
from store.user_lists import MOST_COUNTED, Wanted
from store.users import User
from store.values import OrganisationKind, SubscriptionId, UserStatus

_SERVICES: Final = 100
_NUMBER: Final = re.compile(r"o-\d+", re.IGNORECASE)
_STAFF_WORDS: Final = {"staff", "gestionnaire", "gestionnaires"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list: where, with which filters, and the command that asks for it again."""

    ctx: Context
    ask: ShowUsers
    wanted: Wanted


def show(ctx: Context, ask: ShowUsers) -> Card:
    asked = understood(ctx, ask)
    ctx, offset = asked.ctx, asked.ask.offset
    found = user_lists.page(ctx.db, ctx.scope, asked.wanted, offset=offset, most=PAGE)
    total = user_lists.count(ctx.db, ctx.scope, asked.wanted)
    more = asked.wanted.narrows and total > MOST_COUNTED
    elements: list[Element] = [*_about(asked), *_rows(ctx, found)]
    elements += pages(asked.ask, offset, MOST_COUNTED if more else total, more=more)
    title = _("Users of {organisation}", organisation=ctx.grant.name)
    return Card(title=title, elements=(*elements, _ways(asked)), private=True)


def search(ctx: Context, ask: SearchUsers) -> Card:
    """Words and filters, as they are now."""
    asked = understood(ctx, ask)
    ctx, ask_now = asked.ctx, asked.ask
    lines = inventory.active(ctx.db, ctx.scope, most=_SERVICES)
    anything = Option(value="", label=_("any"))
    statuses = tuple(Option(value=status, label=wording.USER_STATES[status]) for status in UserStatus)
    roles = (Option(value=STAFF, label=ROLES[True]), Option(value=SERVICES, label=ROLES[False]))
    products = tuple(Option(value=str(line.id), label=wording.product(line, within=ctx.scope.root)) for line in lines)[
        : _SERVICES - 1
    ]
    fields = (
        Words(name="search", label=_("Name or e-mail address"), value=ask_now.search, optional=True, longest=120),
        _choice("status", _("Status"), (anything, *statuses), ask_now.status),
        _choice("permission", _("Permission"), (anything, *roles), ask_now.permission),
        _choice("subscription", _("Service"), (anything, *products), ask_now.subscription),
    )
    submit = Button(label=_("Search"), press=ShowUsers(organisation=str(ctx.scope.root)).token, style=Style.PRIMARY)
    return Card(title=_("Search users"), elements=fields, submit=submit)


def _choice(name: str, label: Phrase, options: tuple[Option, ...], chosen: str) -> Choice:
    return Choice(name=name, label=label, options=options, chosen=chosen, optional=True)


def understood(ctx: Context, ask: ShowUsers) -> Asked:
    """An organisation that the words begin with, filters among the others, the rest is looked for."""
    ctx, words = _place(ctx, ask.words)
    status, staff, rest = _filters(words)
    status = status or _status(ask.status)
    staff = staff if staff is not None else {STAFF: True, SERVICES: False}.get(ask.permission)
    search = " ".join(filter(None, (ask.search, rest)))[:LONGEST_QUESTION]
    id = find.identifier(ask.subscription)
    wanted = Wanted(
        organisation=finding.place(ctx).organisation,
        words=person_names.asked(search),
        status=status,
        staff=staff,
        subscription=SubscriptionId(id) if id else None,
    )
    again = ShowUsers(
        organisation=str(ctx.scope.root),
        search=search,
        status=status or "",
        permission="" if staff is None else STAFF if staff else SERVICES,
        subscription=str(id or ""),
        offset=ask.offset,
    )
    return Asked(ctx, again, wanted)


def _place(ctx: Context, text: str) -> tuple[Context, str]:
    words = text.split()
    if not words or ctx.grant.kind is OrganisationKind.CUSTOMER:
        return ctx, text
    if _NUMBER.fullmatch(words[0]):
        return find.narrowed(ctx, words[0]), " ".join(words[1:])
    heads = dict(prefixes(words))
    if found := organisations.exact(ctx.db, ctx.scope, list(heads)):
        longest = max(found, key=lambda one: len(one.folded))
        return find.narrowed(ctx, str(longest.id)), " ".join(heads[longest.folded])
    try:
        return find.narrowed(ctx, text), ""
    except Unknown:
        return ctx, text


def _filters(text: str) -> tuple[UserStatus | None, bool | None, str]:
    """A status and a permission among the words, and the words that are neither."""
    folded = f" {fold(text)} "
    status = next((known for word, known in STATUS_WORDS.items() if f" {word} " in folded), None)
    if status is None and not _STAFF_WORDS & set(folded.split()):
        return None, None, text
    for word in (*sorted(STATUS_WORDS, key=len, reverse=True), *_STAFF_WORDS):
        folded = folded.replace(f" {word} ", " ")
    return status, True if _STAFF_WORDS & set(fold(text).split()) else None, folded.strip()


def _status(word: str) -> UserStatus | None:
    return UserStatus(word) if word in set(UserStatus) else None


def _about(asked: Asked) -> Iterator[Element]:
    """How many there are by status; for a search what was looked for."""
    ctx, wanted = asked.ctx, asked.wanted
    if not wanted.narrows:
        counts = user_lists.totals(ctx.db, ctx.scope, wanted.organisation)
        if told := [wording.users(status, counts[status]) for status in UserStatus if counts.get(status)]:
            yield Prose(text=joined(told))
        return
    told = [_("“{words}”", words=asked.ask.search)] if asked.ask.search else []
    told += [wording.USER_STATES[wanted.status]] if wanted.status else []
    told += [] if wanted.staff is None else [ROLES[wanted.staff]]
    if wanted.subscription and (held := inventory.among(ctx.db, ctx.scope, [wanted.subscription])):
        told += [plain(held[0].name)]
    yield Prose(text=_("Only: {filters}", filters=joined(told)), quiet=True)


def _rows(ctx: Context, found: list[User]) -> Iterator[Element]:
    if not found:
        yield Prose(text=_("There is no such user here."))
        return
    several = ctx.grant.kind is not OrganisationKind.CUSTOMER
    seats = holders.seats(ctx.db, ctx.scope, [one.id for one in found])
    columns = [_("Name"), _("E-mail"), _("Status"), _("Permission"), _("Services")]
    columns += [_("Organisation")] if several else []
    rows = tuple(
        (
            plain(one.name),
            plain(one.login),
            wording.USER_STATES[one.status],
            ROLES[one.staff],
            services(seats.get(one.id, [])) if one.id in seats else _("no service"),
            *([plain(one.customer)] if several else []),
        )
        for one in found
    )
    yield Table(columns=tuple(Column(label=label, obvious=True) for label in columns), rows=rows)
    yield Buttons(buttons=tuple(_open(one, found) for one in found))


def _open(user: User, among: list[User]) -> Button:
    """By name; those with the same name are told apart by their addresses."""
    alone = sum(one.name == user.name for one in among) == 1
    label = plain(user.name) if alone else joined([plain(user.name), plain(user.login)])
    return Button(label=label, press=ShowUser(user=str(user.id)).token)


def _ways(asked: Asked) -> Buttons:
    ctx, here = asked.ctx, str(asked.ctx.scope.root)
    search = SearchUsers(**asked.ask.model_dump(exclude={"offset"}))
    buttons = [Button(label=_("Search"), press=search.token)]
    if asked.wanted.narrows:
        buttons.append(Button(label=_("All users"), press=ShowUsers(organisation=here).token))
    if ctx.may(AddUsers.needs):
        add = Button(label=_("Add users"), press=AddUsers(organisation=here).token, style=Style.PRIMARY)
        buttons.insert(0, add)
    if ctx.may(Assign.needs):
        buttons.append(Button(label=_("Assign a service"), press=Assign(organisation=here).token))
    same = asked.ask.model_dump(exclude={"offset"})
    buttons.append(Button(label=_("CSV"), press=UsersFile.model_validate(same).token))
    return Buttons(buttons=tuple(buttons))


MENU = (
    Item(
        ShowUsers,
        show,
        words=("users",),
        words_fr=("utilisateurs",),
        read=lambda rest: ShowUsers(words=rest),
        summary=_("List the users: status, permission, services; search by name or address"),
        example=_("users Contoso locked"),
    ),
    Item(
        SearchUsers,
        search,
        words=("users search",),
        words_fr=("utilisateurs chercher", "utilisateurs recherche"),
        read=lambda rest: SearchUsers(search=rest),
        summary=_("Search users by name, address, status, permission or service"),
        example=_("users search"),
    ),
)
