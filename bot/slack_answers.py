"""Where an answer goes: into the HTTP answer itself, or by the request's own trigger or address right after it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, assert_never

import orjson
from slack_bolt import BoltResponse

from bot.ask import Answer
from bot.cards import Card
from bot.slack_blocks import field_errors, home, message, modal
from bot.slack_calls import Calls, Haste, Unheard
from bot.slack_limits import Block
from bot.slack_payloads import Heard, Origin, Spot

_log: Final = logging.getLogger(__name__)
_JSON: Final = {"content-type": "application/json; charset=utf-8"}


class Answers:
    """Tells the answer once; where Slack does not take it in time, it is told in the next best way."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def give(self, heard: Heard, answer: Answer, haste: Haste) -> BoltResponse:
        """What goes into the HTTP answer; everything else is done when this returns."""
        match heard.spot:
            case Spot.COMMAND:
                return await self._to_command(heard, answer, haste)
            case Spot.FORM:
                return _to_form(heard, answer)
            case Spot.OWN_CARD | Spot.OPEN_CARD:
                await self._to_card(heard, answer, haste)
            case Spot.MODAL:
                await self._told(self._calls.replace(heard.view, _modal(heard, answer), haste))
            case Spot.HOME | Spot.SHORTCUT:
                await self._to_nowhere(heard, answer, haste)
            case Spot.HOME_OPENED:
                await self._told(self._calls.publish(heard.user, home(answer.card, answer.tongue), haste))
            case Spot.MESSAGE:
                pass
            case _:
                assert_never(heard.spot)
        return nothing()

    async def afterwards(self, heard: Heard, answer: Answer, haste: Haste) -> None:
        """The answer to a request that was acknowledged without one."""
        match heard.spot:
            case Spot.COMMAND:
                await self._respond(heard, answer, _alone(answer), haste)
            case Spot.FORM:
                await self._told(self._calls.replace(heard.view, _modal(heard, answer), haste))
            case Spot.HOME | Spot.SHORTCUT:
                await self._told(self._calls.write(heard.user, message(answer.card, answer.tongue), haste))
            case _:
                await self.give(heard, answer, haste)

    async def _to_command(self, heard: Heard, answer: Answer, haste: Haste) -> BoltResponse:
        if _belongs_over(answer.card) and await self._opened(heard, answer, haste):
            return nothing()
        return said(_alone(answer))

    async def _to_card(self, heard: Heard, answer: Answer, haste: Haste) -> None:
        """A form is opened over the card, and a secret, which must not stay there.

        Else the outcome takes its place, or stands beside it for one person.
        """
        over = _belongs_over(answer.card)
        if over and await self._opened(heard, answer, haste):
            return
        if heard.spot is Spot.OWN_CARD and not over:
            shown = {**message(answer.card, answer.tongue), "replace_original": True}
        else:
            shown = _alone(answer) | ({"thread_ts": heard.thread} if heard.thread else {})
        await self._respond(heard, answer, shown, haste)

    async def _respond(self, heard: Heard, answer: Answer, shown: Mapping[str, Any], haste: Haste) -> None:
        """Where the address fails it is said beside it; a secret is not, which may have been shown all the same."""
        if await self._told(self._calls.respond(heard.address, shown, haste)) or answer.card.private:
            return
        said = message(answer.card, answer.tongue)
        await self._told(self._calls.whisper(heard.channel, heard.user, said, heard.thread, haste))

    async def _to_nowhere(self, heard: Heard, answer: Answer, haste: Haste) -> None:
        """From the Home tab and from shortcuts: over what is on the screen, else directly, unless it must not stay."""
        if not await self._opened(heard, answer, haste) and not answer.card.shows_secret:
            await self._told(self._calls.write(heard.user, message(answer.card, answer.tongue), haste))

    async def _opened(self, heard: Heard, answer: Answer, haste: Haste) -> bool:
        """A secret of which nobody knows whether it was shown counts as shown: whoever missed it asks again."""
        if not heard.trigger:
            return False
        try:
            await self._calls.open(heard.trigger, _modal(heard, answer), haste)
        except Unheard as no:
            _log.info("a modal was not opened", extra={"reason": no.reason})
            return answer.card.shows_secret and not no.certain
        return True

    async def _told(self, asked: Any) -> bool:
        try:
            await asked
        except Unheard as no:
            _log.info("an answer was not shown", extra={"reason": no.reason})
            return False
        return True


def _belongs_over(card: Card) -> bool:
    """Forms, and what is shown once."""
    return card.submit is not None or card.shows_secret


def nothing() -> BoltResponse:
    """An acknowledgement without a word."""
    return BoltResponse(status=HTTPStatus.OK)


def said(content: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=HTTPStatus.OK, body=orjson.dumps(content).decode(), headers={**_JSON})


def _to_form(heard: Heard, answer: Answer) -> BoltResponse:
    """What is wrong stands next to the fields that the form has; anything else takes the form's place."""
    errors = field_errors(answer.errors, answer.tongue)
    if errors and errors.keys() <= heard.inputs.keys():
        beside = {heard.inputs[name]: text for name, text in errors.items()}
        return said({"response_action": "errors", "errors": beside})
    return said({"response_action": "update", "view": _modal(heard, answer)})


def _alone(answer: Answer) -> dict[str, Any]:
    """For the asker's eyes only, beside whatever is there."""
    return {**message(answer.card, answer.tongue), "response_type": "ephemeral", "replace_original": False}


def _modal(heard: Heard, answer: Answer) -> Block:
    token = answer.card.submit.press if answer.card.submit else ""
    origin = Origin.of(token, heard.channel)
    return modal(answer.card, answer.tongue, metadata=origin.metadata(), form=origin.form)
