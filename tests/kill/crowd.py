"""Ten thousand rows of a file of users, and what must have become of each of them: reckoned here, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

HEAD = "First Name,Last Name,Email,Phone Number,Preferred Webex Site,Webex Meetings,Webex Suite"
KINDS = ("add", "swap", "change", "remove", "recreate", "nothing", "refused", "swap", "change", "warned")
_APART = 6
"""How far from each other the two rows of a swap stand."""


@dataclass(frozen=True)
class One:
    """A row: what it is to do with somebody, who may have been there before."""

    at: int
    kind: str

    @property
    def login(self) -> str:
        return f"u{self.at}@fabrikam.example"

    @property
    def number(self) -> str:
        return f"+3361{2_000_000 + self.at}"

    @property
    def swapped(self) -> str:
        """The number of the other one who swaps."""
        other = self.at + (_APART if self.at % len(KINDS) == KINDS.index("swap") else -_APART)
        return One(other, self.kind).number

    @property
    def was_there(self) -> bool:
        return self.kind in {"swap", "change", "remove", "recreate", "nothing"}

    @property
    def before(self) -> str:
        """Their row in an earlier file."""
        login = f"old{self.at}@fabrikam.example" if self.kind == "recreate" else self.login
        return f"F{self.at},L{self.at},{login},{self.number},s.webex.com,TRUE,FALSE"

    @property
    def row(self) -> str:
        who = f"F{self.at},L{self.at}"
        match self.kind:
            case "refused":
                return f"{who},nobody,,s.webex.com,TRUE,FALSE"
            case "remove":
                return f"{who},{self.login},,,FALSE,FALSE"
            case "change":
                return f"{who}-X,{self.login},{self.number},t.webex.com,TRUE,FALSE"
            case "swap":
                return f"{who},{self.login},{self.swapped},s.webex.com,TRUE,FALSE"
            case "warned":
                return f"{who},{self.login},{self.number[1:]},,TRUE,FALSE"
            case _:
                return f"{who},{self.login},{self.number},s.webex.com,TRUE,FALSE"

    @property
    def user(self) -> tuple[str, str, str, str | None] | None:
        """Login, last name, number and site in the end."""
        if self.kind in {"refused", "remove"}:
            return None
        name = f"L{self.at}-X" if self.kind == "change" else f"L{self.at}"
        site = {"change": "t.webex.com", "warned": None}.get(self.kind, "s.webex.com")
        return self.login, name, self.swapped if self.kind == "swap" else self.number, site

    @property
    def result(self) -> tuple[str, str]:
        """What the file with the results says: what it was to do, what became of it."""
        what = {"recreate": "Delete and create", "nothing": "Nothing to do", "remove": "Delete", "warned": "Add"}
        what["swap"] = "Change"
        done = "" if self.kind in {"refused", "nothing"} else "Done"
        return what.get(self.kind, self.kind.title()), done


def crowd(count: int) -> list[One]:
    return [One(at, kind) for at, kind in zip(range(count), cycle(KINDS), strict=False)]


def sheet(rows: Iterator[str]) -> bytes:
    return "\n".join((HEAD, *rows)).encode()
