"""The roles of operators: read, offered in a form, and the one that must not run out."""

from __future__ import annotations

from typing import Final

from bot.cards import Choice, Option
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Refusal
from handlers.importing.choices import role as read_role
from store import operators
from store.operators import Operator
from store.values import Role

ROLES: Final = {Role.ADMIN: _("Admin"), Role.READER: _("Reader")}
MEANS: Final = {
    Role.ADMIN: _("acts, and manages operators"),
    Role.READER: _("looks at everything and changes nothing"),
}


def role(text: str) -> Role:
    """What a typed role means: `admin`, `administrateur`, `reader`, `lecteur`."""
    try:
        found = read_role(text)
    except ValueError:
        found = None
    if found is None:
        said = _("A role is Admin or Reader, not “{typed}”. Nothing was changed.", typed=text.strip()[:40])
        raise Refusal(said, field="role")
    return found


def role_field(chosen: str = "") -> Choice:
    options = tuple(Option(value=role, label=ROLES[role], description=MEANS[role]) for role in ROLES)
    return Choice(name="role", label=_("Role"), options=options, chosen=chosen or Role.READER)


def keep_an_admin(ctx: Context, one: Operator) -> None:
    """`Refusal` where nobody would be left who manages operators. Holds the Admins, so that two can't both go."""
    if one.role is Role.ADMIN and operators.admins(ctx.db, ctx.scope) == [one.person]:
        said = _(
            "{name} is the last Admin of {organisation}. Make somebody else an Admin first. Nothing was changed.",
            name=one.name,
            organisation=ctx.grant.name,
        )
        raise Refusal(said)
