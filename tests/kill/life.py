"""One life of the bot under test: people ask, workers work, the clock does its rounds, until the process is killed."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4

from bot.ask import Account, Ask, Place, Platform, Pressed, Standing, Typed, Vouched, Way
from bot.cards import Buttons, Card, Notice, Tone
from bot.cli import opening  # noqa: F401 - what a command imports late is imported once, for all forks
from bot.cli.app import app
from bot.errand import Errand, Sent
from bot.phrases import plain
from handlers import orders, renewals, seats
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from handlers.menu import Menu
from handlers.orders import tracking
from handlers.sample import ATELIER_ADMIN, CONTOSO_ADMIN
from jobs.crashpoint import arm
from jobs.inbox import Inbox
from jobs.lease import Lease
from jobs.mail import Post
from jobs.orders import Orders
from jobs.outbox import Drawing, Outbox
from jobs.patience import Patience
from jobs.sealing import seal
from jobs.shift import Shift
from jobs.terms import Terms
from jobs.user_runs import UserRuns
from jobs.worker import Worker, drain
from store import inbox, mails, outbox
from store.database import Database, Unavailable
from store.lease import Stale
from store.mails import NewMail
from store.values import ChannelKind, InstallationId, SupplierKind
from tests.fakes.supplier_client import Remote
from tests.kill.journal import Journal

KEY = b"k" * 32
TEAM = "T1"
INSTALLATION = InstallationId(UUID(int=1))
CHLOE, ALICE = Account(Platform.SLACK, TEAM, "U1"), Account(Platform.SLACK, TEAM, "U2")
PEOPLE = {CHLOE: CONTOSO_ADMIN, ALICE: ATELIER_ADMIN}
BIRTH = datetime(2026, 11, 21, 12, tzinfo=UTC)
LEAP = timedelta(days=5)
WISHES = {
    CHLOE: (
        *("seats Microsoft 365 E3 +1", "seats Microsoft 365 E3 +2", "seats Microsoft 365 Business Premium +1"),
        *("renewal Microsoft 365 E3 off", "renewal Microsoft 365 E3 on", "orders"),
    ),
    ALICE: ("seats Webex Suite +2", "seats Webex Suite -1", "renewal Webex Suite on", "overview"),
}
MENU = Menu((*seats.MENU, *renewals.MENU, *orders.MENU))


@dataclass(frozen=True)
class Spec:
    """`epoch` counts the lives that did not overlap: the clock leaps with each, so that claims of the dead run out.

    With the address of a `supplier` it is a life that does nothing but carry out orders through it; with `files` one
    that plans and applies files of users; with the keys of a `vault` it is the command `comptoir keys rotate`.
    """

    url: str
    folder: str
    name: str
    epoch: int
    since: float
    crashpoint: str = ""
    supplier: str = ""
    files: bool = False
    vault: str = ""


class Voice:
    """The platform's side: whatever was posted is in its file."""

    takes_files = False
    paced = False

    def __init__(self, file: Path) -> None:
        self._journal = Journal(file)

    def post(self, team, channel, card, tongue, *, only_for="", replaces="", thread="", repeat=False) -> Sent:  # noqa: ARG002
        self._journal.write(channel=channel, what=_subject(card), repeat=repeat)
        return Sent(replaces or uuid4().hex)

    def send_file(self, team, account, parcel, tongue, *, repeat=False) -> Sent:  # noqa: ARG002
        raise AssertionError("no files are sent here")

    def recall(self, team, channel, card, tongue, since) -> None:
        """It loses none."""

    def called(self, team, channel) -> str:  # noqa: ARG002
        return ""

    def withdraw(self, team, channel, message) -> None:  # noqa: ARG002
        raise AssertionError("no secrets are shown here")


class Letterbox:
    """A mail server's side: whatever was handed over is in its file."""

    def __init__(self, file: Path) -> None:
        self._journal = Journal(file)

    def send(self, envelope, letter, tongue) -> None:  # noqa: ARG002
        self._journal.write(what=envelope.recipient, name=envelope.name, repeat=envelope.repeat)


class Life:
    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.database = Database.open(spec.url)
        self.journal = Journal(Path(spec.folder) / "journal")
        self.dispatch = Dispatcher(self.database, MENU, self.clock, Defaults())
        voice, drawing = Voice(Path(spec.folder) / "voice"), Drawing(order=tracking, digest=lambda *_: None)
        stubborn = Patience(pace=timedelta(0), most_breakdowns=1000)
        self.outbox = Outbox(self.database, {"slack": voice}, drawing, self.clock, stubborn)
        patient = Patience(most_breakdowns=1000, give_up=timedelta.max)
        self.mails = Post(self.database, Letterbox(Path(spec.folder) / "letters"), None, self.clock, patient)
        self.inbox = Inbox(self.database, {"slack": self.handle}, self.clock, stubborn)
        self.orders = Orders(self.database, self.clock)
        self.lease = Lease(self.database, spec.name, self.clock, lasts=timedelta(milliseconds=40))
        self.shift = Shift(self.database, self.clock, self.lease.guard)
        self.terms = Terms(self.shift)
        self._chance = random.Random(spec.name)
        self._numbers = count(1)

    def clock(self) -> datetime:
        return BIRTH + LEAP * self.spec.epoch + timedelta(seconds=time.monotonic() - self.spec.since)

    def live(self) -> None:
        workers = (
            Worker("inbox", self.inbox),
            Worker("outbox", self.outbox, threads=2),
            Worker("mails", self.mails, threads=2),
            Worker("orders", self.orders),
        )
        for worker in workers:
            self.database.listen(worker.ring)
            worker.start()
        for account in PEOPLE:
            threading.Thread(target=self.ask_for_ever, args=[account], daemon=True).start()
        self.do_rounds_for_ever()

    def ask_for_ever(self, account: Account) -> None:
        self.dispatch.meet(Vouched(account, Standing.MEMBER, PEOPLE[account], language="en", zone="Europe/Paris"))
        self.redeliver(account)
        while True:
            self.say()
            self.write()
            card = self.ask(account, Typed(self._chance.choice(WISHES[account])), self._chance.choice(list(Way)))
            if press := _first_press(card):
                self.ask(account, Pressed(press), Way.RETURN)

    def redeliver(self, account: Account) -> None:
        """What was never acknowledged comes again, as a platform would have it."""
        lines = [line for line in self.journal.lines() if line.get("account") == account.user]
        acked = {line["key"] for line in lines if line["what"] == "acked"}
        for line in lines:
            if line["what"] == "asked" and line["key"] not in acked:
                said = Pressed(line["press"]) if line["press"] else Typed(line["text"])
                self.deliver(account, line["key"], said, Way(line["way"]))

    def ask(self, account: Account, said: Typed | Pressed, way: Way) -> Card | None:
        key = f"{self.spec.name}:{next(self._numbers)}"
        press, text = (said.token, "") if isinstance(said, Pressed) else ("", said.text)
        self.journal.write(what="asked", key=key, account=account.user, press=press, text=text, way=way)
        return self.deliver(account, key, said, way)

    def deliver(self, account: Account, key: str, said: Typed | Pressed, way: Way) -> Card | None:
        card = None
        if isinstance(said, Typed) and way is Way.OUTBOX:
            self.receive(account, key, said.text)
        else:
            card = self.dispatch(Ask(key, account, _room(account), said, way)).card
        self.journal.write(what="acked", key=key, account=account.user, way=way, placed=_placed(card, said))
        return card

    def receive(self, account: Account, key: str, text: str) -> None:
        """The other way in: what was received is handled later, and answered by the outbox."""
        body = json.dumps({"key": key, "user": account.user, "text": text})
        with self.database.transaction() as db:
            inbox.receive(db, uuid4(), key, INSTALLATION, body, self.clock())

    def handle(self, body: str) -> None:
        named = json.loads(body)
        (account,) = [one for one in PEOPLE if one.user == named["user"]]
        self.dispatch(Ask(named["key"], account, _room(account), Typed(named["text"]), Way.OUTBOX))

    def say(self) -> None:
        """A message of its own, so that each can be followed from its row to the platform."""
        words = f"{self.spec.name}/{next(self._numbers)}"
        with self.database.transaction() as db:
            outbox.put(
                db,
                uuid4(),
                words,
                installation=INSTALLATION,
                channel=f"C{self._chance.randrange(4)}",
                kind="test",
                body=Errand(card=Card(title=plain(words))).body,
                now=self.clock(),
            )
        self.journal.write(what="said", words=words)

    def write(self) -> None:
        """A mail to an address of its own, so that each can be followed from its row to the server."""
        address = f"{self.spec.name}.{next(self._numbers)}@contoso.example"
        body = {"name": "Ada", "organisation": "Contoso", "login": address, "news": "changed"}
        with self.database.transaction() as db:
            mail = NewMail(uuid4(), address, None, address, "account", "en", "UTC", body)
            mails.put(db, mail, self.clock())
        self.journal.write(what="written", address=address)

    def do_rounds_for_ever(self) -> None:
        while True:
            with suppress(Stale, Unavailable):
                if self.lease.beat():
                    self.terms.run()
                    seal(self.shift, KEY)
            time.sleep(0.02)

    def finish(self) -> None:
        """The last life, which nobody kills: redeliver, and do all that is left."""
        while not self.lease.beat():
            time.sleep(0.02)
        for account in PEOPLE:
            self.redeliver(account)
        drain(self.inbox)
        drain(self.orders)
        self.terms.run()
        while drain(self.outbox) + drain(self.mails):
            pass
        seal(self.shift, KEY)


def run(spec: Spec) -> None:
    signal.alarm(20)
    arm(spec.crashpoint, testing=True)
    if spec.vault:
        rotate(spec)
    if spec.supplier or spec.files:
        (carry if spec.supplier else apply)(spec)
        os._exit(0)
    else:
        Life(spec).live()


def carry(spec: Spec) -> None:
    """Carry out what is due, as long as nobody kills it."""
    drain(Orders(Database.open(spec.url), lambda: BIRTH + LEAP * spec.epoch, suppliers=far_away(spec.supplier)))


def apply(spec: Spec) -> None:
    """Plan and apply the files that are due, as long as nobody kills it."""
    drain(UserRuns(Database.open(spec.url), lambda: BIRTH + LEAP * spec.epoch))


def rotate(spec: Spec) -> None:
    """The command line itself; what it says goes nowhere."""
    signal.alarm(60)
    os.environ |= {"DATABASE_URL": spec.url, "COMPTOIR_VAULT_KEYS": spec.vault}
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    app(["keys", "rotate"])


def far_away(url: str) -> dict[SupplierKind, Remote]:
    """Every order goes to a supplier in another process."""
    return {SupplierKind.TABLES: Remote(url)}


def _first_press(card: Card | None) -> str:
    parts = [part for part in card.elements if isinstance(part, Buttons)] if card else []
    presses = [button.press for part in parts for button in part.buttons if "order.confirm" in button.press]
    return presses[0] if presses else ""


def _room(account: Account) -> Place:
    return Place(f"D-{account.user}", ChannelKind.DIRECT)


def _placed(card: Card | None, said: Typed | Pressed) -> str:
    """The token of an order that the answer says was placed."""
    done = card and any(isinstance(part, Notice) and part.tone is Tone.DONE for part in card.elements)
    return said.token if done and isinstance(said, Pressed) and "order.confirm" in said.token else ""


def _subject(card: Card) -> str:
    """What a message is about: its own words, or the number of its order."""
    values = dict(card.title.values)
    for part in card.elements:
        for fact in getattr(part, "facts", ()):
            number = str(dict(fact.value.values).get("value", ""))
            if number.startswith("C-"):
                return number
    return str(values.get("value", card.title.source))
