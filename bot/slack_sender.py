"""Slack's way out for messages: to a channel, to one person in it, or directly."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Lock
from typing import Any, Final

from slack_sdk import WebClient

from bot.cards import Card, Prose
from bot.errand import Gone, Lost, Parcel, Sent, direct
from bot.phrases import Tongue, _
from bot.slack_blocks import Message, message
from bot.slack_channels import called
from bot.slack_faults import told
from bot.slack_text import voice
from bot.slack_uploads import hand_over
from bot.slack_workspace import Workspace

_REMEMBERED: Final = 10_000


class Conversations:
    """Which direct conversation is with whom, as far as this process remembers."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._known: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def of(self, account: str) -> str:
        """Opened where there is none yet. Raises a `NotSent`."""
        if account in self._known:
            return self._known[account]
        return self._remember(account, _named(self._client.conversations_open, ("channel", "id"), users=account))

    def _remember(self, account: str, channel: str) -> str:
        with self._lock:
            self._known[account] = channel
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return channel


class SlackSender:
    """Half a minute of patience at most for a message, however often Slack has to be asked for it."""

    takes_files = True
    paced = True

    def __init__(self, client: WebClient, workspace: Workspace) -> None:
        self._client = client
        self._workspace = workspace
        self._conversations = Conversations(client)

    def post(
        self,
        team: str,
        channel: str,
        card: Card,
        tongue: Tongue,
        *,
        only_for: str = "",
        replaces: str = "",
        thread: str = "",
        repeat: bool = False,
    ) -> Sent:
        """What was asked in a channel is answered there, to be seen by `only_for` alone."""
        if team != self._workspace.home.team:
            raise Gone("another workspace")
        alone = channel.startswith(direct(""))
        if card.private and not (alone or only_for or channel.startswith("D")):
            raise Gone("private, and not for a channel")
        shown = message(_sent_again(card) if repeat else card, tongue)
        where = self._conversations.of(channel.removeprefix(direct(""))) if alone else channel
        if only_for:
            return self._to_one(where, only_for, shown, thread)
        if replaces:
            with suppress(Gone):  # deleted meanwhile, or too old to be changed
                return self._instead(where, replaces, shown)
        return self._new(where, shown, thread)

    def send_file(self, team: str, account: str, parcel: Parcel, tongue: Tongue, *, repeat: bool = False) -> Sent:
        """Into the conversation with the bot, which nobody else reads."""
        if team != self._workspace.home.team:
            raise Gone("another workspace")
        comment = voice(tongue).rich(_SENT_AGAIN if repeat else _("Here is the file."))
        return hand_over(self._client, self._conversations.of(account), parcel, comment)

    def withdraw(self, team: str, channel: str, message: str) -> None:
        """From a direct conversation; what one person alone saw in a channel leaves no trace there."""
        if team != self._workspace.home.team:
            raise Gone("another workspace")
        alone = channel.startswith(direct(""))
        where = self._conversations.of(channel.removeprefix(direct(""))) if alone else channel
        with suppress(Gone), told():
            self._client.chat_delete(channel=where, ts=message)

    def recall(self, team: str, channel: str, card: Card, tongue: Tongue, since: datetime) -> None:
        """Nothing to do: a secret is shown in a modal, or to one person alone, and stays nowhere."""

    def called(self, team: str, channel: str) -> str:
        if team != self._workspace.home.team:
            raise Gone("another workspace")
        return called(_named(self._client.conversations_info, ("channel", "name"), channel=channel))

    def _new(self, channel: str, shown: Message, thread: str) -> Sent:
        plain = {"unfurl_links": False, "unfurl_media": False}
        return Sent(_named(self._client.chat_postMessage, ("ts",), channel=channel, **shown, **plain, **_in(thread)))

    def _instead(self, channel: str, replaced: str, shown: Message) -> Sent:
        return Sent(_named(self._client.chat_update, ("ts",), channel=channel, ts=replaced, **shown))

    def _to_one(self, channel: str, user: str, shown: Message, thread: str) -> Sent:
        post = self._client.chat_postEphemeral
        return Sent(_named(post, ("message_ts",), channel=channel, user=user, **shown, **_in(thread)))


def _named(ask: Callable[..., Any], path: tuple[str, ...], **given: Any) -> str:
    """Ask, and read the name of what was made out of the answer."""
    with told():
        found = ask(**given).data
        for name in path:
            found = found.get(name)
    if not isinstance(found, str) or not found:
        raise Lost("Slack answered rubbish")
    return found


def _in(thread: str) -> dict[str, str]:
    return {"thread_ts": thread} if thread else {}


def _sent_again(card: Card) -> Card:
    return card.model_copy(update={"elements": (Prose(text=_SENT_AGAIN, quiet=True), *card.elements)})


_SENT_AGAIN: Final = _("Sent again: no answer came the first time, so you may have seen this already.")
