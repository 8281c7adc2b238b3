"""Who is to be added, checked and kept until it is confirmed: the value, and what stands in its way."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from bot.phrases import Phrase, _, joined
from handlers import find, invitations
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from handlers.policy.person_lines import LONGEST_NAME, MOST_PEOPLE, BadLine, Fault, Person, TooManyPeople, parse
from handlers.users.seat_checks import refuse_beyond
from store import organisations, plans, subscriptions, users
from store.organisations import Organisation
from store.plans import Plan
from store.subscriptions import Subscription
from store.values import OrganisationId, OrganisationKind, PlanId, Scope, SubscriptionId, SubscriptionStatus

KIND: Final = "users"
_HAVE_USERS: Final = {OrganisationKind.CUSTOMER, OrganisationKind.PARTNER}
_TOLD: Final = 5
_NOTHING: Final = _("Nothing was changed.")


class Newcomer(BaseModel):
    """One of those to add."""

    model_config = ConfigDict(frozen=True)
    first_name: str
    last_name: str
    login: str
    notify: str | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.login

    @property
    def as_line(self) -> str:
        """As it would be typed."""
        name = f"{self.first_name} {self.last_name}".strip()
        mail = f"{name} <{self.login}>" if name else self.login
        return f"{mail}, {self.notify}" if self.notify else mail


class Addition(BaseModel):
    """People with what they all get. A postal address is for a single one."""

    model_config = ConfigDict(frozen=True)
    people: tuple[Newcomer, ...]
    staff: bool = False
    mail: bool = False
    services: tuple[str, ...] = ()
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None


def organisation(ctx: Context, text: str) -> Organisation:
    """The customer, or the partner's own company, that people are added to."""
    id = find.identifier(text)
    found = organisations.get(ctx.db, ctx.scope, OrganisationId(id)) if id else None
    if found is None or found.kind not in _HAVE_USERS:
        raise Unknown(_("There is no such organisation. Nothing was changed."))
    return found


def places(ctx: Context) -> list[Organisation]:
    """Where people can be added."""
    return [one for one in organisations.below(ctx.db, ctx.scope) if one.kind in _HAVE_USERS]


def people(text: str) -> tuple[Newcomer, ...]:
    """The people of the lines; the lines that are none are named, and nobody is taken."""
    try:
        found, bad = parse(text)
    except TooManyPeople as many:
        raise Refusal(_too_many(many.count), field="people") from many
    if bad:
        more = [_("And {count} more.", count=len(bad) - _TOLD)] if len(bad) > _TOLD else []
        raise Refusal(joined([*map(_wrong, bad[:_TOLD]), *more, _NOTHING], " "), field="people")
    if not found:
        raise Refusal(_("Nobody is named yet: one person a line. Nothing was changed."), field="people")
    return tuple(_newcomer(one) for one in found)


def refuse_known(ctx: Context, place: Organisation, added: Addition) -> None:
    """Nobody twice in one organisation."""
    there = users.with_logins(ctx.db, Scope(place.id), [one.login for one in added.people])
    if there:
        names = ", ".join(one.login for one in there[:_TOLD])
        text = _("Users of {customer} already: {people}. Nothing was changed.", customer=place.name, people=names)
        raise Refusal(text, field="people")


def services(ctx: Context, place: Organisation, added: Addition, *, lock: bool = False) -> list[Subscription]:
    """The subscriptions that all get a seat of, with enough free ones."""
    held = [_service(ctx, place, text, lock=lock) for text in sorted(added.services)]
    for one in held:
        refuse_beyond(ctx, one, len(added.people))
    return sorted(held, key=lambda one: (one.name, one.number))


def refuse_mail(ctx: Context, added: Addition) -> None:
    if added.mail:
        invitations.available(ctx)


def of(ctx: Context, text: str) -> tuple[Plan, Addition]:
    """What was kept; only for the one who asked."""
    id = find.identifier(text)
    plan = plans.get(ctx.db, ctx.scope, PlanId(id)) if id else None
    if plan is None or plan.kind != KIND or plan.asker != ctx.person:
        raise Unknown(_("There is no such list. Nothing was changed."))
    return plan, Addition.model_validate_json(plan.body)


def keep(ctx: Context, place: Organisation, added: Addition) -> PlanId:
    id = PlanId(ctx.new_id())
    body = added.model_dump_json()
    plans.put(ctx.db, ctx.scope, id, organisation=place.id, asker=ctx.person, kind=KIND, body=body, now=ctx.now)
    return id


def _service(ctx: Context, place: Organisation, text: str, *, lock: bool) -> Subscription:
    id = find.identifier(text)
    held = subscriptions.get(ctx.db, Scope(place.id), SubscriptionId(id), lock=lock) if id else None
    if held is None or held.terms.status is not SubscriptionStatus.ACTIVE:
        raise Unknown(_("There is no such subscription. Nothing was changed."))
    return held


def _newcomer(one: Person) -> Newcomer:
    return Newcomer(first_name=one.first_name, last_name=one.last_name, login=one.login, notify=one.notify)


def _too_many(count: int) -> Phrase:
    return _(
        "{count} people: one form takes {most}. For more, have a CSV file imported: comptoir import users FILE. "
        "Nothing was changed.",
        count=count,
        most=MOST_PEOPLE,
    )


def _wrong(bad: BadLine) -> Phrase:
    said = bad.said[:80]
    match bad.fault:
        case Fault.NO_ADDRESS:
            return _("Line {line}: no e-mail address in “{said}”.", line=bad.line, said=said)
        case Fault.BAD_ADDRESS:
            return _("Line {line}: “{said}” is not an e-mail address.", line=bad.line, said=said)
        case Fault.BAD_SECOND:
            return _("Line {line}: the second address “{said}” is none.", line=bad.line, said=said)
        case Fault.LONG_NAME:
            return _("Line {line}: a name has at most {most} characters.", line=bad.line, most=LONGEST_NAME)
        case Fault.TWICE:
            return _("Line {line}: {said} is in line {first} already.", line=bad.line, said=said, first=bad.first)
