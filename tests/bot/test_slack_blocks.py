from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from bot.cards import (
    Button,
    Buttons,
    Card,
    Choice,
    Column,
    Heading,
    Number,
    Option,
    Picture,
    Prose,
    Secret,
    Table,
    Words,
)
from bot.phrases import Channel, Tongue, _, plain
from bot.slack_blocks import continue_button, field_errors, home, message, modal, read_state
from bot.slack_limits import CONTAINER, weight
from bot.text_cards import clean
from tests.bot.goldens import golden
from tests.bot.samples import EVERY_ELEMENT, KEY, MAIN_CARDS, SEATS_FORM, SEND, form, small
from tests.bot.strategies import CARDS, DATA, TONGUES
from tests.fakes import slack_checks, slack_forms, slack_words

EN = Tongue("en", "Europe/Paris")
SAMPLES = EVERY_ELEMENT | MAIN_CARDS
PICTURES = {"F0123ABCD": "F7"}
LOOKS = str.maketrans("\u2217\u223c\u02cb\u02cd", "*~`_", "\u200b")
EMOJI = re.compile(r":[^\s:\u200b]+:")
SLOWLY = settings(suppress_health_check=list(HealthCheck), deadline=None)


def surfaces(card, tongue):
    drawn = {"message": message(card, tongue, PICTURES), "modal": modal(card, tongue, metadata="42", pictures=PICTURES)}
    return drawn if card.private else drawn | {"home": home(card, tongue, PICTURES)}


def texts(drawn):
    return [part["text"] for part in slack_checks.text_objects(drawn)]


def prose(data):
    return message(small(Prose(text=plain(data))), EN)["blocks"][1]["text"]["text"]


def pressed(drawn):
    return [
        element for block in drawn["blocks"] for element in block.get("elements", []) if element["type"] == "button"
    ]


def filled(view, name):
    return next(block["element"] for block in view["blocks"] if block.get("block_id") == name)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_element_is_drawn_as_it_was_approved(name, language):
    drawn = json.dumps(surfaces(SAMPLES[name], Tongue(language, "Europe/Paris")), ensure_ascii=False, indent=1) + "\n"
    assert drawn == golden(f"slack/{language}/{name}.json", drawn)


@SLOWLY
@given(CARDS, TONGUES)
def test_slack_takes_every_message(card, tongue):
    drawn = message(card, tongue)
    assert slack_checks.message_errors(drawn["blocks"]) == []
    assert slack_checks.characters(drawn["blocks"]) <= 13_000
    assert 0 < len(drawn["text"]) <= 4_000


@SLOWLY
@given(CARDS, TONGUES)
def test_slack_takes_every_modal_and_every_home(card, tongue):
    assert slack_checks.view_errors(modal(card, tongue, metadata="42")) == []
    assert slack_checks.size(modal(card, tongue, metadata="42")) <= 250_000
    assume(not any(isinstance(element, Secret) for element in card.elements))
    assert slack_checks.view_errors(home(card, tongue)) == []
    assert slack_checks.size(home(card, tongue)) <= 250_000


@SLOWLY
@given(CARDS, TONGUES)
def test_nothing_shown_is_blank_or_hidden_and_nobody_is_pinged(card, tongue):
    drawn = message(card, tongue)
    assert slack_checks.careless(drawn["blocks"], drawn["text"]) == []
    assert slack_checks.careless(modal(card, tongue, metadata="42")["blocks"]) == []
    assert all(text.strip() for text in texts(drawn["blocks"]))
    assert all(part["verbatim"] for part in slack_checks.text_objects(drawn["blocks"]) if part["type"] == "mrkdwn")


@SLOWLY
@given(DATA)
def test_data_is_never_emphasis_code_an_emoji_or_a_quotation(data):
    assume(clean(data).strip())
    shown = prose(data)
    assert not slack_words.EMPHASIS.search(shown)
    assert not EMOJI.search(shown)
    assert "`" not in shown
    assert not re.search("^&gt;", shown, re.MULTILINE)


@SLOWLY
@given(DATA.filter(lambda data: len(data) < 500))
def test_data_reads_as_it_was_written(data):
    assume(clean(data).strip() and not set(data) & set("\u2217\u223c\u02cb\u02cd\u200b"))
    assert slack_words.unescape(prose(data).translate(LOOKS)).strip() == clean(data).strip()


def test_a_strong_number_stands_in_asterisks_and_a_customer_s_asterisk_does_not():
    drawn = message(small(Prose(text=_("**{seats}** seats of {product}", seats=7, product="*Visio*"))), EN)
    assert texts(drawn["blocks"])[1] == "*7* seats of \u2217Visio\u2217"


def test_an_address_with_underscores_can_be_copied():
    assert prose("john_doe_2@contoso.example") == "john_doe_2@contoso.example"


def test_a_channel_is_a_reference_in_prose_and_its_name_on_a_button():
    licences = Channel("C012AB3CD", "#licences")
    button = Button(label=_("Stop {channel}", channel=licences), press='["remind.stop",{}]')
    shown = (*small(Prose(text=plain(licences))).elements, Buttons(buttons=(button,)))
    drawn = message(Card(title=plain(licences), elements=shown), EN)["blocks"]
    assert texts(drawn) == ["#licences", "<#C012AB3CD>", "Stop #licences"]


@pytest.mark.parametrize("id", ["", "U012AB3CD", "C012|x", "!channel", "#nordlicht", "C012AB3CD\n", "\u0661C"])
def test_what_is_no_channel_of_slack_s_is_only_named(id):
    assert prose(Channel(id, "<#C012AB3CD> & co")) == "&lt;#C012AB3CD&gt; &amp; co"


def test_a_text_is_never_split_inside_a_reference():
    crowd = _("{data}{channel}", data="x" * 2994, channel=Channel("C012AB3CD", "#licences"))
    assert texts(message(small(Prose(text=crowd)), EN)["blocks"])[1:] == ["x" * 2994, "<#C012AB3CD>"]


def test_a_long_text_is_split_between_words_and_loses_none():
    drawn = message(small(Prose(text=_("**{words}**", words="seat " * 1000))), EN)
    pieces = texts(drawn["blocks"])[1:]
    assert all(len(piece) <= 3000 and piece.count("*") == 2 for piece in pieces)
    assert " ".join(piece.strip("*") for piece in pieces).split() == ["seat"] * 1000


def test_a_text_is_never_split_inside_an_entity():
    pieces = texts(message(small(Prose(text=plain("&" * 2000))), EN)["blocks"])[1:]
    assert "".join(pieces) == "&amp;" * 2000
    assert all(piece.endswith(";") for piece in pieces)


def test_a_list_beyond_fifty_blocks_says_how_many_are_left_out_and_keeps_its_buttons():
    rows = tuple(Prose(text=plain(f"Row {number}")) for number in range(60))
    card = Card(title=plain("List"), elements=(*rows, Buttons(buttons=(SEND,))))
    blocks = message(card, EN)["blocks"]
    assert len(blocks) == 50
    assert texts(blocks)[-3:] == ["Row 46", "… and 13 more", "Show the price"]


def test_a_message_stays_below_what_slack_adds_up():
    rows = tuple(Prose(text=plain("word " * 500)) for _row in range(6))
    blocks = message(Card(title=plain("List"), elements=rows), EN)["blocks"]
    assert sum(map(weight, blocks)) <= 13_000 < sum(map(weight, blocks)) + CONTAINER + 2500
    assert texts(blocks)[-1] == "… and 2 more"


def test_a_form_that_takes_the_place_of_another_starts_with_its_own_values():
    one, other = (modal(SEATS_FORM, EN, metadata="", form=form)["blocks"] for form in ("f1", "f2"))
    typed = slack_forms.first_state(one)
    for state in typed.values():
        state.get("seats", {})["value"] = "99"
    assert slack_forms.first_state(one, typed) == typed
    assert slack_forms.first_state(other, typed) == slack_forms.first_state(other)


def test_a_form_keeps_all_its_fields_however_much_it_shows():
    shown = tuple(Prose(text=plain(f"Row {number}")) for number in range(120))
    view = modal(SEATS_FORM.model_copy(update={"elements": (*shown, *SEATS_FORM.elements)}), EN, metadata="")
    assert [block["block_id"] for block in view["blocks"] if block["type"] == "input"] == [
        "subscription",
        "seats",
        "reason",
    ]
    assert len(view["blocks"]) == 100


def test_a_title_that_a_modal_cuts_stands_in_full_inside_it():
    view = modal(SEATS_FORM, EN, metadata="")
    assert view["title"]["text"] == "Change the number of…"
    assert texts(view["blocks"])[0] == "Change the number of seats"


def test_more_than_25_buttons_are_several_rows_with_actions_of_their_own():
    buttons = Buttons(buttons=(SEND,) * 30)
    drawn = message(Card(title=plain("Many"), elements=(buttons, buttons)), EN)
    assert [len(block["elements"]) for block in drawn["blocks"][1:]] == [25, 5, 25, 5]
    assert len({button["action_id"] for button in pressed(drawn)}) == 60


def test_a_button_that_opens_an_address_is_told_apart():
    link = Button(label=_("Guide"), url="https://comptoir.example/")
    (button,) = pressed(message(small(Buttons(buttons=(link,))), EN))
    assert (button["action_id"], button["url"]) == ("open:0", "https://comptoir.example/")


def test_a_command_too_long_for_a_button_is_an_error_and_not_a_shorter_command():
    with pytest.raises(ValueError, match="at most 2000"):
        message(small(Buttons(buttons=(Button(label=_("Go"), press="x" * 2001),))), EN)
    with pytest.raises(ValueError, match="at most 2000"):
        continue_button("x" * 2001, EN)


def test_a_modal_refuses_metadata_that_slack_would_refuse():
    with pytest.raises(ValueError, match="at most 3000"):
        modal(SEATS_FORM, EN, metadata="x" * 3001)


def test_a_form_in_a_message_becomes_a_button_that_opens_it():
    (button,) = pressed(message(SEATS_FORM, EN))
    assert (button["action_id"], button["text"]["text"], button["value"]) == ("continue", "Continue", SEND.press)


def test_a_secret_is_shown_to_its_reader_and_in_no_notification():
    drawn = message(KEY, EN)
    assert "```\nXXXXX-XXXXX-XXXXX-XXXXX-XXXXX\n```" in texts(drawn["blocks"])
    assert "XXXXX" not in drawn["text"]


def test_a_secret_can_be_copied_letter_by_letter():
    card = KEY.model_copy(update={"elements": (Secret(label=_("Key"), value="*a_b*~c:d:<e>&"),)})
    assert texts(message(card, EN)["blocks"])[-1] == "```\n*a_b*~c:d:&lt;e&gt;&amp;\n```"


def test_a_secret_never_goes_to_the_home_tab():
    with pytest.raises(ValueError, match="secret"):
        home(KEY, EN)


def test_a_picture_without_a_file_at_slack_is_told_in_words():
    card = small(Picture(file="other", alt=_("Seats per month")))
    assert texts(message(card, EN, PICTURES)["blocks"])[1] == "Seats per month"


def test_the_first_hundred_of_many_options_are_offered_and_the_field_says_so():
    options = tuple(Option(value=str(number), label=plain(f"Product {number}")) for number in range(120))
    view = modal(form(Choice(name="product", label=_("Product"), options=options)), EN, metadata="")
    assert len(filled(view, "product")["options"]) == 100
    assert view["blocks"][0]["hint"]["text"] == "Only the first 100 of 120 are listed."


def test_a_choice_among_nothing_says_so_instead_of_being_refused():
    view = modal(form(Choice(name="product", label=_("Product"), options=())), EN, metadata="")
    assert texts(view["blocks"]) == ["Product: nothing to choose from."]


def test_a_number_outside_its_bounds_is_not_filled_in():
    view = modal(form(Number(name="seats", label=_("Seats"), value=3, low=18, high=30)), EN, metadata="")
    assert "initial_value" not in filled(view, "seats")
    assert filled(view, "seats")["min_value"] == "18"


def test_a_text_longer_than_its_field_is_cut_to_it():
    view = modal(form(Words(name="reason", label=_("Reason"), value="x" * 300, longest=80)), EN, metadata="")
    assert len(filled(view, "reason")["initial_value"]) == filled(view, "reason")["max_length"] == 80


def test_a_text_to_be_changed_hides_no_letters():
    view = modal(form(Words(name="reason", label=_("Reason"), value="a\x00b\u202ec", lines=3)), EN, metadata="")
    assert filled(view, "reason")["initial_value"] == "abc"


def test_what_was_filled_in_is_read_back_by_field():
    choice = {
        "type": "static_select",
        "selected_option": {"text": {"type": "plain_text", "text": "E3"}, "value": "S-1"},
    }
    values: dict[str, Any] = {
        "subscription": {"subscription": choice},
        "seats": {"seats": {"type": "number_input", "value": "30"}},
        "day": {"day": {"type": "datepicker", "selected_date": "2026-11-28"}},
        "renew": {"renew": {"type": "checkboxes", "selected_options": []}},
        "reason": {"reason": {"type": "plain_text_input", "value": None}},
    }
    assert read_state(values) == {"subscription": "S-1", "seats": "30", "day": "2026-11-28", "renew": "no"}


def test_an_option_with_an_empty_value_comes_back_empty():
    options = (Option(value="", label=_("None")), Option(value="a", label=plain("A")))
    offered = filled(modal(form(Choice(name="group", label=_("Group"), options=options)), EN, metadata=""), "group")
    state = {"type": offered["type"], "selected_option": offered["options"][0]}
    assert read_state({"group": {"group": state}}) == {"group": ""}


def test_what_is_wrong_stands_next_to_its_field():
    assert field_errors({"seats": _("At most {count}.", count=1000)}, EN) == {"seats": "At most 1,000."}


def test_a_table_is_aligned_and_folds_long_names():
    drawn = texts(message(EVERY_ELEMENT["table"], EN)["blocks"])[1].split("\n")[1:-1]
    assert drawn == [
        "Seats                               used  bought",
        "Microsoft 365 E3                      18   1,250",
        "Microsoft 365 Business Premium (no    31      40",
        "Teams, EEA) for nonprofit staff",
    ]


def test_a_table_too_wide_for_a_phone_is_told_row_by_row():
    columns = tuple(Column(label=plain(label)) for label in ("Name", "City", "Street", "Land", "Mail"))
    row = tuple(
        plain(cell) for cell in ("Contoso", "Clermont-Ferrand", "Rue des Gras", "France", "alice@contoso.example")
    )
    assert texts(message(small(Table(columns=columns, rows=(row,))), EN)["blocks"])[1] == (
        "*Contoso*\nCity Clermont-Ferrand · Street Rue des Gras · Land France · Mail alice@contoso.example"
    )


def test_a_row_told_says_its_numbers_loudly_and_nothing_of_empty_cells():
    columns = (Column(label=plain("Name")), Column(label=plain("Seats"), number=True), Column(label=plain("Ends")))
    rows = ((plain("Visio"), plain(5), _("on **{day}**", day="Friday")), (plain("E3"), plain(25), plain("")))
    told = message(small(Table(columns=columns, rows=rows)), EN)["text"]
    assert told.split("\n")[1:] == ["*Visio*", "Seats *5* · Ends on *Friday*", "*E3*", "Seats *25*"]


def test_a_long_label_is_folded_before_a_name_is():
    columns = (Column(label=plain("Seats")), Column(label=plain("Assigned / bought so far"), number=True))
    table = Table(columns=columns, rows=((plain("Microsoft 365 Business Premium"), plain("31 / 40")),))
    assert texts(message(small(table), EN)["blocks"])[1].split("\n")[1:-1] == [
        "Seats                           Assigned",
        "                                / bought",
        "                                  so far",
        "Microsoft 365 Business Premium   31 / 40",
    ]


def test_a_table_whose_names_would_be_broken_is_told_row_by_row():
    columns = tuple(Column(label=plain(label)) for label in ("Name", "E-mail", "State"))
    row = ("Nathan Fontaine", "nathan.fontaine@contoso.example", "Ready")
    told = texts(message(small(Table(columns=columns, rows=(tuple(map(plain, row)),))), EN)["blocks"])[1]
    assert told == "*Nathan Fontaine*\nE-mail nathan.fontaine@contoso.example · State Ready"


def test_wide_letters_keep_the_columns_straight():
    columns = (Column(label=plain("Name")), Column(label=plain("Seats"), number=True))
    rows = ((plain("株式会社"), plain(1)), (plain("Contoso"), plain(22)))
    drawn = texts(message(small(Table(columns=columns, rows=rows)), EN)["blocks"])[1].split("\n")[2:4]
    assert drawn == ["株式会社      1", "Contoso      22"]


def test_a_notification_says_what_the_card_says():
    assert message(MAIN_CARDS["proposal"], EN)["text"].split("\n")[:3] == [
        "Microsoft 365 E3 · Contoso",
        "annual term, billed annually, until 17\xa0Nov\xa02027",
        "Seats\u2003*25 → 30* (+5)\u2003_18 assigned_",
    ]


def test_a_heading_stays_on_its_line_whatever_the_data():
    drawn = message(small(Heading(text=plain("Contoso\n✓ Approved"))), EN)
    assert texts(drawn["blocks"])[1] == "*Contoso ✓ Approved*"
