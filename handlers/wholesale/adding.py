"""Adding up to 25 users of a wholesale customer: typed one a line, checked line by line, then all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict

from bot.cards import Button, Card, Notice, Style, Tone, Words
from bot.phrases import Phrase, _
from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.menu import Item
from handlers.policy import member_lines
from handlers.policy.member_lines import Shared, TooManyLines
from handlers.policy.packages import MOST_BY_HAND
from handlers.policy.user_plans import Planned
from handlers.policy.user_rows import Said
from handlers.wholesale import by_hand, checked_lists, finding, kept, member_fields, wording
from handlers.wholesale.commands import AddMembers, ConfirmMembers, DismissMembers
from handlers.wholesale.run_commands import ImportUsers
from store import webex_locations, wholesale_customers
from store.plans import Plan
from store.values.webex import Package
from store.wholesale_customers import Customer

_KIND: Final = "wholesale-users"
_LONGEST: Final = 4000


class Typed(BaseModel):
    """A list as it was typed, with what its lines share."""

    model_config = ConfigDict(frozen=True)
    people: str
    package: str = ""
    location: str = ""


def add(ctx: Context, ask: AddMembers) -> Card:
    """Each line with its verdict; kept, with the button that adds them where all are in order."""
    there, customer, _rest = finding.place(ctx, ask)
    if not ask.people.strip():
        raise Instead(form(ctx, ask))
    typed = _typed(ask)
    planned = by_hand.additions(there, customer.id, _read(there, customer, typed))
    plan = kept.keep(there, customer.id, _KIND, typed.model_dump_json())
    bad = sum(not by_hand.is_good(one) for one in planned)
    there.about(customer.id, customer.label, lines=len(planned), refused=bad)
    return checked_lists.card(there, customer, planned, str(plan))


def form(ctx: Context, ask: AddMembers) -> Card:
    """One user a line; what the lines share stands below. `again` is a list that was checked before."""
    there, customer, _rest = finding.place(ctx, ask)
    shown = _of(there, ask.again)[1] if ask.again else _typed(ask)
    people = Words(
        name="people",
        label=_("Users, one a line"),
        hint=_(
            "First Last <mail>; package; number or extension; location. What a line leaves out is chosen below. "
            "At most {most}.",
            most=MOST_BY_HAND,
        ),
        value=shown.people[:_LONGEST],
        lines=8,
        longest=_LONGEST,
    )
    package, place = member_fields.packages(shown.package), member_fields.where(there, customer, shown.location)
    press = AddMembers(organisation=str(customer.id)).token
    submit = Button(label=_("Check the list"), press=press, style=Style.PRIMARY)
    title = _("New users of {organisation}", organisation=customer.name)
    return Card(title=title, elements=(people, package, *place), submit=submit, private=True)


def confirm(ctx: Context, ask: ConfirmMembers) -> Card:
    """All of them in one transaction, or nobody; the lines are checked once more, with nobody else at it."""
    plan, typed = _of(ctx, ask.plan)
    kept.take(ctx, plan)
    there = find.narrowed(ctx, str(plan.organisation))
    finding.hold(there, plan.organisation)
    customer = wholesale_customers.get(there.db, there.scope, plan.organisation)
    if customer is None:
        raise Unknown(_("There is no such organisation. Nothing was changed."))
    planned = by_hand.additions(there, customer.id, _read(there, customer, typed))
    _refuse_unless_good(customer, planned, ask.plan)
    by_hand.apply(there, customer.id, planned)
    there.about(customer.id, customer.label, added=", ".join(f"{one.login} {_package(one)}" for one in planned))
    return checked_lists.added(customer, planned)


def dismiss(ctx: Context, ask: DismissMembers) -> Card:
    plan, _typed = _of(ctx, ask.plan)
    kept.take(ctx, plan)
    notice = Notice(tone=Tone.DONE, text=_("Nobody was added."))
    return Card(title=_("New users"), elements=(notice,), private=True)


def _typed(ask: AddMembers) -> Typed:
    return Typed(people=ask.people, package=ask.package, location=ask.location)


def _read(ctx: Context, customer: Customer, typed: Typed) -> list[Said]:
    known = {str(one.id): one.details.name for one in webex_locations.of_organisation(ctx.db, ctx.scope, customer.id)}
    package = Package(typed.package) if typed.package in set(wording.BASES) else None
    shared = Shared(package, known.get(typed.location, ""), customer.site or "")
    try:
        found = member_lines.read(typed.people, shared, customer.dials_from)
    except TooManyLines as many:
        raise Refusal(_too_many(many.count), field="people", buttons=_by_file(customer)) from many
    if not found:
        raise Refusal(_("Nobody is named yet: one user a line. Nothing was changed."), field="people")
    return found


def _too_many(count: int) -> Phrase:
    return _(
        "{count} users: one form takes {most}. For more, send a CSV file: type **users import** for the template. "
        "Nothing was changed.",
        count=count,
        most=MOST_BY_HAND,
    )


def _by_file(customer: Customer) -> tuple[Button, ...]:
    return (Button(label=_("Template for a CSV file"), press=ImportUsers(organisation=str(customer.id)).token),)


def _of(ctx: Context, text: str) -> tuple[Plan, Typed]:
    plan = kept.of(ctx, text, _KIND)
    return plan, Typed.model_validate_json(plan.body)


def _refuse_unless_good(customer: Customer, planned: Sequence[Planned], plan: str) -> None:
    if bad := [one for one in planned if not by_hand.is_good(one)]:
        text = _("Something changed since the list was checked. Nobody was added.")
        again = Button(label=_("Correct the lines"), press=AddMembers(organisation=str(customer.id), again=plan).token)
        raise Refusal(text, details=by_hand.verdicts(bad), buttons=(again,))


def _package(one: Planned) -> str:
    return str(one.wanted.package) if one.wanted and one.wanted.package else ""


MENU = (
    Item(
        AddMembers,
        add,
        words=("wholesale users add", "wholesale user add"),
        words_fr=("wholesale utilisateurs ajouter", "wholesale utilisateur ajouter"),
        read=lambda rest: AddMembers(words=rest),
        form=form,
        summary=_("Add up to 25 users to a wholesale customer, with package, number and location"),
        example=_("wholesale users add Fabrikam"),
    ),
    Item(ConfirmMembers, confirm),
    Item(DismissMembers, dismiss),
)
