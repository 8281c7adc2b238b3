"""Adding up to 25 users of a wholesale customer: typed one a line, checked line by line, then all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict

from bot.cards import Button, Buttons, Card, Choice, Element, Heading, Notice, Option, Prose, Style, Tone, Words
from bot.phrases import Phrase, _, joined, n_, plain
from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.menu import Item
from handlers.policy import member_lines
from handlers.policy.member_lines import Shared, TooManyLines
from handlers.policy.packages import MOST_BY_HAND
from handlers.policy.user_plans import Equipped, Planned
from handlers.policy.user_rows import Said
from handlers.wholesale import by_hand, finding, kept, wording
from handlers.wholesale.commands import AddLocation, AddMembers, ConfirmMembers, DismissMembers, ShowMembers
from handlers.wholesale.run_commands import ImportUsers
from store import webex_locations, wholesale_customers
from store.plans import Plan
from store.values.webex import Package
from store.wholesale_customers import Customer

_KIND: Final = "wholesale-users"
_LONGEST: Final = 6000


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
    typed = Typed(people=ask.people, package=ask.package, location=ask.location)
    planned = by_hand.additions(there, customer.id, _read(there, customer, typed))
    plan = kept.keep(there, customer.id, _KIND, typed.model_dump_json())
    there.about(
        customer.id, customer.label, lines=len(planned), refused=sum(not by_hand.is_good(one) for one in planned)
    )
    return _checked(there, customer, planned, str(plan))


def form(ctx: Context, ask: AddMembers) -> Card:
    """One user a line; what the lines share stands below. `again` is a list that was checked before."""
    there, customer, _rest = finding.place(ctx, ask)
    shown = (
        _of(there, ask.again)[1] if ask.again else Typed(people=ask.people, package=ask.package, location=ask.location)
    )
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
    elements: list[Element] = [people, packages(shown.package), *where(there, customer, shown.location)]
    submit = Button(
        label=_("Check the list"), press=AddMembers(organisation=str(customer.id)).token, style=Style.PRIMARY
    )
    title = _("New users of {organisation}", organisation=customer.name)
    return Card(title=title, elements=tuple(elements), submit=submit, private=True)


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
    return _added(customer, planned)


def dismiss(ctx: Context, ask: DismissMembers) -> Card:
    plan, _typed = _of(ctx, ask.plan)
    kept.take(ctx, plan)
    notice = Notice(tone=Tone.DONE, text=_("Nobody was added."))
    return Card(title=_("New users"), elements=(notice,), private=True)


def packages(chosen: str, *, optional: bool = True) -> Choice:
    options = tuple(Option(value=str(one), label=wording.package(one)) for one in wording.BASES)
    return Choice(name="package", label=_("Package"), options=options, chosen=chosen, optional=optional)


def where(ctx: Context, customer: Customer, chosen: str) -> Iterator[Element]:
    """The customer's locations, the only one chosen; without any, the way to one."""
    found = webex_locations.of_organisation(ctx.db, ctx.scope, customer.id)
    if not found:
        text = _("{customer} has no location yet. Packages with calling need one.", customer=customer.name)
        yield Notice(tone=Tone.WARNING, text=text)
        press = AddLocation(organisation=str(customer.id)).token
        yield Buttons(buttons=(Button(label=_("Add a location"), press=press),))
        return
    options = tuple(Option(value=str(one.id), label=plain(one.details.name)) for one in found)
    known = {one.value for one in options}
    only = options[0].value if len(options) == 1 else ""
    chosen = chosen if chosen in known else only
    yield Choice(name="location", label=_("Location"), options=options, chosen=chosen, optional=True)


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


def _checked(ctx: Context, customer: Customer, planned: Sequence[Planned], plan: str) -> Card:
    """What can't be done first, by its line; then the others with what will happen."""
    good = [one for one in planned if by_hand.is_good(one)]
    bad = [one for one in planned if not by_hand.is_good(one)]
    elements: list[Element] = [_summary(len(good), len(bad)), *by_hand.verdicts(bad)]
    if good and bad:
        elements.append(Heading(text=_("In order")))
    names = {str(one.id): one.details.name for one in webex_locations.of_organisation(ctx.db, ctx.scope, customer.id)}
    elements += [Prose(text=line) for one in good for line in _lines(one, names)]
    elements.append(Buttons(buttons=tuple(_ways(customer, len(good), plan, bad=bool(bad)))))
    title = _("New users of {organisation}", organisation=customer.name)
    return Card(title=title, elements=tuple(elements), private=True)


def _summary(good: int, bad: int) -> Notice:
    if bad:
        text = n_(
            "{count} of {all} lines can't be added as it is. Nobody was added.",
            "{count} of {all} lines can't be added as they are. Nobody was added.",
            bad,
            all=good + bad,
        )
        return Notice(tone=Tone.REFUSED, text=text)
    text = n_(
        "{count} user is in order. Nobody was added yet.", "{count} users are in order. Nobody was added yet.", good
    )
    return Notice(tone=Tone.INFO, text=text)


def _lines(one: Planned, locations: dict[str, str]) -> Iterator[Phrase]:
    if one.wanted is None:
        return
    who = f"{one.wanted.first_name} {one.wanted.last_name} <{one.login}>"
    yield _("Line {line}: {user} · {what}", line=one.row, user=who, what=equipment(one.wanted, locations))
    if one.remarks:
        yield _("To know: {remarks}", remarks=wording.remarks(one.remarks))


def equipment(one: Equipped, locations: dict[str, str]) -> Phrase:
    """`Webex Suite · +33142685300 · Paris`."""
    inner = [_("extension {extension}", extension=one.extension)] if one.extension else []
    where = [plain(locations[one.location])] if one.location in locations else []
    number = [plain(one.number)] if one.number else []
    return joined([wording.package(one.package), *number, *inner, *where])


def _ways(customer: Customer, count: int, plan: str, *, bad: bool) -> Iterator[Button]:
    if not bad:
        label = n_("Add {count} user", "Add {count} users", count)
        yield Button(label=label, press=ConfirmMembers(plan=plan).token, style=Style.PRIMARY)
    style = Style.PRIMARY if bad else Style.PLAIN
    again = AddMembers(organisation=str(customer.id), again=plan)
    yield Button(label=_("Correct the lines"), press=again.token, style=style)
    yield Button(label=_("Nobody"), press=DismissMembers(plan=plan).token)


def _refuse_unless_good(customer: Customer, planned: Sequence[Planned], plan: str) -> None:
    if bad := [one for one in planned if not by_hand.is_good(one)]:
        text = _("Something changed since the list was checked. Nobody was added.")
        again = Button(label=_("Correct the lines"), press=AddMembers(organisation=str(customer.id), again=plan).token)
        raise Refusal(text, details=by_hand.verdicts(bad), buttons=(again,))


def _package(one: Planned) -> str:
    return str(one.wanted.package) if one.wanted and one.wanted.package else ""


def _added(customer: Customer, planned: Sequence[Planned]) -> Card:
    names = ", ".join(f"{one.wanted.first_name} {one.wanted.last_name}" for one in planned if one.wanted)
    count = n_("{count} user was added: {names}.", "{count} users were added: {names}.", len(planned), names=names)
    ways = (
        Button(label=_("All users"), press=ShowMembers(organisation=str(customer.id)).token, style=Style.PRIMARY),
        Button(label=_("Add more"), press=AddMembers(organisation=str(customer.id)).token),
    )
    title = _("New users of {organisation}", organisation=customer.name)
    return Card(title=title, elements=(Notice(tone=Tone.DONE, text=count), Buttons(buttons=ways)), private=True)


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
