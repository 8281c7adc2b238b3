"""A wholesale customer that is to be provisioned: what is known of it so far, its review, and how it is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Style, Tone
from bot.phrases import Phrase, _, joined, plain
from handlers.context import Context
from handlers.errors import Refusal
from handlers.policy.names import fold
from handlers.wholesale import kept, places, wording
from handlers.wholesale.commands import ConfirmCustomer, DismissCustomer, LimitCustomer, PlaceCustomer
from store import additions, organisations, plans, wholesale_customers
from store.additions import NewOrganisation
from store.counters import next_number
from store.plans import Plan
from store.values import OrganisationId, OrganisationKind, PlanId
from store.values.webex import Package

_KIND: Final = "wholesale-customer"


class Wish(BaseModel):
    """What is known of the customer so far. `existing` is the id of an organisation that is there already."""

    model_config = ConfigDict(frozen=True)
    called: str
    contact: str
    country: str
    existing: str = ""
    address: dict[str, str | None] = {}
    site: str | None = None
    limits: dict[Package, int] | None = None
    anyway: bool = False


def keep(ctx: Context, wish: Wish) -> PlanId:
    return kept.keep(ctx, ctx.scope.root, _KIND, wish.model_dump_json())


def of(ctx: Context, text: str) -> tuple[Plan, Wish]:
    plan = kept.of(ctx, text, _KIND)
    return plan, Wish.model_validate_json(plan.body)


def revise(ctx: Context, plan: Plan, wish: Wish) -> None:
    if not plans.revise(ctx.db, ctx.scope, plan.id, wish.model_dump_json()):
        raise Refusal(_("This was carried out already, or dismissed. Nothing was changed."))


def review(ctx: Context, plan: str, wish: Wish) -> Card:
    """All of it before anything is made."""
    most = wish.limits or {}
    facts = [
        Fact(label=_("Name"), value=plain(wish.called)),
        Fact(label=_("Address"), value=plain(places.line(wish.address, ctx.tongue.language))),
        Fact(label=_("Meetings site"), value=plain(wish.site) if wish.site else _("none yet")),
        Fact(label=_("Package limits"), value=joined(_said(most)) if most else _("no limits")),
    ]
    if wish.contact:
        facts.insert(1, Fact(label=_("Contact"), value=plain(wish.contact)))
    ways = (
        Button(label=_("Make it a wholesale customer"), press=ConfirmCustomer(plan=plan).token, style=Style.PRIMARY),
        Button(label=_("Change the address"), press=PlaceCustomer(plan=plan).token),
        Button(label=_("Change the limits"), press=LimitCustomer(plan=plan).token),
        Button(label=_("Dismiss"), press=DismissCustomer(plan=plan).token),
    )
    notice = Notice(tone=Tone.INFO, text=_("Nothing was made yet."))
    elements: tuple[Element, ...] = (notice, Facts(facts=tuple(facts)), Buttons(buttons=ways))
    return Card(title=_("New wholesale customer"), elements=elements, private=True)


def _said(most: Mapping[Package, int]) -> list[Phrase]:
    return [joined([wording.package(one), plain(number)], " ") for one, number in most.items()]


def made(ctx: Context, wish: Wish) -> OrganisationId:
    """The new organisation, in the language and zone of its partner; refused where one of that name came meanwhile."""
    folded = fold(wish.called)
    if not wish.anyway and organisations.exact(ctx.db, ctx.scope, [folded]):
        raise Refusal(_("{customer} was added meanwhile. Nothing was changed.", customer=wish.called))
    own = wholesale_customers.get(ctx.db, ctx.scope, ctx.scope.root)
    id = OrganisationId(ctx.new_id())
    row = NewOrganisation(
        id=id,
        number=next_number(ctx.db, "organisations"),
        kind=OrganisationKind.CUSTOMER,
        name=wish.called,
        folded=folded,
        parent_id=ctx.scope.root,
        created_at=ctx.now,
        country=wish.country,
        language=own.language if own else None,
        zone=own.zone if own else None,
        contact=wish.contact or None,
    )
    additions.organisations(ctx.db, [row])
    return id
