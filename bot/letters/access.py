"""To whoever is given an access, or loses it: invitations, codes, what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.letters.letter import Body, Letter, Way, Writing
from bot.phrases import Phrase, _

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


def _services_ended(body: Body, _way: Way) -> Letter:
    return Letter(
        subject=_("{organisation}: your services", organisation=body["organisation"]),
        paragraphs=(
            _("Good day {name},", name=body["name"]),
            _("No longer assigned to you: {services}.", services=body["services"]),
        ),
        quiet=(_("If this surprises you, turn to your administrator."),),
    )


def _good_until(way: Way) -> tuple[Phrase, ...]:
    return (_("It is good until {moment}, and once.", moment=way.until),) if way.until else ()


LETTERS: Final[Mapping[str, Writing]] = {
    "invitation": _invitation,
    "reset": _reset,
    "activation": _activation,
    "code": _code,
    "operator": _operator,
    "account": _account,
    "services": _services,
    "services-ended": _services_ended,
}
