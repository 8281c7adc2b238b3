"""The vault: what is sealed is read back in its own place alone, by whoever has the key."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.vault import KeyMissing, Tampered, Unreadable, Vault

ROW, OTHER_ROW = UUID(int=1), UUID(int=2)
OLD, NEW = "o" * 32, "n" * 32
SECRET = "XXXXX-XXXXX-XXXXX-XXXXX-XX22B"


@given(st.text())
def test_what_is_sealed_is_read_back(secret):
    vault = Vault([NEW])
    assert vault.open(ROW, "key", vault.seal(ROW, "key", secret)) == secret


def test_a_secret_is_never_sealed_alike_twice():
    vault = Vault([NEW])
    assert vault.seal(ROW, "key", SECRET) != vault.seal(ROW, "key", SECRET)


@pytest.mark.parametrize(("row", "field"), [(OTHER_ROW, "key"), (ROW, "link")])
def test_a_secret_moved_to_another_place_is_unreadable(row, field):
    vault = Vault([NEW])
    with pytest.raises(Tampered):
        vault.open(row, field, vault.seal(ROW, "key", SECRET))


def test_any_bit_that_is_changed_makes_it_unreadable():
    vault = Vault([NEW])
    sealed = vault.seal(ROW, "key", SECRET)
    for place in range(len(sealed)):
        changed = bytes(byte ^ (1 if at == place else 0) for at, byte in enumerate(sealed))
        with pytest.raises(Unreadable):
            vault.open(ROW, "key", changed)


@pytest.mark.parametrize("length", [0, 3, 4, 15, 16, 31])
def test_a_secret_that_was_cut_is_unreadable(length):
    vault = Vault([NEW])
    with pytest.raises(Unreadable):
        vault.open(ROW, "key", vault.seal(ROW, "key", SECRET)[:length])


def test_without_its_key_a_secret_is_unreadable_and_the_error_keeps_it():
    with pytest.raises(KeyMissing) as missing:
        Vault([NEW]).open(ROW, "key", Vault([OLD]).seal(ROW, "key", SECRET))
    assert "XX22B" not in str(missing.value)


def test_the_newest_key_seals_and_the_older_ones_still_read():
    ring, before = Vault([NEW, OLD]), Vault([OLD])
    assert ring.open(ROW, "key", before.seal(ROW, "key", SECRET)) == SECRET
    assert ring.seal(ROW, "key", SECRET).startswith(ring.newest)
    assert Vault([NEW]).newest == ring.newest != before.newest


def test_a_duplicate_is_found_under_every_key_of_the_ring():
    ring = Vault([NEW, OLD])
    assert Vault([OLD]).index(SECRET) in ring.indexes(SECRET)
    assert ring.index(SECRET) == Vault([NEW]).index(SECRET)
    assert ring.index(SECRET) != ring.index(SECRET.replace("X", "Y"))


def test_a_vault_needs_a_key():
    with pytest.raises(ValueError, match="needs a key"):
        Vault([])
