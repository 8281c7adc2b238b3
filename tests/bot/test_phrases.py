from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given

from bot.phrases import (
    MEMORY,
    REMEMBERED,
    Channel,
    Phrase,
    Speaker,
    Tongue,
    _,
    _pattern,
    dump,
    joined,
    load,
    n_,
    plain,
    unescaped,
)
from store.values import Money
from tests.bot.strategies import TEXTS, TONGUES

EN = Tongue("en", "Europe/Paris")
FR = Tongue("fr", "Europe/Paris")
NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def loud(text):
    return text.upper()


def say(phrase, tongue=EN):
    return Speaker(tongue).say(phrase)


def test_nothing_side_by_side_says_nothing_in_any_language():
    assert (say(joined([])), say(joined([]), FR)) == ("", "")


def test_numbers_dates_and_amounts_are_written_as_the_reader_writes_them():
    phrase = joined([plain(1785), plain(date(2026, 11, 28)), plain(Money(Decimal("1785.21"), "EUR"))])
    assert say(phrase) == "1,785 · 28\xa0Nov\xa02026 · €1,785.21"
    assert say(phrase, FR) == "1\u202f785 · 28\xa0nov.\xa02026 · 1\u202f785,21\xa0€"


def test_a_moment_is_told_in_the_reader_s_zone_and_names_it():
    assert say(plain(NOON)) == "28\xa0Nov\xa02026, 13:00 (Europe/Paris)"
    assert say(plain(NOON), FR) == "28\xa0nov.\xa02026 à\xa013:00 (Europe/Paris)"
    assert say(plain(NOON), Tongue("en", "Asia/Tokyo")) == "28\xa0Nov\xa02026, 21:00 (Asia/Tokyo)"


def test_a_unit_price_keeps_all_its_decimals():
    assert say(plain(Money(Decimal("0.123456"), "EUR"))) == "€0.123456"


def test_a_channel_reads_by_its_name_and_else_by_its_id():
    assert say(_("Stop {channel}", channel=Channel("C012AB3CD", "#licences"))) == "Stop #licences"
    assert say(plain(Channel("C012AB3CD", ""))) == "C012AB3CD"
    waiting = plain(Channel("C012AB3CD", "#licences"))
    assert load(dump(waiting)) == waiting


def test_values_find_their_places_in_any_order_and_more_than_once():
    assert say(_("{a} {b} {a}", b=2, a=1)) == "1 2 1"
    assert say(_("{a} {b} {a}", a=3, b=4)) == "3 4 3"
    assert say(_("{a}, {a}", a=5)) == "5, 5"


def test_a_count_picks_the_singular_or_the_plural_each_time():
    said = [say(n_("One seat", "{count} seats", count)) for count in (1, 2, 1, 1000)]
    assert said == ["One seat", "2 seats", "One seat", "1,000 seats"]


def test_the_same_source_with_and_without_a_plural_is_not_mixed_up():
    assert say(_("One order")) == "One order"
    assert say(n_("One order", "{count} orders", 3)) == "3 orders"


def test_a_percent_sign_stays_one():
    assert say(_("100 % of it")) == "100 % of it"
    assert say(_("{share} % of {name}", share=7, name="%s %(name)s")) == "7 % of %s %(name)s"


def test_braces_in_data_are_no_places():
    assert say(_("{name} left", name="{name} {count}")) == "{name} {count} left"


def test_source_and_data_are_escaped_but_only_the_source_can_be_strong():
    speaker = Speaker(EN, loud, ("<", ">"))
    assert speaker.say(_("**{name}** is new", name="a **b**")) == "<A **B**> IS NEW"


def test_surfaces_do_not_hear_each_other():
    assert Speaker(EN, loud).say(plain("contoso")) == "CONTOSO"
    assert say(plain("contoso")) == "contoso"


def test_a_value_that_was_not_given_is_an_error_the_first_time_and_the_second():
    for _again in range(2):
        with pytest.raises(KeyError):
            say(Phrase("{known} and {unknown}", (("known", 1),)))


def test_more_values_than_are_remembered_are_all_said_right():
    speaker = Speaker(EN)
    for _again in range(2):
        assert all(speaker.say(plain(f"name {number}")) == f"name {number}" for number in range(MEMORY + 10))
    assert speaker.say(plain("x" * (REMEMBERED + 1))) == "x" * (REMEMBERED + 1)


@given(TEXTS, TONGUES)
def test_a_phrase_reads_the_same_the_second_time_and_after_a_stay_in_the_outbox(phrase, tongue):
    assert say(phrase, tongue) == say(phrase, tongue) == say(load(dump(phrase)), tongue)


@pytest.mark.parametrize("raw", [None, "text", ["source"], ["source", {"a": ["money", "1"]}, "", 0]])
def test_what_is_no_phrase_is_not_read_as_one(raw):
    with pytest.raises(ValueError, match="not a"):
        load(raw)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Atelier Cloud", "Clients d’Atelier Cloud"),
        ("Élan", "Clients d’Élan"),
        ("Contoso", "Clients de Contoso"),
        ("Hooli", "Clients de Hooli"),
        ("11 août", "Clients de 11 août"),
    ],
)
def test_french_elides_before_a_vowel(name, said):
    assert Speaker(FR).say(_("Customers of {organisation}", organisation=name)) == said


def test_french_elides_what_is_strong_and_leaves_data_alone():
    _one, named = _pattern("{a} : prix de **{a}**, plus que {b}, mode {c}", unescaped, ("<b>", "</b>"), elides=True)
    with_vowels, without = {"a": "Office", "b": "un", "c": "Ada"}, {"a": "le prix de Office", "b": "dix", "c": "x"}
    assert named % with_vowels == "Office : prix d’<b>Office</b>, plus qu’un, mode Ada"
    assert named % without == "le prix de Office : prix de <b>le prix de Office</b>, plus que dix, mode x"
