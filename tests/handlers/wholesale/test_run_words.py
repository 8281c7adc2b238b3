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
