from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.cards import Button, Buttons, Card, Prose, Secret
from bot.errand import Busy, Down, Gone, Lost, direct
from bot.phrases import Tongue, plain
from bot.webex import Patience, Webex
from bot.webex_nouns import bare
from bot.webex_origin import marked
from bot.webex_people import People
from bot.webex_sender import Used, WebexSender

ENGLISH, FRENCH = Tongue(), Tongue("fr")
TITLE = plain("Microsoft 365 E3")
CARD = Card(title=TITLE, elements=(Buttons(buttons=(Button(label=plain("Order"), press='["order",{}]'),)),))


class Out:
    """The way out, and whether it remembers what it replaced."""

    def __init__(self, webex) -> None:
        self.api = Webex(webex.token, webex.base, Patience(door=0.5, bytes=0.2, answer=0.3))
        self.used = Used()
        people = People(self.api, "", lambda _vouched: None, lambda _account: True)
        self.sender = WebexSender(self.api, people, self.used)
        self.team = bare(webex.bot.org)

    def post(self, channel: str, card: Card = CARD, tongue: Tongue = ENGLISH, **how) -> str:
        return self.sender.post(self.team, channel, card, tongue, **how).id


@pytest.fixture
def out(webex):
    out = Out(webex)
    yield out
    out.api.close()


@pytest.fixture
def alice(webex):
    return webex.person("alice.martin@contoso.example")


@pytest.fixture
def room(webex, alice):
    return webex.room("Licences", alice, webex.bot)


def test_a_person_is_told_in_the_space_with_the_bot(out, alice):
    sent = out.post(direct(alice.id))
    assert (alice.last_card().id, alice.sees()) == (sent, ["Microsoft 365 E3\nOrder"])


def test_a_space_is_called_as_it_is_called_now(out, room):
    room.title = " Keys,\n\u202eseats " + "x" * 200
    assert out.sender.called(out.team, room.id) == "Keys, seats " + "x" * 88
    with pytest.raises(Gone):
        out.sender.called(out.team, "nowhere")
    with pytest.raises(Gone):
        out.sender.called("elsewhere", room.id)


def test_a_space_is_told_in_the_space(out, alice, room):
    out.post(room.id)
    assert alice.sees(room) == ["Microsoft 365 E3\nOrder"]


def test_a_used_card_gives_way_to_the_outcome(out, alice):
    used = out.post(direct(alice.id))
    out.post(direct(alice.id), Card(title=plain("Ordered")), replaces=used)
    assert alice.sees() == ["Ordered"]
    assert used in out.used


@pytest.mark.parametrize(
    "fault", [{"status": 404}, {"status": 500}, {"retry_after": "9"}, {"lost": True}, {"slow": 0.4}]
)
def test_an_outcome_is_said_once_even_if_the_used_card_stays(webex, out, alice, fault):
    used = out.post(direct(alice.id))
    webex.fail("DELETE", ".*", effect=False, **fault)
    out.post(direct(alice.id), Card(title=plain("Ordered")), replaces=used)
    assert alice.sees() == ["Microsoft 365 E3\nOrder", "Ordered"]


def test_what_is_for_one_person_is_said_to_them_alone_and_the_space_gets_a_line(out, alice, room):
    asked = alice.says("@Comptoir overview", room)
    out.post(room.id, only_for=alice.id, thread=asked.id)
    assert alice.sees() == ["Microsoft 365 E3\nOrder"]
    assert alice.sees(room)[1:] == ["Alice Martin, I've answered you directly."]
    assert alice.messages(room)[1].parent is asked


def test_the_line_is_said_in_the_readers_language_and_makes_no_link(webex, out, room):
    eve = webex.person("eve@contoso.example", "<@all> **Eve** https://evil.example")
    webex.world.join(room, eve, eve)
    asked = eve.says("@Comptoir overview", room)
    out.post(room.id, tongue=FRENCH, only_for=eve.id, thread=asked.id)
    line = eve.messages(room)[-1]
    assert (line.markdown, line.html, line.to_all, line.mentioned) == (None, None, False, [])


def test_a_line_whose_question_is_gone_stands_by_itself(out, alice, room):
    asked = alice.says("@Comptoir overview", room)
    alice.deletes(asked)
    out.post(room.id, only_for=alice.id, thread=asked.id)
    assert [one.parent for one in alice.messages(room)] == [None]


def test_without_the_line_the_answer_still_counts_as_said(webex, out, alice, room):
    webex.fail("GET", "/people/(?!me).*", status=500)
    sent = out.post(room.id, only_for=alice.id, thread=alice.says("@Comptoir overview", room).id)
    assert (alice.last_card().id, len(alice.sees(room))) == (sent, 1)


def test_a_press_on_an_answer_said_alone_remembers_the_space(out, alice, room):
    out.post(room.id, only_for=alice.id)
    assert alice.presses(alice.last_card(), "Order").inputs == {"press": '["order",{}]', "space": room.id}
    assert len(alice.sees(room)) == 0


@pytest.mark.parametrize(("longest", "marks"), [(19_000, 2), (19_900, 0)])
def test_a_card_that_has_no_room_for_the_space_goes_without(room, longest, marks):
    inner = {"type": "AdaptiveCard", "body": [{"type": "ActionSet", "actions": [{"type": "Action.Submit"}]}]}
    shown = {"type": "Action.ShowCard", "card": inner}
    content = {"body": [{"type": "TextBlock", "text": "x" * longest}], "actions": [{"type": "Action.Submit"}, shown]}
    sent = marked({"text": "x", "attachments": [{"contentType": "", "content": content}]}, room.id)
    assert str(sent).count(room.id) == marks


def test_what_is_private_is_never_said_in_a_space(out, alice, room):
    key = Card(title=TITLE, elements=(Secret(label=plain("Key"), value="XXXXX-12345"),), private=True)
    with pytest.raises(Gone):
        out.post(room.id, key)
    out.post(room.id, key, only_for=alice.id)
    assert (len(alice.sees(room)), len(alice.sees())) == (0, 1)


def test_another_organisations_message_is_not_ours_to_say(webex, out, alice):
    with pytest.raises(Gone):
        out.sender.post(bare(webex.org("fabrikam")), direct(alice.id), CARD, ENGLISH)
    assert alice.sees() == []


def test_a_message_that_may_have_been_said_before_is_marked(out, alice):
    out.post(direct(alice.id), repeat=True)
    assert "Sent again" in alice.sees()[0]


def test_a_card_however_long_is_taken(out, alice):
    out.post(direct(alice.id), Card(title=TITLE, elements=tuple(Prose(text=plain("é" * 900)) for _ in range(40))))
    assert len(alice.last_card().text.encode()) <= 7439


@pytest.mark.parametrize(
    ("fault", "no"),
    [
        ({"retry_after": "rand(30),add(30)"}, Busy),
        ({"status": 503}, Down),
        ({"status": 403}, Gone),
        ({"lost": True}, Lost),
    ],
)
def test_a_message_that_did_not_go_out_says_why(webex, out, alice, fault, no):
    used = out.post(direct(alice.id))
    webex.fail("POST", "/messages", **fault)
    with pytest.raises(no):
        out.post(direct(alice.id), Card(title=plain("Ordered")), replaces=used)
    assert alice.sees()[0] == "Microsoft 365 E3\nOrder"


def test_a_person_who_is_gone_cannot_be_told(out, alice):
    alice.gone = True
    with pytest.raises(Gone):
        out.post(direct(alice.id))


def test_the_cards_that_gave_way_are_not_remembered_for_ever():
    used = Used()
    for number in range(3000):
        used.add(str(number))
    assert ("0" in used, "2999" in used) == (False, True)


def test_a_secret_can_be_taken_away_again_and_again(out, alice, room):
    secret = Card(title=TITLE, elements=(Secret(label=plain("Key"), value="XXXXX-1"),), private=True)
    sent = out.post(room.id, secret, only_for=alice.id)
    for _time in range(2):
        out.sender.withdraw(out.team, room.id, sent)
    assert alice.sees() == []


SECRET = Card(title=TITLE, elements=(Secret(label=plain("Key"), value="XXXXX-1"),), private=True)


def recalled(out, alice, since=-10):
    """The card as it was before the secret was put in; `since` in minutes from now."""
    card = SECRET.model_copy(update={"elements": (Secret(label=plain("Key"), reference="granted"),)})
    out.sender.recall(out.team, direct(alice.id), card, ENGLISH, datetime.now(UTC) + timedelta(minutes=since))


@pytest.mark.parametrize("fault", [{"lost": True}, {"truncated": True}])
def test_a_secret_of_which_no_answer_came_is_found_and_taken_away(webex, out, alice, room, fault):
    out.post(direct(alice.id))
    webex.fail("POST", "/messages", **fault)
    with pytest.raises(Lost):
        out.post(room.id, SECRET, only_for=alice.id)
    assert len(alice.sees()) == 2
    recalled(out, alice)
    assert alice.sees() == ["Microsoft 365 E3\nOrder"]


def test_nothing_else_is_taken_for_a_secret_that_was_lost(webex, out, alice):
    recalled(out, alice)
    out.post(direct(alice.id), SECRET, FRENCH)
    alice.says(alice.sees()[0])
    recalled(out, alice)
    recalled(out, alice, since=+10)
    assert len(alice.sees()) == 2


@pytest.mark.parametrize(("fault", "no"), [({"status": 503}, Down), ({"retry_after": "9"}, Busy)])
def test_taking_away_says_why_it_did_not_work(webex, out, alice, fault, no):
    sent = out.post(direct(alice.id))
    webex.fail("DELETE", ".*", effect=False, **fault)
    with pytest.raises((no, Lost)):
        out.sender.withdraw(out.team, direct(alice.id), sent)
