"""Names as people type them: folded for comparing, and the nearest ones for a choice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from rapidfuzz.distance import OSA

Key = TypeVar("Key", bound=Hashable)

LONGEST_QUESTION = 120
"""Characters of a question that are read; no name is longer, and pasted pages are no names."""

_MOST_WORDS = 24
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": " ", "'": " "})
_NOT_A_WORD = re.compile(r"[^\w+]|_")
_SHORT_AND_NUMBER = re.compile(r"([a-z])(\d{3,})")
_TYPO = 0.72
_GOOD_ENOUGH = 0.6
_OF_THE_BEST = 0.8
_IN_ONE_WORD = 0.9
_SHORTEST_TYPO = 3
_SHORTEST_JOINED = 4
_NUMBER_WEIGHT = 5
_LETTER_WEIGHT = 2


def fold(text: str) -> str:
    """Text for comparing: no case, accents, ligatures, punctuation or invisible characters; single spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    return " ".join(_NOT_A_WORD.sub(" ", plain if plain.isascii() else _bare(plain)).split())


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(char for char in letters if unicodedata.category(char) not in {"Mn", "Cf"})


def prefixes(words: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Each beginning of the words, folded, with the words after it; the longest first."""
    counts = range(min(len(words), _MOST_WORDS), 0, -1)
    begun = [(fold(" ".join(words[:count])[:LONGEST_QUESTION]), tuple(words[count:])) for count in counts]
    return [(beginning, rest) for beginning, rest in begun if beginning]


def near(words: str, names: Mapping[Key, str], limit: int = 5) -> list[Key]:
    """The keys whose names fit best, best first; names that fit much worse than the best are left out."""
    question = split(fold(words[:LONGEST_QUESTION]))
    if not question:
        return []
    folded = {key: fold(name) for key, name in names.items()}
    closeness = _closeness(question, {word for name in folded.values() for word in name.split()})
    scores = {key: _score(question, name, closeness) for key, name in folded.items() if name}
    enough = max(_GOOD_ENOUGH, _OF_THE_BEST * max(scores.values(), default=0))
    fitting = [key for key, score in scores.items() if score >= enough]
    return sorted(fitting, key=lambda key: (-scores[key], folded[key], str(key)))[:limit]


def nearest_word(word: str, vocabulary: Iterable[str]) -> str | None:
    """The one known word that was probably meant, or None."""
    typed = fold(word[:LONGEST_QUESTION])
    scored = [(_likeness(typed, fold(known)), known) for known in vocabulary]
    likely = [(-score, known) for score, known in scored if score]
    return min(likely)[1] if typed and likely else None


def split(question: str) -> list[str]:
    """Words of a folded question; `m365` is Microsoft 365."""
    return _SHORT_AND_NUMBER.sub(r"\1 \2", question).split()[:_MOST_WORDS]


def _closeness(question: Sequence[str], vocabulary: Iterable[str]) -> dict[str, dict[str, float]]:
    """How well each word of the names answers each word of the question; each pair is compared once."""
    known = tuple(vocabulary)
    return {word: {name: score for name in known if (score := _likeness(word, name))} for word in set(question)}


def _likeness(typed: str, known: str) -> float:
    """1 for the same word, a little less for its beginning or a typo, 0 for another word. `e3` is never `e5`."""
    if typed == known:
        return 1.0
    if known.startswith(typed):
        return 0.8 + 0.15 * len(typed) / len(known)
    if min(len(typed), len(known)) < _SHORTEST_TYPO or _has_digit(typed + known):
        return 0.0
    return 0.95 * OSA.normalized_similarity(typed, known, score_cutoff=_TYPO)


def _score(question: Sequence[str], name: str, closeness: Mapping[str, Mapping[str, float]]) -> float:
    """Between 0 and 1: how much of the question the name answers, and a little how much of the name was said."""
    known, squeezed, joined = name.split(), name.replace(" ", ""), "".join(question)
    found = {word: max(closeness[word].get(other, 0.0) for other in known) for word in question}
    answered = sum(found[word] * _weight(word) for word in question) / sum(_weight(word) for word in question)
    if len(joined) >= _SHORTEST_JOINED and joined in squeezed:
        answered = max(answered, _IN_ONE_WORD)
    return answered * (0.9 + 0.1 * min(1.0, len(joined) / len(squeezed)))


def _weight(word: str) -> int:
    """A number tells products apart as a long word does, and the o of o365 more than any letter."""
    return max(len(word), _NUMBER_WEIGHT if _has_digit(word) else _LETTER_WEIGHT)


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)
