"""The PowerShell file: it parses, it holds no key, and no name breaks out of it."""

from __future__ import annotations

import re

import pytest
import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

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
GRAMMAR = Parser(Language(tree_sitter_powershell.language()))
MARKS = re.compile("[\u2018-\u201f]")
"""PowerShell takes the typographic quotation marks for quotes; the grammar knows the plain ones."""
COMMANDS = {
    *("Join-Path", "Read-Host", "Get-Content", "ForEach-Object", "Where-Object", "Invoke-Command", "Export-Csv"),
    *("Write-Host", "Get-CimInstance", "cscript.exe", "Out-Null"),
}


def parsed(script: str) -> Node:
    """Its tree; fails where the grammar of PowerShell has no word for something, or misses one."""
    root = GRAMMAR.parse(MARKS.sub(lambda mark: "'" if mark[0] < "\u201c" else '"', script).encode()).root_node
    assert not root.has_error, script
    return root


def nodes(root: Node) -> list[Node]:
    return [root, *(below for child in root.children for below in nodes(child))]


def texts(root: Node, kind: str) -> list[str]:
    return [(one.text or b"").decode() for one in nodes(root) if one.type == kind]


def script(language="en", head="Windows Server 2022 Standard · Contoso") -> str:
    return written(plain(head), Speaker(Tongue(language)))


@pytest.mark.parametrize("broken", ["$a = 'open", "if ($a) {", "(]", "$a = 'x\u2019y'", "$a = '1'2'", "if {}"])
def test_what_is_not_powershell_does_not_parse(broken):
    with pytest.raises(AssertionError):
        parsed(broken)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_parses_in_both_languages_and_runs_these_commands_alone(language):
    tree = parsed(script(language))
    assert set(texts(tree, "command_name")) == COMMANDS
    assert {kind.type for kind in tree.children} == {"comment", "param_block", "statement_list"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_whatever_is_said_in_a_language_is_a_text_or_a_comment(language):
    leaves = [one for one in nodes(parsed(script(language, head="Été"))) if not one.children]
    assert {one.type for one in leaves if one.text and not one.text.isascii()} <= {
        "comment",
        "verbatim_string_characters",
    }


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
    assert odd.children[0].type == "comment"
    assert [one.text for one in odd.children[1:]] == [one.text for one in ordinary.children[1:]]


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
