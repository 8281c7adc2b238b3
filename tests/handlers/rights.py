"""The one table of rights: which command is open to whom. `docs/rights.md` prints it; `test_rights.py` tries it.

A = Admin, R = Reader, S = staff user, U = service user. A new command stands here before it works anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.phrases import Speaker, Tongue
from store.values import Role

if TYPE_CHECKING:
    from handlers.menu import Entry, Menu

EVERYBODY: Final = "ARSU"
WHO_LOOKS: Final = "ARS"
TABLE: Final[dict[str, str]] = {
    "overview": EVERYBODY,
    "subscriptions": WHO_LOOKS,
    "subscriptions.file": WHO_LOOKS,
    "subscription": WHO_LOOKS,
    "subscription.search": WHO_LOOKS,
    "seats": "A",
    "seats.payment": "A",
    "seats.schedule": "A",
    "seats.unschedule": "A",
    "seats.holders": WHO_LOOKS,
    "seats.assign": "AS",
    "seats.unassign": "AS",
    "seats.reassign": "AS",
    "renewal": "A",
    "renewals": WHO_LOOKS,
    "cancel": "A",
    "window": WHO_LOOKS,
    "product": "A",
    "product.keep": "A",
    "cart": WHO_LOOKS,
    "cart.add": "A",
    "cart.line": "A",
    "cart.drop": "A",
    "cart.empty": "A",
    "cart.note": "A",
    "cart.accept": "A",
    "checkout": "A",
    "checkout.options": "A",
    "checkout.account": "A",
    "checkout.tenant": "A",
    "checkout.company": "A",
    "checkout.existing": "A",
    "checkout.payment": "A",
    "provision.offers": "A",
    "provision.search": "A",
    "provision.choose": "A",
    "provision.describe": "A",
    "provision.make": "A",
    "market": WHO_LOOKS,
    "market.search": WHO_LOOKS,
    "market.product": WHO_LOOKS,
    "market.put": "A",
    "orders": WHO_LOOKS,
    "orders.file": WHO_LOOKS,
    "order.confirm": "A",
    "order.dismiss": "A",
    "approvals": WHO_LOOKS,
    "approvals.approve": "A",
    "approvals.reject": "A",
    "approvals.alone": "A",
    "approvals.settings": "A",
    "advice": WHO_LOOKS,
    "advice.muted": WHO_LOOKS,
    "advice.mute": "A",
    "advice.unmute": "A",
    "order.retry": "A",
    "order.withdraw": "A",
    "fulfil": "A",
    "fulfil.done": "A",
    "fulfil.refuse": "A",
    "fulfil.withdrawn": "A",
    "fulfil.supplier": "A",
    "customers": WHO_LOOKS,
    "partners": WHO_LOOKS,
    "distributors": WHO_LOOKS,
    "organisations.search": WHO_LOOKS,
    "organisations.csv": WHO_LOOKS,
    "organisation": WHO_LOOKS,
    "organisation.add": "A",
    "organisation.edit": "A",
    "organisation.activate": "A",
    "organisation.link": "A",
    "operators": WHO_LOOKS,
    "operators.add": "A",
    "operators.role": "A",
    "operators.remove": "A",
    "users": WHO_LOOKS,
    "users.search": WHO_LOOKS,
    "users.csv": WHO_LOOKS,
    "users.show": WHO_LOOKS,
    "users.add": "A",
    "users.confirm": "A",
    "users.import": "A",
    "users.run": "A",
    "users.refuse-file": "A",
    "users.run.place": "A",
    "users.run.rows": "A",
    "users.run.file": "A",
    "users.run.apply": "A",
    "users.run.dismiss": "A",
    "users.dismiss": "A",
    "provision.hand": "A",
    "provision.customer-sets-up": "A",
    "provision.back": "A",
    "provision.snooze": "A",
    "rights": WHO_LOOKS,
    "rights.ask": "A",
    "rights.grant": "A",
    "rights.refuse": "A",
    "wholesale": WHO_LOOKS,
    "wholesale.customer": WHO_LOOKS,
    "wholesale.view": WHO_LOOKS,
    "wholesale.add": "A",
    "wholesale.add.address": "A",
    "wholesale.add.limits": "A",
    "wholesale.add.confirm": "A",
    "wholesale.add.dismiss": "A",
    "wholesale.edit": "A",
    "wholesale.limits": "A",
    "wholesale.location": "A",
    "wholesale.users": WHO_LOOKS,
    "wholesale.users.search": WHO_LOOKS,
    "wholesale.user": WHO_LOOKS,
    "wholesale.users.add": "A",
    "wholesale.users.confirm": "A",
    "wholesale.users.dismiss": "A",
    "wholesale.package": "A",
    "wholesale.rename": "A",
    "wholesale.remove": "A",
    "wholesale.repair": "A",
    "wholesale.repair.confirm": "A",
    "users.detail": "A",
    "users.edit": "A",
    "users.enable": "A",
    "users.disable": "A",
    "users.delete": "A",
    "users.unlock": "A",
    "users.invite": "A",
    "users.activate": "A",
    "users.password": "A",
    "keys": WHO_LOOKS,
    "keys.get": "A",
    "keys.download": "A",
    "keys.put-away": EVERYBODY,
    "services.key": EVERYBODY,
    "services.download": EVERYBODY,
    "keys.add": "A",
    "keys.custody": "A",
    "keys.custody.file": "A",
    "servers": WHO_LOOKS,
    "servers.show": WHO_LOOKS,
    "servers.add": "A",
    "servers.change": "A",
    "servers.activated": "A",
    "servers.remove": "A",
    "servers.steps": WHO_LOOKS,
    "servers.use": "A",
    "servers.code": "A",
    "kms": WHO_LOOKS,
    "kms.show": WHO_LOOKS,
    "kms.start": "A",
    "kms.progress": "A",
    "kms.forget": "A",
    "kms.snooze": "A",
    "kms.script": WHO_LOOKS,
    "reminders": WHO_LOOKS,
    "remind.here": "A",
    "remind.stop": "A",
    "care.snooze": "A",
    "care.mine": "A",
    "care.fine": "A",
    "care.keep": "A",
    "settings": EVERYBODY,
    "settings.mine": EVERYBODY,
    "settings.organisation": "A",
    "audit": "A",
    "audit.file": "A",
    "services": EVERYBODY,
    "services.licence": EVERYBODY,
    "guise": "A",
    "guise.begin": "A",
    "guise.view": "A",
    "guise.end": EVERYBODY,
    "identity.code": EVERYBODY,
    "identity.prove": EVERYBODY,
    "support": WHO_LOOKS,
    "support.questions": WHO_LOOKS,
    "support.question": WHO_LOOKS,
    "support.ask": WHO_LOOKS,
    "support.answered": "A",
    "support.contacts": "A",
    "support.contact": "A",
    "help": EVERYBODY,
    "share": WHO_LOOKS,
}
LETTERS: Final = {Role.ADMIN: "A", Role.READER: "R", Role.STAFF: "S", Role.SERVICE: "U"}
_HEAD: Final = """# Who may what

Rights belong to roles, and each command needs one right; `handlers/dispatch.py` is the only place that checks it, for
the person who types or presses, each time. Whoever may do something may do it in their own organisation and in those
below it, and nowhere else: a name, a number, a button or a link of somebody else's is answered as one that does not
exist.

- **Admin** and **Reader** are operators of an organisation (`operators`). An Admin acts; a Reader looks.
- **Staff** and **service users** are users of a customer (`users`), by their permission; only while they are Ready.
- Whoever is not known, is a guest, a bot, or comes from another workspace gets a polite no, and a line in the record.

| command | what it does | Admin | Reader | staff | service user |
| --- | --- | :-: | :-: | :-: | :-: |
"""


def document(menu: Menu) -> str:
    """The table as the document prints it."""
    return _HEAD + "".join(_line(item) for item in menu.items)


def _line(item: Entry) -> str:
    said = Speaker(Tongue()).say(item.summary) if item.summary else (item.command.__doc__ or "").splitlines()[0]
    words = f"`{item.words[0]}`" if item.words else f"*button* `{item.command.name}`"
    marks = ("yes" if letter in TABLE[item.command.name] else "–" for letter in EVERYBODY)
    return f"| {words} | {said.rstrip('.').replace('|', '/')} | {' | '.join(marks)} |\n"
