"""What appointing, changing and removing operators share."""

from __future__ import annotations

from typing import Final

from bot.cards import Choice, Option
from bot.phrases import Phrase, _, plain
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from handlers.importing.choices import role as read_role
from handlers.policy.addresses import BadAddress, normal
from store import operators
from store.operators import Operator
from store.values import Role

ROLES: Final = {Role.ADMIN: _("Admin"), Role.READER: _("Reader")}
MEANS: Final = {
    Role.ADMIN: _("acts, and manages operators"),
    Role.READER: _("looks at everything and changes nothing"),
}


def address(text: str) -> str:
    """The typed address in its normal form; a refusal next to the field otherwise."""
    try:
        return normal(text)
    except BadAddress:
        said = _("“{typed}” is not an e-mail address. Nothing was changed.", typed=text.strip()[:80])
        raise Refusal(said, field="email") from None


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


def split(rest: str) -> tuple[str, str]:
    """`someone@contoso.example admin` → the address and the role."""
    email, _space, role = rest.strip().partition(" ")
    return email, role.strip()


def operator(ctx: Context, email: str) -> Operator:
    """The one with that address in the organisation; said alike whoever else has it elsewhere."""
    found = operators.with_address(ctx.db, ctx.scope, address(email))
    if found is None:
        where = ctx.grant.name
        said = _(
            "{email} is no operator of {organisation}. Nothing was changed.", email=email.strip(), organisation=where
        )
        raise Unknown(said, field="email")
    return found


def keep_an_admin(ctx: Context, one: Operator) -> None:
    """`Refusal` where nobody would be left who manages operators. Holds the Admins, so that two can't both go."""
    if one.role is Role.ADMIN and operators.admins(ctx.db, ctx.scope) == [one.person]:
        said = _(
            "{name} is the last Admin of {organisation}. Make somebody else an Admin first. Nothing was changed.",
            name=one.name,
            organisation=ctx.grant.name,
        )
        raise Refusal(said)


def role_field(chosen: str = "") -> Choice:
    options = tuple(Option(value=role, label=ROLES[role], description=MEANS[role]) for role in ROLES)
    return Choice(name="role", label=_("Role"), options=options, chosen=chosen or Role.READER)


def which(ctx: Context) -> Choice:
    """The field that asks for one of the operators."""
    known = operators.page(ctx.db, ctx.scope, offset=0, most=100)
    options = tuple(Option(value=one.email[:75], label=plain(one.name), description=plain(one.email)) for one in known)
    return Choice(name="email", label=_("Operator"), options=options)


def here(ctx: Context) -> str:
    """The organisation that a button on this card stays in."""
    return str(ctx.scope.root)


def named(one: Operator) -> Phrase:
    return plain(one.name) if one.name == one.email else _("{name} ({email})", name=one.name, email=one.email)
