"""The link that activates an organisation: sent by e-mail, sent again, or copied by an Admin."""

from __future__ import annotations

from bot.cards import Button, Card, Notice, Prose, Secret, Style, Tone
from bot.phrases import _, plain
from handlers import invitations
from handlers.context import Context
from handlers.errors import Forbidden, Instead, Refusal
from handlers.menu import Item
from handlers.organisations import card, fields, levels
from handlers.organisations.commands import CopyActivation, SendActivation
from handlers.organisations.copying import reference
from handlers.organisations.reach import above, invites
from store import links, profiles
from store.links import Link
from store.portfolio import State
from store.profiles import Profile
from store.values import Activation, LinkId, LinkPurpose


def send(ctx: Context, ask: SendActivation) -> Card:
    """A new link; the older one is void. Asks for the address where none is known."""
    one = _invitable(ctx)
    address = fields.contact(ask.contact) or one.contact
    if not address:
        raise Instead(form(ctx, ask))
    seller = above(ctx, one)
    invitations.mail_link(
        ctx,
        LinkPurpose.ACTIVATION,
        one.id,
        organisation=one.id,
        recipient=address,
        template="activation",
        body={"supplier": seller.name if seller else "", "organisation": one.name},
        language=one.language,
    )
    _invited(ctx, one, address)
    sent = _("The activation link goes to {email}. An older link is void.", email=address)
    waits = _("There is no mail server yet, so it waits. Copy the link if it is urgent.")
    notes = [Notice(tone=Tone.DONE, text=sent)]
    if not ctx.defaults.mailing.has_server:
        notes.append(Notice(tone=Tone.WARNING, text=waits))
    return card.of(ctx, card.profile(ctx), *notes)


def form(ctx: Context, ask: SendActivation) -> Card:
    one = card.profile(ctx)
    field = fields.contact_field(ask.contact or one.contact or "", optional=False)
    press = SendActivation(organisation=str(one.id)).token
    submit = Button(label=_("Send the activation link"), press=press, style=Style.PRIMARY)
    return Card(title=plain(one.name), elements=(field,), submit=submit)


def copy(ctx: Context, _ask: CopyActivation) -> Card:
    """The link that is good now, or else a new one; nobody gets an e-mail."""
    one = _invitable(ctx)
    link = _good(ctx, one)
    _invited(ctx, one, one.contact, copied="link")
    elements = (
        Prose(text=_("Whoever opens it can activate {organisation}. Hand it over safely.", organisation=one.name)),
        Secret(label=_("Activation link"), reference=reference(link), opens=True),
        Prose(text=_("It is good until {moment}, and once.", moment=link.expires_at), quiet=True),
    )
    return Card(title=plain(one.name), elements=elements, private=True)


def _good(ctx: Context, one: Profile) -> Link:
    link = links.of(ctx.db, LinkPurpose.ACTIVATION, one.id)
    if link and link.is_good(link.generation, ctx.now):
        return link
    expires_at = ctx.now + invitations.LASTS[LinkPurpose.ACTIVATION]
    return links.issue(
        ctx.db,
        LinkId(ctx.new_id()),
        LinkPurpose.ACTIVATION,
        one.id,
        organisation=one.id,
        email=one.contact or "",
        now=ctx.now,
        expires_at=expires_at,
    )


def _invitable(ctx: Context) -> Profile:
    """The organisation, if the asker may invite it and it is not active yet."""
    one = card.profile(ctx)
    if not invites(ctx, one):
        raise Forbidden(
            _("{organisation} is activated by the one that it belongs to. Nothing was changed.", organisation=one.name)
        )
    if one.activation is Activation.ACTIVE:
        since = _("{organisation} is active already. Nothing was sent.", organisation=one.name)
        raise Refusal(since)
    invitations.available(ctx)
    return one


def _invited(ctx: Context, one: Profile, address: str | None, *, copied: str | None = None) -> None:
    profiles.invited(ctx.db, ctx.scope, ctx.person, address)
    before = levels.state(one, ctx.now).value
    ctx.about(one.id, one.label, before=before, after=State.PENDING.value, contact=address, copied=copied)


MENU = (Item(SendActivation, send, form=form), Item(CopyActivation, copy))
