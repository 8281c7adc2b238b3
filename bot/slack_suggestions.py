"""Menus that search while somebody types: what fits is offered within the time that Slack gives, or nothing is."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Executor
from typing import Any, Final

from slack_bolt import BoltResponse

from bot.ask import Answer, Dispatch
from bot.cards import Choice
from bot.errand import NotSent
from bot.slack_answers import said
from bot.slack_calls import Haste, Unheard
from bot.slack_inputs import options
from bot.slack_logs import failure
from bot.slack_payloads import Sought
from bot.slack_people import People

_log: Final = logging.getLogger(__name__)


class Suggestions:
    """Asks at a glance, under the rights of the one who types; `pool` is where `dispatch` runs."""

    def __init__(self, dispatch: Dispatch, people: People, pool: Executor) -> None:
        self._dispatch = dispatch
        self._people = people
        self._pool = pool

    async def offer(self, sought: Sought) -> BoltResponse:
        try:
            answer = await self._found(sought, Haste())
        except (Unheard, NotSent, TimeoutError) as no:
            _log.info("nothing was suggested", extra={"reason": type(no).__name__})
        except Exception as error:  # noqa: BLE001 - whatever it is, the menu is empty and the log says why
            _log.error("a search in Slack failed", extra=failure(error))
        else:
            return said({"options": _offered(answer, sought.field)})
        return none()

    async def _found(self, sought: Sought, haste: Haste) -> Answer:
        ask = sought.ask(await self._people.account(sought.user, haste))
        work = asyncio.get_running_loop().run_in_executor(self._pool, self._dispatch, ask)
        return await asyncio.wait_for(work, haste.for_the_work)


def none() -> BoltResponse:
    """An empty menu."""
    return said({"options": []})


def _offered(answer: Answer, field: str) -> list[dict[str, Any]]:
    choices = (one for one in answer.card.inputs if isinstance(one, Choice) and one.name == field)
    return next((options(choice, answer.tongue) for choice in choices), [])
