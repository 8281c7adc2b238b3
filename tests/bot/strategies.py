"""Arbitrary cards with hostile data, for the property tests of every renderer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from bot import cards
from bot.cards import Card
from bot.phrases import Channel, Tongue, Value, _, joined, n_, plain
from store.values import Money

HOSTILE = (
    "<!channel>",
    "<!here|here>",
    "<@U1>",
    "@here",
    "@channel",
    "<#C1>",
    "<http://evil.example|Contoso>",
    "http://evil.example/a?b=c&d",
    "www.evil.example",
    "boss@evil.example",
    "[Contoso](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "&lt;!channel&gt;",
    "*bold* _leaning_ ~gone~ `code`",
    "**strong** __strong__",
    "```\nfence\n```",
    "> quoted",
    "# heading\n- item\n1. item",
    ":rotating_light:",
    "{value} {count} {unknown} {0}",
    "%s %(name)s",
    "\u202egnp.exe\u2066\u200f",
    "a\x00b\x07c\x1b[31m",
    "Z\u0351\u036f\u0322\u0321" * 40,
    "👩‍👩‍👧‍👦🇫🇷🏴‍☠️" * 20,
    "شركة كونتوسو للبرمجيات",
    "A very long product name " * 400,
    "x" * 10_000,
    "<" * 3_000,
    "&" * 10_000,
    "line\n" * 300,
    "line\r\nnext\u2028other",
    "|cell|cell|",
    "\ud800",
    "",
    " ",
    "\n",
)
NAMES = st.sampled_from(("Contoso", "Visio Plan 2", "Été & fils", "Microsoft 365 E3"))
DATA = st.one_of(st.integers(0, len(HOSTILE) - 1).map(lambda number: HOSTILE[number]), st.text(max_size=200), NAMES)
WORDS_OF_OURS = ("Seats", "**{value}** seats", "{value} until the term ends", "Nothing was changed.")


def _values() -> st.SearchStrategy[Value]:
    money = st.builds(
        Money, st.decimals(-(10**9), 10**9, places=6, allow_nan=False), st.sampled_from(("EUR", "CHF", "JPY"))
    )
    moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
    days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
    channels = st.builds(Channel, st.one_of(DATA, st.just("C012AB3CD")), DATA)
    return st.one_of(DATA, st.integers(-(10**12), 10**12), money, moments, days, channels, st.just(Decimal("0.123456")))


VALUES = _values()
SHORT = st.one_of(
    DATA.map(plain),
    VALUES.map(plain),
    st.builds(lambda source, value: _(source, value=value), st.sampled_from(WORDS_OF_OURS), VALUES),
    st.builds(lambda count: n_("{count} seat", "{count} seats", count), st.integers(0, 10**6)),
)
TEXTS = st.one_of(SHORT, st.lists(SHORT, min_size=1, max_size=3).map(joined))
TOKENS = st.one_of(
    st.just('["seats",{}]'), st.integers(1, 1900).map(lambda size: f'["seats",{{"words":"{"x" * size}"}}]')
)
CONFIRMS = st.builds(cards.Confirm, title=TEXTS, text=TEXTS, yes=TEXTS, no=TEXTS)
STYLES = st.sampled_from(cards.Style)
PRESSES = st.builds(cards.Button, label=TEXTS, press=TOKENS, style=STYLES, confirm=st.one_of(st.none(), CONFIRMS))
LINKS = st.builds(cards.Button, label=TEXTS, url=st.just("https://comptoir.example/guide"))
BUTTONS = st.one_of(PRESSES, LINKS)
FACTS = st.builds(cards.Fact, label=TEXTS, value=TEXTS, note=st.one_of(st.none(), TEXTS))


@st.composite
def tables(draw: st.DrawFn) -> cards.Table:
    columns = draw(st.lists(st.builds(cards.Column, label=TEXTS, number=st.booleans()), min_size=1, max_size=5))
    row = st.tuples(*[SHORT for _column in columns])
    return cards.Table(columns=tuple(columns), rows=tuple(draw(st.lists(row, max_size=12))))


def _tuples(of: st.SearchStrategy[object], most: int) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=most).map(tuple)


SHOWN = st.one_of(
    st.builds(cards.Heading, text=TEXTS),
    st.builds(cards.Prose, text=TEXTS, quiet=st.booleans()),
    st.builds(cards.Facts, facts=_tuples(FACTS, 14)),
    tables(),
    st.builds(cards.Notice, tone=st.sampled_from(cards.Tone), text=TEXTS),
    st.just(cards.Divider()),
    st.builds(cards.Code, label=TEXTS, text=TEXTS),
    st.builds(cards.Picture, file=st.just("F0123ABCD"), alt=TEXTS),
    st.builds(
        cards.File,
        file=DATA,
        name=DATA,
        media_type=st.just("text/csv"),
        label=TEXTS,
        description=st.one_of(st.none(), TEXTS),
    ),
    st.builds(cards.Buttons, buttons=_tuples(BUTTONS, 30)),
)
SECRETS = st.builds(cards.Secret, label=TEXTS, value=DATA)
OPTIONS = st.builds(cards.Option, value=st.text(max_size=75), label=TEXTS, description=st.one_of(st.none(), TEXTS))
MAYBE = st.one_of(st.none(), TEXTS)
WHOLE = st.one_of(st.none(), st.integers(-(10**9), 10**9))


def _inputs(name: str) -> st.SearchStrategy[cards.Element]:
    said = {"name": st.just(name), "label": TEXTS, "hint": MAYBE, "optional": st.booleans(), "error": MAYBE}
    options = st.lists(OPTIONS, max_size=6, unique_by=lambda option: option.value).map(tuple)
    many = st.integers(99, 130).map(
        lambda count: tuple(cards.Option(value=str(n), label=plain(str(n))) for n in range(count))
    )
    return st.one_of(
        st.builds(
            cards.Choice,
            options=st.one_of(options, many),
            chosen=st.text(max_size=3),
            search=st.sampled_from(("", '["subscription.search",{}]', "x" * 300)),
            typed=st.sampled_from(("", f"{name}_typed")),
            **said,
        ),
        st.builds(cards.Number, value=WHOLE, low=WHOLE, high=WHOLE, **said),
        st.builds(cards.Words, value=DATA, lines=st.integers(1, 9), longest=st.integers(1, 10_000), **said),
        st.builds(cards.Date, value=st.sampled_from(("", "2026-11-28")), **said),
        st.builds(cards.Toggle, on=st.booleans(), **said),
    )


@st.composite
def plain_cards(draw: st.DrawFn) -> Card:
    """Cards that show; some of them private, with a secret."""
    private = draw(st.booleans())
    elements = draw(st.lists(st.one_of(SHOWN, SECRETS) if private else SHOWN, max_size=8))
    elements *= draw(st.sampled_from((1, 1, 1, 20)))
    return Card(title=draw(TEXTS), elements=tuple(elements), private=private, share=draw(st.booleans()))


@st.composite
def forms(draw: st.DrawFn) -> Card:
    """Cards that ask: some things shown, at least one thing to fill in, a button that sends it."""
    shown = draw(st.lists(SHOWN, max_size=3))
    asked = [draw(_inputs(f"field-{number}")) for number in range(draw(st.integers(1, 5)))]
    return Card(title=draw(TEXTS), elements=(*shown, *asked), submit=draw(PRESSES))


CARDS = st.one_of(plain_cards(), forms())
TONGUES = st.builds(Tongue, st.sampled_from(("en", "fr")), st.sampled_from(("UTC", "Europe/Paris", "Asia/Kolkata")))
