"""The messages about a request for full admin rights: to the customer's Admins, and back to the one who asked."""

from __future__ import annotations

from bot.cards import Card, Notice, Tone
from bot.errand import Errand
from bot.phrases import Tongue, _
from handlers import find, invitations, posts
from handlers.context import Context
from store import operators, reachable
from store.admin_requests import AdminRequest
from store.values import OrganisationId, Role, Scope

_TASK = "rights:"
_MOST_ADMINS = 100


def task(one: AdminRequest) -> str:
    """The name of the task that a request is, as messages about it carry it."""
    return f"{_TASK}{one.customer}:{one.partner}"


def ids_of(name: str) -> tuple[OrganisationId, OrganisationId] | None:
    """Customer and partner in a task's name; None for another kind of task."""
    if not name.startswith(_TASK):
        return None
    customer, _colon, partner = name.removeprefix(_TASK).partition(":")
    ids = find.identifier(customer), find.identifier(partner)
    return (OrganisationId(ids[0]), OrganisationId(ids[1])) if ids[0] and ids[1] else None


def to_admins(ctx: Context, one: AdminRequest) -> int:
    """A card to every account of the customer's Admins, a mail to those of them whom no chat has seen; how many."""
    told = {to.person for to in reachable.admins(ctx.db, Scope(one.customer))}
    for to in reachable.admins(ctx.db, Scope(one.customer)):
        errand = Errand(task=task(one))
        posts.to_account(ctx.db, to, "rights", f"{task(one)}:asked", errand, ctx.now, ctx.defaults)
    for admin in operators.page(ctx.db, Scope(one.customer), offset=0, most=_MOST_ADMINS):
        if admin.role is Role.ADMIN and admin.person not in told:
            told.add(admin.person)
            body = {"by": one.asked_by_name, "partner": one.partner_name, "customer": one.customer_name}
            invitations.tell(ctx, one.customer, admin.email, "rights", body)
    return len(told)


def write_anew(ctx: Context, one: AdminRequest) -> None:
    """Every card of it says from now on what was decided."""
    posts.write_anew(ctx.db, task(one), "decided", "rights", ctx.now)


def tell_back(ctx: Context, one: AdminRequest) -> None:
    """To the one who asked: wherever they can be reached in a chat, else by mail."""
    found = reachable.person(ctx.db, Scope(one.partner), one.asked_by)
    for to in found:
        key, errand = f"rights-told:{one.customer}:{one.partner}", Errand(card=_told(one))
        posts.to_account(ctx.db, to, "rights", key, errand, ctx.now, ctx.defaults)
    if not found:
        granted = "yes" if one.granted else "no"
        body = {"partner": one.partner_name, "customer": one.customer_name, "granted": granted}
        invitations.tell(ctx, one.partner, one.asked_by_email, "rights-decided", body, _default_tongue(ctx))


def _told(one: AdminRequest) -> Card:
    parties = {"partner": one.partner_name, "customer": one.customer_name}
    yes, no = (
        _("{customer} has granted {partner} full admin rights.", **parties),
        _("{customer} has not granted {partner} full admin rights.", **parties),
    )
    title = _("Full admin rights of {customer}", customer=one.customer_name)
    notice = Notice(tone=Tone.DONE, text=yes) if one.granted else Notice(tone=Tone.INFO, text=no)
    return Card(title=title, elements=(notice,))


def _default_tongue(ctx: Context) -> Tongue:
    return Tongue(ctx.defaults.language, ctx.defaults.zone)
