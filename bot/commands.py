"""The command: a noun with its right attached, carried whole by every button and form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

import orjson
from pydantic import BaseModel, ConfigDict

from store.values import Right


class UnknownCommand(ValueError):
    """A token that no command of this version reads."""


class Command(BaseModel):
    """Something a person can ask. `needs` is the right it takes, checked at execution for the person who asks.

    `organisation` narrows it to one organisation (words or an id).
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    kinds: ClassVar[dict[str, type[Command]]] = {}
    name: ClassVar[str]
    needs: ClassVar[Right]
    organisation: str = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **_options: object) -> None:
        if "name" in vars(cls):
            Command.kinds[cls.name] = cls

    @property
    def names_something(self) -> bool:
        """Whether it says itself what it is about; else it concerns an organisation as a whole."""
        return False

    @property
    def token(self) -> str:
        """The command as a button carries it: compact JSON, ids only."""
        return orjson.dumps([self.name, self.model_dump(mode="json", exclude_defaults=True)]).decode()

    def but(self, **changes: object) -> Self:
        """The same command with some fields changed, checked again."""
        return type(self).model_validate(self.model_dump() | changes)


class Search(Command):
    """Look for options of a choice while somebody types `words`; answered by a card with that choice."""

    words: str = ""


def decode(token: str, fields: Mapping[str, str]) -> Command:
    """The command of a token, its empty places filled from a form; `UnknownCommand` for anything else.

    `pydantic.ValidationError` names the fields whose content does not fit.
    """
    try:
        raw = orjson.loads(token)
    except orjson.JSONDecodeError as error:
        raise UnknownCommand(token[:80]) from error
    match raw:
        case [str(name), dict(given)] if name in Command.kinds and not _unspeakable(given):
            return Command.kinds[name].model_validate(given | dict(fields))
        case _:
            raise UnknownCommand(token[:80])


def _unspeakable(given: Mapping[str, object]) -> bool:
    """Whether it has what no bot has written: a character that no table keeps."""
    return any("\0" in value for value in given.values() if isinstance(value, str))
