"""About Webex services to be set up: who is asked to, by when, and who may administer them afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from bot.letters.letter import Body, Letter, Way, Writing
from bot.phrases import Phrase, _, plain

_UNEXPECTED: Final = _("If you did not expect this, nothing needs to be done.")


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


def _handing_due(body: Body, way: Way) -> Letter:
    subject = _("Order {reference} is still to be set up, by {day}", reference=body["reference"], day=_due(body))
    return replace(_handing(body, way), subject=subject)


def _set_up_due(body: Body, way: Way) -> Letter:
    subject = _("{customer}: set up your Webex services by {day}", customer=body["customer"], day=_due(body))
    return replace(_set_up(body, way), subject=subject)


def _taken_back(body: Body, _way: Way) -> Letter:
    text = _(
        "{seller} completes the set-up of order {reference} itself. Your link no longer opens it.",
        seller=body["seller"],
        reference=body["reference"],
    )
    return _nothing_more(body, text)


def _withdrawn(body: Body, _way: Way) -> Letter:
    text = _(
        "{seller} has withdrawn order {reference}: it is not set up. Your link no longer opens it.",
        seller=body["seller"],
        reference=body["reference"],
    )
    return _nothing_more(body, text)


def _set_up_done(body: Body, _way: Way) -> Letter:
    text = _(
        "{seller} has set up the services of order {reference} itself.",
        seller=body["seller"],
        reference=body["reference"],
    )
    return _nothing_more(body, text)


def _nothing_more(body: Body, why: Phrase) -> Letter:
    subject = _("Order {reference}: nothing more to do", reference=body["reference"])
    return Letter(subject=subject, paragraphs=(_("Good day,"), why))


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


LETTERS: Final[Mapping[str, Writing]] = {
    "arrived": _arrived,
    "handing": _handing,
    "set-up": _set_up,
    "handing-due": _handing_due,
    "set-up-due": _set_up_due,
    "taken-back": _taken_back,
    "withdrawn": _withdrawn,
    "set-up-done": _set_up_done,
    "rights": _rights,
    "rights-decided": _rights_decided,
}
