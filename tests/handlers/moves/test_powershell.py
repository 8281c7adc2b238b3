"""The PowerShell file: it parses, it holds no key, and no name breaks out of it."""

from __future__ import annotations

import re

import pytest

from bot.ask import Account, Platform
from bot.cards import File
from bot.phrases import Speaker, Tongue, plain
from handlers import sample
from handlers.files import Files
from handlers.move_commands import ShowMove, TakeMoveScript
from handlers.moves.powershell import written
from handlers.sample.loading import sample_id
from tests.handlers.conversation import TEAM

MOVE = str(sample_id("kms move", "Contoso"))
QUOTES = "'\u2018\u2019\u201a\u201b"
DOUBLE = '"\u201c\u201d\u201e'
PAIRS = {")": "(", "]": "[", "}": "{"}
TOKEN = re.compile(
    rf"""(?P<comment>\#[^\r\n]*)
       | (?P<single>[{QUOTES}](?:[^{QUOTES}]|[{QUOTES}]{{2}})*[{QUOTES}])
       | (?P<double>[{DOUBLE}][^{DOUBLE}\r\n`$]*[{DOUBLE}])
       | (?P<bracket>[()\[\]{{}}])
       | (?P<code>[^\#{QUOTES}{DOUBLE}()\[\]{{}}]+)""",
    re.VERBOSE,
)


def parsed(script: str) -> list[tuple[str, str]]:
    """Its tokens; fails where a string or a bracket stays open, or code has letters that only texts may have."""
    tokens: list[tuple[str, str]] = []
    stack: list[str] = []
    place = 0
    while place < len(script):
        found = TOKEN.match(script, place)
        assert found, f"not PowerShell: {script[place : place + 40]!r}"
        kind, text = str(found.lastgroup), found[0]
        if kind == "bracket":
            assert text not in PAIRS or stack.pop() == PAIRS[text], script[:place][-40:]
            stack += [text] if text not in PAIRS else []
        assert kind != "code" or text.isascii(), text
        assert kind != "single" or "\n" not in text, text
        tokens.append((kind, text))
        place = found.end()
    assert stack == []
    return tokens


def script(language="en", head="Windows Server 2022 Standard · Contoso") -> str:
    return written(plain(head), Speaker(Tongue(language)))


@pytest.mark.parametrize("broken", ["$a = 'open", "if ($a) {", "(]", "$a = “x”y”", "é"])
def test_what_is_not_powershell_does_not_parse(broken):
    with pytest.raises(AssertionError):
        parsed(broken)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_parses_in_both_languages(language):
    kinds = {kind for kind, _text in parsed(script(language))}
    assert kinds == {"comment", "single", "bracket", "code"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_asks_for_the_key_and_holds_none(language):
    code = script(language)
    assert "-AsSecureString" in code
    assert re.search(r"\$slmgr /ipk \$plain", code)
    assert re.search(r"\$slmgr /ato", code)
    assert not re.search(r"\b[A-Z0-9]{5}(-[A-Z0-9]{5}){4}\b", code)


@pytest.mark.parametrize("name", ["x\nRemove-Item C:", "x\r\ny", "a\u2028b\x85c", "'; exit; '", "#>", "\0\u202eevil"])
def test_no_name_breaks_out_of_the_first_line(name):
    ordinary, odd = parsed(script(head="x")), parsed(script(head=name))
    assert odd[0][0] == "comment"
    assert odd[1:] == ordinary[1:]


def test_the_lines_end_as_windows_ends_them():
    assert script().count("\n") == script().count("\r\n") > 30


def test_it_is_handed_out_with_a_mark_by_which_windows_knows_its_letters(david, office):
    card = david.presses(david.sends(ShowMove(move=MOVE).token), "PowerShell file for many devices").card
    (file,) = [one for one in card.elements if isinstance(one, File)]
    assert file.name == "kms-move Contoso 2026-11-20.ps1"
    files = Files(office.database, lambda: office.now, office.defaults)
    with files.opened(file.file, Account(Platform.CONSOLE, TEAM, sample.CONTOSO_READER)) as parcel:
        content = parcel.content.read().decode("utf-8-sig")
        assert parcel.content.seek(0) == 0
        assert parcel.content.read(3) == b"\xef\xbb\xbf"
    assert content.startswith("# Windows Server 2022 Standard · Contoso\r\n")
    assert "XXXXX" not in content


def test_a_stranger_gets_no_file(adam):
    said = adam.sends(TakeMoveScript(move=MOVE).token)
    assert "There is no such move" in said.text
    assert not [one for one in said.card.elements if isinstance(one, File)]
