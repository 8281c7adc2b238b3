"""How a person's name sorts, and the words that they are found by."""

from __future__ import annotations

from typing import Final

from handlers.policy.names import LONGEST_QUESTION, fold

_LONGEST_WORD: Final = 60


def sorted_by(first_name: str, last_name: str, login: str) -> str:
    """The name as it sorts, the last one first; who has none sorts by their address."""
    return (fold(f"{last_name} {first_name}") or fold(login) or login)[:LONGEST_QUESTION]


def words(first_name: str, last_name: str, login: str) -> tuple[str, ...]:
    """Each word of the names and of the address before its @, folded, and the whole address."""
    mailbox = login.partition("@")[0]
    found = fold(f"{first_name} {last_name} {mailbox}").split()
    return tuple(dict.fromkeys((*(word[:_LONGEST_WORD] for word in found), login)))


def asked(question: str) -> tuple[str, ...]:
    """The words to look for; an address is taken whole. The longest first: it fits the fewest."""
    pieces = question[:LONGEST_QUESTION].split()
    found = (word for piece in pieces for word in ([piece.casefold()] if "@" in piece else fold(piece).split()))
    return tuple(sorted(dict.fromkeys(word[:_LONGEST_WORD] for word in found), key=len, reverse=True))
