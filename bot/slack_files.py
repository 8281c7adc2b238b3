"""Files that people send in Slack: fetched by the bot's own token from Slack's own host, once they are on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from time import monotonic
from typing import Any, Final

import requests
from pydantic import BaseModel, ConfigDict
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.ask import Account, Ask, Dispatch, Place, Platform, Pressed, Typed, Way
from bot.errand import Busy, Down
from bot.slack_addresses import FILES_AT, is_slacks
from bot.slack_faults import code, seconds, told
from bot.slack_payloads import Attached
from bot.uploads import LARGEST, Intake, NotTaken, Spooled, Upload, Why, may_be_a_sheet, spool
from store.values import ChannelKind

_DOOR_S: Final = 3
_BYTES_S: Final = 10
_ALL_S: Final = 40
_AT_ONCE: Final = 2**16
_DENIED: Final = frozenset({"missing_scope", "no_permission", "not_allowed_token_type"})
_GONE: Final = frozenset({"file_not_found", "file_deleted", "file_not_visible"})
_HOSTED: Final = frozenset({"hosted", "snippet", "post"})


class Dropped(BaseModel):
    """A message with files, as the inbox keeps it."""

    model_config = ConfigDict(frozen=True)

    key: str
    team: str
    user: str
    channel: str
    kind: ChannelKind
    thread: str
    shared: bool
    words: str
    files: tuple[Attached, ...]
    name: str = ""

    @classmethod
    def of(cls, ask: Ask, files: tuple[Attached, ...]) -> Dropped:
        words = ask.said.text if isinstance(ask.said, Typed) else ""
        place = ask.place
        where = {"channel": place.channel, "kind": place.kind, "thread": place.thread, "name": place.name}
        who = {"key": ask.key, "team": ask.account.team, "user": ask.account.user, "shared": place.shared}
        return cls.model_validate(where | who | {"words": words, "files": files})

    @property
    def ask(self) -> Ask:
        place = Place(self.channel, self.kind, thread=self.thread, shared=self.shared, name=self.name)
        account = Account(Platform.SLACK, self.team, self.user)
        return Ask(self.key, account, place, Typed(self.words), Way.OUTBOX)


class SlackFiles:
    """Deals with messages that bring files. What is no sheet beside words leaves the words to be answered."""

    def __init__(self, client: WebClient, dispatch: Dispatch, intake: Intake) -> None:
        self._client = client
        self._dispatch = dispatch
        self._intake = intake

    def handle(self, body: str) -> None:
        """One message of the inbox. Raises a `NotSent` where Slack can't be asked now."""
        dropped = Dropped.model_validate_json(body)
        self._dispatch(replace(dropped.ask, said=self._said(dropped)))

    def _said(self, dropped: Dropped) -> Typed | Pressed:
        ask, first = dropped.ask, dropped.files[0]
        if not any(may_be_a_sheet(file.name) for file in dropped.files):
            return ask.said if dropped.words else self._intake.refused(ask, first.name, Why.OTHER_KIND)
        if len(dropped.files) > 1:
            return self._intake.refused(ask, first.name, Why.SEVERAL)
        if not self._intake.welcomes(ask.account):
            return self._intake.refused(ask, first.name, Why.NO_RIGHT)
        try:
            with spool() as to:
                return self._intake.take(ask, self._fetched(first, to))
        except NotTaken as no:
            return self._intake.refused(ask, first.name, no.why)

    def _fetched(self, file: Attached, to: Spooled) -> Upload:
        known = self._known(file.id)
        address, size = str(known.get("url_private_download") or ""), known.get("size")
        if isinstance(size, int) and size > LARGEST:
            raise NotTaken(Why.TOO_LARGE)
        if known.get("mode") not in _HOSTED or not is_slacks(address, FILES_AT, self._client.base_url):
            raise NotTaken(Why.GONE)
        received = self._download(address, to)
        if size and received != size:
            raise Down("Slack gave a part of a file")
        return to.upload(str(known.get("name") or file.name))

    def _known(self, id: str) -> Mapping[str, Any]:
        """What Slack says of the file now: where it is, how long."""
        with told():
            try:
                answer: Any = self._client.files_info(file=id).data
            except SlackApiError as no:
                if code(no) in _DENIED | _GONE:
                    raise NotTaken(Why.NO_RIGHT if code(no) in _DENIED else Why.GONE) from no
                raise
        found = answer.get("file")
        if not isinstance(found, dict):
            raise Down("Slack answered rubbish")
        return found

    def _download(self, address: str, to: Spooled) -> int:
        """How many bytes came."""
        headers, received, began = {"Authorization": f"Bearer {self._client.token}"}, 0, monotonic()
        with (
            told(),
            requests.get(
                address, headers=headers, timeout=(_DOOR_S, _BYTES_S), allow_redirects=False, stream=True
            ) as answer,
        ):
            _let_in(answer)
            for piece in answer.iter_content(_AT_ONCE):
                to.write(piece)
                received += len(piece)
                if monotonic() - began > _ALL_S:
                    raise Down("the file does not end")
        return received


def _let_in(answer: requests.Response) -> None:
    """A page to sign in at is no file, and neither is the way to one."""
    match answer.status_code:
        case HTTPStatus.OK if not answer.headers.get("Content-Type", "").startswith("text/html"):
            return
        case HTTPStatus.FORBIDDEN:
            raise NotTaken(Why.NO_RIGHT)
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            raise NotTaken(Why.GONE)
        case HTTPStatus.TOO_MANY_REQUESTS:
            raise Busy(seconds(answer.headers))
        case _:
            raise Down(f"Slack gives no file ({answer.status_code})")
