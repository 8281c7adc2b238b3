"""About what was ordered or bought: who approves it, who carries it out, what it opens, what becomes of its keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.letters.letter import Body, Letter, Way, Writing
from bot.phrases import _, plain


def _question(body: Body, _way: Way) -> Letter:
    return Letter(
        subject=_("{number} · {organisation} asks", number=body["number"], organisation=body["organisation"]),
        paragraphs=(
            _("{who} of {organisation} asks:", who=body["who"], organisation=body["organisation"]),
            plain(body["text"]),
            *((_("It is about {context}.", context=body["context"]),) if body.get("context") else ()),
            _("Answer to {email}.", email=body["email"]),
        ),
        reply_to=body["email"],
    )


def _approval(body: Body, _way: Way) -> Letter:
    return Letter(
        subject=_(
            "{number} · {organisation}: your approval is needed",
            number=body["number"],
            organisation=body["organisation"],
        ),
        paragraphs=(
            _("Good day,"),
            _(
                "{by} wants to order {product} for {organisation}, and that needs your approval within 24 hours.",
                by=body["by"],
                product=body["product"],
                organisation=body["organisation"],
            ),
            _(
                "Write to the bot in Slack or Webex under this e-mail address: approvals {number}",
                number=body["number"],
            ),
        ),
    )


def _alone(body: Body, _way: Way) -> Letter:
    number, organisation, product = body["number"], body["organisation"], body["product"]
    text = _(
        "{by} ordered {product} for {organisation} without the approval that it needs.",
        by=body["by"],
        product=product,
        organisation=organisation,
    )
    return Letter(
        subject=_("{number} · {organisation}: ordered without approval", number=number, organisation=organisation),
        paragraphs=(
            _("Good day,"),
            text,
            _("Reason given: {reason}", reason=body["reason"]),
            _("Write to the bot in Slack or Webex under this e-mail address: orders {number}", number=number),
        ),
    )


def _limits(body: Body, _way: Way) -> Letter:
    by, organisation = body["by"], body["organisation"]
    return Letter(
        subject=_("{organisation}: from when on orders need an approval", organisation=organisation),
        paragraphs=(
            _("Good day,"),
            _("{by} has changed when orders of {organisation} need an approval.", by=by, organisation=organisation),
            _("Write to the bot in Slack or Webex under this e-mail address, and type settings."),
        ),
    )


def _fulfil(body: Body, _way: Way) -> Letter:
    number, organisation = body["number"], body["organisation"]
    return Letter(
        subject=_("{number} · {organisation} has ordered", number=number, organisation=organisation),
        paragraphs=(
            _("Good day,"),
            _("{organisation} has ordered {product}.", organisation=organisation, product=body["product"]),
            _("Order it from your supplier, then write to the bot in Slack or Webex: fulfil {number}", number=number),
        ),
    )


def _ready(body: Body, _way: Way) -> Letter:
    """What was ordered can be used; the first address it names is the one on the button."""
    others = (_("Open the others here: {links}", links=body["links"]),) if body["links"] else ()
    opens, number, organisation = body["url"], body["number"], body["organisation"]
    return Letter(
        subject=_("{number} · {organisation}: your order is ready", number=number, organisation=organisation),
        paragraphs=(
            _("Good day {name},", name=body["name"]),
            _("What you ordered for {organisation} is ready for use:", organisation=organisation),
            plain(body["services"]),
            *others,
        ),
        action=_("Open it") if opens else None,
        way=Way(url=opens),
        quiet=(_("Assign its seats with Comptoir, in Slack or Webex: type assign."),),
    )


def _revoked(body: Body, _way: Way) -> Letter:
    """By the last signs of the keys; what was shown is never repeated."""
    return Letter(
        subject=_("{product}: keys were revoked", product=body["product"]),
        paragraphs=(
            _("Good day {name},", name=body["name"]),
            _(
                "The purchase of {product} for {customer} was cancelled, and with it what you were shown was revoked: "
                "{keys}.",
                product=body["product"],
                customer=body["customer"],
                keys=body["keys"],
            ),
            _("Its download links are refused from now on. The software must be uninstalled."),
        ),
    )


def _ending(body: Body, _way: Way) -> Letter:
    """The link itself is in no mail."""
    return Letter(
        subject=_("A download link runs out"),
        paragraphs=(
            _("Good day {name},", name=body["name"]),
            _(
                "Your download link of {product} for {customer} is refused from {moment} on, five days after its "
                "first use.",
                product=body["product"],
                customer=body["customer"],
                moment=datetime.fromisoformat(body["until"]),
            ),
            _("Whoever still needs it gets a new one where they got the first."),
        ),
    )


LETTERS: Final[Mapping[str, Writing]] = {
    "question": _question,
    "approval": _approval,
    "alone": _alone,
    "limits": _limits,
    "fulfil": _fulfil,
    "ready": _ready,
    "revoked": _revoked,
    "ending": _ending,
}
