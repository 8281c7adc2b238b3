"""Whoever completes an order from outside: their mailbox, and the desk behind the pages."""

from __future__ import annotations

import json
from uuid import UUID

from bot.cards import Button, Buttons
from bot.order_desk import Inside
from bot.phrases import Speaker, Tongue
from bot.portal import Visitor
from bot.text_cards import text
from handlers.book import MENU
from handlers.context import Defaults
from handlers.provisioning.delegates_desk import OrderCounter
from handlers.provisioning.handing_commands import HandOver
from store import links
from store.values import LinkId, LinkPurpose
from tests.handlers.provisioning.mapped import ATELIER, Order

NADIA = "nadia@integrateur.example"
CONTACT = "alice.martin@atelier-cloud.example"
HOME = Visitor("203.0.113.7", "Firefox")
ELSEWHERE = Visitor("198.51.100.9", "Firefox")


class Outsider:
    """Reads the links and codes that were mailed, and presses what they see."""

    def __init__(self, office, email, defaults: Defaults | None = None):
        self.office, self.email, self.visitor = office, email, HOME
        self.desk = OrderCounter(office.database, lambda: office.now, defaults or office.defaults, lambda: MENU)
        self.token = self.cookie = ""
        self.seen: Inside | None = None

    def mails(self, template):
        """The ids and generations of the links that they carry, the latest last."""
        found = self.office.rows(
            "SELECT body FROM mails WHERE recipient = :it AND template = :kind ORDER BY created_at",
            it=self.email,
            kind=template,
        )
        return [row[0] for row in found]

    def link(self, template="handing"):
        """Follow the latest link."""
        self.token = self.office.links.tokens.link(LinkPurpose.DELEGATION, *self._latest(template))
        return self

    def code(self):
        """The one in the latest mail."""
        return self.office.links.tokens.code(*self._latest("code"))

    def asks_for_code(self):
        return self.desk.mail_code(self.token, "en", self.visitor)

    def gives(self, code):
        """The refusal; None when it lets them in."""
        found = self.desk.let_in(self.token, code, self.visitor)
        if isinstance(found, str):
            self.cookie = found
            return None
        return found

    def comes_in(self, template="handing"):
        self.link(template).asks_for_code()
        assert self.gives(self.code()) is None
        return self.opens()

    def opens(self):
        self.seen = self.desk.go_on(self.token, self.cookie, "en", self.visitor)
        return self.said

    def presses(self, label, **fields):
        return self.sends(self.buttons[label].press, **fields)

    def submits(self, **fields):
        return self.sends(self.seen.card.submit.press, **fields)

    def sends(self, token, **fields):
        self.seen = self.desk.press(self.token, self.cookie, "en", self.visitor, (token, fields))
        return self.said

    @property
    def said(self):
        """The card in words; empty where they have to give a code first."""
        if self.seen is None:
            return ""
        return text(self.seen.card, self.seen.tongue).replace("\u202f", " ").replace("\u00a0", " ")

    @property
    def buttons(self) -> dict[str, Button]:
        rows = [element.buttons for element in self.seen.card.elements if isinstance(element, Buttons)]
        return {Speaker(Tongue("en")).say(button.label): button for row in rows for button in row}

    def _latest(self, template):
        body = json.loads(self.mails(template)[-1])
        with self.office.database.reading() as db:
            link = links.find(db, LinkId(UUID(body["link"])))
        return link.id, int(body["generation"])


def hands(order, who, email):
    return who.sends(order.ask(HandOver), email=email)


def mapped(office):
    """An order of Atelier Cloud for Contoso, both found."""
    order = Order(office, CONTACT, customer="Contoso", step="setup", partner=ATELIER)
    found = "(SELECT id FROM organisations WHERE name = '{}')"
    sets = f"partner_id = {found.format(ATELIER)}, customer_id = {found.format('Contoso')}, draft = :draft"
    ids = {
        name: str(office.one("SELECT id FROM organisations WHERE name = :it", it=name)) for name in (ATELIER, "Contoso")
    }
    draft = {
        "partner": {"id": ids[ATELIER], "name": ATELIER, "how": "email"},
        "customer": {"id": ids["Contoso"], "name": "Contoso", "how": "email"},
    }
    office.write(f"UPDATE provisionings SET {sets} WHERE reference = :it", draft=json.dumps(draft), it=order.reference)
    return order


def wrong(code):
    return f"{(int(code) + 1) % 10**8:08}"
