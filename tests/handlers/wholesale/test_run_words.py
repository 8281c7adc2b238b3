"""Everything that can be said about a row has its words."""

from __future__ import annotations

import pytest

from bot.phrases import Speaker, Tongue
from handlers.files import file_name
from handlers.policy import user_columns
from handlers.policy.user_rows import Remark, Word
from handlers.wholesale.run_files import RunFile, TemplateFile
from handlers.wholesale.run_words import remark


@pytest.mark.parametrize("word", Word)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_remark_is_said_in_both_languages(word, language):
    assert len(Speaker(Tongue(language)).say(remark(Remark(word, "number", "x")))) > 3


@pytest.mark.parametrize(
    ("holder", "said"),
    [("ann@f.example", "is used already: ann@f.example"), ("", "is used by another organisation already")],
)
def test_somebody_elses_user_is_not_named(holder, said):
    assert Speaker(Tongue("en")).say(remark(Remark(Word.NUMBER_TAKEN, "number", holder))) == said


@pytest.mark.parametrize(("language", "first"), [("en", "First Name"), ("fr", "Prénom (obligatoire)")])
def test_a_template_has_the_headings_of_its_reader_and_all_of_them_are_read(language, first):
    header = TemplateFile().header(Tongue(language))
    found = user_columns.places(header, {})
    assert (header[0], len(found), user_columns.missing(found)) == (first, len(header), ())
    assert user_columns.unread((*header, "Notes", ""), found) == ("Notes",)


@pytest.mark.parametrize(
    ("language", "name"), [("en", "users-result Fabrikam.csv"), ("fr", "résultat utilisateurs Fabrikam.csv")]
)
def test_a_file_is_named_in_the_language_of_its_reader(language, name):
    assert file_name(RunFile(run=""), Tongue(language), "Fabrikam") == name
