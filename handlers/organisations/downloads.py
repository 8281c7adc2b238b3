"""A page of organisations as a file: every row of it, in the page's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.phrases import Phrase, Tongue, _, plain
from handlers.csv_out import Cell, CsvRecipe
from handlers.organisations import asking, levels
from store import portfolio
from store.portfolio import Line, Wanted
from store.values import OrganisationKind, Scope

_MOST: Final = 100_000
_STEMS: Final = {
    OrganisationKind.CUSTOMER: _("customers"),
    OrganisationKind.PARTNER: _("partners"),
    OrganisationKind.DISTRIBUTOR: _("distributors"),
}
_HEADER: Final = (
    *(_("Number"), _("Organisation"), _("Tenant"), _("Contact"), _("Licences"), _("Subscriptions"), _("SKUs")),
    *(_("Next expiry"), _("At the end"), _("Activation")),
)


class OrganisationsFile(CsvRecipe):
    """`page` is the kind of the organisations."""

    name = "organisations"
    page: OrganisationKind
    words: str = ""
    state: str = ""
    sort: str = ""

    @property
    def stem(self) -> Phrase:
        return _STEMS.get(self.page, plain(self.page))

    def header(self, tongue: Tongue) -> Sequence[Cell]:  # noqa: ARG002 - phrases speak every tongue
        return _HEADER

    def rows(self, db: Connection, scope: Scope, now: datetime) -> Iterable[Sequence[Cell]]:
        wanted = Wanted(self.page, asking.words(self.words), asking.state(self.state))
        sort = asking.sort(self.sort)
        lines = portfolio.page(db, scope, wanted, now, sort=sort, offset=0, most=_MOST)
        return map(_cells, lines)


def _cells(line: Line) -> Sequence[Cell]:
    figures = line.figures
    end = None if figures.ends_on is None else _("stops") if figures.stops else _("renews")
    return (
        *(line.label, line.name, line.tenant, line.contact, figures.licences, figures.subscriptions, figures.skus),
        *(figures.ends_on, end, levels.STATES[line.state]),
    )
