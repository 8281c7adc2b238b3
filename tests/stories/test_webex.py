from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from starlette.applications import Starlette

from bot.webex_wire import Access, WebexWire
from handlers import sample
from tests.fakes.webex_nouns import File
from tests.serving import served
from tests.stories.deployment import Deployment
from tests.stories.story import play
from tests.stories.words import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.fakes.webex import Webex
    from tests.fakes.webex_nouns import Message
    from tests.fakes.webex_people import Person

Found = TypeVar("Found")


class WebexAdmin:
    """Writes to the bot directly; in a space with others the bot is mentioned and answers directly all the same."""

    def __init__(self, webex: Webex, person: Person) -> None:
        self._webex, self._person = webex, person
        self._space = webex.room("Licences", person, webex.bot)

    def asks(self, words: str) -> None:
        self._person.says(words)

    def asks_in_the_channel(self, words: str) -> None:
        self._person.mentions(self._space, words)

    def presses(self, label: str, yes: str = "") -> None:
        """What asks back folds out below its button and has one of its own."""
        self._person.presses(self._waits(lambda: self._with(label))[-1], yes or label)

    def fills(self, submit: str, **fields: object) -> None:
        self._person.presses(self._waits(lambda: self._with(submit))[-1], submit, **fields)

    def drops(self, name: str, content: bytes, words: str) -> None:
        """A file, with words beside it."""
        self._person.says(words, file=File(name, "text/csv", content))

    def finds(self, start: str) -> bytes:
        """The newest file that the bot has sent whose name begins like that."""
        return self._waits(lambda: self._files(start))[-1].data

    def _files(self, start: str) -> list[File]:
        sent = [message.attached for message in self._messages() if message.author is not self._person]
        return [file for file in sent if file and file.name.startswith(start)]

    def sees(self, *words: str) -> None:
        self._waits(lambda: any(all(word in text for word in words) for text in self._texts()))

    def _waits(self, condition: Callable[[], Found]) -> Found:
        return self._webex.until(condition, 20)

    def _texts(self) -> Iterator[str]:
        """The newest first."""
        return map(said, reversed(self._messages()))

    def _messages(self) -> list[Message]:
        return [*self._person.messages(self._space), *self._person.messages()]

    def _with(self, label: str) -> list[Message]:
        return [message for message in self._messages() if message.card and label in message.buttons]


class WebexMember(WebexAdmin):
    """Asks everything in a space with others."""

    def asks(self, words: str) -> None:
        self.asks_in_the_channel(words)


def said(message: Message) -> str:
    """As it reads on the screen: strong text without its stars, and nothing that can't be seen."""
    return " ".join(message.words.replace("**", "").replace("\u200b", "").split())


@contextmanager
def at_webex(webex: Webex, work: Deployment):
    access = Access(webex.token, webex.secret, webex.base, "https://bot.example")
    meet, fresh, receive = work.dispatch.meet, work.dispatch.fresh, work.keeping("webex", lambda: wire.team)
    wire = WebexWire(access, work.dispatch, meet, fresh, receive, work.intake)
    work.installed("webex", wire.team, wire.bot)
    work.at_work({"webex": wire.sender}, {"webex": wire.handle})
    try:
        with served(Starlette(routes=wire.routes)) as address:
            wire.setup(address)
            yield
            work.close()  # or what is said last is told to a bot that is stopping
            webex.settle()
    finally:
        work.close()
        wire.close()


def test_the_story_in_webex(webex, database, said):
    work = Deployment(database, said.language)
    with at_webex(webex, work):
        play(WebexAdmin(webex, webex.person(sample.CONTOSO_ADMIN, "Chloé Dubois")), work, said)


def test_the_story_in_a_space_with_others(webex, database, said):
    work = Deployment(database, said.language)
    with at_webex(webex, work):
        play(WebexMember(webex, webex.person(sample.CONTOSO_ADMIN, "Chloé Dubois")), work, said)


def test_the_story_in_webex_on_postgresql(webex, postgresql_database):
    work = Deployment(postgresql_database)
    with at_webex(webex, work):
        play(WebexAdmin(webex, webex.person(sample.CONTOSO_ADMIN, "Chloé Dubois")), work, ENGLISH)
