"""The custody record: who has seen which key, when and why; of a customer's keys or of one, as a card and as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import count
from typing import ClassVar, Final
from uuid import UUID

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Column, Element, Fact, Facts, Prose, Table
from bot.phrases import Phrase, Tongue, _, joined, plain
from handlers import find
from handlers.context import Context
from handlers.csv_out import Cell, CsvRecipe, answer
from handlers.errors import Unknown
from handlers.keys import words
from handlers.keys.commands import CustodyFile, ShowCustody
from handlers.menu import Item
from handlers.pages import PAGE, pages
from store import product_keys, reveals
from store.product_keys import ProductKey
from store.reveals import Seen
from store.values import KeyId, Right, Scope

_AT_ONCE: Final = 500
_HEADER: Final = (
    *(_("Granted"), _("Shown"), _("Who"), _("E-mail"), _("Customer"), _("Product"), _("Version"), _("Ends in")),
    _("Why"),
)


class FileOfCustody(CsvRecipe):
    """Of one key, or of all within the scope."""

    name = "custody"
    needs: ClassVar[Right] = Right.READ_AUDIT
    key: UUID | None = None

    @property
    def stem(self) -> Phrase:
        return _("custody")

    def header(self, tongue: Tongue) -> Sequence[Cell]:  # noqa: ARG002 - phrases speak every tongue
        return _HEADER

    def rows(self, db: Connection, scope: Scope, now: datetime) -> Iterable[Sequence[Cell]]:  # noqa: ARG002 - as they are
        key = KeyId(self.key) if self.key else None
        for offset in count(0, _AT_ONCE):
            found = reveals.seen(db, scope, key, offset=offset, most=_AT_ONCE)
            yield from map(_cells, found)
            if len(found) < _AT_ONCE:
                return


def show(ctx: Context, ask: ShowCustody) -> Card:
    """Newest first; also what was granted and never shown."""
    one = _key(ctx, ask.key) if ask.key else None
    key = one.id if one else None
    total = reveals.count(ctx.db, ctx.scope, key)
    seen = reveals.seen(ctx.db, ctx.scope, key, offset=ask.offset, most=PAGE)
    elements: list[Element] = [Facts(facts=tuple(_facts(one)))] if one else []
    if not seen:
        elements.append(Prose(text=_("Nobody has seen it yet.") if one else _("Nobody has seen a key here yet.")))
        return Card(title=_title(ctx, one), elements=tuple(elements))
    elements.append(Table(columns=_COLUMNS, rows=tuple(_row(each) for each in seen)))
    if not one:
        elements.append(Buttons(buttons=tuple(_single(seen))))
    here = str(ctx.scope.root)
    turning = pages(ask.but(organisation=here), ask.offset, total, file=CustodyFile(organisation=here, key=ask.key))
    return Card(title=_title(ctx, one), elements=(*elements, *turning), private=True)


def file(ctx: Context, ask: CustodyFile) -> Card:
    one = _key(ctx, ask.key) if ask.key else None
    return answer(ctx, FileOfCustody(key=one.id if one else None), _title(ctx, one))


_COLUMNS: Final = (Column(label=_("When")), Column(label=_("Who")), Column(label=_("Key")), Column(label=_("Why")))


def _key(ctx: Context, key: str) -> ProductKey:
    id = find.identifier(key)
    found = product_keys.get(ctx.db, ctx.scope, KeyId(id)) if id else None
    if found is None:
        raise Unknown(_("There is no such key. Nothing was shown."))
    return found


def _title(ctx: Context, one: ProductKey | None) -> Phrase:
    if one:
        return _("Who has seen the key {hint} of {product}", hint=f"…{one.hint}", product=one.name)
    return _("Who has seen which key · {organisation}", organisation=ctx.grant.name)


def _facts(one: ProductKey) -> Iterable[Fact]:
    yield Fact(label=_("Customer"), value=plain(one.customer))
    yield Fact(label=_("Build"), value=words.build(one))
    yield Fact(label=_("Kind"), value=words.counted(one))
    yield Fact(label=_("State"), value=words.STATES[one.state])
    yield Fact(label=_("In the vault since"), value=plain(one.added_at))
    if one.revoked_at:
        yield Fact(label=_("Revoked"), value=plain(one.revoked_at))


def _single(seen: Iterable[Seen]) -> Iterable[Button]:
    """The way to the record of each key on the page."""
    for key, hint in {one.key: one.hint for one in seen}.items():
        yield Button(label=_("Key {hint}", hint=f"…{hint}"), press=ShowCustody(key=str(key)).token)


def _row(one: Seen) -> tuple[Phrase, ...]:
    when = plain(one.shown_at) if one.shown_at else _("{moment}: granted, not shown", moment=one.granted_at)
    key = joined([plain(one.product), plain(f"…{one.hint}"), plain(one.customer)])
    return (when, joined([plain(one.who), plain(one.email)]), key, plain(one.reason))


def _cells(one: Seen) -> Sequence[Cell]:
    return (
        *(one.granted_at, one.shown_at, one.who, one.email, one.customer, one.product, one.version, one.hint),
        one.reason,
    )


MENU = (
    Item(
        ShowCustody,
        show,
        words=("custody", "who saw"),
        words_fr=("registre des clés", "qui a vu"),
        read=lambda rest: ShowCustody(organisation=rest),
        summary=_("Show who has seen which product key, when and why"),
        example=_("custody"),
    ),
    Item(CustodyFile, file),
)
