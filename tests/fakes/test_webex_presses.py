from __future__ import annotations

import pytest

from tests.fakes.webex_cards import Impossible
from tests.fakes.webex_samples import FORM, MAIL, SEATS, TERM, card, text


def test_a_card_shows_its_words_and_buttons(api, alice):
    api.messages.create(toPersonId=alice.id, text="Order?", attachments=card(*FORM))
    words = ["Order", "Number of seats", "E-mail", "Term", "One year", "Renewal", "Renew by itself", "Start", "Confirm"]
    assert alice.sees() == ["\n".join(words)]
    assert alice.last_card().buttons == ["Confirm"]


def test_a_card_shows_its_pictures_words_but_nothing_hidden(api, alice):
    picture = {"type": "Image", "url": "https://pictures.example/a.png", "altText": "Seats over the year"}
    facts = {"type": "FactSet", "facts": [{"title": "Seats", "value": "25"}]}
    box = {"type": "Container", "isVisible": False, "items": [text("hidden")]}
    rich = {"type": "RichTextBlock", "inlines": ["due ", {"type": "TextRun", "text": "soon"}]}
    api.messages.create(toPersonId=alice.id, text="x", attachments=card(picture, facts, box, rich))
    assert alice.sees() == ["Seats over the year\nSeats 25\ndue soon\nConfirm"]


def test_a_press_carries_the_inputs_and_the_buttons_data(webex, api, alice):
    api.messages.create(toPersonId=alice.id, text="Order?", attachments=card(*FORM))
    press = alice.presses(alice.last_card(), "Confirm", seats=12, Term="One year", renew=True, start="2026-11-21")
    action = api.attachment_actions.get(press.id)
    assert action.inputs == {
        "order": 7, "seats": "12", "mail": "", "term": "P1Y", "renew": "true", "start": "2026-11-21",
    }  # fmt: skip
    assert (action.personId, action.roomId, action.type) == (alice.id, alice.space.id, "submit")


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({}, "Number of seats: is required"),
        ({"seats": 0}, "Number of seats: 0 is out of range"),
        ({"seats": "many"}, "can't be 'many'"),
        ({"seats": 1, "mail": "nobody"}, "E-mail: No address"),
        ({"seats": 1, "note": "two\nlines"}, "Note: takes one line"),
        ({"seats": 1, "note": "x" * 11}, "Note: takes 10 characters"),
        ({"seats": 1, "term": "Ten years"}, "offers no 'Ten years'"),
        ({"seats": 1, "start": "2026-12-01"}, "Start: 2026-12-01 is out of range"),
        ({"seats": 1, "renew": "perhaps"}, "switched on or off"),
        ({"seats": 1, "colour": "red"}, "no input is called colour"),
    ],
)
def test_the_client_does_not_send_wrong_inputs(api, alice, inputs, said):
    note = {"type": "Input.Text", "id": "note", "label": "Note", "maxLength": 10}
    api.messages.create(toPersonId=alice.id, text="Order?", attachments=card(*FORM, note))
    with pytest.raises(Impossible, match=said):
        alice.presses(alice.last_card(), "Confirm", **inputs)


def test_a_sub_card_submits_its_own_inputs_and_those_around_it(api, alice):
    more = card(MAIL, actions=[{"type": "Action.Submit", "title": "Send"}])[0]["content"]
    actions = [
        {"type": "Action.Submit", "title": "Confirm"},
        {"type": "Action.ShowCard", "title": "More", "card": more},
    ]
    api.messages.create(toPersonId=alice.id, text="x", attachments=card(SEATS, actions=actions))
    assert alice.presses(alice.last_card(), "Confirm", seats=3).inputs == {"seats": "3"}
    assert alice.presses(alice.last_card(), "Send", seats=3, mail="a@b").inputs == {"seats": "3", "mail": "a@b"}


def test_a_button_may_leave_the_inputs_behind(api, alice):
    actions = [{"type": "Action.Submit", "title": "Cancel", "data": {"cancel": 1}, "associatedInputs": "none"}]
    api.messages.create(toPersonId=alice.id, text="x", attachments=card(SEATS, actions=actions))
    assert alice.presses(alice.last_card(), "Cancel").inputs == {"cancel": 1}


def test_two_buttons_of_one_name_are_told_apart_by_the_action(api, alice):
    actions = [{"type": "Action.Submit", "title": "Renew", "data": {"row": row}} for row in (1, 2)]
    api.messages.create(toPersonId=alice.id, text="x", attachments=card(text("x"), actions=actions))
    with pytest.raises(Impossible, match="2 buttons"):
        alice.presses(alice.last_card(), "Renew")
    assert alice.presses(alice.last_card(), actions[1]).inputs == {"row": 2}


def test_several_choices_are_joined_and_sent_by_value(api, alice):
    choices = [{"title": name, "value": name[0]} for name in ("Anna", "Ben", "Cleo")]
    users = {"type": "Input.ChoiceSet", "id": "users", "choices": choices, "isMultiSelect": True, "value": "A,B"}
    api.messages.create(toPersonId=alice.id, text="x", attachments=card(users, {**TERM, "value": "P1Y"}))
    press = alice.presses(alice.last_card(), "Confirm", users=["Ben", "C"])
    assert (press.inputs["users"], press.inputs["term"]) == ("B,C", "P1Y")
    assert alice.presses(alice.last_card(), "Confirm").inputs["users"] == "A,B"
    with pytest.raises(Impossible, match="takes one choice"):
        alice.presses(alice.last_card(), "Confirm", term=["P1Y", "P1Y"])


def test_every_member_of_a_room_can_press_and_nobody_else(webex, api, alice):
    bob, eve = webex.person("bob@contoso.example"), webex.person("eve@contoso.example")
    room = webex.room("Licences", alice, bob, webex.bot)
    api.messages.create(room.id, text="x", attachments=card(text("Seats")))
    assert api.attachment_actions.get(bob.presses(alice.last_card(room), "Confirm").id).personId == bob.id
    with pytest.raises(Impossible, match="Eve is not in Licences"):
        eve.presses(alice.last_card(room), "Confirm")


def test_a_deleted_card_cannot_be_pressed(api, alice):
    posted = api.messages.create(toPersonId=alice.id, text="x", attachments=card(text("Seats")))
    seen = alice.last_card()
    api.messages.delete(posted.id)
    with pytest.raises(Impossible, match="gone"):
        alice.presses(seen, "Confirm")


def test_a_button_that_opens_a_page_is_followed_not_pressed(api, alice):
    actions = [{"type": "Action.OpenUrl", "title": "Guide", "url": "https://docs.example/"}]
    api.messages.create(toPersonId=alice.id, text="x", attachments=card(text("Help"), actions=actions))
    assert alice.follows(alice.last_card(), "Guide") == "https://docs.example/"
    with pytest.raises(Impossible, match="0 buttons"):
        alice.presses(alice.last_card(), "Guide")
