"""What shows a secret is taken away after a while, whatever becomes of the process meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards import Card, Secret
from bot.errand import Down, Errand, Gone, Lost
from bot.phrases import Tongue, plain
from jobs.outbox import Drawing, Outbox
from jobs.patience import Patience
from jobs.worker import drain
from store.values import QueueState

STAY = timedelta(minutes=10)
KEY = "XXXXX-XXXXX-XXXXX-XXXXX-WV22X"


class Killed(BaseException):
    """The process dies here."""


def unsealed(card: Card) -> Card:
    shown = (element.model_copy(update={"value": KEY, "reference": ""}) for element in card.elements)
    return card.model_copy(update={"elements": tuple(shown)})


@pytest.fixture
def round_of(office, wire, clock):
    """A new process each time."""

    def run() -> None:
        drawing = Drawing(order=lambda *_: None, digest=lambda *_: None, unsealed=unsealed)
        drain(Outbox(office.database, {"slack": wire}, drawing, clock, Patience(secrets_stay=STAY)))

    return run


@pytest.fixture
def shown(office, round_of):
    secret = Secret(label=plain("Key"), reference="granted")
    office.sends(Errand(card=Card(title=plain("Key"), elements=(secret,), private=True)), "@U1")
    round_of()


def test_it_stays_for_as_long_as_was_set_and_not_a_second_longer(wire, clock, shown, round_of):
    clock.passes(minutes=9, seconds=59)
    round_of()
    assert wire.withdrawn == []
    clock.passes(seconds=1)
    round_of()
    assert wire.withdrawn == [("T1", "@U1", "m1")]


def test_nothing_of_the_secret_waits_in_the_queue(office, shown):
    assert KEY not in str(office.messages())


def test_it_is_taken_away_once(wire, clock, shown, round_of):
    clock.passes(minutes=10)
    round_of()
    clock.passes(hours=2)
    round_of()
    assert len(wire.withdrawn) == 1


def test_other_messages_come_through_meanwhile(office, wire, shown, round_of, clock):
    office.says("Something else", "@U1")
    clock.passes(seconds=2)
    round_of()
    assert wire.titles == ["Key", "Something else"]


@pytest.mark.parametrize("fault", [Down("off"), Lost("silence")])
def test_while_the_platform_is_down_it_is_tried_again(office, wire, clock, shown, round_of, fault):
    wire.fails.extend([fault, None])
    clock.passes(minutes=10)
    round_of()
    clock.passes(minutes=6)
    round_of()
    assert len(wire.withdrawn) == 2
    assert office.states()[-1] == QueueState.DONE


def test_one_that_can_never_be_taken_away_is_not_tried_for_ever(office, wire, clock, shown, round_of):
    wire.fails.append(Gone("not ours"))
    clock.passes(minutes=10)
    round_of()
    clock.passes(minutes=10)
    round_of()
    assert len(wire.withdrawn) == 1


CARD = Card(title=plain("Key"), elements=(Secret(label=plain("Key"), reference="granted"),), private=True)


@pytest.fixture
def lost(office, wire, clock, round_of):
    """What nobody knows whether it stands in the space with Alice, who asked in a room."""
    wire.fails.append(Lost("silence"))
    office.sends(Errand(card=CARD, only_for="U1", language="fr", zone="Europe/Paris"), "C1")
    round_of()


def test_one_that_was_perhaps_shown_is_looked_for_and_taken_away_as_well(office, wire, clock, lost, round_of):
    assert (office.states()[0], wire.recalled) == (QueueState.UNKNOWN, [])
    clock.passes(minutes=10)
    round_of()
    asked = clock() - timedelta(minutes=20)
    assert wire.recalled == [("@U1", CARD, Tongue("fr", "Europe/Paris"), asked)]
    assert (len(wire.heard), KEY in str(office.messages())) == (1, False)


def test_one_that_was_perhaps_shown_by_a_process_that_died_is_looked_for(office, wire, clock, round_of):
    office.sends(Errand(card=CARD), "@U1")
    wire.fails.append(Killed())
    with pytest.raises(Killed):
        round_of()
    clock.passes(minutes=2)
    round_of()
    clock.passes(minutes=10)
    round_of()
    assert [(channel, card) for channel, card, *_more in wire.recalled] == [("@U1", CARD)]


@pytest.mark.parametrize("fault", [Down("off"), Lost("silence")])
def test_while_the_platform_is_down_it_is_looked_for_again(office, wire, clock, lost, round_of, fault):
    wire.fails.extend([fault, None])
    clock.passes(minutes=10)
    round_of()
    clock.passes(minutes=6)
    round_of()
    assert (len(wire.recalled), office.states()[-1]) == (2, QueueState.DONE)


def test_what_shows_no_secret_stays(office, wire, clock, round_of):
    office.says("Nothing secret")
    round_of()
    clock.passes(days=1)
    round_of()
    assert wire.withdrawn == []
