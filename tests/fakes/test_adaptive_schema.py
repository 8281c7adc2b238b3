from __future__ import annotations

import json

import pytest

from tests.fakes.adaptive_schema import ACTIONS_PER_CARD, Json, problems
from tests.fakes.webex_samples import FORM, MAIL, SEATS, SUBMIT, content, text

PICTURE = {"type": "Image", "url": "https://pictures.example/seats.png", "altText": "Seats over the year"}
GUIDE = {"type": "Action.OpenUrl", "title": "Guide", "url": "https://docs.example/"}
COLUMNS = {"type": "ColumnSet", "columns": [{"width": "auto", "items": [text("Visio")]}, {"type": "Column"}]}
FACTS = {"type": "FactSet", "facts": [{"title": "Seats", "value": "25"}]}
RICH = {"type": "RichTextBlock", "inlines": ["plain ", {"type": "TextRun", "text": "bold", "weight": "bolder"}]}
BOX = {"type": "Container", "items": [text("inside")], "style": "Emphasis", "selectAction": GUIDE}


def behind(title: str, *body: Json, actions: int = 1) -> Json:
    card = {"type": "AdaptiveCard", "body": list(body), "actions": [SUBMIT] * actions}
    return {"type": "Action.ShowCard", "title": title, "card": card}


@pytest.mark.parametrize(
    "card",
    [
        content(*FORM),
        content(COLUMNS, FACTS, RICH, BOX, PICTURE),
        content({**text("shown"), "color": "Attention", "isVisible": True}, actions=[GUIDE]),
        content(SEATS, actions=[{**SUBMIT, "associatedInputs": "none", "style": "destructive"}]),
        content(text("x"), actions=[*[SUBMIT] * 4, behind("More", MAIL, actions=5)]),
        content(text("x"), version="1.0", actions=[{"type": "Action.Submit", "title": "OK"}]),
    ],
)
def test_what_webex_shows_has_no_problem(card):
    assert problems(card) == []


@pytest.mark.parametrize(
    ("node", "problem"),
    [
        ({"type": "Table"}, "'Table' can't stand here"),
        ({"type": "Media", "sources": []}, "'Media' can't stand here"),
        ({"text": "no type"}, "None can't stand here"),
        ("no node", "is no ImplementationsOf.Element"),
        ({**text("x"), "bold": True}, "bold is unknown"),
        ({"type": "TextBlock"}, "text is missing"),
        ({**text("x"), "wrap": "yes"}, "wrap: 'yes' is not of type 'boolean'"),
        ({**text("x"), "color": "xdarky"}, "'xdarky' is none of accent"),
        (text("a\x00b"), "can't be sent"),
        (text("a\ud800b"), "can't be sent"),
        ({**FACTS, "facts": [{"title": "Seats", "value": 25}]}, "facts[0].value: 25 is not of type 'string'"),
        ({**COLUMNS, "columns": [text("x")]}, "columns[0]: 'TextBlock' can't stand here"),
        ({**BOX, "items": "x"}, "items: is no list"),
        ({**PICTURE, "altText": ""}, "has no altText"),
        ({**PICTURE, "url": "http://pictures.example/a.png"}, "needs an https address"),
        ({**BOX, "backgroundImage": "data:image/png;base64,AAAA"}, "needs an https address"),
        ({**SEATS, "id": None}, "id: None is not of type 'string'"),
        ({**SEATS, "min": "1"}, "min: '1' is not of type 'number'"),
        ({**MAIL, "regex": "("}, "is no regular expression"),
        ({"type": "ActionSet", "actions": [{**SUBMIT, "title": " "}]}, "actions[0]: has no title"),
        ({"type": "ActionSet", "actions": [{"type": "Action.Execute"}]}, "'Action.Execute' can't stand here"),
        ({"type": "ActionSet", "actions": [{**SUBMIT, "data": "x"}]}, "inputs can't be merged"),
        ({"type": "ActionSet", "actions": [{**GUIDE, "url": "javascript:alert(1)"}]}, "can't be opened"),
    ],
)
def test_a_node_that_webex_would_not_show_is_named(node, problem):
    found = problems(content(text("first"), node))
    assert problem in "; ".join(found)
    assert all("card.body[1]" in line for line in found)


def test_an_input_needs_an_id():
    nameless = {key: value for key, value in SEATS.items() if key != "id"}
    assert problems(content(nameless)) == ["card.body[0] (Input.Number): id is missing"]


def test_an_id_is_used_once_even_across_sub_cards():
    card = content(SEATS, actions=[SUBMIT, behind("More", SEATS)])
    assert problems(card) == ["card: the id 'seats' is used 2 times"]


def test_the_sixth_action_of_a_card_is_one_too_many_wherever_it_stands():
    rows: list[Json] = [{"type": "ActionSet", "actions": actions} for actions in ([SUBMIT, GUIDE], [SUBMIT])]
    assert problems(content(*rows, actions=[SUBMIT, GUIDE])) == []
    assert problems(content(*rows, actions=[SUBMIT] * 3)) == [f"card: 6 actions, at most {ACTIONS_PER_CARD}"]


def test_a_sub_card_has_its_own_limit_of_actions():
    card = content(text("x"), actions=[behind("More", actions=6)])
    assert problems(card) == ["card > More: 6 actions, at most 5"]


def test_a_card_of_twenty_thousand_bytes_is_the_largest():
    spare = 20_000 - len(json.dumps(content(text(""))))
    assert problems(content(text("x" * spare))) == []
    assert problems(content(text("x" * (spare + 1)))) == ["card: 20,001 bytes, at most 20,000"]
    assert problems(content(text("é" * spare))) != []


@pytest.mark.parametrize("version", ["1.4", "1.5", None, 1.3])
def test_a_version_that_webex_does_not_know_is_refused(version):
    assert problems(content(text("x"), version=version)) == [f"card: version {version!r} is none of 1.0, 1.1, 1.2, 1.3"]


def test_what_came_with_a_later_version_needs_it():
    assert problems(content(SEATS, version="1.2", actions=[GUIDE])) == [
        "card.body[0] (Input.Number): label needs version 1.3",
        "card.body[0] (Input.Number): isRequired needs version 1.3",
    ]
    assert problems(content(RICH, version="1.1", actions=[GUIDE]))[0] == "card.body[0]: RichTextBlock needs version 1.2"


def test_what_is_no_card_at_all_is_said():
    assert problems({"type": "Message"}) == problems({}) == ["card: is no AdaptiveCard"]


def test_the_data_of_a_button_is_nobodys_business():
    data = {"type": "Table", "id": "seats", "order": {"id": "seats"}}
    assert problems(content(SEATS, actions=[{**SUBMIT, "data": data}])) == []
