"""A list of users line by line, with what will become of each; and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.cards import Button, Buttons, Card, Element, Heading, Notice, Prose, Style, Tone
from bot.phrases import Phrase, _, joined, n_, plain
from handlers.context import Context
from handlers.policy.user_plans import Equipped, Planned
from handlers.wholesale import by_hand, wording
from handlers.wholesale.commands import AddMembers, ConfirmMembers, DismissMembers, ShowMembers
from store import webex_locations
from store.wholesale_customers import Customer


def card(ctx: Context, customer: Customer, planned: Sequence[Planned], plan: str) -> Card:
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


def _lines(one: Planned, locations: Mapping[str, str]) -> Iterator[Phrase]:
    if one.wanted is None:
        return
    who = f"{one.wanted.first_name} {one.wanted.last_name} <{one.login}>"
    yield _("Line {line}: {user} · {what}", line=one.row, user=who, what=_equipment(one.wanted, locations))
    if one.remarks:
        yield _("To know: {remarks}", remarks=wording.remarks(one.remarks))


def _equipment(one: Equipped, locations: Mapping[str, str]) -> Phrase:
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


def added(customer: Customer, planned: Sequence[Planned]) -> Card:
    names = ", ".join(f"{one.wanted.first_name} {one.wanted.last_name}" for one in planned if one.wanted)
    count = n_("{count} user was added: {names}.", "{count} users were added: {names}.", len(planned), names=names)
    ways = (
        Button(label=_("All users"), press=ShowMembers(organisation=str(customer.id)).token, style=Style.PRIMARY),
        Button(label=_("Add more"), press=AddMembers(organisation=str(customer.id)).token),
    )
    title = _("New users of {organisation}", organisation=customer.name)
    return Card(title=title, elements=(Notice(tone=Tone.DONE, text=count), Buttons(buttons=ways)), private=True)
