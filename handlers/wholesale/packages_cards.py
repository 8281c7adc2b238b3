"""Changing a user's package: with calling in it, a number or an extension and a location are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.cards import Button, Card, Element, Notice, Style, Tone, Words
from bot.phrases import Phrase, _, joined
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.menu import Item
from handlers.policy import user_columns, user_rows
from handlers.policy.member_lines import PACKAGE
from handlers.policy.packages import WITH_MEETINGS
from handlers.policy.user_plans import Planned
from handlers.policy.user_rows import Remark, Said
from handlers.users import wording as users_wording
from handlers.wholesale import by_hand, finding, member_cards, member_fields, wording
from handlers.wholesale.commands import ChangePackage
from store import webex_locations, wholesale_customers
from store.values.webex import Package, RowAction
from store.wholesale_customers import Customer
from store.wholesale_members import Member

_NOTHING: Final = _("Nothing was changed.")
_LONGEST: Final = 40
_LONGEST_SITE: Final = 255
_FIELDS: Final = {user_columns.NUMBER, user_columns.EXTENSION, user_columns.LOCATION, user_columns.SITE}


def change(ctx: Context, ask: ChangePackage) -> Card:
    """Checked and applied as a row of a file that says the same."""
    member = finding.member(ctx, ask, lock=ask.sent)
    if not ask.sent:
        raise Instead(form(ctx, ask))
    customer = _customer(ctx, member)
    (planned,) = by_hand.plans(ctx, customer.id, [_read(ctx, customer, member, ask)])
    _refuse_unless_good(planned, ask)
    by_hand.apply(ctx, customer.id, [planned])
    after = member_cards.again(ctx, member)
    ctx.about(customer.id, member.login, before=_recorded(member), after=_recorded(after))
    text = _("{user} has {package} now.", user=member.name, package=wording.package(after.package))
    if planned.remarks:
        text = joined([text, wording.remarks(planned.remarks)], " ")
    return member_cards.card(ctx, after, Notice(tone=Tone.DONE, text=text))


def form(ctx: Context, ask: ChangePackage) -> Card:
    """As the user is now, or as it was filled in."""
    member = finding.member(ctx, ask)
    customer = _customer(ctx, member)
    shown = ask if ask.sent else _as_is(member, customer)
    submit = Button(
        label=_("Change the package"), press=ChangePackage(user=str(member.id), sent=True).token, style=Style.PRIMARY
    )
    title = _("Package of {user}", user=member.name)
    return Card(title=title, elements=tuple(_fields(ctx, customer, shown)), submit=submit, private=True)


def _fields(ctx: Context, customer: Customer, shown: ChangePackage) -> Iterator[Element]:
    yield member_fields.packages(shown.package, optional=False)
    number = _("For Calling, Suite and Voice: a number or an extension. As in {example}", example="+33142685300")
    yield Words(
        name="number", label=_("Number"), hint=number, value=shown.number[:_LONGEST], optional=True, longest=_LONGEST
    )
    inner = _("Two to ten digits")
    yield Words(
        name="extension",
        label=_("Extension"),
        hint=inner,
        value=shown.extension[:_LONGEST],
        optional=True,
        longest=_LONGEST,
    )
    yield from member_fields.where(ctx, customer, shown.location)
    site = _("For meetings, as in {example}", example="fabrikam.webex.com")
    yield Words(
        name="site", label=_("Meetings site"), hint=site, value=shown.site, optional=True, longest=_LONGEST_SITE
    )


def _as_is(member: Member, customer: Customer) -> ChangePackage:
    return ChangePackage(
        package=str(member.package or ""),
        number=member.number or "",
        extension=member.extension or "",
        location=str(member.location or ""),
        site=member.site or customer.site or "",
    )


def _read(ctx: Context, customer: Customer, member: Member, ask: ChangePackage) -> Said:
    known = {str(one.id): one.details.name for one in webex_locations.of_organisation(ctx.db, ctx.scope, customer.id)}
    if ask.package not in set(wording.BASES):
        raise Refusal(_("Choose a package. Nothing was changed."), field=PACKAGE)
    package = Package(ask.package)
    cells = {
        user_columns.FIRST_NAME: member.first_name,
        user_columns.LAST_NAME: member.last_name,
        user_columns.LOGIN: member.login,
        user_columns.NUMBER: ask.number,
        user_columns.EXTENSION: ask.extension,
        user_columns.LOCATION: known.get(ask.location, ""),
        user_columns.SITE: ask.site if package in WITH_MEETINGS else "",
        str(package): "true",
    }
    return user_rows.read(1, cells, customer.dials_from)


def _refuse_unless_good(planned: Planned, ask: ChangePackage) -> None:
    if planned.action is RowAction.NOTHING:
        raise Refusal(_("Nothing is different. Nothing was changed."))
    if not by_hand.is_good(planned):
        raise Refusal(_why(planned.remarks), field=_field(planned.remarks[0], ask))


def _why(remarks: tuple[Remark, ...]) -> Phrase:
    return joined([wording.remarks(remarks), _NOTHING], ". ")


def _field(first: Remark, ask: ChangePackage) -> str:
    """Where in the form it is said: what was left empty did not come with it."""
    filled = first.field in _FIELDS and getattr(ask, first.field)
    return first.field if filled else PACKAGE


def _customer(ctx: Context, member: Member) -> Customer:
    found = wholesale_customers.get(ctx.db, ctx.scope, member.organisation)
    if found is None:
        raise Unknown(users_wording.NO_SUCH_USER)
    return found


def _recorded(one: Member) -> str:
    """The package and how the user is reached, for the record."""
    said = (one.package, one.number, one.extension, one.location_name)
    return " ".join(str(part) for part in said if part) or "–"


MENU = (
    Item(
        ChangePackage,
        change,
        words=("wholesale package",),
        words_fr=("wholesale forfait",),
        read=lambda rest: ChangePackage(words=rest),
        form=form,
        summary=_("Change a wholesale user's package, number and location"),
        example=_("wholesale package ines.morel@fabrikam.example"),
    ),
)
