"""Adding users: one form for one or several, the checked list with what will happen, then all of them or nobody."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import (
    Button,
    Buttons,
    Card,
    Choice,
    Element,
    Fact,
    Facts,
    Notice,
    Option,
    Prose,
    Style,
    Toggle,
    Tone,
    Words,
)
from bot.phrases import Phrase, _, joined, n_, plain
from handlers import entered, invitations, wording
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.menu import Item
from handlers.policy import person_names
from handlers.policy.person_lines import MOST_PEOPLE
from handlers.policy.user_status import Event, after
from handlers.users import cards, fields, notices, planned
from handlers.users.commands import SERVICE, AddUsers, ConfirmUsers, DetailUsers, DismissUsers, ShowUsers
from handlers.users.planned import Addition, Newcomer
from handlers.users.wording import PERMISSIONS, STAFF, listed
from store import holders, inventory, plans, users
from store.additions import NewUser
from store.organisations import Organisation
from store.subscriptions import Subscription
from store.users import User
from store.values import OrganisationId, Scope, UserId, UserStatus

_SERVICES_ASKED = 8
_LONGEST = 4000
_SHOWN = 10


def add(ctx: Context, ask: AddUsers) -> Card:
    """Checked and kept, with the button that adds them."""
    place = _place(ctx, ask)
    if place is None or not ask.people.strip():
        raise Instead(form(ctx, ask))
    added = Addition(
        people=planned.people(ask.people),
        staff=ask.permission == STAFF,
        mail=_mails(ctx, ask),
        services=ask.services,
    )
    planned.refuse_known(ctx, place, added)
    planned.refuse_mail(ctx, added)
    held = planned.services(ctx, place, added)
    plan = planned.keep(ctx, place, added)
    ctx.about(place.id, place.label, people=len(added.people))
    return _checked(place, added, held, str(plan))


def form(ctx: Context, ask: AddUsers) -> Card:
    """One person a line; what they all get stands below."""
    place = _place(ctx, ask)
    people = Words(
        name="people",
        label=_("People, one a line"),
        hint=_("First Last <mail>; behind a comma a second address for notices. At most {most}.", most=MOST_PEOPLE),
        value=ask.people[:_LONGEST],
        lines=8,
        longest=_LONGEST,
    )
    mail = Toggle(name="mail", label=_("Send an activation e-mail"), on=_mails(ctx, ask))
    elements: list[Element] = [people, fields.permission(ask.permission), mail]
    if place is None:
        elements.insert(0, _where(ctx))
    else:
        elements += _services(ctx, place, ask)
    again = AddUsers(organisation=ask.organisation or str(ctx.scope.root), to=str(place.id) if place else "")
    submit = Button(label=_("Check the list"), press=again.token, style=Style.PRIMARY)
    title = _("New users of {organisation}", organisation=place.name if place else ctx.grant.name)
    return Card(title=title, elements=tuple(elements), submit=submit, private=True)


def confirm(ctx: Context, ask: ConfirmUsers) -> Card:
    """All of them in one transaction, or nobody; pressed again it only says so."""
    plan, added = planned.of(ctx, ask.plan)
    if not plans.take(ctx.db, ctx.scope, plan.id, ctx.now):
        raise Refusal(_("This list was carried out already, or dismissed. Nothing was changed."))
    place = planned.organisation(ctx, str(plan.organisation))
    planned.refuse_known(ctx, place, added)
    planned.refuse_mail(ctx, added)
    held = planned.services(ctx, place, added, lock=True)
    made = _made(ctx, place, added)
    for one in held:
        holders.assign(ctx.db, ctx.scope, one.id, [user.id for user in made], ctx.now)
        notices.assigned(ctx, made, one.name)
    if added.mail:
        for user in made:
            invitations.invite(ctx, user)
    names = ", ".join(user.login for user in made)
    ctx.about(place.id, place.label, added=names, mail=str(added.mail), services=", ".join(one.name for one in held))
    return _added(ctx, place, made, added)


def dismiss(ctx: Context, ask: DismissUsers) -> Card:
    plan, _added_by_it = planned.of(ctx, ask.plan)
    if not plans.take(ctx.db, ctx.scope, plan.id, ctx.now):
        raise Refusal(_("This list was carried out already, or dismissed. Nothing was changed."))
    notice = Notice(tone=Tone.DONE, text=_("Nobody was added."))
    return Card(title=_("New users"), elements=(notice,), private=True)


def detail(ctx: Context, ask: DetailUsers) -> Card:
    """The second address and the postal address of a single newcomer, kept in a list of its own."""
    plan, added = planned.of(ctx, ask.plan)
    if not ask.filled:
        raise Instead(detail_form(ctx, ask))
    notify = entered.mail("notify", ask.notify) if ask.notify.strip() else added.people[0].notify
    one = added.people[0].model_copy(update={"notify": notify})
    postal = fields.postal_address({name: getattr(ask, name) for name in fields.POSTAL})
    place = planned.organisation(ctx, str(plan.organisation))
    more = added.model_copy(update={"people": (one,), **postal})
    held = planned.services(ctx, place, more)
    plans.take(ctx.db, ctx.scope, plan.id, ctx.now)
    return _checked(place, more, held, str(planned.keep(ctx, place, more)))


def detail_form(ctx: Context, ask: DetailUsers) -> Card:
    _plan, added = planned.of(ctx, ask.plan)
    shown = {name: getattr(ask, name) for name in fields.POSTAL}
    notify = fields.mail(
        "notify", _("Second e-mail, for account notices"), ask.notify or added.people[0].notify or "", optional=True
    )
    submit = Button(label=_("Check the list"), press=DetailUsers(plan=ask.plan, filled=True).token, style=Style.PRIMARY)
    title = plain(added.people[0].name)
    return Card(title=title, elements=(notify, *fields.postal(shown)), submit=submit, private=True)


def _place(ctx: Context, ask: AddUsers) -> Organisation | None:
    """Where they are added: as chosen, else the organisation that is asked about if it can have users alone."""
    if ask.to:
        return planned.organisation(ctx, ask.to)
    places = planned.places(ctx)
    if not places:
        raise Unknown(_("There is no such organisation. Nothing was changed."))
    return places[0] if len(places) == 1 else None


def _where(ctx: Context) -> Choice:
    places = sorted(planned.places(ctx), key=lambda one: (one.id == ctx.scope.root, one.folded))
    options = tuple(Option(value=str(one.id), label=plain(one.name)) for one in places)
    return Choice(name="to", label=_("Organisation"), options=options)


def _mails(ctx: Context, ask: AddUsers) -> bool:
    """As ticked or not; who only typed their people wants the mail, where mails can be sent."""
    return ask.mail == "yes" if ask.mail else ctx.defaults.mailing.can_send


def _services(ctx: Context, place: Organisation, ask: AddUsers) -> list[Toggle]:
    """The services with seats to give; for others `assign` is there."""
    lines = [line for line in inventory.active(ctx.db, Scope(place.id), most=_SERVICES_ASKED) if line.free > 0]
    return [
        Toggle(
            name=f"{SERVICE}{line.id}",
            label=n_("{product}, {count} free", "{product}, {count} free", line.free, product=line.name),
            on=str(line.id) in ask.services,
        )
        for line in lines
    ]


def _checked(place: Organisation, added: Addition, held: Sequence[Subscription], plan: str) -> Card:
    """Who, what they get, what will happen; then the one button."""
    count = len(added.people)
    people = [Prose(text=plain(one.as_line)) for one in added.people[:_SHOWN]]
    if count > _SHOWN:
        people.append(Prose(text=_("And {count} more.", count=count - _SHOWN), quiet=True))
    facts = [
        Fact(label=_("Permission"), value=PERMISSIONS[added.staff]),
        Fact(label=_("Services"), value=joined([plain(one.name) for one in held], ", ") if held else _("none")),
        Fact(label=_("Status"), value=wording.USER_STATES[_status(added)], note=_what_happens(added)),
    ]
    label = n_("Add {count} user", "Add {count} users", count)
    buttons = [
        Button(label=label, press=ConfirmUsers(plan=plan).token, style=Style.PRIMARY),
        Button(label=_("Nobody"), press=DismissUsers(plan=plan).token),
    ]
    if count == 1:
        buttons.insert(1, Button(label=_("Addresses"), press=DetailUsers(plan=plan).token))
    elements: tuple[Element, ...] = (*people, Facts(facts=tuple(facts)), Buttons(buttons=tuple(buttons)))
    return Card(title=_("New users of {organisation}", organisation=place.name), elements=elements, private=True)


def _what_happens(added: Addition) -> Phrase:
    if added.mail:
        return _("each gets a link that works for 48 hours")
    return _("at once; nobody gets an e-mail")


def _status(added: Addition) -> UserStatus:
    event = Event.ADDED_WITH_MAIL if added.mail else Event.ADDED_WITHOUT_MAIL
    return after(None, event) or UserStatus.READY


def _made(ctx: Context, place: Organisation, added: Addition) -> list[User]:
    rows = [_row(ctx, place.id, one, added) for one in added.people]
    if len(users.add(ctx.db, ctx.scope, rows)) != len(rows):
        raise Refusal(_("Somebody was added meanwhile. Check the list again. Nothing was changed."))
    return users.among(ctx.db, ctx.scope, [UserId(row.id) for row in rows])


def _row(ctx: Context, place: OrganisationId, one: Newcomer, added: Addition) -> NewUser:
    return NewUser(
        id=ctx.new_id(),
        organisation_id=place,
        first_name=one.first_name,
        last_name=one.last_name,
        login=one.login,
        folded=person_names.sorted_by(one.first_name, one.last_name, one.login),
        words=person_names.words(one.first_name, one.last_name, one.login),
        staff=added.staff,
        status=_status(added),
        created_at=ctx.now,
        notify=one.notify,
        street=added.street,
        postal_code=added.postal_code,
        city=added.city,
        region=added.region,
        country=added.country,
    )


def _added(ctx: Context, place: Organisation, made: list[User], added: Addition) -> Card:
    count = n_("{count} user was added: {names}.", "{count} users were added: {names}.", len(made), names=listed(made))
    notice = Notice(tone=Tone.DONE, text=count)
    if len(made) == 1:
        return cards.card(ctx, made[0], notice)
    state = Fact(label=_("Status"), value=wording.USER_STATES[_status(added)], note=_what_happens(added))
    ways = (
        Button(label=_("All users"), press=ShowUsers(organisation=str(place.id)).token),
        Button(label=_("Add more"), press=AddUsers(organisation=str(place.id)).token),
    )
    title = _("New users of {organisation}", organisation=place.name)
    return Card(title=title, elements=(notice, Facts(facts=(state,)), Buttons(buttons=ways)), private=True)


MENU = (
    Item(
        AddUsers,
        add,
        words=("users add", "user add"),
        words_fr=("utilisateurs ajouter", "utilisateur ajouter"),
        read=lambda rest: AddUsers(people=rest),
        form=form,
        summary=_("Add one or several users, with their permission, services and invitation"),
        example=_("users add"),
    ),
    Item(ConfirmUsers, confirm),
    Item(DismissUsers, dismiss),
    Item(DetailUsers, detail, form=detail_form),
)
