"""Cards for the renderers' tests: one small card per element, and the main cards as an admin meets them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.cards import (
    Button,
    Buttons,
    Card,
    Choice,
    Code,
    Column,
    Confirm,
    Date,
    Divider,
    Fact,
    Facts,
    File,
    Heading,
    Notice,
    Number,
    Option,
    Picture,
    Prose,
    Secret,
    Style,
    Table,
    Toggle,
    Tone,
    Words,
)
from bot.phrases import Phrase, _, n_, plain
from store.values import Money

MOMENT = datetime(2026, 11, 28, 13, 5, tzinfo=UTC)
DAY = date(2027, 11, 17)
SEND = Button(label=_("Show the price"), press='["change-seats",{"subscription":"S-1"}]', style=Style.PRIMARY)
CONFIRM = Confirm(
    title=_("Order 5 seats?"),
    text=_("{organisation} is billed {price} now.", organisation="Contoso", price=Money(Decimal("1785.21"), "EUR")),
    yes=_("Order"),
    no=_("Not yet"),
)
ORDER = Button(label=_("Order 5 seats"), press='["confirm-order",{"order":"C-127"}]', style=Style.PRIMARY)
CANCEL = Button(label=_("Cancel"), press='["drop-order",{"order":"C-127"}]')


def small(element: Any) -> Card:
    return Card(title=_("Element"), elements=(element,))


def form(element: Any) -> Card:
    return Card(title=_("Form"), elements=(element,), submit=SEND)


PRODUCTS = (
    Option(value="S-1", label=plain("Microsoft 365 E3"), description=_("{count} seats", count=25)),
    Option(value="S-2", label=plain("Visio Plan 2")),
)

EVERY_ELEMENT: dict[str, Card] = {
    "heading": small(Heading(text=_("Decisions"))),
    "prose": small(Prose(text=_("**{seats} seats** of {product} are unused.", seats=7, product="Microsoft 365 E3"))),
    "prose-quiet": small(Prose(text=_("Shown to you at {when}, recorded.", when=MOMENT), quiet=True)),
    "facts": small(
        Facts(
            facts=(
                Fact(
                    label=_("Seats"),
                    value=_("{old} → {new}", old=25, new=30),
                    note=n_("1 assigned", "{count} assigned", 18),
                ),
                Fact(label=_("Price"), value=plain(Money(Decimal("1785.21"), "EUR"))),
                Fact(label=_("Term ends"), value=plain(DAY)),
            )
        )
    ),
    "table": small(
        Table(
            columns=(
                Column(label=_("Seats")),
                Column(label=_("used"), number=True),
                Column(label=_("bought"), number=True),
            ),
            rows=(
                (plain("Microsoft 365 E3"), plain(18), plain(1250)),
                (plain("Microsoft 365 Business Premium (no Teams, EEA) for nonprofit staff"), plain(31), plain(40)),
            ),
        )
    ),
    "notice-info": small(Notice(tone=Tone.INFO, text=_("Nothing is due."))),
    "notice-done": small(Notice(tone=Tone.DONE, text=_("{count} seats ordered.", count=5))),
    "notice-warning": small(
        Notice(tone=Tone.WARNING, text=_("{product} stops on {day}.", product="Visio Plan 2", day=DAY))
    ),
    "notice-refused": small(Notice(tone=Tone.REFUSED, text=_("Seats can’t go down any more. Nothing was changed."))),
    "divider": small(Divider()),
    "choice": form(Choice(name="subscription", label=_("Subscription"), options=PRODUCTS, chosen="S-2")),
    "choice-searched": form(
        Choice(
            name="subscription",
            label=_("Subscription"),
            options=PRODUCTS,
            search='["subscription.search",{}]',
            typed="words",
        )
    ),
    "number": form(
        Number(name="seats", label=_("Seats"), hint=_("How many there shall be."), value=25, low=18, high=1000)
    ),
    "number-refused": form(
        Number(name="seats", label=_("Seats"), value=3, error=_("{count} seats are assigned.", count=18))
    ),
    "words": form(Words(name="reason", label=_("Reason"), optional=True, longest=80)),
    "words-lines": form(Words(name="people", label=_("People"), value="Alice\nBob", lines=5, longest=3000)),
    "date": form(Date(name="day", label=_("Remind me on"), value="2026-11-28")),
    "toggle": form(Toggle(name="renew", label=_("Renews by itself"), on=True)),
    "secret": Card(
        title=plain("Windows Server 2022 Standard"),
        elements=(Secret(label=_("Key"), value="XXXXX-XXXXX-XXXXX-XXXXX-XXXXX"),),
        private=True,
    ),
    "secret-link": Card(
        title=plain("Windows Server 2022 Standard"),
        elements=(Secret(label=_("Key"), value="https://bot.example/download/a_-B_", opens=True),),
        private=True,
    ),
    "code": small(Code(label=_("Activate"), text=plain("slmgr.vbs /ato"))),
    "code-lines": small(Code(label=_("Save it"), text=plain('<Add Bits="32">\n  <Language ID="fr-fr" />\n</Add>'))),
    "picture": small(Picture(file="F0123ABCD", alt=_("Seats per month: {first}, then {last}.", first=20, last=25))),
    "file": small(File(file="0f8c", name="orders.csv", media_type="text/csv", label=_("All rows, for a spreadsheet"))),
    "file-described": small(
        File(
            file="0f8c",
            name="commandes été & <b>.csv",
            media_type="text/csv",
            label=_("Orders"),
            description=_("{count} seats", count=25),
        )
    ),
    "buttons": small(
        Buttons(
            buttons=(
                ORDER.model_copy(update={"confirm": CONFIRM}),
                Button(label=_("Let it end"), press='["renewal",{"on":false}]', style=Style.DANGER),
                Button(label=_("Guide"), url="https://comptoir.example/guide"),
                CANCEL,
            )
        )
    ),
}


def _decide(label: Phrase, on: str) -> Button:
    return Button(label=label, press=f'["renewal",{{"subscription":"S-3","renew":"{on}"}}]')


OVERVIEW = Card(
    title=plain("Contoso"),
    elements=(
        Heading(text=_("{count} decision due before {day}", count=1, day=MOMENT.date())),
        Prose(text=_("{product} · {seats} seats · stops on {day}", product="Visio Plan 2", seats=5, day=MOMENT.date())),
        Buttons(buttons=(_decide(_("Renew"), "yes"), _decide(_("Let it end"), "no"))),
        Table(
            columns=(
                Column(label=_("Seats")),
                Column(label=_("used / bought"), number=True),
                Column(label=_("free"), number=True),
            ),
            rows=(
                (plain("Microsoft 365 E3"), plain("18 / 25"), plain(7)),
                (plain("Business Premium"), plain("31 / 40"), plain(9)),
            ),
        ),
        Facts(facts=(Fact(label=_("Orders"), value=_("none in progress")),)),
        Buttons(
            buttons=(
                Button(label=_("Change seats"), press='["seats",{}]'),
                Button(label=_("Users"), press='["users",{}]'),
            )
        ),
    ),
)
PROPOSAL = Card(
    title=plain("Microsoft 365 E3 · Contoso"),
    elements=(
        Prose(text=_("annual term, billed annually, until {day}", day=DAY), quiet=True),
        Facts(
            facts=(
                Fact(
                    label=_("Seats"),
                    value=_("**{old} → {new}** (+{more})", old=25, new=30, more=5),
                    note=_("{count} assigned", count=18),
                ),
                Fact(
                    label=_("Price"),
                    value=_("**+ {price}** now", price=Money(Decimal("1785.21"), "EUR")),
                    note=_(
                        "{seats} × {unit} a year, {left} of {days} days",
                        seats=5,
                        unit=Money(Decimal(360), "EUR"),
                        left=362,
                        days=365,
                    ),
                ),
                Fact(label=_("Can go back"), value=_("these {count} seats until {moment}", count=5, moment=MOMENT)),
            )
        ),
        Buttons(buttons=(ORDER, Button(label=_("Other number"), press='["seats",{"subscription":"S-1"}]'), CANCEL)),
    ),
)
REFUSED = Card(
    title=plain("Business Premium · Contoso"),
    elements=(
        Notice(
            tone=Tone.REFUSED,
            text=_(
                "{product} can’t go below {count} seats before {day}, when its term ends.",
                product="Business Premium",
                count=40,
                day=DAY,
            ),
        ),
        Prose(text=_("Seats can be given back for {count} days after they were bought.", count=7)),
        Prose(text=_("Nothing was changed.")),
        Buttons(buttons=(Button(label=_("35 seats from the renewal on"), press='["schedule",{"seats":35}]'),)),
    ),
)
OUTCOME = Card(
    title=plain("Microsoft 365 E3 · Contoso"),
    elements=(
        Notice(
            tone=Tone.DONE,
            text=_(
                "{count} seats of {product} ordered for {organisation} · order {order} · {person}, {when}",
                count=5,
                product="Microsoft 365 E3",
                organisation="Contoso",
                order="C-000127",
                person="Alice Martin",
                when=MOMENT,
            ),
        ),
        Buttons(buttons=(Button(label=_("Show order"), press='["order",{"number":"C-000127"}]'),)),
    ),
    share=True,
)
KEY = Card(
    title=plain("Windows Server 2022 Standard · English · 64-bit"),
    elements=(
        Secret(label=_("Key"), value="XXXXX-XXXXX-XXXXX-XXXXX-XXXXX"),
        Prose(text=_("Keys are valuable: don’t forward them."), quiet=True),
    ),
    private=True,
)
SEATS_FORM = Card(
    title=_("Change the number of seats"),
    elements=(
        Choice(name="subscription", label=_("Subscription"), options=PRODUCTS),
        Number(name="seats", label=_("Seats"), low=0),
        Words(name="reason", label=_("Reason"), optional=True),
    ),
    submit=SEND,
)
MAIN_CARDS: dict[str, Card] = {
    "overview": OVERVIEW,
    "proposal": PROPOSAL,
    "refused": REFUSED,
    "outcome": OUTCOME,
    "key": KEY,
    "seats-form": SEATS_FORM,
}
