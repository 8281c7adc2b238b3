from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from bot.cards import File
from bot.file_names import LONGEST, MOST_BYTES, safe
from bot.phrases import plain
from tests.bot.strategies import DATA


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("subscriptions Contoso 2026-11-21.csv", "subscriptions Contoso 2026-11-21.csv"),
        ("commandes Été & fils.csv", "commandes Été & fils.csv"),
        ("../../etc/passwd", "etc passwd"),
        ("C:\\Windows\\system.ini", "C Windows system.ini"),
        ("orders\r\nSet-Cookie: a=b.csv", "orders Set-Cookie a=b.csv"),
        ("a\x00b.csv", "a b.csv"),
        ("\u202evsc.exe", "vsc.exe"),
        (".bashrc", "bashrc"),
        ("...", "file"),
        ("", "file"),
        (" .csv", "file.csv"),
        ("con.csv", "_con.csv"),
        ("a.thisisnoending", "a.thisisnoending"),
    ],
)
def test_a_hostile_name_becomes_a_plain_one(given, kept):
    assert safe(given) == kept


def test_five_hundred_characters_keep_their_ending():
    name = safe("é" * 500 + ".csv")
    assert name.endswith("é.csv")
    assert len(name) <= LONGEST
    assert len(name.encode()) <= MOST_BYTES


@given(DATA)
def test_every_name_can_be_a_files_name_everywhere(data):
    name = safe(data)
    assert 0 < len(name) <= LONGEST + 1
    assert len(name.encode()) <= MOST_BYTES + 1
    assert not set(name) & set('/\\:*?"<>|%;\r\n')
    assert not [char for char in name if unicodedata.category(char)[0] == "C"]
    assert safe(name) == name


def test_a_files_name_is_plain_however_the_element_was_made():
    assert File(file="1", name="a/b.csv", media_type="text/csv", label=plain("List")).name == "a b.csv"
    assert File.model_validate({"file": "1", "name": "a\nb.csv", "media_type": "", "label": "x"}).name == "a b.csv"
