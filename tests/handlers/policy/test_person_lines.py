"""People typed one a line: names, one or two addresses, and the lines that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.person_lines import LONGEST_NAME, MOST_PEOPLE, BadLine, Fault, Person, TooManyPeople, parse, seen


@pytest.mark.parametrize(
    ("line", "first_name", "last_name", "login", "notify"),
    [
        ("Élise Brun <elise@contoso.example>", "Élise", "Brun", "elise@contoso.example", None),
        ("Élise Brun elise@contoso.example", "Élise", "Brun", "elise@contoso.example", None),
        ("Élise Brun, ELISE@Contoso.Example", "Élise", "Brun", "elise@contoso.example", None),
        ("Élise Brun, <elise@contoso.example>", "Élise", "Brun", "elise@contoso.example", None),
        ("Brun, Élise <elise@contoso.example>", "Élise", "Brun", "elise@contoso.example", None),
        ("Anna van der Berg <a@b.example>", "Anna", "van der Berg", "a@b.example", None),
        ("“Élise Brun” <elise@contoso.example>;", "Élise", "Brun", "elise@contoso.example", None),
        ("Cher <cher@contoso.example>", "Cher", "", "cher@contoso.example", None),
        ("elise@contoso.example", "", "", "elise@contoso.example", None),
        ("Élise Brun <e@b.example>, it@b.example", "Élise", "Brun", "e@b.example", "it@b.example"),
        ("Élise Brun <e@b.example> <it@b.example>", "Élise", "Brun", "e@b.example", "it@b.example"),
        ("Élise Brun <e@b.example>, E@b.example", "Élise", "Brun", "e@b.example", None),
        ("Noé Roy <noé@bücher.example>", "Noé", "Roy", "noé@bücher.example", None),
        ("\tTim\u00a0 O’Brien  <tim@b.example>", "Tim", "O’Brien", "tim@b.example", None),
        ("Tim \u202eO’Brien\u200b <tim@b.example>", "Tim", "O’Brien", "tim@b.example", None),
        ("<b>Tim</b> O’Brien <tim@b.example>", "<b>Tim</b>", "O’Brien", "tim@b.example", None),
    ],
)
def test_a_line_is_a_name_and_one_or_two_addresses(line, first_name, last_name, login, notify):
    assert parse(line) == ([Person(1, first_name, last_name, login, notify)], [])


@pytest.mark.parametrize(
    ("line", "fault", "said"),
    [
        ("Élise Brun", Fault.NO_ADDRESS, "Élise Brun"),
        ("Élise Brun <elise@>", Fault.BAD_ADDRESS, "elise@"),
        ("Élise Brun <@contoso.example>", Fault.BAD_ADDRESS, "@contoso.example"),
        ("Élise Brun <elise@@contoso.example>", Fault.BAD_ADDRESS, "elise@@contoso.example"),
        ("a@b.example, c@d.example, e@f.example", Fault.BAD_ADDRESS, "a@b.example, c@d.example, e@f.example"),
        ("Élise <a@b.example> and more", Fault.BAD_ADDRESS, "a@b.example> and more"),
        ("Élise Brun <e@b.example>, it@", Fault.BAD_SECOND, "it@"),
        ("x" * (LONGEST_NAME + 1) + " <e@b.example>", Fault.LONG_NAME, "x" * (LONGEST_NAME + 1)),
        ("x@" + "y" * 300 + ".example", Fault.BAD_ADDRESS, "x@" + "y" * 300 + ".example"),
    ],
)
def test_a_line_that_is_none_says_what_is_wrong(line, fault, said):
    assert parse(f"\n{line}\n") == ([], [BadLine(2, fault, said)])


def test_a_name_as_long_as_may_be_is_one():
    people, bad = parse(f"{'x' * LONGEST_NAME} {'y' * LONGEST_NAME} <e@b.example>")
    assert (len(people[0].first_name), len(people[0].last_name), bad) == (LONGEST_NAME, LONGEST_NAME, [])


def test_the_same_address_again_names_the_line_that_has_it():
    people, bad = parse("A <a@b.example>\n\nB <b@b.example>\nElse <A@B.example>")
    assert [one.login for one in people] == ["a@b.example", "b@b.example"]
    assert bad == [BadLine(4, Fault.TWICE, "a@b.example", 1)]


def test_twenty_five_people_fit_and_blank_lines_count_for_none():
    text = "\n\n".join(f"u{number}@b.example" for number in range(MOST_PEOPLE))
    assert len(parse(text)[0]) == MOST_PEOPLE == 25
    with pytest.raises(TooManyPeople) as many:
        parse(f"{text}\none.more@b.example")
    assert many.value.count == 26


@given(st.text(max_size=300))
def test_whatever_is_typed_is_somebody_or_a_bad_line(text):
    people, bad = parse(text)
    numbers = [one.line for one in people] + [one.line for one in bad]
    assert sorted(set(numbers)) == sorted(numbers)
    assert all(seen(f"{one.first_name} {one.last_name}") for one in people if one.first_name)
    assert all(one.login == one.login.strip() and "@" in one.login for one in people)
