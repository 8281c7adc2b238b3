"""Rendering cards of 45 Slack blocks to JSON, against dict literals of the very same JSON.

A card's values are typed and come from customers, so the first baseline escapes and formats them with f-strings, for
one language only. The second is given texts that are ready, and does nothing but put them into literals.
"""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter
from typing import Any, Final, NamedTuple

import orjson

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Heading, Prose
from bot.phrases import Tongue, _, plain
from bot.slack_blocks import message
from store.values import Money

CARDS: Final = 50
GROUPS: Final = 11
ROUNDS: Final = 200
GOAL: Final = 0.5
TONGUE: Final = Tongue("en", "Europe/Paris")
FIRST_DAY: Final = date(2026, 11, 1)


class Held(NamedTuple):
    """What a customer holds; `number` is the subscription's."""

    product: str
    seats: int
    assigned: int
    price: Decimal
    ends: date
    number: str


class Said(NamedTuple):
    """The same in words."""

    product: str
    seats: str
    assigned: str
    price: str
    ends: str
    number: str


def held(card: int) -> list[Held]:
    """The subscriptions of one card; no two cards have the same."""
    return [
        Held(
            product=f"Product {card}-{group} Plan 2",
            seats=1_000 + card,
            assigned=18 + group,
            price=Decimal(f"{1785 + card}.{21 + group}"),
            ends=FIRST_DAY + timedelta(days=(card * GROUPS + group) % 200),
            number=f"S-{card:03}{group:02}",
        )
        for group in range(GROUPS)
    ]


def card(rows: Sequence[Held]) -> Card:
    elements: list[Element] = []
    for row in rows:
        ends = _("{product} · {seats} seats · stops on {day}", product=row.product, seats=row.seats, day=row.ends)
        facts = (
            Fact(label=_("Seats"), value=plain(row.seats), note=_("{assigned} assigned", assigned=row.assigned)),
            Fact(label=_("Price"), value=plain(Money(row.price, "EUR"))),
        )
        renew = Button(label=_("Renew"), press=f'["renewal",{{"subscription":"{row.number}","on":true}}]')
        end = Button(label=_("Let it end"), press=f'["renewal",{{"subscription":"{row.number}","on":false}}]')
        elements += [
            Heading(text=plain(row.product)),
            Prose(text=ends),
            Facts(facts=facts),
            Buttons(buttons=(renew, end)),
        ]
    return Card(title=_("{count} decisions", count=len(rows)), elements=tuple(elements))


def said(row: Held) -> Said:
    return Said(
        product=row.product.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        seats=f"{row.seats:,}",
        assigned=f"{row.assigned:,}",
        price=f"€{row.price:,.2f}",
        ends=f"{row.ends.day}\u00a0{row.ends:%b}\u00a0{row.ends:%Y}",
        number=row.number,
    )


def by_hand(rows: Sequence[Said]) -> dict[str, Any]:
    title = f"{len(rows)} decisions"
    blocks: list[dict[str, Any]] = [{"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}}]
    texts = [title]
    for place, row in enumerate(rows):
        heading = f"*{row.product}*"
        prose = f"{row.product} · {row.seats} seats · stops on {row.ends}"
        facts = f"Seats\u2003*{row.seats}*\u2003_{row.assigned} assigned_\nPrice\u2003*{row.price}*"
        texts += [heading, prose, facts]
        blocks += [
            {"type": "section", "text": {"type": "mrkdwn", "text": heading, "verbatim": True}},
            {"type": "section", "text": {"type": "mrkdwn", "text": prose, "verbatim": True}},
            {"type": "section", "text": {"type": "mrkdwn", "text": facts, "verbatim": True}},
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": f"press:{2 * place}",
                        "text": {"type": "plain_text", "text": "Renew", "emoji": False},
                        "value": f'["renewal",{{"subscription":"{row.number}","on":true}}]',
                    },
                    {
                        "type": "button",
                        "action_id": f"press:{2 * place + 1}",
                        "text": {"type": "plain_text", "text": "Let it end", "emoji": False},
                        "value": f'["renewal",{{"subscription":"{row.number}","on":false}}]',
                    },
                ],
            },
        ]
    return {"blocks": blocks, "text": "\n".join(texts)}


def timed(work: Callable[[], object]) -> float:
    """Seconds a card."""
    start = perf_counter()
    work()
    return (perf_counter() - start) / CARDS


def main() -> None:
    rows = [held(number) for number in range(CARDS)]
    cards = [card(each) for each in rows]
    ready = [[said(row) for row in each] for each in rows]
    if [by_hand(each) for each in ready] != [message(each, TONGUE) for each in cards]:
        raise SystemExit("the baseline does not build the same messages")
    works: dict[str, Callable[[], object]] = {
        "rendering the card": lambda: [orjson.dumps(message(each, TONGUE)) for each in cards],
        "literals from values": lambda: [orjson.dumps(by_hand([said(row) for row in each])) for each in rows],
        "literals from texts": lambda: [orjson.dumps(by_hand(each)) for each in ready],
    }
    gc.freeze()
    rounds = [{name: timed(work) for name, work in works.items()} for _round in range(ROUNDS)]
    print(report({name: statistics.median(each[name] for each in rounds) for name in works}))


def report(seconds: dict[str, float]) -> str:
    ours = next(iter(seconds.values()))
    lines = [f"{name:22}{taken * 1e6:8.1f} µs{taken / ours:8.2f}" for name, taken in seconds.items()]
    return "\n".join(
        (f"A card of {1 + 4 * GROUPS} blocks, times and ratios (goal: at least {GOAL} of literals)", *lines)
    )


if __name__ == "__main__":
    main()
