"""What a row of the record says, in words: what was asked, what changed, what became of it and why."""

from __future__ import annotations

import json
from typing import Final

from bot.phrases import Phrase, Value, _, dump, joined, load, plain
from store.trail import Recorded

REFUSAL: Final = "refusal"
"""Where a row keeps why something was refused."""


def asked(row: Recorded) -> Phrase:
    return _ASKED.get(row.command, plain(row.command))


def outcome(row: Recorded) -> Phrase:
    return _OUTCOMES.get(row.outcome, plain(row.outcome))


def place(row: Recorded) -> Phrase:
    """From where it was asked: the platform, the file, the portal and the address there."""
    kind, _colon, rest = row.origin.partition(":")
    if kind not in _PLACES:
        return plain(kind.capitalize())
    return joined([_PLACES[kind], plain(rest)], " ") if rest else _PLACES[kind]


def change(row: Recorded) -> str:
    """`25 → 30`, where the row says a before and an after that differ."""
    said = json.loads(row.detail)
    before, after = said.get("before"), said.get("after")
    if before == after or "after" not in said:
        return ""
    return f"{'–' if before is None else before} → {'–' if after is None else after}"


def kept(text: Phrase) -> str:
    """A refusal as a row keeps it: its numbers and moments, but no words that somebody may have typed."""
    return json.dumps(dump(_wordless(text)))


def reason(row: Recorded) -> Phrase | None:
    """Why it was refused, as it was said then; None where nothing was."""
    said = json.loads(row.detail).get(REFUSAL)
    try:
        return load(json.loads(said)) if said else None
    except ValueError:
        return None


def _wordless(phrase: Phrase) -> Phrase:
    values = tuple((name, _numbers_only(value)) for name, value in phrase.values)
    return Phrase(phrase.source, values, phrase.plural, phrase.count)


def _numbers_only(value: Value) -> Value:
    match value:
        case str():
            return "…"
        case Phrase():
            return _wordless(value)
        case _:
            return value


_PLACES = {
    "clock": _("by itself"),
    "file": _("file"),
    "jobs": _("by itself"),
    "link": _("link of a mail"),
    "portal": _("portal"),
    "shell": _("command line"),
}
"""Where requests come from that no platform brings."""

_ASKED = {
    "overview": _("overview looked at"),
    "subscriptions": _("subscriptions looked at"),
    "subscriptions.file": _("subscriptions taken as a file"),
    "subscription": _("subscription looked at"),
    "seats": _("seats proposed:"),
    "seats.schedule": _("seats at the renewal proposed:"),
    "seats.unschedule": _("dropping the scheduled change proposed:"),
    "seats.holders": _("holders looked at:"),
    "seats.unassign": _("seat taken back:"),
    "renewal": _("renewal proposed:"),
    "cart": _("cart looked at:"),
    "cart.add": _("put into the cart:"),
    "cart.line": _("seats in the cart changed:"),
    "cart.drop": _("taken out of the cart:"),
    "cart.empty": _("cart emptied:"),
    "cart.note": _("note on the cart of:"),
    "cart.accept": _("changes of the cart accepted:"),
    "checkout": _("checkout of:"),
    "checkout.options": _("options chosen for:"),
    "checkout.account": _("way to an account chosen for:"),
    "checkout.tenant": _("domain named for:"),
    "checkout.company": _("company described of:"),
    "checkout.existing": _("domain given for:"),
    "checkout.payment": _("payment chosen for:"),
    "provision": _("orders to be set up looked at"),
    "provision.add": _("order to be set up taken in:"),
    "provision.open": _("order to be set up opened:"),
    "provision.step": _("step of a set-up gone to:"),
    "provision.take": _("set-up taken over:"),
    "provision.who": _("said who an order is for:"),
    "provision.setup": _("said who sets an order up:"),
    "provision.set-up": _("order set up:"),
    "provision.offers": _("organisations for an order looked at:"),
    "provision.search": _("organisation for an order looked for:"),
    "provision.choose": _("organisation of an order chosen:"),
    "provision.describe": _("organisation for an order described:"),
    "provision.make": _("organisation created for an order:"),
    "provision.hand": _("order handed over:"),
    "provision.customer-sets-up": _("customer asked to set an order up:"),
    "provision.back": _("order taken back:"),
    "sites": _("meeting sites looked at"),
    "site": _("meeting site looked at:"),
    "site.edit": _("meeting site changed:"),
    "site.add": _("meeting site to be added beside:"),
    "site.licences": _("licences of meeting sites distributed:"),
    "provision.withdraw": _("order withdrawn:"),
    "provision.reopen": _("order reopened:"),
    "provision.snooze": _("deadline put off:"),
    "portal.order": _("order opened with a code:"),
    "rights": _("requests for full admin rights looked at"),
    "rights.ask": _("full admin rights asked for:"),
    "rights.grant": _("full admin rights granted:"),
    "rights.refuse": _("full admin rights refused:"),
    "orders": _("orders looked at"),
    "orders.file": _("orders taken as a file"),
    "order.confirm": _("order confirmed:"),
    "order.dismiss": _("proposal dismissed:"),
    "order.retry": _("order proposed again:"),
    "order.withdraw": _("order withdrawn:"),
    "approvals": _("approvals looked at"),
    "approvals.approve": _("approval:"),
    "approvals.reject": _("rejection of a request:"),
    "approvals.alone": _("order without approval:"),
    "approvals.settings": _("limits of approvals changed:"),
    "approvals.expire": _("request ran out:"),
    "advice": _("advice looked at"),
    "advice.muted": _("muted advice looked at"),
    "advice.mute": _("advice muted:"),
    "advice.unmute": _("advice heard again:"),
    "fulfil": _("orders to carry out looked at"),
    "fulfil.done": _("order said to be done:"),
    "fulfil.refuse": _("order refused:"),
    "fulfil.withdrawn": _("order let go:"),
    "fulfil.supplier": _("way to carry out orders changed"),
    "carry-out": _("order carried out:"),
    "renew": _("term renewed:"),
    "expire": _("term ended:"),
    "keys": _("software looked at"),
    "keys.get": _("key asked for:"),
    "keys.download": _("download asked for:"),
    "keys.downloaded": _("download begun:"),
    "keys.add": _("key put into the vault:"),
    "keys.custody": _("who saw which key looked at"),
    "keys.custody.file": _("who saw which key taken as a file"),
    "keys.revoke": _("keys revoked:"),
    "keys.export": _("keys exported from the shell"),
    "servers": _("licence servers looked at"),
    "servers.show": _("licence server looked at:"),
    "servers.add": _("licence server recorded:"),
    "servers.change": _("licence server changed:"),
    "servers.activated": _("licence server activated:"),
    "servers.remove": _("licence server removed:"),
    "servers.steps": _("activation steps looked at"),
    "servers.use": _("code used on:"),
    "servers.code": _("used code seen again, of:"),
    "kms": _("moves looked at"),
    "kms.show": _("move looked at:"),
    "kms.start": _("move recorded:"),
    "kms.progress": _("progress of a move said:"),
    "kms.forget": _("move dropped:"),
    "kms.snooze": _("move put off for a week:"),
    "kms.script": _("PowerShell file taken:"),
    "reminders": _("reminders looked at"),
    "remind.here": _("channel told:"),
    "remind.stop": _("channel no longer told:"),
    "care.snooze": _("put off for a week:"),
    "care.mine": _("taken care of:"),
    "care.fine": _("let be:"),
    "care.keep": _("seats kept:"),
    "settings": _("settings looked at"),
    "settings.mine": _("own settings changed"),
    "settings.organisation": _("organisation's settings changed"),
    "audit": _("record looked at"),
    "audit.file": _("record taken as a file"),
    "services": _("own services looked at"),
    "services.licence": _("own licence asked for"),
    "services.key": _("own key asked for:"),
    "services.download": _("own download asked for:"),
    "keys.put-away": _("message with a key deleted"),
    "guise": _("view of a user asked for:"),
    "guise.begin": _("view of a user begun:"),
    "guise.view": _("looked as a user:"),
    "guise.end": _("view of a user ended:"),
    "support": _("support looked at"),
    "support.ask": _("supplier asked:"),
    "support.questions": _("questions looked at"),
    "support.question": _("question looked at:"),
    "support.answered": _("question answered:"),
    "support.contacts": _("contacts looked at"),
    "support.contact": _("contact changed:"),
    "wholesale": _("wholesale customers looked at"),
    "wholesale.customer": _("wholesale customer looked at:"),
    "wholesale.view": _("customer's view opened:"),
    "wholesale.add": _("wholesale customer begun"),
    "wholesale.add.confirm": _("wholesale customer made:"),
    "wholesale.edit": _("address of a wholesale customer changed:"),
    "wholesale.limits": _("package limits changed:"),
    "wholesale.users": _("wholesale users looked at"),
    "wholesale.user": _("wholesale user looked at:"),
    "wholesale.users.add": _("list of wholesale users checked:"),
    "wholesale.users.confirm": _("wholesale users added:"),
    "wholesale.package": _("package changed:"),
    "wholesale.rename": _("names changed:"),
    "wholesale.remove": _("wholesale user removed:"),
    "wholesale.repair": _("repair of a package asked for:"),
    "wholesale.repair.confirm": _("package unassigned and assigned again:"),
    "help": _("help looked at"),
    "share": _("shared with a channel"),
    "unknown": _("nothing that I understood"),
}
_OUTCOMES = {
    "done": _("done"),
    "asked": _("asked back"),
    "refused": _("refused"),
    "failed": _("failed"),
}
