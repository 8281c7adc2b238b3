from __future__ import annotations

from uuid import UUID

from store import product_keys
from store.vault import Vault
from tests.handlers.importing.conftest import VAULT

HEADER = "customer,product,sku,version,language,bits,kind,key,activations,link\n"
KEY = "XXXXX-XXXXX-XXXXX-XXXXX-XX22B"
ROW = f"Contoso,Windows Server 2022 Standard,WS22,2022,en,64,MAK,{KEY},50,https://example.com/ws.iso\n"


def test_a_key_is_sealed_and_nothing_of_it_stands_in_the_tables_but_its_end(shelf):
    assert shelf.takes("keys", HEADER + ROW).new == 1
    hint, sealed, link = shelf.one("SELECT hint, sealed, link FROM product_keys")
    assert hint == "XX22B"
    assert b"XXXXX" not in bytes(sealed)
    assert b"example" not in bytes(link)


def test_a_key_comes_out_of_the_vault_as_it_went_in(shelf):
    shelf.takes("keys", HEADER + ROW.replace(KEY, KEY.lower().replace("-", " ")))
    id, sealed, link = shelf.one("SELECT id, sealed, link FROM product_keys")
    assert VAULT.open(UUID(str(id)), product_keys.KEY, bytes(sealed)) == KEY
    assert VAULT.open(UUID(str(id)), product_keys.LINK, bytes(link)) == "https://example.com/ws.iso"


def test_a_key_can_be_for_one_subscription(shelf):
    header = "subscription,kind,key\n"
    number, id = shelf.one("SELECT number, id FROM subscriptions WHERE name = 'Windows Server 2022 Standard'")
    assert shelf.takes("keys", f"{header}S-{number:06},MAK,{KEY}\n").new == 1
    assert shelf.one("SELECT subscription_id FROM product_keys") == (id,)


def test_a_service_takes_no_keys(shelf):
    (number,) = shelf.one("SELECT number FROM subscriptions WHERE name = 'Visio Plan 2'")
    told = shelf.refuses("keys", f"subscription,kind,key\nS-{number:06},MAK,{KEY}\n")
    assert told == [
        f"row 2, column subscription: S-{number:06}, “Visio Plan 2”, is a service: it takes no product keys"
    ]


def test_every_bad_key_is_told_by_row_and_column_and_none_is_repeated(shelf):
    bad = [KEY[:-1], KEY.replace("B", "0"), "", KEY]
    told = shelf.refuses("keys", HEADER + "".join(ROW.replace(KEY, key) for key in bad))
    assert told == ["row 4, column key: is missing"]
    told = shelf.refuses("keys", HEADER + "".join(ROW.replace(KEY, key) for key in (*bad[:2], KEY, KEY)))
    assert told == [
        "row 2, column key: has 24 letters and digits; a key of this kind has 25",
        "row 3, column key: the sign at place 25 is none that such keys have",
        "row 5, column key: the same key as in row 4",
    ]
    assert not any("XXXXX" in line for line in told)


def test_a_key_that_is_in_the_vault_already_is_refused(shelf):
    shelf.takes("keys", HEADER + ROW)
    assert shelf.refuses("keys", HEADER + ROW) == ["row 2, column key: this key is in the vault already"]


def test_a_version_that_the_licence_gives_no_right_to_is_refused_with_those_that_it_does(shelf):
    told = shelf.refuses("keys", HEADER + ROW.replace("WS22,2022", "WS22,2012"))
    assert told == [
        "row 2, column version: “Windows Server 2022 Standard” gives no right to it; it may be run as 2022, 2019, 2016"
    ]


def test_whose_a_key_is_must_be_said(shelf):
    nobody = HEADER + ROW.replace("Contoso", "Nobody") + ROW.replace("Contoso", "").replace("22B", "22C")
    assert shelf.refuses("keys", nobody) == [
        "row 2, column customer: no organisation answers to “Nobody”; import it first",
        "row 3, column customer: is missing, and so is the subscription",
    ]


def test_rotation_seals_all_anew_and_can_be_stopped_anywhere(shelf):
    others = [ROW.replace("22B", f"22{letter}") for letter in "CDFGH"]
    shelf.takes("keys", HEADER + "".join(others))
    ring = Vault(["a newer key than the newest " + "y" * 16, "the newest key of the ring " + "x" * 16])
    with shelf.database.transaction() as db:
        assert product_keys.rotate(db, ring, UUID(int=0), 2).sealed == 2
        assert product_keys.rotated(db, ring) == (3, 5)
    for id, sealed in shelf.rows("SELECT id, sealed FROM product_keys"):
        assert ring.open(UUID(str(id)), product_keys.KEY, bytes(sealed))
    with shelf.database.transaction() as db:
        assert product_keys.rotate(db, ring, UUID(int=0), 10).sealed == 3
        assert product_keys.rotate(db, ring, UUID(int=0), 10) == (None, 0, [])
        assert product_keys.rotated(db, ring) == (0, 5)
