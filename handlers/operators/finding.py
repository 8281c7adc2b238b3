"""Which operator is meant: by address, as typed or chosen."""

from __future__ import annotations

from bot.cards import Choice, Option
from bot.phrases import Phrase, _, plain
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from handlers.policy.addresses import BadAddress, normal
from store import operators
from store.operators import Operator


def address(text: str) -> str:
    """The typed address in its normal form; a refusal next to the field otherwise."""
    try:
        return normal(text)
    except BadAddress:
        said = _("“{typed}” is not an e-mail address. Nothing was changed.", typed=text.strip()[:80])
        raise Refusal(said, field="email") from None


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
