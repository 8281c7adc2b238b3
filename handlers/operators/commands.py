"""What can be asked about operators."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from store.values import Right


class ShowOperators(Command):
    """List the operators of an organisation with their roles."""

    name = "operators"
    needs: ClassVar[Right] = Right.VIEW
    offset: int = Field(default=0, ge=0, le=1_000_000)


class AddOperator(Command):
    """Make somebody an operator."""

    name = "operators.add"
    needs: ClassVar[Right] = Right.MANAGE_OPERATORS
    email: str = ""
    role: str = ""
    full_name: str = ""


class ChangeRole(Command):
    """Give an operator another role."""

    name = "operators.role"
    needs: ClassVar[Right] = Right.MANAGE_OPERATORS
    email: str = ""
    role: str = ""


class RemoveOperator(Command):
    """Take an operator's role away; `sure` once that was confirmed."""

    name = "operators.remove"
    needs: ClassVar[Right] = Right.MANAGE_OPERATORS
    email: str = ""
    sure: bool = False
