"""What the documents tell people to type is there, and what is there is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import typer

from bot.cli.app import app
from handlers.book import MENU
from tests.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
SHELL = {*typer.main.get_group(app).commands}


def text(*documents: Path) -> str:
    return "\n".join(one.read_text(encoding="utf-8") for one in documents)


def options() -> Iterator[str]:
    for command in typer.main.get_group(app).commands.values():
        for one in (command, *getattr(command, "commands", {}).values()):
            yield from (name for option in one.params for name in option.opts if name.startswith("--"))


def test_every_command_line_in_a_document_is_one_that_there_is():
    told = re.findall(r"(?:^|`|(?<==…) )comptoir ([a-z]+)", text(*DOCUMENTS), re.MULTILINE)
    assert set(told) <= SHELL
    assert len(told) > 30


def test_every_command_of_the_shell_is_told_of():
    assert {name for name in SHELL if f"comptoir {name}" not in text(*DOCUMENTS)} == set()


def test_every_option_of_the_shell_is_told_of():
    obvious = {"--port", "--no-browser", "--help"}
    assert {name for name in options() if name not in text(*DOCUMENTS)} - obvious == set()


def test_the_words_in_the_readme_are_words_that_the_bot_knows():
    rows = re.findall(r"^\| (`.*?) \|", text(ROOT / "README.md"), re.MULTILINE)
    words = [word for row in rows for word in re.findall(r"`([a-z][^`]*)`", row)]
    assert [word for word in words if MENU.typed(word)[0] is None] == ["off"]
    assert len(words) > 30


def test_every_word_that_one_can_type_is_told_of():
    told = text(ROOT / "README.md", ROOT / "docs" / "guide.md")
    assert [item.words[0] for item in MENU.items if item.open and f"`{item.words[0]}" not in told] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_in_a_document_leads_somewhere(document):
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text(document))
    assert [link for link in links if not (document.parent / link).exists()] == []
