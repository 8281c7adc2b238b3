"""The webhooks by which Webex tells the bot what happens: made, mended, never more than one of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.errand import Gone
from bot.webex import Webex
from bot.webex_nouns import Webhook
from bot.webex_reading import Resource

PATH: Final = "/webex/events"
_ACTIVE: Final = "active"
_CREATED: Final = "created"


class Deed(StrEnum):
    """What a webhook needs."""

    MAKE = "make"
    MEND = "mend"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Step:
    deed: Deed
    hook: Webhook


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What was done to the webhooks (`make Comptoir messages`), and why they may not deliver all the same."""

    done: tuple[str, ...] = ()
    problem: str = ""


class Webhooks:
    """One webhook for each thing that the bot wants to hear of. Those of other programs are left alone."""

    def __init__(self, webex: Webex, secret: str) -> None:
        self._webex = webex
        self._secret = secret

    def needs(self, public_url: str) -> list[Step]:
        """What is missing, switched off, changed, or there twice. Raises a `NotSent`."""
        return plan(self._webex.webhooks(), wanted(public_url, self._secret))

    def keep_up(self, public_url: str) -> Upkeep:
        """Do what is needed. Raises a `NotSent`."""
        steps = self.needs(public_url)
        for step in steps:
            self._take(step)
        return Upkeep(tuple(f"{step.deed} {step.hook.name}" for step in steps))

    def _take(self, step: Step) -> None:
        match step.deed:
            case Deed.MAKE:
                self._webex.add_webhook(step.hook)
            case Deed.MEND:
                self._webex.mend_webhook(step.hook)
            case Deed.REMOVE:
                with suppress(Gone):
                    self._webex.remove_webhook(step.hook)


def wanted(public_url: str, secret: str) -> list[Webhook]:
    """One for each resource, not made yet."""
    target = public_url.rstrip("/") + PATH
    return [
        Webhook(id="", name=f"Comptoir {one}", target_url=target, resource=one, event=_CREATED, secret=secret)
        for one in Resource
    ]


def plan(there: Sequence[Webhook], ours: Sequence[Webhook]) -> list[Step]:
    """What leads from those that are there to one of each of ours."""
    return [step for one in ours for step in _steps([other for other in there if _is_alike(other, one)], one)]


def _steps(found: Sequence[Webhook], one: Webhook) -> Iterator[Step]:
    """The one that needs no mending stays, else the first."""
    if not found:
        yield Step(Deed.MAKE, one)
        return
    kept = min(found, key=lambda other: _differs(other, one))
    if _differs(kept, one):
        yield Step(Deed.MEND, one.model_copy(update={"id": kept.id}))
    yield from (Step(Deed.REMOVE, other) for other in found if other is not kept)


def _is_alike(other: Webhook, one: Webhook) -> bool:
    """Ours by its name or by its address; we never set a filter."""
    same = (other.resource, other.event, other.filter) == (one.resource, one.event, one.filter)
    return same and (other.name == one.name or other.target_url == one.target_url)


def _differs(other: Webhook, one: Webhook) -> bool:
    same = (other.name, other.target_url, other.secret) == (one.name, one.target_url, one.secret)
    return not same or other.status != _ACTIVE
