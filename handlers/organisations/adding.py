"""Adding an organisation below one's own: a form, a look at those that are alike, then the new one's card."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Card, Choice, Column, Notice, Prose, Style, Table, Tone, Words
from bot.phrases import Phrase, _, plain
from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.languages import known_language, known_zone, language_field, zone_field
from handlers.menu import Item
from handlers.organisations import card, fields, levels
from handlers.organisations.commands import AddOrganisation, ShowOrganisation
from handlers.policy.names import fold, near
from store import additions, organisations, profiles
from store.additions import NewOrganisation
from store.counters import next_number
from store.organisations import Organisation
from store.profiles import Profile
from store.values import OrganisationId, OrganisationKind, Scope

_ALIKE: Final = 5
_LOOKED_AMONG: Final = 10_000


def add(ctx: Context, ask: AddOrganisation) -> Card:
    kind = _kind(ctx)
    if not ask.sent:
        raise Instead(form(ctx, ask))
    id = OrganisationId(ctx.new_id())
    if made := profiles.get(ctx.db, ctx.scope, id):
        return _added(ctx, made)
    row = _row(ctx, ask, id, kind)
    if not ask.anyway and (alike := _alike(ctx, row)):
        raise Instead(_really(ask, row, alike))
    return _added(ctx, create(ctx, ctx.scope, row))


def create(ctx: Context, scope: Scope, row: NewOrganisation) -> Profile:
    """Make one below a parent within the scope; it gets its number here."""
    additions.organisations(ctx.db, [row._replace(number=next_number(ctx.db, "organisations"))])
    made = profiles.get(ctx.db, scope, OrganisationId(row.id))
    if made is None:
        raise Refusal(_("It could not be added. Nothing was changed."))
    return made


def form(ctx: Context, ask: AddOrganisation) -> Card:
    """Language, zone and country are those of the asker's organisation unless others are chosen."""
    kind = _kind(ctx)
    own = card.profile(ctx)
    inputs: tuple[Choice | Words, ...] = (
        *fields.words(ask.called, ask.tenant, ask.country or own.country or "", ask.contact),
        language_field(ask.language or own.language or ctx.tongue.language),
        zone_field(ask.zone or own.zone or ctx.defaults.zone),
    )
    press = AddOrganisation(organisation=str(ctx.scope.root), sent=True).token
    submit = Button(label=_("Add"), press=press, style=Style.PRIMARY)
    below = Prose(text=_("It will belong to {organisation}.", organisation=ctx.grant.name), quiet=True)
    return Card(title=levels.ADD[kind], elements=(below, *inputs), submit=submit)


def _kind(ctx: Context) -> OrganisationKind:
    """One level below the organisation that is asked about."""
    kinds = levels.PAGES[ctx.grant.kind]
    if not kinds:
        name = ctx.grant.name
        raise Refusal(
            _("{organisation} is a customer: nobody stands below it. Nothing was changed.", organisation=name)
        )
    return kinds[0]


def _row(ctx: Context, ask: AddOrganisation, id: OrganisationId, kind: OrganisationKind) -> NewOrganisation:
    """Checked; its number is given when it is made."""
    name = fields.name(ask.called)
    return NewOrganisation(
        id=id,
        number=0,
        kind=kind,
        name=name,
        folded=fold(name),
        parent_id=ctx.scope.root,
        created_at=ctx.now,
        tenant=fields.tenant(ask.tenant) or None,
        country=fields.country(ask.country) or None,
        language=known_language(ask.language) or None,
        zone=known_zone(ask.zone) or None,
        contact=fields.contact(ask.contact) or None,
    )


def _alike(ctx: Context, row: NewOrganisation) -> list[Organisation]:
    """Of what the asker may see: the one with this tenant, then those with nearly this name."""
    known = {
        one.id: one for one in organisations.below(ctx.db, ctx.scope, most=_LOOKED_AMONG) if one.id != ctx.scope.root
    }
    taken = profiles.with_tenant(ctx.db, ctx.scope, row.tenant) if row.tenant else None
    same = organisations.get(ctx.db, ctx.scope, taken) if taken else None
    exact = {one.id: one for one in organisations.exact(ctx.db, ctx.scope, [row.folded])}
    named = near(row.name, {id: one.folded for id, one in (known | exact).items()}, limit=_ALIKE)
    found = {same.id: same} if same else {}
    return list((found | {id: (known | exact)[id] for id in named}).values())


def _really(ask: AddOrganisation, row: NewOrganisation, alike: list[Organisation]) -> Card:
    """What is there already, and the way on."""
    text = _("There is something like **{name}** already. Nothing has been added yet.", name=row.name)
    table = Table(
        columns=(Column(label=_("Organisation")), Column(label=_("Number")), Column(label=_("Kind"))),
        rows=tuple((plain(one.name), plain(one.label), levels.KINDS[one.kind]) for one in alike),
    )
    open_one = [Button(label=_opening(one), press=ShowOrganisation(organisation=str(one.id)).token) for one in alike]
    on = Button(label=_("Create anyway"), press=ask.but(anyway=True).token, style=Style.DANGER)
    back = Button(label=_("Change the name"), press=ask.but(sent=False).token)
    elements = (Notice(tone=Tone.WARNING, text=text), table, Buttons(buttons=(*open_one, back, on)))
    return Card(title=levels.ADD[row.kind], elements=elements)


def _opening(one: Organisation) -> Phrase:
    return _("Open {organisation}", organisation=one.name)


def _added(ctx: Context, one: Profile) -> Card:
    ctx.about(one.id, one.label, after=one.name, kind=one.kind.value)
    text = _("{organisation} was added as {number}.", organisation=one.name, number=one.label)
    return card.of(find.narrowed(ctx, str(one.id)), one, Notice(tone=Tone.DONE, text=text))


MENU = (
    Item(
        AddOrganisation,
        add,
        words=("organisation add", "organization add"),
        words_fr=("organisation ajouter", "ajouter organisation"),
        form=form,
        summary=_("Add a distributor, partner or customer below your organisation"),
        example=_("organisation add"),
        kinds=levels.having(*OrganisationKind),
    ),
)
