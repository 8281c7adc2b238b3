"""A deployment for the tests of the jobs: sample data, one installation, a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import select

from bot.ask import Account, Answer, Ask, Place, Platform, Pressed, Standing, Typed, Vouched
from bot.cards import Buttons, Card
from bot.errand import Errand
from bot.phrases import Phrase, plain
from handlers import orders, renewals, seats
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from handlers.menu import Menu
from handlers.sample import CONTOSO_ADMIN, load
from handlers.sample.loading import sample_id
from store import outbox, people, subscriptions
from store.buying import orders as order_rows
from store.database import Database
from store.subscriptions import Subscription
from store.values import ChannelKind, InstallationId, OrganisationId, PersonId, Scope, SubscriptionId
from store.workings import audit as audit_rows
from store.workings import outbox as outbox_rows
from tests.furnishing import NOON

CHLOE = Account(Platform.SLACK, "T1", "U1")
MENU = Menu((*seats.MENU, *renewals.MENU, *orders.MENU))


class Clock:
    """Says what it was set to."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **spans: float) -> None:
        self.now += timedelta(**spans)


class Office:
    def __init__(self, database: Database, clock: Callable[[], datetime], *, loaded: bool = False) -> None:
        """`loaded`: the sample data is there."""
        self.database = database
        self.clock = clock
        self.installation = InstallationId(uuid4())
        self.root = OrganisationId(sample_id("organisation", "Nordlicht"))
        self._numbers = count(1)
        with database.transaction() as db:
            if not loaded:
                load(db, clock())
            people.install(db, self.installation, "slack", "T1", "B1", self.root, clock())
        self.dispatch = Dispatcher(database, MENU, clock, Defaults())
        self.dispatch.meet(Vouched(CHLOE, Standing.MEMBER, CONTOSO_ADMIN, "Chloé Dubois", "fr-FR", "Europe/Paris"))

    def says(self, text: str, channel: str = "C1", **options: str) -> str:
        """Queue a card with that title; its key."""
        return self.sends(Errand(card=Card(title=plain(text)), **options), channel)

    def sends(self, errand: Errand, channel: str = "C1", key: str = "") -> str:
        key = key or f"message:{next(self._numbers)}"
        with self.database.transaction() as db:
            outbox.put(
                db,
                uuid4(),
                key,
                installation=self.installation,
                channel=channel,
                kind="test",
                body=errand.body,
                now=self.clock(),
            )
        return key

    def messages(self):
        with self.database.reading() as db:
            return db.execute(select(outbox_rows).order_by(outbox_rows.c.created_at, outbox_rows.c.key)).all()

    def states(self) -> list[str]:
        return [str(row.state) for row in self.messages()]

    def asks(self, text: str, account: Account = CHLOE) -> Card:
        return self._ask(Typed(text), account).card

    def presses(self, card: Card, label: str, account: Account = CHLOE) -> Card:
        buttons = [button for part in card.elements if isinstance(part, Buttons) for button in part.buttons]
        (button,) = [button for button in buttons if source_of(button.label).startswith(label)]
        return self._ask(Pressed(button.press), account).card

    def orders(self, text: str) -> Card:
        """Ask, and press the button that orders it."""
        card = self.asks(text)
        (buttons,) = [part.buttons for part in card.elements if isinstance(part, Buttons)]
        return self._ask(Pressed(buttons[0].press), CHLOE).card

    def held(self, product: str, customer: str = "Contoso") -> Subscription:
        with self.database.reading() as db:
            id = SubscriptionId(sample_id("subscription", customer, product))
            found = subscriptions.get(db, Scope(self.root), id)
        assert found is not None
        return found

    def batches(self, product: str, customer: str = "Contoso") -> list[tuple[int, str]]:
        """Seats and origin of each batch, oldest first."""
        return [(batch.seats, str(batch.origin)) for batch in self.held(product, customer).terms.batches]

    def order_states(self) -> list[str]:
        with self.database.reading() as db:
            return [
                str(state) for state in db.execute(select(order_rows.c.state).order_by(order_rows.c.number)).scalars()
            ]

    def costs(self) -> list[str]:
        """What each order costs, as its card says it."""
        with self.database.reading() as db:
            rows = db.execute(select(order_rows.c.amount, order_rows.c.currency).order_by(order_rows.c.number))
            return [f"{amount:.2f} {currency}" for amount, currency in rows]

    def records(self, command: str):
        with self.database.reading() as db:
            return db.execute(select(audit_rows).where(audit_rows.c.command == command)).all()

    def sample(self, *names: str) -> UUID:
        return sample_id(*names)

    def person(self, email: str = CONTOSO_ADMIN) -> PersonId:
        with self.database.reading() as db:
            found = people.by_email(db, email)
        assert found is not None
        return found

    def _ask(self, said: Typed | Pressed, account: Account) -> Answer:
        return self.dispatch(Ask(f"ask:{next(self._numbers)}", account, Place("D1", ChannelKind.DIRECT), said))


def source_of(phrase: Phrase) -> str:
    return phrase.source
