"""Everything that can be said about a row has its words."""

from __future__ import annotations

import pytest

from bot.phrases import Speaker, Tongue
from handlers.policy.user_rows import Remark, Word
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
