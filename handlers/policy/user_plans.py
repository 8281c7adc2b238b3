"""What each row of a file of users does, given who is there: pure, row after row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from handlers.policy import user_columns
from handlers.policy.names import fold
from handlers.policy.number_swaps import Swaps
from handlers.policy.packages import Lack, exceeds, lacks, warns
from handlers.policy.user_rows import Remark, Said, Word, same_person
from store.values.webex import Package, RowAction

_LACKING: Final = {Lack.NUMBER: Word.NO_NUMBER, Lack.LOCATION: Word.NO_LOCATION, Lack.SITE: Word.NO_SITE}
_FIELDS: Final = {Lack.NUMBER: user_columns.NUMBER, Lack.LOCATION: user_columns.LOCATION, Lack.SITE: user_columns.SITE}


class Equipped(NamedTuple):
    """How a user is, or is to be. `location` is an id; without a package they are a user of something else."""

    first_name: str
    last_name: str
    login: str
    package: Package | None = None
    number: str = ""
    extension: str = ""
    location: str = ""
    site: str = ""
    messaging: bool = False
    meeting: bool = False
    calling: bool = False

    @property
    def reached_by(self) -> tuple[str, ...]:
        """What no two users have: the number, and the extension at its location."""
        inside = f"{self.location}/{self.extension}" if self.extension and self.location else ""
        return tuple(filter(None, (self.number, inside)))


_NOBODY: Final = Equipped("", "", "")


class Known(NamedTuple):
    """A user in the tables."""

    id: str
    now: Equipped


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row will do. `user` is the one whom it concerns, or who gives way where it is `RECREATE`."""

    row: int
    action: RowAction
    login: str
    wanted: Equipped | None = None
    user: str = ""
    before: Equipped | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Met:
    """What a bulk look-up found for some rows: users by login, by what they are reached by, logins of others."""

    users: Mapping[str, Known] = field(default_factory=dict)
    reached: Mapping[str, Known] = field(default_factory=dict)
    elsewhere: Collection[str] = ()


@dataclass(slots=True)
class Planning:
    """One file against one customer. `replaces`: services are added and removed; else the base licences come too.

    `locations`: ids by folded name; `limits` and `used` by package; `logins`: every login of the file; `swaps`: what
    is taken for granted about the rows to come.
    """

    replaces: bool
    locations: Mapping[str, str]
    limits: Mapping[Package, int]
    used: dict[Package, int]
    logins: Collection[str]
    swaps: Swaps = field(default_factory=Swaps)
    _rows: dict[str, int] = field(default_factory=dict)
    _reached: dict[str, int] = field(default_factory=dict)
    _freed: set[str] = field(default_factory=set)
    _concerned: dict[str, int] = field(default_factory=dict)

    def plan(self, said: Said, met: Met) -> Planned:
        """What comes of the row; later rows see what earlier ones take and give back."""
        if said.wrong:
            return _refused(said, *said.wrong, *self._besides(said, met))
        if no := self._stranger(said, met):
            return _refused(said, no)
        self._rows[said.login] = said.row
        known = met.users.get(said.login)
        return self._removal(said, known) if said.package is None else self._wanted(said, known, met)

    def _stranger(self, said: Said, met: Met) -> Remark | None:
        """Why the address is nobody's whom this row may be about."""
        if first := self._rows.get(said.login):
            return Remark(Word.TWICE, user_columns.LOGIN, str(first))
        return Remark(Word.ELSEWHERE, user_columns.LOGIN, said.login) if said.login in met.elsewhere else None

    def _besides(self, said: Said, met: Met) -> list[Remark]:
        """What else stands in the way of a row that can't be read whole, as far as its other cells tell."""
        told = {one.field for one in said.wrong}
        if not said.login or user_columns.PREVIOUS in told:
            return [*self._nowhere(said)]
        if no := self._stranger(said, met):
            return [no, *self._nowhere(said)]
        known = met.users.get(said.login)
        earlier = known or self._earlier(said, met)
        wanted = self._after(said, earlier)
        return [one for one in self._obstacles(said, wanted, known, earlier, met) if one.field not in told]

    def _removal(self, said: Said, known: Known | None) -> Planned:
        if known is None:
            return _refused(said, Remark(Word.NOBODY, user_columns.LOGIN, said.login))
        if first := self._concerned.get(known.id):
            return _refused(said, Remark(Word.TWICE, user_columns.LOGIN, str(first)))
        self._give_back(said.row, known)
        self.swaps.moves(said.row, known.now.reached_by, ())
        return Planned(said.row, RowAction.REMOVE, said.login, user=known.id, before=known.now)

    def _wanted(self, said: Said, known: Known | None, met: Met) -> Planned:
        earlier = known or self._earlier(said, met)
        wanted = self._after(said, earlier)
        if wrong := self._obstacles(said, wanted, known, earlier, met):
            return _refused(said, *wrong)
        self._take(said.row, wanted, earlier)
        return self._planned(said, known, earlier, wanted)

    def _obstacles(
        self, said: Said, wanted: Equipped, known: Known | None, earlier: Known | None, met: Met
    ) -> list[Remark]:
        """All that stands in the way, one thing a column; whom the row is about comes before what they get."""
        if misled := self._misled(said, known, earlier, met):
            return [misled, *self._nowhere(said)]
        found = [*self._nowhere(said), *_lacking(wanted), *self._taken(wanted, earlier, met)]
        found += self._beyond(wanted, earlier)
        return list({one.field: one for one in reversed(found)}.values())[::-1] if found else found

    def _nowhere(self, said: Said) -> Iterable[Remark]:
        if said.location and fold(said.location) not in self.locations:
            yield Remark(Word.UNKNOWN_LOCATION, user_columns.LOCATION, said.location)

    def _misled(self, said: Said, known: Known | None, earlier: Known | None, met: Met) -> Remark | None:
        """Why the row can't be about whom it names: another row is, or the address before does not fit."""
        named = user_columns.LOGIN if known else user_columns.PREVIOUS
        if earlier and (first := self._concerned.get(earlier.id)):
            return Remark(Word.TWICE, named, str(first))
        if said.previous in {"", said.login}:
            return None
        if known and said.previous in met.users:
            return Remark(Word.ALREADY, user_columns.LOGIN, said.login)
        return None if earlier else Remark(Word.NOBODY, user_columns.PREVIOUS, said.previous)

    def _earlier(self, said: Said, met: Met) -> Known | None:
        """Who bore another address before: as the file says, or the same name at the same number."""
        if said.previous:
            return met.users.get(said.previous)
        holder = met.reached.get(said.number or "")
        if holder is None or holder.now.login in self.logins or holder.id in self._concerned:
            return None
        return holder if same_person(said, holder.now.first_name, holder.now.last_name) else None

    def _location(self, said: Said, earlier: Known | None) -> str:
        """The id; empty for one that the customer does not have."""
        if said.location:
            return self.locations.get(fold(said.location), "")
        kept = earlier.now.location if earlier else ""
        return "" if said.location == "" and self.replaces else kept

    def _after(self, said: Said, earlier: Known | None) -> Equipped:
        """What the file says; where it has no such column (or an empty cell, and nothing is taken away) as before."""

        def kept(new: str | None, old: str) -> str:
            return old if new is None or (not new and not self.replaces) else new

        was, at = earlier.now if earlier else _NOBODY, self._location(said, earlier)
        number, extension = kept(said.number, was.number), kept(said.extension, was.extension)
        site, names = kept(said.site, was.site), (said.first_name, said.last_name, said.login)
        bases = (True, True, True)
        if self.replaces:
            says = (said.bases or {}).get
            bases = (says("messaging", was.messaging), says("meeting", was.meeting), says("calling", was.calling))
        return Equipped(*names, said.package, number, extension, at, site, *bases)

    def _taken(self, wanted: Equipped, mine: Known | None, met: Met) -> Iterable[Remark]:
        for mark in wanted.reached_by:
            name = user_columns.NUMBER if mark == wanted.number else user_columns.EXTENSION
            if first := self._reached.get(mark):
                yield Remark(Word.NUMBER_TWICE, name, str(first))
            elif (holder := met.reached.get(mark)) and not self._is_free(mark, holder, mine):
                yield Remark(Word.NUMBER_TAKEN, name, holder.now.login)

    def _is_free(self, mark: str, holder: Known, mine: Known | None) -> bool:
        """Its holder has it no more, or won't by the time it is needed; also where they are whom the row is about."""
        if mark in self._freed or (mine and holder.id == mine.id):
            return True
        return holder.now.login not in self._rows and self.swaps.foresees(mark, holder.now.login)

    def _beyond(self, wanted: Equipped, earlier: Known | None) -> Iterable[Remark]:
        package = wanted.package
        if package is None or (earlier and earlier.now.package is package):
            return
        if exceeds(self.limits.get(package), self.used.get(package, 0), 1):
            yield Remark(Word.LIMIT, str(package), str(self.limits[package]))

    def _take(self, row: int, wanted: Equipped, earlier: Known | None) -> None:
        if earlier:
            self._give_back(row, earlier)
        if wanted.package:
            self.used[wanted.package] = self.used.get(wanted.package, 0) + 1
        marks = wanted.reached_by
        for mark in marks:
            self._reached[mark] = row
        if self.swaps.hopeful:
            self.swaps.moves(row, earlier.now.reached_by if earlier else (), marks)

    def _give_back(self, row: int, earlier: Known) -> None:
        before = earlier.now
        if before.package:
            self.used[before.package] = self.used.get(before.package, 0) - 1
        self._freed.update(before.reached_by)
        self._concerned[earlier.id] = row

    def _planned(self, said: Said, known: Known | None, earlier: Known | None, wanted: Equipped) -> Planned:
        action = _action(known, earlier, wanted)
        lacking = warns(wanted.package, wanted) if wanted.package else ()
        remarks = [*said.noted, *(Remark(_LACKING[one], _FIELDS[one]) for one in lacking)]
        before = wanted if action is RowAction.NOTHING else earlier.now if earlier else None
        if action is not RowAction.NOTHING:
            remarks += self._said_besides(action, earlier)
        user = earlier.id if earlier else ""
        return Planned(said.row, action, said.login, wanted, user, before, tuple(remarks))

    def _said_besides(self, action: RowAction, earlier: Known | None) -> Iterable[Remark]:
        """What the row does that it does not say."""
        if not self.replaces and not (earlier and all(getattr(earlier.now, name) for name in user_columns.BASES)):
            yield Remark(Word.BASES, "")
        if action is RowAction.RECREATE and earlier:
            yield Remark(Word.RECREATED, user_columns.LOGIN, earlier.now.login)


def _action(known: Known | None, earlier: Known | None, wanted: Equipped) -> RowAction:
    if known is None:
        return RowAction.RECREATE if earlier else RowAction.ADD
    if known.now == wanted:
        return RowAction.NOTHING
    return RowAction.ADD if known.now.package is None else RowAction.CHANGE


def _lacking(wanted: Equipped) -> Iterable[Remark]:
    if wanted.package:
        for lack in lacks(wanted.package, wanted):
            yield Remark(_LACKING[lack], _FIELDS[lack])


def _refused(said: Said, *remarks: Remark) -> Planned:
    return Planned(said.row, RowAction.REFUSED, said.login, remarks=remarks)
