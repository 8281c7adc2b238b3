"""What e-mails say: each kind as phrases, whatever the reader's language, with at most one thing to press."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.phrases import Phrase, _, plain
from store.values import LinkPurpose

Body = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """How the reader gets where the mail leads: an address to open, or a code to type. Good until `until`."""

    url: str = ""
    code: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail before it is laid out. `action` stands on the button that opens the way's address."""

    subject: Phrase
    paragraphs: tuple[Phrase, ...]
    action: Phrase | None = None
    way: Way = Way()
    quiet: tuple[Phrase, ...] = ()
    reply_to: str = ""


Writing = Callable[[Body, Way], Letter]


def _invitation(body: Body, way: Way) -> Letter:
    return Letter(
        subject=_("{organisation}: activate your access", organisation=body["organisation"]),
        paragraphs=(
            _("Good day {name},", name=body["name"]),
            _(
                "{organisation} has set up an access for you. With it you reach the services that are assigned to you.",
                organisation=body["organisation"],
            ),
            _("Choose a password to activate it. You sign in with {login}.", login=body["login"]),
        ),
        action=_("Activate my access"),
        way=way,
        quiet=(*_good_until(way), _NOT_EXPECTED),
    )


def _reset(body: Body, way: Way) -> Letter:
    return Letter(
        subject=_("Set a new password"),
        paragraphs=(
            _("Good day {name},", name=body["name"]),
            _("A new password was asked for {login}. Choose one here.", login=body["login"]),
        ),
        action=_("Choose a new password"),
        way=way,
        quiet=(*_good_until(way), _("If you did not ask for it, nothing needs to be done: your password stays.")),
    )


def _activation(body: Body, way: Way) -> Letter:
    return Letter(
        subject=_("{supplier} invites {organisation}", supplier=body["supplier"], organisation=body["organisation"]),
        paragraphs=(
            _("Good day,"),
            _(
                "{supplier} looks after the licences of {organisation} with Comptoir. Confirm here that this is right.",
                supplier=body["supplier"],
                organisation=body["organisation"],
            ),
        ),
        action=_("Confirm"),
        way=way,
        quiet=(*_good_until(way), _NOT_EXPECTED),
    )


def _code(_body: Body, way: Way) -> Letter:
    return Letter(
        subject=_("Your code"),
        paragraphs=(
            _("Your code is **{code}**.", code=way.code),
            _("Type it where you were asked for it. Give it to nobody, whoever asks."),
        ),
        quiet=(*_good_until(way), _("If you did not ask for it, nothing needs to be done.")),
        way=way,
    )


def _operator(body: Body, _way: Way) -> Letter:
    return Letter(
        subject=_("{organisation}: you are an operator", organisation=body["organisation"]),
        paragraphs=(
            _("Good day,"),
            _(
                "{by} made you an operator of {organisation}, in the role {role}.",
                by=body["by"],
                organisation=body["organisation"],
                role=_ROLES[body["role"]],
            ),
            _("Write to the bot in Slack or Webex under this e-mail address, and type help."),
        ),
    )


def _account(body: Body, _way: Way) -> Letter:
    """What happened to somebody's access, in one sentence that the sender has chosen."""
    return Letter(
        subject=_("{organisation}: your access has changed", organisation=body["organisation"]),
        paragraphs=(
            _("Good day {name},", name=body["name"]),
            NEWS[body["news"]],
            _("It concerns {login} at {organisation}.", login=body["login"], organisation=body["organisation"]),
        ),
        quiet=(_("If this surprises you, turn to your administrator."),),
    )


def _services(body: Body, _way: Way) -> Letter:
    return Letter(
        subject=_("{organisation}: your services", organisation=body["organisation"]),
        paragraphs=(
            _("Good day {name},", name=body["name"]),
            _("Now assigned to you: {services}.", services=body["services"]),
        ),
    )


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


def _named(body: Body) -> dict[str, str]:
    return {"number": body["number"], "organisation": body["organisation"]}


def _approval(body: Body, _way: Way) -> Letter:
    return Letter(
        subject=_("{number} · {organisation}: your approval is needed", **_named(body)),
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


def _good_until(way: Way) -> tuple[Phrase, ...]:
    return (_("It is good until {moment}, and once.", moment=way.until),) if way.until else ()


_NOT_EXPECTED: Final = _("If you did not expect this, nothing needs to be done: without you nothing is activated.")

_ROLES: Final = {"admin": _("Admin"), "reader": _("Reader")}
NEWS: Final[Mapping[str, Phrase]] = {
    "locked": _("Your access was locked after too many failed sign-ins."),
    "unlocked": _("Your access was unlocked."),
    "disabled": _("Your access was disabled: you can't sign in any more, and your services stop."),
    "enabled": _("Your access was enabled again."),
    "password": _("Your password was changed."),
    "activated": _("Your access was activated."),
    "deleted": _("Your access was deleted, and your services were taken back."),
    "changed": _("The details of your access were changed."),
}
"""By the word that a mail's body carries."""


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


def _handing(body: Body, way: Way) -> Letter:
    """A whole order of Webex services, for somebody else to complete."""
    return Letter(
        subject=_("Provisioning information required for order {reference}", reference=body["reference"]),
        paragraphs=(
            _("Good day,"),
            _("{by} of {seller} asks you to complete the set-up of this order:", by=body["by"], seller=body["seller"]),
            plain(_of_order(body)),
            _("It must be set up by {day}.", day=_due(body)),
        ),
        action=_("Set up the service"),
        way=way,
        quiet=(*_opens_until(way), _UNEXPECTED),
    )


def _set_up(body: Body, way: Way) -> Letter:
    """The services alone, for the customer's own admin."""
    return Letter(
        subject=_("{customer}: set up your Webex services", customer=body["customer"]),
        paragraphs=(
            _("Good day,"),
            _("{seller} has ordered Webex services for {customer}:", seller=body["seller"], customer=body["customer"]),
            plain(body["services"]),
            _("You choose how they are set up, by {day}. {seller} can help.", day=_due(body), seller=body["seller"]),
        ),
        action=_("Set up the services"),
        way=way,
        quiet=(*_opens_until(way), _UNEXPECTED),
    )


def _arrived(body: Body, _way: Way) -> Letter:
    """To an Admin of the seller whom no chat has seen."""
    return Letter(
        subject=_("Provisioning information required for order {reference}", reference=body["reference"]),
        paragraphs=(
            _("Good day,"),
            plain(_of_order(body)),
            _("Set it up by {day}: write to the bot, provision {number}", number=body["number"], day=_due(body)),
        ),
    )


def _taken_back(body: Body, _way: Way) -> Letter:
    return Letter(
        subject=_("Order {reference}: nothing more to do", reference=body["reference"]),
        paragraphs=(
            _("Good day,"),
            _(
                "{seller} completes the set-up of order {reference} itself. Your link no longer opens it.",
                seller=body["seller"],
                reference=body["reference"],
            ),
        ),
    )


def _withdrawn(body: Body, _way: Way) -> Letter:
    return Letter(
        subject=_("Order {reference}: nothing more to do", reference=body["reference"]),
        paragraphs=(
            _("Good day,"),
            _(
                "{seller} has withdrawn order {reference}: it is not set up. Your link no longer opens it.",
                seller=body["seller"],
                reference=body["reference"],
            ),
        ),
    )


def _rights(body: Body, _way: Way) -> Letter:
    """To an Admin of the customer whom no chat has seen."""
    return Letter(
        subject=_("{partner} asks for full admin rights of {customer}", **_parties(body)),
        paragraphs=(
            _("Good day,"),
            _(
                "{by} of {partner} has set up services for {customer} as provisioning administrator, and asks for full "
                "admin rights.",
                by=body["by"],
                **_parties(body),
            ),
            _("Write to the bot in Slack or Webex under this e-mail address, and type rights."),
        ),
        quiet=(_("Until an Admin of {customer} says yes, nothing changes.", customer=body["customer"]),),
    )


def _rights_decided(body: Body, _way: Way) -> Letter:
    granted = body["granted"] == "yes"
    said = _("{customer} has granted {partner} full admin rights.", **_parties(body))
    refused = _("{customer} has not granted {partner} full admin rights.", **_parties(body))
    return Letter(
        subject=_("Full admin rights of {customer}", customer=body["customer"]),
        paragraphs=(_("Good day,"), said if granted else refused),
    )


def _of_order(body: Body) -> str:
    return "\n".join(filter(None, (body["reference"], body["customer"], body["services"])))


def _due(body: Body) -> date:
    return date.fromisoformat(body["due"])


def _parties(body: Body) -> dict[str, str]:
    return {"partner": body["partner"], "customer": body["customer"]}


def _opens_until(way: Way) -> tuple[Phrase, ...]:
    if way.until is None:
        return ()
    return (_("The link is good until {moment}. A code is sent to this address when you open it.", moment=way.until),)


_UNEXPECTED: Final = _("If you did not expect this, nothing needs to be done.")

LETTERS: Final[Mapping[str, Writing]] = {
    "invitation": _invitation,
    "reset": _reset,
    "activation": _activation,
    "code": _code,
    "operator": _operator,
    "account": _account,
    "services": _services,
    "question": _question,
    "revoked": _revoked,
    "ending": _ending,
    "ready": _ready,
    "fulfil": _fulfil,
    "approval": _approval,
    "arrived": _arrived,
    "handing": _handing,
    "set-up": _set_up,
    "taken-back": _taken_back,
    "withdrawn": _withdrawn,
    "rights": _rights,
    "rights-decided": _rights_decided,
}
"""By the name of a mail's template."""

PATHS: Final[Mapping[LinkPurpose, str]] = {
    LinkPurpose.INVITATION: "/activate/",
    LinkPurpose.ACTIVATION: "/activate/",
    LinkPurpose.RESET: "/portal/reset/",
    LinkPurpose.DOWNLOAD: "/download/",
    LinkPurpose.DELEGATION: "/portal/order/",
}
"""Below the public address: where a link of that purpose leads."""
