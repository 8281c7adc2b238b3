from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.phrases import Speaker, Tongue, _, plain
from handlers import records_words
from handlers.book import MENU
from handlers.operators.commands import AddOperator
from handlers.records_asked import ASKED
from store.trail import Recorded

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def row(**detail: object) -> Recorded:
    return Recorded(AT, "alice", "seats", "S-000001", "refused", json.dumps(detail), "shell")


def test_the_record_says_why_something_was_refused(chloe, david):
    assert david.asks("seats Microsoft 365 E3 +5").refused
    said = chloe.asks("audit").text
    assert "Outcome refused: Your role, Reader, lets you look at everything here and change nothing." in said


def test_the_reason_is_told_in_the_language_of_whoever_reads_it(chloe, david):
    assert david.asks("seats Microsoft 365 E3 +5").refused
    assert "refusé : Votre rôle, Lecteur," in chloe.speaking("fr").asks("audit").text.replace("\u202f", " ")


def test_numbers_and_days_of_a_refusal_are_kept(chloe):
    assert chloe.asks("seats Microsoft 365 Business Premium 35").refused
    assert "can't go below 40 seats before" in chloe.asks("audit").text


def test_a_refused_row_says_about_what_it_was_and_from_where(chloe):
    assert chloe.asks("seats Microsoft 365 Business Premium 35").refused
    said = chloe.asks("audit").text
    assert "seats proposed: S-000002" in said
    assert "· Console" in said


def test_every_command_and_all_that_happens_without_one_has_its_words():
    by_hand = {"portal.invitation", "portal.reset", "portal.lock", "portal.order", "organisation.activated"}
    by_itself = {"approvals.expire", "carry-out", "expire", "keys.downloaded", "keys.revoke", "renew", "users.apply"}
    files = {f"import.{noun}" for noun in ("keys", "operators", "organisations", "prices", "subscriptions", "users")}
    commands = {item.command.name for item in MENU.items} | by_hand | by_itself | files
    assert commands - ASKED.keys() == set()


def test_what_was_and_what_is_stand_there_in_words(chloe):
    chloe.sends(AddOperator(email="nora.petit@contoso.example", role="reader").token)
    said = chloe.speaking("fr").asks("audit").text
    assert "opérateur ajouté : nora.petit@contoso.example – → Lecteur" in said


def test_a_changed_limit_of_approvals_stands_there_in_words(chloe):
    limits = {"amount": "1000.5", "currency": "EUR", "seats": "10", "fewer": "yes", "renewal": "yes", "alone": "yes"}
    chloe.submits(chloe.asks("approvals settings"), **limits)
    always = "always: fewer seats, what happens at the renewal"
    words = f"not needed → from €1,000.50; from 10 seats; {always}; an Admin may go alone, with a reason"
    assert words in chloe.asks("audit").text
    french = chloe.speaking("fr").asks("audit").text
    assert "pas nécessaire → à partir de 1" in french
    assert ("EUR;" in french, "seats-down" in french) == (False, False)


@pytest.mark.parametrize("line", ["", "x", "1 EUR; 2; 3; 4", "x EUR; –; –; –", "–; x; –; –"])
def test_a_line_that_says_no_limits_stands_there_as_it_is(line):
    at = replace(row(before="–; –; –; –", after=line), command="approvals.settings")
    change = records_words.change(at)
    assert change is not None
    assert Speaker(Tongue()).say(change) == f"not needed → {line}"


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("slack:T1:C1", "Slack"),
        ("file:prices.csv", "file prices.csv"),
        ("portal:192.0.2.7", "portal 192.0.2.7"),
        ("portal:", "portal"),
        ("shell", "command line"),
        ("jobs", "by itself"),
    ],
)
def test_a_row_says_where_it_was_asked_from(origin, said):
    place = records_words.place(replace(row(), origin=origin))
    assert Speaker(Tongue()).say(place) == said


def test_words_that_somebody_typed_are_not_kept_for_ever(chloe, office):
    assert chloe.asks("orders XXXXX-CANARY-XXXXX").refused
    assert "CANARY" not in str(office.rows("select subject, detail from audit"))
    assert "There is no order …. Nothing was changed." in chloe.asks("audit").text


def test_words_inside_of_words_are_not_kept_either():
    kept = records_words.kept(_("{label}: {value}", label=_("Seats"), value=plain("CANARY")))
    assert "CANARY" not in kept
    reason = records_words.reason(row(refusal=kept))
    assert reason is not None
    assert Speaker(Tongue()).say(reason) == "Seats: …"


@pytest.mark.parametrize("said", [None, "", "Nothing was changed.", "[]", "{}", "5", '["x", 5, "", 0]'])
def test_what_is_no_reason_is_left_out(said):
    assert records_words.reason(row(refusal=said)) is None


def test_a_row_without_a_refusal_has_no_reason():
    assert records_words.reason(row(before=1, after=2)) is None
