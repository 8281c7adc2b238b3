"""A whole bot on the sample data, but for its wire: dispatch, tables, queues and the clock's rounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import text

from bot.clock import now
from bot.mail import Mailer
from bot.tokens import Tokens
from handlers import digests, orders, sample, tasks
from handlers.book import MENU
from handlers.context import Defaults, Mailing
from handlers.dispatch import Dispatcher
from handlers.files import Files
from handlers.importing import running
from handlers.importing.work import Origin
from handlers.sample.loading import sample_id
from handlers.wholesale.intake import Intake
from jobs import reminders
from jobs.crew import Crew, Equipment
from jobs.inbox import Handle
from jobs.mail import Links, Post
from jobs.outbox import Drawing
from jobs.patience import Patience
from jobs.shift import Shift
from store import inbox, installing, people, subscriptions
from store.database import Database
from store.values import OrganisationId, Scope, SubscriptionId

if TYPE_CHECKING:
    from pathlib import Path

    from bot.cards import Card
    from bot.errand import Sender
    from bot.receipts import Receive
    from handlers.importing.forms import Form

FRIDAY = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
SOON = timedelta(milliseconds=500)
TOKENS = Tokens(["the key of all tokens of the stories " + "x" * 16])


class Clock:
    """Runs like any other, from a certain Friday on, and can be put forward."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._ahead = timedelta()
        self.leaps = 0

    def __call__(self) -> datetime:
        return FRIDAY + timedelta(seconds=monotonic() - self._began) + self._ahead

    def later(self, **span: float) -> None:
        self._ahead += timedelta(**span)
        self.leaps += 1


class Today(Clock):
    """That of a bot in a process of its own."""

    def __call__(self) -> datetime:
        return now()


class Deployment:
    """`database` must be open and empty; `installed` says for which team the wire speaks, `at_work` starts the jobs.

    With a `post_office` it sends mails, whose links lead to `public_url`. `besides` are wires that send as well.
    """

    def __init__(
        self,
        database: Database,
        language: str = "en",
        *,
        post_office: str = "",
        public_url: str = "",
        clock: Clock | None = None,
    ) -> None:
        mailing = Mailing(public_url, ()) if post_office else Mailing()
        self.database, self.clock = database, clock or Clock()
        self.defaults = Defaults(language, "Europe/Paris", mailing=mailing, tokens=TOKENS)
        self.dispatch = Dispatcher(database, MENU, self.clock, self.defaults)
        self._mailer = Mailer(post_office, "Comptoir <licences@comptoir.example>") if post_office else None
        self.intake = Intake(database, self.clock, self.defaults)
        self.files = Files(database, self.clock, self.defaults)
        self.besides: dict[str, Sender] = {}
        self._crew: Crew | None = None
        self._reminded = -1
        with database.transaction() as db:
            sample.load(db, self.clock())

    def imports(self, form: Form[Any], file: Path, *lines: str) -> None:
        """A file as `import` takes it, header first; it is written for that."""
        file.write_text("\n".join(lines), encoding="utf-8")
        with running.checked(file, form, lambda _more: None) as found, self.database.transaction() as db:
            house = installing.house(db)
            assert house
            running.write(db, Scope(house), found, Origin("shell", file.name), self.clock(), lambda _more: None)

    def installed(self, platform: str, team: str, bot: str, root: str = "Comptoir") -> None:
        with self.database.transaction() as db:
            owner = OrganisationId(sample_id("organisation", root))
            people.install(db, uuid4(), platform, team, bot, owner, self.clock())

    def at_work(self, senders: Mapping[str, Sender], handles: Mapping[str, Handle] | None = None) -> None:
        equipment = Equipment(
            "stories",
            b"a key for the tests' audit chain",
            Drawing(
                orders.tracking,
                lambda db, scope, digest: digests.card(db, scope, digest, self.clock()),
                self.unsealed,
                file=self.files.opened,
                task=lambda db, scope, name: tasks.drawn(db, scope, name, self.clock()),
            ),
            {**self.besides, **senders},
            handles or {},
            {"reminders": (SOON, self._remind)},
            post=self._post(),
            defaults=self.defaults,
            patience=Patience(pace=timedelta(0), first_wait=timedelta(milliseconds=50)),
        )
        self._crew = Crew(self.database, self.clock, equipment)
        self._crew.start()

    def _remind(self, shift: Shift) -> None:
        """Nothing new is due before the clock is put forward."""
        if self._reminded != (leaps := self.clock.leaps):
            reminders.remind(shift)
            self._reminded = leaps

    def unsealed(self, card: Card) -> Card:
        """The card as it is sent; there is no vault here."""
        return card

    def _post(self) -> Post | None:
        links = Links(TOKENS, self.defaults.mailing.public_url)
        return Post(self.database, self._mailer, links, self.clock) if self._mailer else None

    def close(self) -> None:
        if self._crew:
            self._crew.stop()

    def keeping(self, platform: str, team: Callable[[], str]) -> Receive:
        """Stores what a wire receives."""

        def receive(key: str, body: str) -> None:
            with self.database.transaction() as db:
                installation = people.installation(db, platform, team())
                assert installation
                inbox.receive(db, uuid4(), key, installation, body, self.clock())

        return receive

    def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        with self.database.reading() as db:
            return [tuple(row) for row in db.execute(text(sql), values)]

    def held(self, product: str) -> tuple[int, int | None, str]:
        """Of Contoso's subscription to a product: seats now, seats scheduled for the renewal, what the end decides."""
        with self.database.reading() as db:
            id = SubscriptionId(sample_id("subscription", "Contoso", product))
            found = subscriptions.get(db, Scope(OrganisationId(sample_id("organisation", "Contoso"))), id)
        assert found
        return found.terms.seats, found.terms.scheduled_seats, str(found.terms.end_of_term)

    def orders(self) -> list[str]:
        """The states of all orders that left the draft, by their numbers."""
        return [str(state) for (state,) in self.rows("SELECT state FROM orders WHERE number > 0 ORDER BY number")]
