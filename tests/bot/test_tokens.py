"""Tokens of links: proved by whoever has the key, and nothing else is one."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tokens import Tokens
from store.values import LinkPurpose

ID = UUID(int=7)
OLD, NEW = "o" * 32, "n" * 32
INVITATION, RESET = LinkPurpose.INVITATION, LinkPurpose.RESET


@given(st.uuids(), st.integers(min_value=1, max_value=2**32 - 1))
def test_a_token_says_its_link_and_generation(id, generation):
    tokens = Tokens([NEW])
    assert tokens.read(INVITATION, tokens.link(INVITATION, id, generation)) == (id, generation)


def test_a_token_is_good_for_its_purpose_alone():
    tokens = Tokens([NEW])
    assert tokens.read(RESET, tokens.link(INVITATION, ID, 1)) is None


def test_a_token_stays_good_while_its_key_is_in_the_ring():
    sent = Tokens([OLD]).link(INVITATION, ID, 1)
    assert Tokens([NEW, OLD]).read(INVITATION, sent) == (ID, 1)
    assert Tokens([NEW]).read(INVITATION, sent) is None


def test_any_sign_that_is_changed_makes_it_no_token():
    tokens = Tokens([NEW])
    sent = tokens.link(INVITATION, ID, 1)
    for place, sign in enumerate(sent):
        other = "A" if sign != "A" else "B"
        assert tokens.read(INVITATION, sent[:place] + other + sent[place + 1 :]) is None


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_rubbish_is_no_token_and_no_error(text):
    assert Tokens([NEW]).read(INVITATION, text) is None


@pytest.mark.parametrize("spoil", [lambda sent: sent + "=", lambda sent: " " + sent, lambda sent: sent[:-4]])
def test_the_same_bytes_written_otherwise_are_no_token(spoil):
    tokens = Tokens([NEW])
    assert tokens.read(INVITATION, spoil(tokens.link(INVITATION, ID, 1))) is None


def test_a_code_has_eight_digits_and_another_generation_another_code():
    tokens = Tokens([NEW, OLD])
    codes = {tokens.code(ID, generation) for generation in range(1, 200)}
    assert {len(code) for code in codes} == {8}
    assert all(code.isdigit() for code in codes)
    assert len(codes) > 190
    assert Tokens([OLD]).code(ID, 1) in tokens.codes(ID, 1)
