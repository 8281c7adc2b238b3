"""The story of giving back: what can still go goes, what can't is told plainly, and the end of a term is decided.

What is read is said by the catalogue, so that it is played in each language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.phrases import Speaker, Tongue, _, n_

if TYPE_CHECKING:
    from bot.phrases import Phrase
    from tests.stories.deployment import Deployment

E3, PREMIUM = "Microsoft 365 E3", "Microsoft 365 Business Premium"


class Admin(Protocol):
    """Chloé Dubois of Contoso, at some surface."""

    def asks(self, words: str) -> None: ...
    def presses(self, label: str) -> None: ...
    def sees(self, *words: str) -> None: ...


@dataclass
class Tale:
    """What Chloé sees, in her language."""

    admin: Admin
    work: Deployment
    language: str

    def says(self, phrase: Phrase | str) -> str:
        text = Speaker(Tongue(self.language)).say(_(phrase) if isinstance(phrase, str) else phrase)
        return " ".join(text.split())

    def asks(self, english: str, french: str, rest: str) -> None:
        self.admin.asks(f"{french if self.language == 'fr' else english} {rest}")

    def sees(self, *phrases: Phrase | str) -> None:
        self.admin.sees(*(self.says(phrase) for phrase in phrases))

    def is_done(self, number: int) -> None:
        self.admin.sees(f"C-{number:06}", self.says("Completed. Nothing more to do."))


def gives_seats_back_within_the_window(tale: Tale) -> None:
    tale.asks("seats", "licences", f"{E3} 20")
    tale.admin.sees("25 → 20")
    tale.admin.presses(tale.says(n_("Give back {count} seat", "Give back {count} seats", 5)))
    tale.is_done(1)
    assert tale.work.held(E3) == (20, None, "renew")


def can_give_none_back_after_it(tale: Tale) -> None:
    tale.asks("seats", "licences", f"{PREMIUM} 35")
    tale.sees(_("Seats can be given back for {days} days after they were bought.", days=7))
    assert tale.work.held(PREMIUM) == (40, None, "renew")


def chooses_to_go_on_month_by_month(tale: Tale) -> None:
    """Its price stands there first."""
    tale.asks("renewal", "renouvellement", f"{PREMIUM} {'prolonger' if tale.language == 'fr' else 'extend'}")
    tale.admin.sees("1 068,73 €" if tale.language == "fr" else "€1,068.73", "40 × ")
    tale.admin.presses(tale.says("Go on month by month"))
    tale.is_done(2)
    assert tale.work.held(PREMIUM) == (40, None, "extend")


def cancels_too_late(tale: Tale) -> None:
    """The licence stays and is billed; letting it end is offered, and taken."""
    tale.asks("cancel", "résilier", PREMIUM)
    kept = "Vous gardez la licence" if tale.language == "fr" else "You keep the licence"
    tale.admin.sees(kept)
    tale.admin.presses(tale.says("Turn renewal off"))
    tale.sees("nothing changes until then")
    tale.admin.presses(tale.says("Turn renewal off"))
    tale.is_done(3)
    assert tale.work.held(PREMIUM) == (40, None, "stop")


def cancels_in_time(tale: Tale) -> None:
    """The credit first; then it is over and its seats are free."""
    tale.asks("cancel", "résilier", E3)
    tale.admin.sees("7 140,82 €" if tale.language == "fr" else "€7,140.82")  # 20 × 360 × 362 ÷ 365
    tale.admin.presses(tale.says("Cancel the subscription"))
    tale.is_done(4)
    status = "SELECT status, (SELECT count(*) FROM assignments a WHERE a.subscription_id = s.id) FROM subscriptions s"
    assert tale.work.rows(f"{status} WHERE s.number = 1") == [("cancelled", 0)]


CHAPTERS = (
    gives_seats_back_within_the_window,
    can_give_none_back_after_it,
    chooses_to_go_on_month_by_month,
    cancels_too_late,
    cancels_in_time,
)


def play(admin: Admin, work: Deployment, language: str) -> None:
    tale = Tale(admin, work, language)
    for chapter in CHAPTERS:
        chapter(tale)
