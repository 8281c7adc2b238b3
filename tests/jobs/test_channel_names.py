"""A channel that is renamed at its platform is called so here too."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.errand import Busy, Down, Gone, Lost
from jobs.channel_names import ChannelNames
from jobs.shift import Shift
from store import bindings
from store.bindings import Binding
from store.schema import bindings as bound
from store.values import BindingId, ChannelKind, OrganisationId, Scope

CHANNELS = ["C1", "C2", "C3"]


@pytest.fixture
def names(office, clock, wire):
    for channel in CHANNELS:
        bind(office, channel)
    return partial(ChannelNames, Shift(office.database, clock, lambda _db: None), {"slack": wire})


def bind(office, channel, kind=ChannelKind.GROUP, title="#before"):
    organisation = OrganisationId(office.sample("organisation", "Contoso"))
    one = Binding(BindingId(uuid4()), organisation, "", office.installation, channel, kind, office.clock(), title)
    with office.database.transaction() as db:
        assert bindings.bind(db, Scope(organisation), one, office.person())


def titles(office):
    with office.database.reading() as db:
        return dict(db.execute(select(bound.c.channel, bound.c.title)).all())


def test_a_renamed_channel_is_called_by_its_new_name(office, names, wire):
    wire.names = {"C1": "#before", "C2": "#after", "C3": "#before"}
    assert (names().ask(), names().ask()) == (1, 0)
    assert titles(office) == wire.names


def test_what_a_conversation_with_one_person_is_called_nobody_asks(office, names, wire):
    bind(office, "@U1", ChannelKind.DIRECT, "")
    names().ask()
    assert sorted(wire.asked) == CHANNELS


def test_all_are_asked_after_each_other_and_again_and_again(office, names, wire):
    some = names(2)
    wire.names = dict.fromkeys(CHANNELS, "#after")
    assert [some.ask() for _round in range(2)] == [2, 1]
    wire.names = dict.fromkeys(CHANNELS, "#later")
    assert sum(some.ask() for _round in range(2)) == 3


def test_a_channel_that_is_gone_keeps_its_last_name_and_the_others_are_asked(office, names, wire):
    wire.names, wire.fails = dict.fromkeys(CHANNELS, "#after"), type(wire.fails)([Gone("channel_not_found")])
    assert names().ask() == 2
    assert sorted(titles(office).values()) == ["#after", "#after", "#before"]


@pytest.mark.parametrize("silence", [Busy(30), Down("no answer"), Lost("rubbish")])
def test_a_platform_that_does_not_answer_is_left_alone_until_the_next_round(office, names, wire, silence):
    wire.names, wire.fails = dict.fromkeys(CHANNELS, "#after"), type(wire.fails)([silence])
    assert (names().ask(), len(wire.asked)) == (0, 1)
    assert names().ask() == 3
