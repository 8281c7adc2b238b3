"""Changing what is known of an organisation."""

from __future__ import annotations

from bot.cards import Button, Card, Notice, Style, Tone
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.organisations import card, fields
from handlers.organisations.commands import EditOrganisation
from handlers.policy.names import fold
from store import corrections, profiles
from store.profiles import Profile


def edit(ctx: Context, ask: EditOrganisation) -> Card:
    """What was emptied is forgotten; a domain that was verified stays so."""
    one = card.profile(ctx)
    if not ask.sent:
        raise Instead(form(ctx, ask))
    said = _said(ask)
    before = {name: getattr(one, name) for name in said}
    changes = {name: value for name, value in said.items() if value != before[name]}
    domains = _domains(ctx, one, fields.domains(ask.domains))
    if not changes and not domains:
        raise Refusal(_("Nothing was different, so nothing was changed."))
    folded = {"folded": fold(changes["name"] or "")} if "name" in changes else {}
    profiles.edit(ctx.db, ctx.scope, changes | folded)
    told = {name: f"{before[name] or '–'} → {value or '–'}" for name, value in changes.items()}
    ctx.about(one.id, one.label, **told, **({"domains": domains} if domains else {}))
    return card.of(ctx, card.profile(ctx), Notice(tone=Tone.DONE, text=_("The changes are saved.")))


def form(ctx: Context, ask: EditOrganisation) -> Card:
    """Filled in with what holds now, or with what was sent and is wrong."""
    one = card.profile(ctx)
    known = "\n".join(profiles.domains_of(ctx.db, ctx.scope, one.id))
    filled = (one.name, one.tenant or "", one.country or "", one.contact or "")
    said = (ask.called, ask.tenant, ask.country, ask.contact) if ask.sent else filled
    inputs = (*fields.words(*said), fields.domains_field(ask.domains if ask.sent else known))
    press = EditOrganisation(organisation=str(one.id), sent=True).token
    submit = Button(label=_("Save"), press=press, style=Style.PRIMARY)
    return Card(title=_("Change {organisation}", organisation=one.name), elements=inputs, submit=submit)


def _said(ask: EditOrganisation) -> dict[str, str | None]:
    """By column, checked."""
    return {
        "name": fields.name(ask.called),
        "tenant": fields.tenant(ask.tenant) or None,
        "country": fields.country(ask.country) or None,
        "contact": fields.contact(ask.contact) or None,
    }


def _domains(ctx: Context, one: Profile, wanted: tuple[str, ...]) -> str:
    """Makes the organisation's domains these; how they changed, or nothing."""
    known = profiles.domains_of(ctx.db, ctx.scope, one.id)
    if set(wanted) == set(known):
        return ""
    profiles.drop_domains(ctx.db, ctx.scope, [name for name in known if name not in wanted])
    corrections.has_domains(ctx.db, ctx.scope, one.id, {name: False for name in wanted if name not in known})
    return f"{' '.join(sorted(known)) or '–'} → {' '.join(sorted(wanted)) or '–'}"


MENU = (Item(EditOrganisation, edit, form=form),)
