from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.webex_mentions import said_to
from bot.webex_nouns import Person, Post, bare
from tests.fakes.webex_nouns import webex_id

BOT = Person(id=webex_id("PEOPLE"), display_name="Comptoir Nord")
BOB = webex_id("PEOPLE")


def post(text: str, *mentions: tuple[str, str]) -> Post:
    html = "".join(f'<spark-mention data-object-id="{id}">{name}</spark-mention> ' for id, name in mentions)
    return Post(id="m", room_id="r", room_type="group", person_id="p", text=text, html=html)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (post("Comptoir Nord seats E3 +5", (BOT.id, "Comptoir Nord")), "seats E3 +5"),
        (post("Comptoir seats E3 +5", (BOT.id, "Comptoir")), "seats E3 +5"),
        (post("Comptoir, seats E3", (bare(BOT.id), "Comptoir")), "seats E3"),
        (post("comptoir nord: overview"), "overview"),
        (post("@Comptoir Nord overview"), "overview"),
        (post("Comptoir Nord", (BOT.id, "Comptoir Nord")), ""),
        (post("Comptoir Nordwind", (BOT.id, "Comptoir Nord")), "Comptoir Nordwind"),
        (post("Bob seats", (BOB, "Bob")), "Bob seats"),
        (post("overview"), "overview"),
    ],
)
def test_the_bots_name_is_no_part_of_what_it_is_asked(said, meant):
    assert said_to(BOT, said) == meant


def test_a_name_in_html_is_compared_as_it_is_read():
    said = post("L&L seats", (BOT.id, "L&amp;L"))
    assert said_to(BOT, said) == "seats"


@given(st.text(), st.text())
def test_no_text_and_no_html_breaks_the_reading(text, html):
    said = Post(id="m", room_id="r", room_type="group", person_id="p", text=text, html=html)
    assert said_to(BOT, said) in text


@given(st.text())
def test_any_text_may_stand_where_an_id_is_expected(text):
    assert bare(bare(text)) == bare(text)
