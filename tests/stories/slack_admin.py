"""The Admin of the story, in Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.slack_checks import elements
from tests.fakes.slack_world import Channel, View

if TYPE_CHECKING:
    from tests.fakes.slack import SlackFake
    from tests.fakes.slack_client import Person, Seen


class SlackAdmin:
    """Types the slash command in a channel, whose answers only they see."""

    def __init__(self, slack: SlackFake, person: Person, channel: Channel) -> None:
        self._slack, self._person, self._channel = slack, person, channel

    def asks(self, words: str) -> None:
        """What covers the screen is closed first."""
        self._closes_all()
        self._person.slash("/licence", words, self._channel)

    def asks_in_the_channel(self, words: str) -> None:
        self._person.mention(self._channel, words)

    def presses(self, label: str, yes: str = "") -> None:  # noqa: ARG002 - the fake's person says yes to what asks back
        """On top of the screen, else on the newest card; what covers that is closed first."""
        self._slack.wait_until(lambda: bool(self._with(label)), f"a button {label!r}")
        where = self._with(label)[-1]
        if not isinstance(where, View):
            self._closes_all()
        self._person.press(where, label)

    def _closes_all(self) -> None:
        for view in self._person.views[-1:]:
            self._person.close(view, everything=True)

    def fills(self, submit: str, **fields: str) -> None:
        """The form on top of the screen, which has that button."""
        self._slack.wait_until(lambda: self._form(submit) is not None, f"a form {submit!r}")
        form = self._form(submit)
        assert form
        self._person.submit(form, dict(_entered(form, name, value) for name, value in fields.items()))

    def _form(self, submit: str) -> View | None:
        top = self._person.views[-1:]
        return next((view for view in top if (view.body.get("submit") or {}).get("text") == submit), None)

    def drops(self, name: str, content: bytes, words: str) -> None:
        """A file into the conversation with the bot, with words beside it."""
        self._person.dm(words, (name, content))

    def finds(self, start: str) -> bytes:
        """The newest file that the bot has sent whose name begins like that."""
        self._slack.wait_until(lambda: bool(self._files(start)), f"a file {start!r}", timeout=20)
        return self._slack.world.uploads[self._files(start)[-1]].content or b""

    def _files(self, start: str) -> list[str]:
        sent = [file for card in self._person.cards() for file in card.files]
        return [file["id"] for file in sent if file["name"].startswith(start)]

    def sees(self, *words: str) -> None:
        self._slack.wait_until(lambda: self._reads(words), f"{words} among {self._person.texts()}", timeout=10)

    def _reads(self, words: tuple[str, ...]) -> bool:
        return any(all(word in spaced(text) for word in words) for text in self._person.texts())

    def _with(self, label: str) -> list[Seen]:
        things: list[Seen] = [*self._person.cards(), *self._person.views]
        found = [thing for thing in things if label in labels(thing)]
        return sorted(found, key=lambda thing: (isinstance(thing, View), thing.changed))


class SlackHand(SlackAdmin):
    """Writes to the bot directly, without a slash."""

    def asks(self, words: str) -> None:
        self._person.dm(words)


def _entered(form: View, name: str, value: str) -> tuple[tuple[str, str], str | bool]:
    """Which block and action a field is, and what is chosen there; boxes are ticked or not."""
    for block, element in elements(form.blocks):
        if name == block["block_id"].partition(":")[0]:
            ticked = value == "yes" if element["type"] == "checkboxes" else value
            return (block["block_id"], element["action_id"]), ticked
    raise AssertionError(f"no field {name!r} in {form.body['title']['text']!r}")


def labels(thing: Seen) -> list[str]:
    return [element["text"]["text"] for _block, element in elements(thing.blocks) if element["type"] == "button"]


def spaced(text: str) -> str:
    """Any kind of white space reads as one blank."""
    return " ".join(text.split())
