"""The words that a product is found by: those of its name, of its SKU and of its category."""

from __future__ import annotations

from typing import Final

from handlers.policy.names import LONGEST_QUESTION, fold, split

_LONGEST_WORD: Final = 60


def words(name: str, sku: str, category: str) -> tuple[str, ...]:
    """Each word, folded."""
    found = fold(f"{name} {sku} {category}").split()
    return tuple(dict.fromkeys(word[:_LONGEST_WORD] for word in found))


def asked(question: str) -> tuple[str, ...]:
    """The words to look for, the longest first: it fits the fewest."""
    found = split(fold(question[:LONGEST_QUESTION]))
    return tuple(sorted(dict.fromkeys(word[:_LONGEST_WORD] for word in found), key=len, reverse=True))
