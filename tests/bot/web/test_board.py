from __future__ import annotations

from bot.phrases import Tongue
from bot.text_cards import text
from bot.web.board import Board
from tests.bot.samples import OUTCOME, OVERVIEW

EN = Tongue("en", "UTC")


def test_posts_of_a_channel_come_in_order_and_once():
    board = Board()
    first, other, last = (board.post("console", channel, OVERVIEW, EN).id for channel in ("#a", "#b", "#a"))
    assert [str(post.id) for post in board.posts("#a", 0)] == [first, last]
    assert [str(post.id) for post in board.posts("#a", int(first))] == [last]
    assert [str(post.id) for post in board.posts("#b", 0)] == [other]


def test_a_post_says_which_one_gives_way_to_it_and_who_may_see_it():
    board = Board()
    first = board.post("console", "#a", OVERVIEW, EN)
    board.post("console", "#a", OUTCOME, EN, replaces=first.id, only_for="alice@atelier.example")
    assert [(post.replaces, post.only_for) for post in board.posts("#a", int(first.id))] == [
        (int(first.id), "alice@atelier.example")
    ]


def test_a_repeat_is_marked_as_one():
    board = Board()
    board.post("console", "#a", OUTCOME, EN, repeat=True)
    assert "Sent again" in text(board.posts("#a", 0)[0].card, EN)


def test_what_is_taken_away_says_so_in_its_place_to_whom_it_was_shown_and_in_their_language():
    board = Board()
    shown = board.post("console", "#a", OUTCOME, Tongue("fr"), only_for="alice@atelier.example")
    board.withdraw("console", "#a", shown.id)
    (said,) = board.posts("#a", int(shown.id))
    assert (str(said.replaces), said.only_for) == (shown.id, "alice@atelier.example")
    assert "Ce message a été retiré" in text(said.card, said.tongue)


def test_the_board_forgets_what_is_old():
    board = Board()
    for _number in range(300):
        board.post("console", "#a", OUTCOME, EN)
    assert [post.id for post in board.posts("#a", 0)] == list(range(101, 301))


def test_looking_into_a_channel_without_posts_finds_nothing():
    assert Board().posts("#a", 0) == []
