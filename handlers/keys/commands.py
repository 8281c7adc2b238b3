"""What can be asked about software, its keys and its downloads."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from handlers.find import AboutSubscription
from store.values import Right


class ShowKeys(AboutSubscription):
    """List the software bought, or the keys of one of them."""

    name = "keys"
    needs: ClassVar[Right] = Right.VIEW
    offset: int = Field(default=0, ge=0, le=1_000_000)


class GetKey(AboutSubscription):
    """Show one key to the asker alone, for a reason."""

    name = "keys.get"
    needs: ClassVar[Right] = Right.REVEAL_KEYS
    version: str = ""
    language: str = ""
    bits: str = ""
    reason: str = ""


class GetDownload(AboutSubscription):
    """A link to the software of a key, for the asker alone; `again` asks for a new one instead of the older.

    `bits` is the width that was chosen for a key that fits any.
    """

    name = "keys.download"
    needs: ClassVar[Right] = Right.REVEAL_KEYS
    key: str = ""
    bits: str = ""
    again: str = ""


class GetMyKey(Command):
    """Show the asker the key of a seat that is assigned to them, for a reason."""

    name = "services.key"
    needs: ClassVar[Right] = Right.USE_SERVICES
    subscription: str = ""
    version: str = ""
    language: str = ""
    bits: str = ""
    reason: str = ""

    @property
    def names_something(self) -> bool:
        return True


class GetMyDownload(Command):
    """A link to the software of a seat that is assigned to the asker; `again` asks for a new one."""

    name = "services.download"
    needs: ClassVar[Right] = Right.USE_SERVICES
    subscription: str = ""
    key: str = ""
    bits: str = ""
    again: str = ""

    @property
    def names_something(self) -> bool:
        return True


class PutAway(Command):
    """Take a message away that shows a key."""

    name = "keys.put-away"
    needs: ClassVar[Right] = Right.USE_SERVICES

    @property
    def names_something(self) -> bool:
        return True


class AddKey(AboutSubscription):
    """Put a key into the vault."""

    name = "keys.add"
    needs: ClassVar[Right] = Right.MANAGE_KEYS
    version: str = ""
    language: str = ""
    bits: str = ""
    kind: str = ""
    key: str = ""
    activations: str = ""
    link: str = ""
    link_kind: str = ""


class ShowCustody(Command):
    """Who has seen which key, when and why."""

    name = "keys.custody"
    needs: ClassVar[Right] = Right.READ_AUDIT
    key: str = ""
    offset: int = Field(default=0, ge=0, le=1_000_000)

    @property
    def names_something(self) -> bool:
        return bool(self.key)


class CustodyFile(Command):
    """The same as a file."""

    name = "keys.custody.file"
    needs: ClassVar[Right] = Right.READ_AUDIT
    key: str = ""

    @property
    def names_something(self) -> bool:
        return bool(self.key)
