from __future__ import annotations

import ast
import io
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.phrases import CATALOGUES, LANGUAGES
from tests.sources import FOLDERS, ROOT, parsed, sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message

KEYWORDS = {"_": None, "n_": (1, 2)}
TRANSLATED = [language for language in LANGUAGES if language != "en"]
FIELD = re.compile(r"\{(\w+)\}")

Source = str | tuple[str, ...]


@cache
def texts() -> frozenset[Source]:
    """Every text in the source that people read; one with a number is a pair."""
    found = (
        row for folder in FOLDERS for row in extract_from_dir(ROOT / folder, [("**.py", "python")], None, KEYWORDS)
    )
    return frozenset(message for _file, _line, message, _comments, _context in found)


def catalogue_file(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "comptoir.po"


@cache
def catalogue(language: str) -> Catalog:
    with catalogue_file(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages(language: str) -> Iterator[Message]:
    return (message for message in catalogue(language) if message.id)


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def translated(message: Message) -> bool:
    return bool(forms(message.string)) and all(forms(message.string))


def fields(text: str) -> list[str]:
    return sorted(FIELD.findall(text))


def keeps_its_parts(message: Message) -> bool:
    """Every form holds the values of the source, French singulars their number too: they also speak of none."""
    source = forms(message.id)[-1]
    return all(
        fields(form) == fields(source) and form.count("**") == source.count("**") for form in forms(message.string)
    )


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogue_holds_every_text_of_the_source_and_no_other(language):
    held = {message.id for message in messages(language)}
    assert {"missing": texts() - held, "no longer said": held - texts()} == {"missing": set(), "no longer said": set()}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_none_is_a_guess(language):
    assert [message.id for message in messages(language) if not translated(message)] == []
    assert [message.id for message in messages(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_keeps_the_values_and_the_marks_of_its_text(language):
    assert [message.id for message in messages(language) if not keeps_its_parts(message)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_is_the_written_one(language):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    assert catalogue_file(language).with_suffix(".mo").read_bytes() == compiled.getvalue(), "run `make locales`"


def test_french_is_printed_with_its_own_apostrophe():
    """Not with the one of a typewriter."""
    typed = re.compile(r"[^\W\d]'[^\W\d]")
    assert [form for message in messages("fr") for form in forms(message.string) if typed.search(form)] == []


def phrases() -> Iterator[tuple[str, ast.Call, int]]:
    """Where each phrase is made, its call, and how many texts the call starts with."""
    for path in sources():
        for node in ast.walk(parsed(path)):
            match node:
                case ast.Call(func=ast.Name(id="_")):
                    yield f"{path}:{node.lineno}", node, 1
                case ast.Call(func=ast.Name(id="n_")):
                    yield f"{path}:{node.lineno}", node, 2


def literals(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def test_every_phrase_is_written_out_where_it_is_said():
    assert [where for where, call, count in phrases() if len(literals(call.args[:count])) != count] == []


def values(call: ast.Call, count: int) -> set[str] | None:
    """The names of the values that the call gives; None where it hands over a whole dictionary."""
    names = {keyword.arg for keyword in call.keywords}
    return None if None in names else {name for name in names if name} | ({"count"} if count > 1 else set())


def test_every_phrase_is_given_the_values_that_it_names():
    for where, call, count in phrases():
        given = values(call, count)
        named = {name for text in literals(call.args[:count]) for name in fields(text)}
        assert given is None or named == given or named | {"count"} == given, where
