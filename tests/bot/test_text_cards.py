from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from bot.cards import Card, Divider, Heading, Prose, Table
from bot.phrases import Tongue, _, plain
from bot.text_cards import clean, text
from tests.bot.goldens import golden
from tests.bot.samples import EVERY_ELEMENT, KEY, MAIN_CARDS, OVERVIEW, small
from tests.bot.strategies import CARDS, DATA, TONGUES

EN = Tongue("en", "Europe/Paris")
SAMPLES = EVERY_ELEMENT | MAIN_CARDS
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
SLOWLY = settings(suppress_health_check=list(HealthCheck), deadline=None)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_element_is_said_as_it_was_approved(name, language):
    said = text(SAMPLES[name], Tongue(language, "Europe/Paris")) + "\n"
    assert said == golden(f"text/{language}/{name}.txt", said)


@SLOWLY
@given(CARDS, TONGUES)
def test_a_card_is_at_most_7000_bytes_of_visible_text(card, tongue):
    said = text(card, tongue)
    assert len(said.encode()) <= 7_000
    assert not HIDDEN.search(said)


@SLOWLY
@given(DATA)
def test_cleaning_what_is_clean_changes_nothing(data):
    assert clean(clean(data)) == clean(data)


def test_a_long_card_ends_with_a_whole_line_and_how_many_are_missing():
    rows = tuple(Prose(text=plain(f"Row {number:03} {'é' * 50}")) for number in range(100))
    lines = text(Card(title=plain("List"), elements=rows), EN).split("\n")
    assert lines[-2].endswith("é" * 50)
    assert lines[-1] == f"… and {100 - (len(lines) - 2)} more lines"


def test_a_title_without_end_is_cut_all_the_same():
    said = text(Card(title=plain("é" * 10_000), elements=(Prose(text=_("Nothing was changed.")),)), EN)
    assert said.endswith("é…\n… and one more line")


def test_buttons_can_be_left_out():
    assert "[Renew]" in text(OVERVIEW, EN)
    assert "[" not in text(OVERVIEW, EN, buttons=False)


def test_a_secret_is_not_in_the_words():
    assert "XXXXX" not in text(KEY, EN)
    assert "Key: shown on the card only" in text(KEY, EN)


def test_gaps_are_one_line_at_most():
    card = Card(title=plain("Contoso"), elements=(Divider(), Divider(), Heading(text=_("Decisions")), Divider()))
    assert text(card, EN) == "Contoso\n\nDecisions"


def test_a_list_without_rows_says_so():
    assert text(small(Table(columns=(), rows=())), EN) == "Element\nNothing to list."


def test_letters_piled_high_are_cleared_away():
    assert clean("Z" + "\u0351" * 50 + "oe\u0301") == "Z" + "\u0351" * 4 + "oe\u0301"
