"""What the bot asks of Webex, and how Webex says no; the only module that knows webexteamssdk.

Every call ends within some twenty seconds or raises a `NotSent`: `Busy` (wait), `Down` (again later), `Gone` (never)
and, where a message may have been said all the same, `Lost`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO
from itertools import islice, takewhile
from time import monotonic
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from requests import ConnectTimeout, RequestException, Response
from requests.exceptions import ProxyError, SSLError
from requests_toolbelt import MultipartEncoder
from urllib3.exceptions import HTTPError, NewConnectionError
from webexteamssdk import webexteamssdkException
from webexteamssdk.api.attachment_actions import AttachmentActionsAPI
from webexteamssdk.api.memberships import MembershipsAPI
from webexteamssdk.api.messages import MessagesAPI
from webexteamssdk.api.people import PeopleAPI
from webexteamssdk.api.rooms import RoomsAPI
from webexteamssdk.api.webhooks import WebhooksAPI
from webexteamssdk.restsession import RestSession

from bot.errand import Busy, Down, Gone, Lost, NotSent, Parcel
from bot.uploads import NotTaken, Why
from bot.webex_cards import Message
from bot.webex_nouns import Membership, Noun, Person, Post, Press, Room, Webhook, is_id
from bot.webex_patience import seconds_to_wait

N = TypeVar("N", bound=Noun)

_LARGEST_ANSWER: Final = 4 * 2**20
_LARGEST_FILE: Final = 100 * 10**6
_AT_ONCE: Final = 64 * 2**10
_PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to be let in, for the next bytes, for all of an answer, and for that to a file."""

    door: float = 3
    bytes: float = 10
    answer: float = 15
    upload: float = 45


class Webex:
    """The bot's account. Ids of others are checked before they become part of an address."""

    def __init__(self, token: str, api_url: str, patience: Patience | None = None) -> None:
        session = self._session = _Session(token, api_url, patience or Patience())
        self._people = PeopleAPI(session, _as_told)
        self._messages = MessagesAPI(session, _as_told)
        self._presses = AttachmentActionsAPI(session, _as_told)
        self._rooms = RoomsAPI(session, _as_told)
        self._memberships = MembershipsAPI(session, _as_told)
        self._webhooks = WebhooksAPI(session, _as_told)

    @property
    def clock(self) -> str | None:
        """When Webex gave its last answer, as its `Date` says."""
        return self._session.date

    def close(self) -> None:
        """Hang up; a later call connects anew."""
        self._session.close()

    @cached_property
    def me(self) -> Person:
        """The bot itself, asked once."""
        return _read(Person, self._people.me)

    def is_me(self, id: str) -> bool | None:
        """Whether an account is the bot's own; None as long as nobody has asked who it is."""
        return self.me.id == id if "me" in vars(self) else None

    def person(self, id: str) -> Person:
        return _read(Person, self._people.get, _checked(id))

    def message(self, id: str) -> Post:
        return _read(Post, self._messages.get, _checked(id))

    def press(self, id: str) -> Press:
        return _read(Press, self._presses.get, _checked(id))

    def room(self, id: str) -> Room:
        return _read(Room, self._rooms.get, _checked(id))

    def rooms(self, *, since: datetime, most: int) -> Iterator[Room]:
        """The spaces in which anything happened since then, latest first."""
        found = islice(_each(Room, self._rooms.list, sortBy="lastactivity", max=most), most)
        return takewhile(lambda room: room.last_activity is not None and room.last_activity >= since, found)

    def posts(self, room: str, *, mentioned: str, since: datetime, most: int) -> Iterator[Post]:
        """What was said in a space since then, latest first; `mentioned`: only where that account is."""
        who = {"mentionedPeople": mentioned} if mentioned else {}
        found = islice(_each(Post, self._messages.list, roomId=_checked(room), max=most, **who), most)
        return takewhile(lambda post: post.created is not None and post.created >= since, found)

    def direct_posts(self, person: str, *, since: datetime, most: int) -> Iterator[Post]:
        """What was said in the 1:1 space with somebody since then, latest first."""
        found = islice(_each(Post, self._messages.list_direct, personId=_checked(person)), most)
        return takewhile(lambda post: post.created is not None and post.created >= since, found)

    def membership(self, id: str) -> Membership:
        return _read(Membership, self._memberships.get, _checked(id))

    def members(self, room: str, person: str | None = None) -> Iterator[Membership]:
        """Who is in a space (or whether that one person is), page after page as far as one reads."""
        return _each(Membership, self._memberships.list, roomId=_checked(room), personId=person, max=_PAGE)

    def post(self, message: Message, *, person: str = "", room: str = "", thread: str = "") -> str:
        """Say something to a person directly or in a space; the id of the message."""
        where = {"toPersonId": person, "roomId": room, "parentId": thread}
        return _read(Post, self._messages.create, **{name: id for name, id in where.items() if id}, **message).id

    def send_file(self, parcel: Parcel, text: str, *, person: str) -> str:
        """Hand a file to a person directly, with a line beside it; the id of the message."""
        if not 0 < parcel.size <= _LARGEST_FILE:
            raise Gone(f"a file of {parcel.size} bytes")
        parcel.content.seek(0)
        file = (parcel.name, parcel.content, parcel.media_type)
        body = MultipartEncoder({"toPersonId": _checked(person), "text": text, "files": file})
        told = self._session.post("messages", data=body, headers={"Content-Type": body.content_type}, large=True)
        return _noun(Post, told, "POST").id

    @contextmanager
    def content(self, address: str) -> Iterator[Response]:
        """A file that somebody sent, as its bytes come, whatever the answer. Raises a `NotSent`, or `NotTaken`."""
        with self._session.opened(address) as answer:
            yield answer

    def write(self, text: str, *, room: str, thread: str = "") -> None:
        """A line of plain text in a space."""
        _tell(self._messages.create, roomId=room, parentId=thread or None, text=text)

    def delete(self, message: str) -> None:
        _tell(self._messages.delete, _checked(message))

    def webhooks(self) -> list[Webhook]:
        return list(_each(Webhook, self._webhooks.list, max=100))

    def add_webhook(self, hook: Webhook) -> None:
        given = hook.model_dump(by_alias=True, exclude={"id", "status"}, exclude_defaults=True)
        _tell(self._webhooks.create, **given)

    def mend_webhook(self, hook: Webhook) -> None:
        """Set its name, address and secret, and have it deliver again."""
        _tell(self._webhooks.update, hook.id, hook.name, hook.target_url, secret=hook.secret, status="active")

    def remove_webhook(self, hook: Webhook) -> None:
        _tell(self._webhooks.delete, hook.id)


class _Session(RestSession):  # type: ignore[misc] # comes without types
    """One try for each request: it never waits for a limit, follows no redirect, and takes every answer in."""

    def __init__(self, token: str, api_url: str, patience: Patience) -> None:
        super().__init__(token, api_url.rstrip("/") + "/", wait_on_rate_limit=False)
        self._patience = patience
        self.date: str | None = None

    def close(self) -> None:
        self._req_session.close()

    @contextmanager
    def opened(self, address: str) -> Iterator[Response]:
        """Of Webex's own files alone, since the token goes along."""
        if not address.startswith(f"{self.base_url}contents/"):
            raise NotTaken(Why.GONE)
        timeout = (self._patience.door, self._patience.bytes)
        try:
            with self._req_session.get(address, timeout=timeout, stream=True, allow_redirects=False) as answer:
                yield answer
        except (RequestException, HTTPError, TimeoutError) as silence:
            raise _unanswered("GET", silence) from silence

    def request(self, method: str, url: str, erc: int, **given: Any) -> Response:
        address = self.abs_url(url)
        if not address.startswith(self.base_url):
            raise Down("Webex leads to another address")
        patience, large = self._patience, given.pop("large", False)
        how = {"timeout": (patience.door, patience.bytes), "stream": True, "allow_redirects": False}
        began = monotonic()
        try:
            answer: Response = self._req_session.request(method, address, **given | how)
            body = _taken_in(answer, began + (patience.upload if large else patience.answer))
        except (RequestException, HTTPError, TimeoutError) as silence:
            raise _unanswered(method, silence) from silence
        self.date = answer.headers.get("Date")
        if answer.status_code != erc:
            raise _refused(method, answer)
        return _legible(method, answer, body)


def _taken_in(answer: Response, deadline: float) -> bytes:
    """The body; `TimeoutError` for one that does not end in time."""
    body = BytesIO()
    with answer:
        while piece := answer.raw.read1(_AT_ONCE, decode_content=True):
            body.write(piece)
            if monotonic() > deadline or body.tell() > _LARGEST_ANSWER:
                raise TimeoutError("the answer does not end")
    return body.getvalue()


def _unanswered(method: str, silence: Exception) -> NotSent:
    """Whether a message can have arrived before the line broke."""
    reason = getattr(silence.args[0], "reason", None) if silence.args else None
    outside = isinstance(silence, ConnectTimeout | ProxyError | SSLError) or isinstance(reason, NewConnectionError)
    if method == "POST" and not outside:
        return Lost(f"no answer from Webex ({type(silence).__name__})")
    return Down(f"Webex does not answer ({type(silence).__name__})")


def _refused(method: str, answer: Response) -> NotSent:
    """An error of theirs on the way in may come after the message was said."""
    status = answer.status_code
    said = f"Webex answered {status} ({answer.headers.get('trackingId', 'no tracking id')[:80]})"
    match status, status // 100:
        case ((423 | 429), _):
            return Busy(seconds_to_wait(answer.headers.get("Retry-After"), answer.headers.get("Date")))
        case 401, _:
            return Down("Webex refuses the access token")
        case ((408 | 503), _) | (_, 3):
            return Down(said)
        case _, 4:
            return Gone(said)
        case _:
            return Lost(said) if method == "POST" else Down(said)


def _legible(method: str, answer: Response, body: bytes) -> Response:
    """The answer, ready to be read as JSON."""
    answer.raw, answer.encoding = BytesIO(body), "utf-8"
    try:
        if method != "DELETE":
            json.loads(body)
    except (ValueError, RecursionError) as rubbish:
        raise _illegible(method) from rubbish
    return answer


def _illegible(method: str) -> NotSent:
    """What came back says nothing: a message may stand there now."""
    return Lost("Webex answered rubbish") if method == "POST" else Down("Webex answered rubbish")


def _as_told(_noun: str, told: Any) -> Any:
    return told


def _checked(id: str) -> str:
    if not is_id(id):
        raise Gone("not an id")
    return id


def _read(noun: type[N], ask: Callable[..., Any], *given: str, **more: Any) -> N:
    """What is told, as a noun."""
    return _noun(noun, ask(*given, **more), "POST" if more else "GET")


def _noun(noun: type[N], told: Any, method: str) -> N:
    try:
        return noun.model_validate(told)
    except ValidationError as rubbish:
        raise _illegible(method) from rubbish


def _each(noun: type[N], ask: Callable[..., Any], **given: Any) -> Iterator[N]:
    try:
        for told in ask(**given):
            yield noun.model_validate(told)
    except (ValidationError, AssertionError, TypeError, ValueError, webexteamssdkException) as rubbish:
        raise _illegible("GET") from rubbish


def _tell(ask: Callable[..., Any], *given: str, **more: Any) -> None:
    ask(*given, **more)
