"""Whom an organisation's customers turn to: its Admins say it, kind by kind."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Element, Notice, Prose, Style, Tone, Words
from bot.phrases import _
from handlers import entered, support_cards
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.policy import contact_details
from handlers.policy.contact_details import BadAddress
from handlers.support_commands import SetContact, ShowContacts
from store import contacts
from store.contacts import Contact
from store.values import ContactKind

_LONGEST_NAME = 120


def show(ctx: Context, _ask: ShowContacts) -> Card:
    """All kinds, and a button to change each."""
    known = contacts.own(ctx.db, ctx.scope)
    elements: list[Element] = support_cards.contacts(known)
    if not known:
        elements.append(
            Prose(
                text=_(
                    "Nobody is named yet. Those below {organisation} see what you fill in here.",
                    organisation=ctx.grant.name,
                )
            )
        )
    buttons = tuple(
        Button(
            label=_("Change: {contact}", contact=label),
            press=SetContact(kind=kind.value, organisation=str(ctx.scope.root)).token,
        )
        for kind, label in support_cards.KINDS.items()
    )
    title = _("Whom customers of {organisation} turn to", organisation=ctx.grant.name)
    return Card(title=title, elements=(*elements, Buttons(buttons=buttons)), private=True)


def change(ctx: Context, ask: SetContact) -> Card:
    kind = _kind(ask)
    if not ask.sent:
        raise Instead(form(ctx, ask))
    before = contacts.own(ctx.db, ctx.scope).get(kind)
    contact = Contact(
        kind,
        _name(ask.contact),
        entered.mail("email", ask.email) if ask.email.strip() else "",
        entered.phone("phone", ask.phone),
        _url(ask.url),
    )
    contacts.say(ctx.db, ctx.scope, contact)
    ctx.about(ctx.scope.root, kind.value, before=_line(before), after=_line(contact))
    done = Notice(
        tone=Tone.DONE,
        text=_("{contact}: saved. Those below you see it from now on.", contact=support_cards.KINDS[kind]),
    )
    back = Button(label=_("Whom your customers turn to"), press=ShowContacts(organisation=str(ctx.scope.root)).token)
    return Card(title=_("Support"), elements=(done, Buttons(buttons=(back,))))


def form(ctx: Context, ask: SetContact) -> Card:
    """Filled in with what holds now, or with what was sent and is wrong."""
    kind = _kind(ask)
    known = contacts.own(ctx.db, ctx.scope).get(kind) or Contact(kind, "", "", "", "")
    said = Contact(kind, ask.contact, ask.email, ask.phone, ask.url) if ask.sent else known
    fields = (
        Words(name="contact", label=_("Name"), value=said.name[:_LONGEST_NAME], longest=_LONGEST_NAME, optional=True),
        Words(name="email", label=_("E-mail"), value=said.email[:200], optional=True),
        Words(name="phone", label=_("Telephone"), value=said.phone[:40], longest=40, optional=True),
        Words(
            name="url",
            label=_("Page"),
            hint=_("As in https://support.example. Leave everything empty to take it off the list."),
            value=said.url[:400],
            longest=400,
            optional=True,
        ),
    )
    press = SetContact(kind=kind.value, organisation=str(ctx.scope.root), sent=True).token
    submit = Button(label=_("Save"), press=press, style=Style.PRIMARY)
    return Card(title=support_cards.KINDS[kind], elements=fields, submit=submit)


def _kind(ask: SetContact) -> ContactKind:
    if ask.kind not in set(ContactKind):
        raise Refusal(_("There is no such kind of contact. Nothing was changed."))
    return ContactKind(ask.kind)


def _line(contact: Contact | None) -> str | None:
    """As the record says it."""
    said = (contact.name, contact.email, contact.phone, contact.url) if contact else ()
    return ", ".join(filter(None, said)) or None


def _name(typed: str) -> str:
    return " ".join(typed.split())[:_LONGEST_NAME]


def _url(typed: str) -> str:
    try:
        return contact_details.web_address(typed)
    except BadAddress as bad:
        text = _(
            "“{url}” is not the address of a page such as https://support.example. Nothing was changed.", url=typed[:80]
        )
        raise Refusal(text, field="url") from bad


MENU = (
    Item(
        ShowContacts,
        show,
        words=("support contacts", "contacts"),
        words_fr=("contacts", "assistance contacts"),
        summary=_("Show and change whom your customers turn to"),
        example=_("support contacts"),
    ),
    Item(SetContact, change, form=form),
)
