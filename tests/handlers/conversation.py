"""What a person does in a chat, against the real dispatcher and real tables; only the wire is left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from sqlalchemy import select, text

from bot.ask import Account, Answer, Ask, Place, Platform, Pressed, Standing, Typed, Vouched, Way
from bot.cards import Button, Buttons, Card, Choice
from bot.phrases import Speaker, Tongue
from bot.text_cards import text as plain_text
from bot.tokens import Tokens
from handlers import sample
from handlers.book import MENU
from handlers.context import Defaults, Mailing
from handlers.dispatch import Dispatcher
from handlers.keys.addresses import DownloadAddresses
from handlers.keys.following import Followed
from handlers.keys.showing import Showing
from handlers.organisations.copying import Addresses
from jobs.mail import Links
from store import people
from store.database import Database
from store.schema import organisations
from store.values import ChannelKind
from store.vault import Vault

TEAM = "T-HOME"


class Office:
    """One installation for the whole house; its clock stands still until it is moved."""

    def __init__(self, database: Database, now: datetime, *, loaded: bool = False) -> None:
        """`loaded`: an office has been in this database before, or in the one that it is a copy of."""
        self.database = database
        self.now = now
        self.vault = Vault(["the key of the office's vault " + "x" * 16])
        self.links = Links(Tokens(["the key of the office's links " + "x" * 16]), "https://comptoir.example")
        mailing = Mailing(self.links.public_url, (), has_server=True)
        self.defaults = Defaults(vault=self.vault, mailing=mailing, tokens=self.links.tokens)
        self.dispatch = Dispatcher(database, MENU, lambda: self.now, self.defaults)
        addresses = Addresses(database, self.links.url, lambda: self.now)
        downloads = DownloadAddresses(database, self.links.download)
        self.showing = Showing(database, self.vault, lambda: self.now, addresses, downloads)
        self.followed = Followed(database, lambda: self.now, self.defaults)
        if loaded:
            return
        with database.transaction() as db:
            sample.load(db, now)
            sample.load_keys(db, now, self.vault)
            root = db.execute(select(organisations.c.id).where(organisations.c.parent_id.is_(None))).scalar_one()
            people.install(db, uuid4(), Platform.CONSOLE, TEAM, "bot", root, now)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def person(self, email: str, *, standing: Standing = Standing.MEMBER, language: str = "en") -> Conversation:
        account = Account(Platform.CONSOLE, TEAM, email)
        self.dispatch.meet(Vouched(account, standing, email, language=language, zone="Europe/Paris"))
        return Conversation(self, account, Place(f"dm-{email}", ChannelKind.DIRECT), language)

    def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        with self.database.reading() as db:
            return [tuple(row) for row in db.execute(text(sql), values)]

    def write(self, sql: str, **values: object) -> None:
        """What the world did meanwhile."""
        with self.database.transaction() as db:
            db.execute(text(sql), values)

    def one(self, sql: str, **values: object) -> object:
        return self.rows(sql, **values)[0][0]


@dataclass
class Said:
    """An answer as its reader sees it."""

    answer: Answer
    ask: Ask

    @property
    def card(self) -> Card:
        return self.answer.card

    @property
    def text(self) -> str:
        return plain_text(self.card, self.answer.tongue).replace("\u202f", " ").replace("\u00a0", " ")

    @property
    def refused(self) -> bool:
        return self.answer.refused

    @property
    def buttons(self) -> dict[str, Button]:
        speaker = Speaker(self.answer.tongue)
        rows = [element.buttons for element in self.card.elements if isinstance(element, Buttons)]
        found = {speaker.say(button.label): button for row in rows for button in row}
        if self.card.submit:
            found[speaker.say(self.card.submit.label)] = self.card.submit
        return found

    @property
    def fields(self) -> set[str]:
        return {element.name for element in self.card.inputs}

    def options(self, field: str) -> dict[str, str]:
        """Label → value of a choice."""
        speaker = Speaker(Tongue(self.answer.tongue.language))
        choice = next(one for one in self.card.inputs if isinstance(one, Choice) and one.name == field)
        return {speaker.say(option.label): option.value for option in choice.options}


class Conversation:
    """One person in one place."""

    _keys = count()

    def __init__(self, office: Office, account: Account, place: Place, language: str) -> None:
        self.office, self.account, self.place, self.language = office, account, place, language

    def asks(self, words: str) -> Said:
        return self._say(Typed(words))

    def presses(self, said: Said, label: str) -> Said:
        return self._say(Pressed(said.buttons[label].press))

    def submits(self, said: Said, **fields: str) -> Said:
        assert said.card.submit, "there is no form to submit"
        return self._say(Pressed(said.card.submit.press, fields))

    def sends(self, token: str, **fields: str) -> Said:
        """A press whose token nobody gave them."""
        return self._say(Pressed(token, fields))

    def drafts(self, token: str, **fields: str) -> Card:
        """The answer to such a press before it is shown."""
        said = Pressed(token, fields)
        return self.office.dispatch(Ask(f"key-{next(self._keys)}", self.account, self.place, said)).card

    def repeats(self, said: Said) -> Said:
        """The very same delivery once more."""
        answer = self.office.dispatch(said.ask)
        return Said(replace(answer, card=self.office.showing(answer.card)), said.ask)

    def by_outbox(self, words: str) -> Said:
        return self._say(Typed(words), Way.OUTBOX)

    def moved_to(
        self, channel: str, kind: ChannelKind = ChannelKind.GROUP, *, shared: bool = False, name: str = ""
    ) -> Conversation:
        return Conversation(self.office, self.account, Place(channel, kind, shared=shared, name=name), self.language)

    def speaking(self, language: str) -> Conversation:
        return self.office.person(self.account.user, language=language)

    def _say(self, said: Typed | Pressed, way: Way = Way.RETURN) -> Said:
        ask = Ask(f"key-{next(self._keys)}", self.account, self.place, said, way)
        answer = self.office.dispatch(ask)
        shown = answer if way is Way.OUTBOX else replace(answer, card=self.office.showing(answer.card))
        return Said(shown, replace(ask))
