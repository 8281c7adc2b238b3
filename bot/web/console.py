"""The console: a chat page on this machine, for trying everything out without Slack or Webex."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.ask import Account, Answer, Ask, Dispatch, Meet, Place, Platform, Pressed, Standing, Typed, Vouched
from bot.errand import Opened, direct
from bot.html_cards import read_form
from bot.phrases import Phrase, Speaker, Tongue, _, plain
from bot.uploads import Intake
from bot.web import console_files
from bot.web.board import Post
from bot.web.console_page import HERE, LANGUAGES, ConsolePerson, View, fresh_key, line, page
from bot.web.console_words import NO_FILE, NOBODY, STALE, TOO_LARGE, UNREADABLE
from bot.web.downloads import download
from bot.web.loopback import LoopbackOnly, accepted
from bot.web.visits import Entry, Log, Visit, Visits, pressed_label

__all__ = ["TEAM", "ConsolePerson", "Post", "console"]

TEAM: Final = "console"
"""The team of every account of the console."""

_COOKIE: Final = "comptoir_console"
_MOST_BYTES: Final = 65_536
_MOST_FIELDS: Final = 200
_SHORTEST_KEY: Final = 16
_FORM: Final = "application/x-www-form-urlencoded"

Posts = Callable[[str, int], Sequence[Post]]


def console(
    dispatch: Dispatch,
    people: Callable[[], Sequence[ConsolePerson]],
    posts: Posts,
    channels: Callable[[str], Sequence[str]],
    meet: Meet | None = None,
    opened: Opened = lambda _id, _account: nullcontext(),
    intake: Intake | None = None,
) -> list[BaseRoute]:
    """The page at `/console/`, and `/` leads there.

    `posts` gives what came into a channel after a post's id; `channels` the group channels that a person is in; `meet`
    is told who asks, and in which language; `opened` hands out files; `intake` keeps those that are sent.
    """
    desk = _Console(dispatch, people, posts, channels, meet, opened, intake)
    inside: list[BaseRoute] = [
        Route("/", desk.page),
        Route("/news", desk.news),
        Route("/say", desk.say, methods=["POST"]),
        Route("/send", desk.send, methods=["POST"]),
        Route("/files/{file}", desk.file),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    return [Route("/", _home), Mount("/console", LoopbackOnly(Starlette(routes=inside)))]


async def _home(request: Request) -> Response:  # noqa: ARG001 - as Starlette calls it
    return RedirectResponse("/console/")


class _Console:
    def __init__(
        self,
        dispatch: Dispatch,
        people: Callable[[], Sequence[ConsolePerson]],
        posts: Posts,
        channels: Callable[[str], Sequence[str]],
        meet: Meet | None,
        opened: Opened,
        intake: Intake | None,
    ) -> None:
        self._dispatch = dispatch
        self._people = people
        self._posts = posts
        self._channels = channels
        self._meet = meet
        self._opened = opened
        self._intake = intake
        self._visits = Visits()

    async def page(self, request: Request) -> Response:
        id_ = request.cookies.get(_COOKIE, "")
        visit = self._visits.get(id_)
        if visit is None:
            id_, visit = self._visits.open()
        view = await self._view(request, visit)
        unread = await self._catch_up(view, visit)
        response = HTMLResponse(
            page(view, visit, unread, takes_files=self._intake is not None), headers={"Cache-Control": "no-store"}
        )
        response.set_cookie(_COOKIE, id_, path="/console", httponly=True, samesite="strict")
        return response

    async def news(self, request: Request) -> Response:
        """What changed in the channel since the page last looked."""
        visit = self._visits.get(request.cookies.get(_COOKIE, ""))
        if visit is None:
            return _plainly(request, STALE, 410)
        view = await self._view(request, visit)
        return _json(await self._changes(view, visit, request.query_params.get("since", "0")))

    async def file(self, request: Request) -> Response:
        """A file that a card leads to, for the person whom it was made for and who looks at the page."""
        visit = self._visits.get(request.cookies.get(_COOKIE, ""))
        if visit is None:
            return _plainly(request, STALE, 403)
        view = await self._view(request, visit)
        account = Account(Platform.CONSOLE, TEAM, view.who)
        found = await download(self._opened(request.path_params["file"], account))
        return _plainly(request, NO_FILE, 404) if found is None else found

    async def say(self, request: Request) -> Response:
        """Something typed or pressed: dispatched once, however often it is sent, and shown at its place."""
        sent = await _form(request)
        visit = self._visits.get(request.cookies.get(_COOKIE, ""))
        if visit is None or not compare_digest(sent.get("csrf", "").encode(), visit.token.encode()):
            return _plainly(request, STALE, 403)
        said = _said(sent)
        if said is None or len(sent.get("key", "")) < _SHORTEST_KEY:
            return _plainly(request, UNREADABLE, 400)
        return await self._shown(request, visit, said, sent)

    async def send(self, request: Request) -> Response:
        """A file that was sent: kept, then asked about like anything else."""
        if self._intake is None:
            return _plainly(request, UNREADABLE, 404)
        say = _speaker(request).say
        async with console_files.sent(request, say(TOO_LARGE), say(UNREADABLE)) as file:
            sent = file.fields
            visit = self._visits.get(request.cookies.get(_COOKIE, ""))
            if visit is None or not compare_digest(sent.get("csrf", "").encode(), visit.token.encode()):
                return _plainly(request, STALE, 403)
            if not file.name or len(sent.get("key", "")) < _SHORTEST_KEY:
                return _plainly(request, UNREADABLE, 400)
            view = await self._view(request, visit)
            ask = _ask(view, Typed(sent.get("words", "")), sent["key"], None)
            await self._introduced(view, ask.account)
            said = await run_in_threadpool(console_files.taken, self._intake, ask, file)
        return await self._shown(request, visit, said, sent, _("File: {name}", name=file.name))

    async def _shown(
        self, request: Request, visit: Visit, said: Typed | Pressed, sent: dict[str, str], asked: Phrase | None = None
    ) -> Response:
        """The answer at its place, or the page that it stands on."""
        view = await self._view(request, visit)
        entry, spoken = await self._answered(view, visit, said, sent, asked)
        if "application/json" not in request.headers.get("accept", ""):
            return RedirectResponse(f"/console/?{spoken.query}#{entry.id}", status_code=303)
        changes = await self._changes(view, visit, sent.get("since", "0"))
        moved = f"/console/?{spoken.query}" if spoken != view else None
        return _json(changes | {"key": fresh_key(), "focus": entry.id, "moved": moved})

    async def _answered(
        self, view: View, visit: Visit, said: Typed | Pressed, sent: dict[str, str], asked: Phrase | None
    ) -> tuple[Entry, View]:
        await self._catch_up(view, visit)
        log = visit.log(view.who, view.channel)
        pressed = log.get(sent.get("entry", ""))
        ask = _ask(view, said, sent["key"], pressed)
        await self._introduced(view, ask.account)
        answer = await run_in_threadpool(self._dispatch, ask)
        return log.put(_entry(ask, answer, log, pressed, asked)), _language(view, visit, answer)

    async def _introduced(self, view: View, account: Account) -> None:
        if self._meet is not None:
            await run_in_threadpool(self._meet, _vouched(view, account))

    async def _view(self, request: Request, visit: Visit) -> View:
        """Who, where and in which language, as the address says; the first person and the direct channel otherwise."""
        asked = request.query_params
        people = await run_in_threadpool(self._people)
        if not people:
            raise HTTPException(503, Speaker(Tongue(accepted(request.headers))).say(NOBODY))
        person = next((each for each in people if each.email == asked.get("who")), people[0])
        channels = [direct(person.email), *await run_in_threadpool(self._channels, person.email)]
        channel = asked["channel"] if asked.get("channel") in channels else channels[0]
        wanted = asked.get("language") or visit.spoke.get(person.email) or accepted(request.headers)
        return View(person, people, channel, channels, wanted if wanted in LANGUAGES else "en")

    async def _catch_up(self, view: View, visit: Visit) -> dict[str, int]:
        """Take what was posted meanwhile; how much of it is unread, by channel."""
        for channel in view.channels:
            log = visit.log(view.who, channel)
            log.take(await run_in_threadpool(self._posts, channel, log.last_post), view.who)
        visit.log(view.who, view.channel).read()
        return {channel: visit.log(view.who, channel).unread for channel in view.channels}

    async def _changes(self, view: View, visit: Visit, since: str) -> dict[str, Any]:
        unread = await self._catch_up(view, visit)
        log = visit.log(view.who, view.channel)
        changed = log.since(int(since) if since.isdecimal() else 0)
        entries = [{"id": entry.id, "html": line(entry, view, visit)} for entry in changed]
        return {"entries": entries, "change": log.change, "unread": unread}


def _ask(view: View, said: Typed | Pressed, key: str, pressed: Entry | None) -> Ask:
    """The same form sent twice is the same delivery; anything else that it could say is another one."""
    words = [said.text] if isinstance(said, Typed) else [said.token, sorted(said.fields.items())]
    delivery = sha256(json.dumps([key, view.who, view.channel, words]).encode()).hexdigest()
    message = str(pressed.post) if pressed and pressed.post else ""
    place = Place(view.channel, view.kind, message)
    return Ask(f"console:{delivery}", Account(Platform.CONSOLE, TEAM, view.who), place, said)


def _entry(ask: Ask, answer: Answer, log: Log, pressed: Entry | None, asked: Phrase | None) -> Entry:
    """In place of the card that was pressed; below the others if that was posted for everybody, or typed."""
    before = log.answered(ask.key)
    if before:
        return Entry(before.id, ask.key, before.asked, answer.card, answer.tongue)
    if pressed and not pressed.post:
        return Entry(pressed.id, ask.key, pressed.asked, answer.card, answer.tongue)
    return Entry(log.new_id(), ask.key, asked or _asked(ask, pressed), answer.card, answer.tongue)


def _asked(ask: Ask, pressed: Entry | None) -> Phrase | None:
    if isinstance(ask.said, Typed):
        return plain(ask.said.text) if ask.said.text.strip() else None
    return pressed_label(pressed.card, ask.said.token) if pressed else None


def _said(sent: dict[str, str]) -> Typed | Pressed | None:
    if "words" in sent:
        return Typed(sent["words"])
    token, fields = read_form(sent)
    return Pressed(token, fields) if token else None


def _vouched(view: View, account: Account) -> Vouched:
    """In the console one is who one says, and is spoken to in the page's language, unless one's settings say else."""
    return Vouched(account, Standing.MEMBER, view.person.email, view.person.name, view.language)


def _language(view: View, visit: Visit, answer: Answer) -> View:
    """The page follows when somebody changes the language in which they are spoken to."""
    before, now = visit.spoke.get(view.who), answer.tongue.language
    visit.spoke[view.who] = now
    return view.speaking(now) if before not in {None, now} else view


async def _form(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise HTTPException(415, _speaker(request).say(UNREADABLE))
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(413, _speaker(request).say(TOO_LARGE))
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise HTTPException(400, _speaker(request).say(UNREADABLE)) from error


def _speaker(request: Request) -> Speaker:
    language = request.query_params.get("language", "")
    return Speaker(Tongue(language if language in LANGUAGES else accepted(request.headers)))


def _plainly(request: Request, phrase: Phrase, status: int) -> Response:
    return PlainTextResponse(_speaker(request).say(phrase), status, {"Cache-Control": "no-store"})


def _json(content: dict[str, Any]) -> Response:
    return JSONResponse(content, headers={"Cache-Control": "no-store"})
