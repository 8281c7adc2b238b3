"""Where the demo's mails arrive: what the letter says, with the link to follow."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.cards import Buttons
from bot.letters import LETTERS, Way
from bot.mail_writing import Envelope
from bot.phrases import Tongue
from bot.text_cards import text
from bot.web.board import Board
from bot.web.mailbox import CHANNEL, Mailbox

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
BODY = {"organisation": "Contoso", "name": "Ada", "login": "ada@contoso.example", "news": "locked"}
WAY = Way(url="http://127.0.0.1:3000/activate/abc", until=NOON)


def arrived(kind, way):
    board = Board()
    Mailbox(board, "console").send(Envelope("ada@contoso.example", "1", NOON), LETTERS[kind](BODY, way), Tongue())
    (post,) = board.posts(CHANNEL, 0)
    return post.card


def test_the_link_of_a_mail_is_followed_by_a_button():
    card = arrived("invitation", WAY)
    (buttons,) = [part.buttons for part in card.elements if isinstance(part, Buttons)]
    assert [button.url for button in buttons] == [WAY.url]


def test_a_mail_says_to_whom_it_goes_and_what_it_says():
    said = text(arrived("account", Way()), Tongue())
    assert "ada@contoso.example" in said
    assert "Your access was locked after too many failed sign-ins." in said
