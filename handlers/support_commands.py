"""What can be asked about help from the supplier."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from store.values import Right


class ShowSupport(Command):
    """Show whom to turn to, and what was asked of one's own organisation."""

    name = "support"
    needs: ClassVar[Right] = Right.VIEW


class AskSupplier(Command):
    """Ask one's supplier something, from the card of a subscription or an order if it is about one.

    `form` is the same each time that one form is sent.
    """

    name = "support.ask"
    needs: ClassVar[Right] = Right.VIEW
    form: str = ""
    subscription: str = ""
    order: str = ""
    kind: str = ""
    text: str = ""

    @property
    def names_something(self) -> bool:
        return bool(self.subscription or self.order)


class ShowQuestions(Command):
    """List what one's customers asked and nobody has answered yet, ten at a time."""

    name = "support.questions"
    needs: ClassVar[Right] = Right.VIEW
    offset: int = Field(default=0, ge=0, le=1_000_000)


class ShowQuestion(Command):
    """Show one question by its number."""

    name = "support.question"
    needs: ClassVar[Right] = Right.VIEW
    number: str = ""

    @property
    def names_something(self) -> bool:
        return bool(self.number)


class Answered(Command):
    """Say that a question was answered, however that was done."""

    name = "support.answered"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION
    question: str = ""

    @property
    def names_something(self) -> bool:
        return bool(self.question)


class ShowContacts(Command):
    """Show and change whom one's customers turn to."""

    name = "support.contacts"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION


class SetContact(Command):
    """Name one of them; `sent` tells an empty form, which takes them off the list, from the wish for one."""

    name = "support.contact"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION
    kind: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    url: str = ""
    sent: bool = False
