"""Where everything that people do in Slack arrives: who is it, dispatch, answer, within the three seconds."""

from __future__ import annotations

import asyncio
import logging
from asyncio import Future, Task
from collections import OrderedDict
from collections.abc import Coroutine
from concurrent.futures import Executor
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final
from uuid import uuid4

from slack_bolt import BoltResponse

from bot.ask import Answer, Ask, Dispatch
from bot.cards import Card, Notice, Tone
from bot.errand import NotSent
from bot.phrases import Phrase, Tongue, _
from bot.receipts import Receive
from bot.slack_answers import Answers
from bot.slack_calls import Haste, Unheard
from bot.slack_channels import Channels
from bot.slack_files import Dropped
from bot.slack_logs import failure
from bot.slack_payloads import Attached, Heard, Spot, refreshed
from bot.slack_people import People

_log: Final = logging.getLogger(__name__)
_REFUSED_FORMS: Final = 1_000


class TooLate(Exception):
    """The database takes longer than Slack waits."""


class Desk:
    def __init__(
        self,
        dispatch: Dispatch,
        people: People,
        channels: Channels,
        answers: Answers,
        pool: Executor,
        tongue: Tongue,
        receive: Receive | None = None,
    ) -> None:
        """`receive` keeps messages that bring files until they are dealt with; without it only their words count."""
        self._dispatch = dispatch
        self._people = people
        self._channels = channels
        self._answers = answers
        self._pool = pool
        self._tongue = tongue
        self._receive = receive
        self._refused: OrderedDict[str, int] = OrderedDict()
        self._tasks: set[Task[None]] = set()

    async def take(self, heard: Heard) -> BoltResponse:
        """The outermost edge. What goes by the outbox is only acknowledged once it is on disk."""
        haste = Haste()
        try:
            return await self._dealt_with(heard, haste)
        except Exception as error:  # noqa: BLE001 - whatever it is, Slack gets an answer and the log a reference
            reference = uuid4().hex[:12]
            _log.error(
                "a request from Slack failed", extra={"reference": reference, "spot": heard.spot.name} | failure(error)
            )
            if heard.spot is Spot.MESSAGE:
                return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
            return await self._answers.give(heard, self._sorry(_broken(reference)), haste)

    async def close(self) -> None:
        """Finish what was begun."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)

    async def _dealt_with(self, heard: Heard, haste: Haste) -> BoltResponse:
        try:
            ask = await self._asked(heard, haste)
        except (Unheard, NotSent) as no:
            _log.warning("Slack does not say who asks", extra={"reason": str(no)})
            if heard.spot is Spot.MESSAGE:
                return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
            return await self._answers.give(heard, self._sorry(_NAMELESS), haste)
        if heard.files and self._receive is not None:
            return await self._received(ask, heard.files, self._receive)
        work = asyncio.get_running_loop().run_in_executor(self._pool, self._dispatch, ask)
        done, _late = await asyncio.wait({work}, timeout=haste.for_the_work)
        if not done:
            return await self._promised(heard, work, haste)
        return await self._answered(heard, work.result(), haste)

    async def _received(self, ask: Ask, files: tuple[Attached, ...], receive: Receive) -> BoltResponse:
        """Acknowledged once it is on disk; the answer follows by the outbox."""
        body = Dropped.of(ask, files).model_dump_json()
        await asyncio.get_running_loop().run_in_executor(self._pool, receive, ask.key, body)
        return BoltResponse(status=HTTPStatus.OK)

    async def _asked(self, heard: Heard, haste: Haste) -> Ask:
        """With who asks, what the channel is called, and whether others read along."""
        heard = replace(heard, key=self._key(heard))
        if heard.is_direct:
            return heard.ask(await self._people.account(heard.user, haste), shared=False)
        account, known = await asyncio.gather(
            self._people.account(heard.user, haste), self._channels.about(heard.channel, haste)
        )
        return heard.ask(account, shared=known.shared, name=known.name)

    async def _answered(self, heard: Heard, answer: Answer, haste: Haste) -> BoltResponse:
        if heard.spot is Spot.FORM and answer.errors:
            self._refuse(heard)
        response = await self._answers.give(heard, answer, haste)
        self._freshen(heard, answer)
        return response

    async def _promised(self, heard: Heard, work: Future[Answer], haste: Haste) -> BoltResponse:
        """Slack waits no longer: the answer follows when there is one."""
        if heard.spot is Spot.MESSAGE:
            raise TooLate
        self._begin(self._follow(heard, work))
        if heard.spot in {Spot.COMMAND, Spot.FORM}:
            return await self._answers.give(heard, self._sorry(_LATER, Tone.INFO), haste)
        return BoltResponse(status=HTTPStatus.OK)

    async def _follow(self, heard: Heard, work: Future[Answer]) -> None:
        await asyncio.wait({work})
        reason = work.exception()
        if reason is not None:
            _log.error("a late request from Slack failed", extra=failure(reason))
        answer = self._sorry(_UNCERTAIN) if reason else work.result()
        await self._answers.afterwards(heard, answer, Haste())

    def _freshen(self, heard: Heard, answer: Answer) -> None:
        """The Home tab shows what was done from there."""
        from_home = heard.spot in {Spot.HOME, Spot.MODAL, Spot.FORM} and not heard.channel
        if from_home and not answer.refused and answer.card.submit is None:
            self._begin(self._again(refreshed(heard)))

    async def _again(self, heard: Heard) -> None:
        await self.take(heard)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _key(self, heard: Heard) -> str:
        """A form that was refused may be sent again as it is: that is not the same delivery twice."""
        times = self._refused.get(heard.key, 0)
        return f"{heard.key[:60]}:{times % 1000}" if times else heard.key

    def _refuse(self, heard: Heard) -> None:
        self._refused[heard.key] = self._refused.get(heard.key, 0) + 1
        if len(self._refused) > _REFUSED_FORMS:
            self._refused.popitem(last=False)

    def _sorry(self, text: Phrase, tone: Tone = Tone.REFUSED) -> Answer:
        """Said by the wire itself, to somebody whose language it may not know."""
        title = _("Not done") if tone is Tone.REFUSED else _("One moment…")
        return Answer(Card(title=title, elements=(Notice(tone=tone, text=text),)), self._tongue, refused=True)


_NAMELESS: Final = _("Slack does not tell me who you are right now. Nothing was done. Please try again in a minute.")
_LATER: Final = _("This takes longer than usual. The answer will follow here.")
_UNCERTAIN: Final = _(
    "I can't say whether that was done: no answer came in time. Please look at your orders before you ask again."
)


def _broken(reference: str) -> Phrase:
    return _(
        "Something went wrong while I answered. Look at your orders before you ask again. Reference: {reference}",
        reference=reference,
    )
