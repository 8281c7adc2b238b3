from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.cards import (
    Button,
    Buttons,
    Card,
    Choice,
    Column,
    Fact,
    Facts,
    Heading,
    Number,
    Option,
    Picture,
    Prose,
    Secret,
    Table,
)
from bot.phrases import Tongue, _, plain
from bot.webex_cards import message, read_inputs
from tests.bot.goldens import golden
from tests.bot.samples import CONFIRM, EVERY_ELEMENT, MAIN_CARDS, ORDER, PRODUCTS, SEND, form, small
from tests.bot.strategies import CARDS, DATA, TONGUES
from tests.fakes.adaptive_schema import ACTIONS_PER_CARD, action_rows, nodes, problems

EN = Tongue("en", "Europe/Paris")
SAMPLES = EVERY_ELEMENT | MAIN_CARDS


def drawn(card, tongue=EN, **options):
    return message(card, tongue, **options)["attachments"][0]["content"]


def texts(content):
    """Whatever Webex reads as markdown."""
    blocks = [node["text"] for node in nodes(content) if node["type"] == "TextBlock"]
    facts = [fact for node in nodes(content) if node["type"] == "FactSet" for fact in node["facts"]]
    return [*blocks, *(fact[part] for fact in facts for part in ("title", "value"))]


def press(number):
    return Button(label=plain(f"B{number}"), press=f"b{number}")


def titles(actions):
    return [action["title"] for action in actions]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_element_is_drawn_as_it_was_approved(name, language):
    said = message(SAMPLES[name], Tongue(language, "Europe/Paris"))
    assert problems(said["attachments"][0]["content"]) == []
    written = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    assert written == golden(f"webex/{language}/{name}.json", written)


@given(CARDS, TONGUES)
def test_no_card_breaks_the_schema_or_a_limit_of_webex(card, tongue):
    said = message(card, tongue)
    assert problems(said["attachments"][0]["content"]) == []
    assert 0 < len(said["text"].encode()) <= 7439


MARKUP = {"link_open", "image", "em_open", "s_open", "code_inline", "fence", "code_block", "html_block", "html_inline"}
BLOCKS = {"bullet_list_open", "ordered_list_open", "heading_open", "blockquote_open", "table_open", "hr"}
MARKDOWN = MarkdownIt("default", {"html": True})


def markup(text):
    tokens = MARKDOWN.parse(text)
    inside = [child for token in tokens for child in token.children or []]
    return {token.type for token in [*tokens, *inside]} & (MARKUP | BLOCKS)


@given(CARDS, TONGUES)
def test_no_data_becomes_markup_or_a_link_in_webex(card, tongue):
    content = drawn(card, tongue)
    assert {text: found for text in texts(content) if (found := markup(text))} == {}
    assert not [text for text in texts(content) if "://" in text or "<@" in text or "{{" in text]


@given(DATA)
def test_data_is_never_emphasised(data):
    content = drawn(small(Prose(text=plain(data))))
    tokens = [token for text in texts(content) for token in MARKDOWN.parse(text)]
    assert not [child for token in tokens for child in token.children or [] if child.type == "strong_open"]


def test_the_emphasis_of_our_own_texts_stays():
    content = drawn(small(Prose(text=_("**{count} seats** of {product}", count=7, product="*E3*"))))
    assert texts(content)[1] == "**7 seats** of \u2217E3\u2217"


@pytest.mark.parametrize("value", ["> quoted", "1. first", "# big", "- item", "*stars*", "a_b_c"])
def test_a_secret_is_no_markup_either(value):
    card = Card(title=_("Key"), elements=(Secret(label=_("Key"), value=value),), private=True)
    assert [text for text in texts(drawn(card)) if markup(text)] == []


def test_an_address_of_ours_opens_as_it_is_however_it_looks():
    address = "https://bot.example/download/_a-_B_"
    card = Card(title=_("Link"), elements=(Secret(label=_("Link"), value=address, opens=True),), private=True)
    (link,) = [text for text in texts(drawn(card)) if markup(text)]
    assert link.endswith(f"]({address})")


def test_an_e_mail_address_and_a_domain_account_can_still_be_copied():
    content = drawn(small(Prose(text=plain(r"first_last@contoso.com CONTOSO\alice"))))
    assert texts(content)[1] == r"first_last@contoso.com CONTOSO\alice"


def test_the_fall_back_text_links_our_addresses_only():
    link = Button(label=_("Guide"), url="https://comptoir.example/guide")
    said = message(Card(title=plain("http://evil.example"), elements=(Buttons(buttons=(link,)),)), EN)["text"]
    assert "https://comptoir.example/guide" in said
    assert "http://evil" not in said


def test_the_fall_back_text_fits_even_where_every_word_is_an_address():
    said = message(small(Prose(text=plain("a://b\n" * 1500))), EN)["text"]
    assert 5000 < len(said.encode()) <= 7439


def test_five_buttons_stand_side_by_side():
    content = drawn(small(Buttons(buttons=tuple(map(press, range(5))))))
    assert titles(content["actions"]) == ["B0", "B1", "B2", "B3", "B4"]


def test_the_sixth_button_and_later_ones_are_one_press_further():
    content = drawn(small(Buttons(buttons=tuple(map(press, range(7))))))
    assert titles(content["actions"]) == ["B0", "B1", "B2", "B3", "More…"]
    assert titles(content["actions"][-1]["card"]["actions"]) == ["B4", "B5", "B6"]


def test_buttons_of_several_things_each_stay_below_their_thing():
    things = [
        each
        for n in (0, 10)
        for each in (Heading(text=plain(f"T{n}")), Buttons(buttons=(*map(press, range(n, n + 4)),)))
    ]
    content = drawn(Card(title=_("Due"), elements=tuple(things)))
    assert titles(content["body"][2]["actions"]) == ["B0", "B1", "More…"]
    assert titles(content["actions"]) == ["B10", "More…"]
    assert titles(content["actions"][1]["card"]["actions"]) == ["B11", "B12", "B13"]


def test_each_of_several_things_keeps_its_first_button_and_the_others_say_what_they_are_about():
    things = [part for n in (0, 10, 20) for part in line_of(n, buttons=2)]
    content = drawn(Card(title=_("Due"), elements=tuple(things)))
    rows = [titles(node["actions"]) for node in content["body"] if node["type"] == "ActionSet"]
    assert (rows, titles(content["actions"])) == ([["B0", "B1"], ["B10"], ["B20"]], ["More…"])
    behind = content["actions"][0]["card"]
    assert [node.get("text") or titles(node["actions"]) for node in behind["body"]] == [
        *("T10", "3 days left", ["B11"], "T20", "3 days left"),
    ]
    assert titles(behind["actions"]) == ["B21"]


def line_of(number, buttons):
    """As a digest has it."""
    note = Prose(text=plain("3 days left"), quiet=True)
    return Prose(text=plain(f"T{number}")), note, Buttons(buttons=(*map(press, range(number, number + buttons)),))


def test_of_ten_things_with_four_buttons_each_none_is_far_away():
    things = [part for n in range(0, 100, 10) for part in line_of(n, buttons=4)]
    content = drawn(Card(title=_("Due"), elements=tuple(things)))
    assert depth(content) <= 5


def depth(card):
    """How many presses lead to the button that is farthest away."""
    opened = [action["card"] for action in action_rows(card) if action["type"] == "Action.ShowCard"]
    return 1 + max(map(depth, opened), default=0)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_of_up_to_four_things_each_is_acted_on_by_one_press(sizes):
    things = [part for bar, size in enumerate(sizes) for part in line_of(10 * bar, size)]
    content = drawn(Card(title=_("Due"), elements=tuple(things)))
    direct = {node["data"]["press"] for node in action_rows(content) if node["type"] == "Action.Submit"}
    assert direct >= {f"b{10 * bar}" for bar in range(len(sizes))}


def test_buttons_wider_than_a_card_stand_on_several_lines():
    names = ("Visio Plan 2", "Microsoft 365 Business Premium", "Microsoft 365 E3", "Windows Server 2022 Standard")
    content = drawn(small(Buttons(buttons=tuple(Button(label=plain(name), press=name) for name in names))))
    lines = [titles(node["actions"]) for node in content["body"] if node["type"] == "ActionSet"]
    assert [*lines, titles(content["actions"])] == [[*names[:3]], [*names[3:]]]


@given(st.lists(st.integers(0, 7), max_size=12))
def test_no_button_is_ever_lost(sizes):
    bars = [Buttons(buttons=tuple(press(100 * bar + n) for n in range(size))) for bar, size in enumerate(sizes)]
    content = drawn(Card(title=_("Due"), elements=tuple(bars)))
    shown = [node["data"]["press"] for node in nodes(content) if node["type"] == "Action.Submit"]
    assert sorted(shown) == sorted(button.press for bar in bars for button in bar.buttons)
    assert len(action_rows(content)) <= ACTIONS_PER_CARD


def test_buttons_without_room_repeat_what_they_are_about():
    things = [each for n in range(7) for each in (Heading(text=plain(f"T{n}")), Buttons(buttons=(press(n),)))]
    content = drawn(Card(title=_("Due"), elements=tuple(things)))
    behind = content["actions"][-1]["card"]
    assert [node["text"] for node in behind["body"] if node["type"] == "TextBlock"] == ["T4", "T5", "T6"]


def test_a_question_is_asked_before_the_button_acts():
    content = drawn(small(Buttons(buttons=(ORDER.model_copy(update={"confirm": CONFIRM}),))))
    asking = content["actions"][0]
    assert (asking["type"], asking["title"]) == ("Action.ShowCard", "Order 5 seats")
    assert asking["card"]["actions"][0] | {"title": "Order"} == asking["card"]["actions"][0]
    assert asking["card"]["actions"][0]["data"] == {"press": ORDER.press}


def test_only_the_submit_button_of_a_form_sends_its_inputs():
    card = Card(
        title=_("Form"), elements=(Number(name="seats", label=_("Seats")), Buttons(buttons=(press(1),))), submit=SEND
    )
    submit, other = drawn(card)["actions"]
    assert "associatedInputs" not in submit
    assert other["associatedInputs"] == "none"


def test_what_is_filled_in_comes_back_with_the_command_and_without_empty_fields():
    token, fields = read_inputs({"press": SEND.press, "seats": "30", "reason": " "})
    assert (token, fields) == (SEND.press, {"seats": "30"})


def test_inputs_without_a_command_press_nothing():
    assert read_inputs({"seats": "30"}) == ("", {"seats": "30"})


def test_an_error_stands_right_below_its_field():
    asked = (Number(name="seats", label=_("Seats"), error=plain("Too few.")), Number(name="left", label=_("Left")))
    content = drawn(Card(title=_("Form"), elements=asked, submit=SEND))
    field, error, other = content["body"][1:]
    assert (field["id"], error["text"], error["color"], other["id"]) == ("seats", "✗ Too few.", "Attention", "left")


def test_a_long_choice_is_cut_but_keeps_what_is_chosen():
    options = tuple(Option(value=f"S-{n}", label=plain(f"Subscription {n}")) for n in range(300))
    content = drawn(form(Choice(name="subscription", label=_("Subscription"), options=options, chosen="S-299")))
    field, more = content["body"][1:]
    assert len(field["choices"]) == 100
    assert (field["choices"][-1]["value"], field["value"], more["text"]) == ("S-299", "S-299", "… and 200 more")


def test_a_wide_table_is_told_row_by_row():
    columns = tuple(Column(label=plain(name)) for name in ("Product", "Seats", "Used", "Ends"))
    table = Table(columns=columns, rows=(tuple(map(plain, ("Visio", "5", "2", "28 Nov"))),))
    assert texts(drawn(small(table)))[1:] == ["Visio", "Seats: 5 · Used: 2 · Ends: 28 Nov"]


def test_a_table_whose_words_a_phone_would_break_is_told_row_by_row():
    columns = tuple(Column(label=plain(name)) for name in ("Name", "E-mail"))
    table = Table(columns=columns, rows=(tuple(map(plain, ("Léa", "lea.girard@contoso.example"))),))
    assert texts(drawn(small(table)))[1:] == ["Léa", "E-mail: lea.girard@contoso.example"]


def test_a_row_that_is_told_leaves_out_its_empty_cells():
    columns = tuple(Column(label=plain(name)) for name in ("Product", "Seats", "Used", "Ends"))
    table = Table(columns=columns, rows=(tuple(map(plain, ("Visio", "5", "", ""))),))
    assert texts(drawn(small(table), Tongue("fr")))[1:] == ["Visio", "Seats\xa0: 5"]


def test_a_picture_without_an_address_is_said_in_words():
    card = small(Picture(file="F1", alt=plain("Rising.")))
    assert texts(drawn(card))[1] == "Rising."
    shown = drawn(card, pictures={"F1": "https://comptoir.example/f1.png"})["body"][1]
    assert (shown["url"], shown["altText"]) == ("https://comptoir.example/f1.png", "Rising.")


def test_facts_that_find_no_room_are_counted():
    facts = Facts(facts=tuple(Fact(label=plain(f"L{n}"), value=plain("long " * 99)) for n in range(90)))
    content = drawn(small(facts))
    assert problems(content) == []
    assert content["body"][-1]["text"] == "… and 60 more"


def test_the_end_of_a_card_that_is_too_long_is_counted():
    content = drawn(Card(title=_("Long"), elements=tuple(Prose(text=plain(f"{n} " + "x" * 99)) for n in range(300))))
    shown = len(content["body"]) - 2
    assert problems(content) == []
    assert content["body"][-1]["text"] == f"… and {300 - shown} more"


def test_a_form_that_can_not_fit_says_so_instead_of_losing_inputs():
    asked = tuple(Choice(name=f"f{n}", label=plain("x" * 99), options=PRODUCTS) for n in range(99))
    content = drawn(Card(title=_("Form"), elements=asked, submit=SEND))
    assert "too long" in texts(content)[1]
    assert "actions" not in content


def test_an_address_that_webex_would_not_open_is_no_button():
    content = drawn(small(Buttons(buttons=(Button(label=_("x"), url="javascript:alert(1)"), press(1)))))
    assert titles(content["actions"]) == ["B1"]
