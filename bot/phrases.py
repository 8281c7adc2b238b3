"""What the bot says: English source texts with typed values, spoken in the reader's language and zone."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import cycle
from pathlib import Path
from typing import Final, TypeVar, Union
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal

from store.values import Money

LANGUAGES: Final = ("en", "fr")
LOCALES: Final = {"en": "en_GB", "fr": "fr_FR"}
DAY: Final = "d\u00a0MMM\u00a0y"
"""As babel writes it; no line ends inside."""
MOMENTS: Final = {"en": f"{DAY}, HH:mm", "fr": f"{DAY} 'à'\u00a0HH:mm"}
CATALOGUES: Final = Path(__file__).parent / "locales"

Value = Union[str, int, Decimal, Money, date, datetime, "Channel", "Phrase"]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or space: its id where the reader is, or empty, and its name there as far as it is known."""

    id: str
    name: str

    @property
    def recorded(self) -> str:
        """As the record keeps it: the name that it has now beside the id, which stays."""
        return f"{self.name} ({self.id})" if self.name else self.id


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source text with its values. `**strong**` is the only markup, and only in the source, never in a value."""

    source: str
    values: tuple[tuple[str, Value], ...] = ()
    plural: str = ""
    count: int = 0


def _(source: str, /, **values: Value) -> Phrase:
    """A phrase of the catalogue; `{name}` stands for a value."""
    return Phrase(source, tuple(values.items()))


def n_(one: str, many: str, /, count: int, **values: Value) -> Phrase:
    """A phrase of the catalogue that depends on a number, also given as `{count}`."""
    return Phrase(one, (("count", count), *values.items()), many, count)


def plain(value: Value) -> Phrase:
    """A value by itself: a name, a number, an amount, a moment."""
    return value if isinstance(value, Phrase) else Phrase("{value}", (("value", value),))


def joined(parts: list[Phrase] | tuple[Phrase, ...], separator: str = " · ") -> Phrase:
    """Phrases side by side on one line."""
    if not parts:
        return plain("")
    names = [f"part{number}" for number in range(len(parts))]
    source = separator.join(f"{{{name}}}" for name in names)
    return Phrase(source, tuple(zip(names, parts, strict=True)))


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one reader is spoken to: language (`en`, `fr`) and IANA time zone."""

    language: str = "en"
    zone: str = "UTC"


Escape = Callable[[str], str]
Refer = Callable[[Channel], str]
"""How a surface leads to a channel; empty where it can only name it."""
Pattern = tuple[str, str]
Key = TypeVar("Key")
Said = TypeVar("Said")
MEMORY: Final = 4096
"""Texts and values kept for one language and zone on one surface."""
REMEMBERED: Final = 300
"""Characters of the longest value that is kept."""
_MARKS: Final = re.compile(r"(\*\*|\{\w+\})")
_BEFORE: Final = re.compile(r"(?<!\w)(?:de|que) $", re.IGNORECASE)
_PLACE: Final = "\x01"
_ELIDED: Final = re.compile(rf"e ((?:\*|<\w+>)*){_PLACE}(?=[aeiouàâäéèêëîïôöùûüœæ])|{_PLACE}", re.IGNORECASE)


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("comptoir", CATALOGUES, [language], fallback=True)


@lru_cache(maxsize=8192, typed=True)
def spoken(value: Value, tongue: Tongue) -> str:
    """A value as the reader writes it: 1,785.21 or 1 785,21; a moment in the reader's zone, with the zone's name.

    Values that are equal read equally.
    """
    locale = LOCALES[tongue.language]
    match value:
        case str():
            return value
        case Money():
            return _money(value, locale)
        case datetime():
            there = value.astimezone(ZoneInfo(tongue.zone)).replace(second=0, microsecond=0, tzinfo=None)
            return f"{_minute(there, tongue.language)} ({tongue.zone})"
        case date():
            return format_date(value, DAY, locale=locale)
        case Channel():
            return value.name or value.id
        case Phrase():
            return Speaker(tongue).say(value)
        case _:
            return format_decimal(value, locale=locale, decimal_quantization=False)


@lru_cache(maxsize=8192)
def _minute(there: datetime, language: str) -> str:
    """What the reader's clock shows; no moment comes twice to the microsecond, its minute does."""
    return format_datetime(there, MOMENTS[language], locale=LOCALES[language])


def _money(money: Money, locale: str) -> str:
    """To the minor unit; a unit price finer than that keeps all its decimals."""
    exact = money == money.rounded()
    return format_currency(money.amount, money.currency, locale=locale, decimal_quantization=exact)


def unescaped(text: str) -> str:
    return text


def only_named(_channel: Channel) -> str:
    return ""


class _Eliding(str):
    """A French text in which `de` or `que` stands before a value: « d’Atelier Cloud », « de Contoso »."""

    __slots__ = ()

    def __mod__(self, values: object) -> str:
        return _ELIDED.sub(lambda found: "" if found[1] is None else f"’{found[1]}", str.__mod__(self, values))


def _pattern(text: str, escape: Escape, strong: tuple[str, str], *, elides: bool) -> Pattern:
    """A text ready for its values: for one value in one place, and for any by name; without values it is the first."""
    literals, names, marks, plainly = [""], [], cycle(strong), ""
    for piece in _MARKS.split(text):
        if piece == "**":
            literals[-1] += next(marks)
        elif _MARKS.fullmatch(piece):
            names.append(piece[1:-1])
            literals[-1] += _PLACE if elides and _BEFORE.search(plainly) else ""
            literals.append("")
        else:
            literals[-1] += escape(piece)
        plainly = piece if piece.strip("*") else plainly
    if not names:
        return literals[0], ""
    first, *others = (literal.replace("%", "%%") for literal in literals)
    named = "".join(f"%({name})s{literal}" for name, literal in zip(names, others, strict=True))
    kind = _Eliding if _PLACE in first + named else str
    return kind(f"{first}%s{others[0]}") if len(names) == 1 else "", kind(first + named)


class _Memory:
    """What was said to readers of one language and zone on one surface; forgotten when it gets too much."""

    __slots__ = ("data", "patterns")

    def __init__(self, _tongue: Tongue, _escape: Escape, _strong: tuple[str, str], _refer: Refer) -> None:
        self.patterns: dict[str | tuple[str, int], Pattern] = {}
        self.data: dict[Value, str] = {}


_memory: Final = lru_cache(maxsize=128)(_Memory)


class Speaker:
    """Says phrases to one reader on one surface.

    The surface gives how data is escaped, what strong looks like, and how it leads to a channel.
    """

    __slots__ = ("_data", "_escape", "_patterns", "_refer", "_strong", "tongue")

    def __init__(
        self,
        tongue: Tongue,
        escape: Escape = unescaped,
        strong: tuple[str, str] = ("", ""),
        refer: Refer = only_named,
    ) -> None:
        self.tongue, self._escape, self._strong, self._refer = tongue, escape, strong, refer
        memory = _memory(tongue, escape, strong, refer)
        self._patterns, self._data = memory.patterns, memory.data

    def say(self, phrase: Phrase) -> str:
        """The phrase in the reader's language, every value escaped for the surface."""
        try:
            one, named = self._patterns[(phrase.source, phrase.count) if phrase.plural else phrase.source]
            if not named:
                return one
            values, data = phrase.values, self._data
            if one and len(values) == 1:
                value = values[0][1]
                return one % (self.say(value) if value.__class__ is Phrase else data[value])
            said = {}
            for name, value in values:
                said[name] = self.say(value) if value.__class__ is Phrase else data[value]
        except KeyError:
            return self._learn(phrase)
        return named % said

    def _learn(self, phrase: Phrase) -> str:
        key = (phrase.source, phrase.count) if phrase.plural else phrase.source
        one, named = self._patterns.get(key) or self._pattern(phrase)
        said = {name: self._value(value) for name, value in phrase.values}
        return named % said if named else one

    def _pattern(self, phrase: Phrase) -> Pattern:
        texts = _catalogue(self.tongue.language)
        if phrase.plural:
            text = texts.ngettext(phrase.source, phrase.plural, phrase.count)
            return _kept(self._patterns, (phrase.source, phrase.count), self._ready(text))
        return _kept(self._patterns, phrase.source, self._ready(texts.gettext(phrase.source)))

    def _ready(self, text: str) -> Pattern:
        return _pattern(text, self._escape, self._strong, elides=self.tongue.language == "fr")

    def _value(self, value: Value) -> str:
        if isinstance(value, Phrase):
            return self.say(value)
        reference = self._refer(value) if isinstance(value, Channel) else ""
        said = reference or self._escape(spoken(value, self.tongue))
        return said if len(said) > REMEMBERED else _kept(self._data, value, said)


def _kept(memory: dict[Key, Said], key: Key, said: Said) -> Said:
    if len(memory) >= MEMORY:
        memory.clear()
    memory[key] = said
    return said


def dump(phrase: Phrase) -> list[object]:
    """A phrase as JSON values, for a card that waits in the outbox."""
    values = {name: _dumped(value) for name, value in phrase.values}
    return [phrase.source, values, phrase.plural, phrase.count]


def _dumped(value: Value) -> list[object]:
    match value:
        case str() | int():
            return ["", value]
        case Money():
            return ["money", str(value.amount), value.currency]
        case datetime():
            return ["moment", value.astimezone(UTC).isoformat()]
        case date():
            return ["day", value.isoformat()]
        case Decimal():
            return ["decimal", str(value)]
        case Channel():
            return ["channel", value.id, value.name]
        case Phrase():
            return ["phrase", dump(value)]


def load(raw: object) -> Phrase:
    """The phrase that `dump` wrote; `ValueError` for anything else."""
    match raw:
        case [str(source), dict(values), str(plural), int(count)]:
            return Phrase(source, tuple((str(name), _loaded(value)) for name, value in values.items()), plural, count)
        case _:
            raise ValueError("not a phrase")


def _loaded(raw: object) -> Value:
    match raw:
        case ["", str() | int() as value]:
            return value
        case ["money", str(amount), str(currency)]:
            return Money(Decimal(amount), currency)
        case ["moment", str(text)]:
            return datetime.fromisoformat(text)
        case ["day", str(text)]:
            return date.fromisoformat(text)
        case ["decimal", str(text)]:
            return Decimal(text)
        case ["channel", str(id), str(name)]:
            return Channel(id, name)
        case ["phrase", inner]:
            return load(inner)
        case _:
            raise ValueError("not a value")
