"""A human at the seller as a supplier: whoever asks waits, until somebody has said on a card what became of it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from jobs.suppliers.supplier import Answer, Done, Mark, Pending, Receipt, Refused, Wish, Withdrawn
from store import sweeps
from store.database import Database
from store.sweeps import Said
from store.values import ManualAnswer, OrderId

_WAITING: Final = Pending()


class Manual:
    """The card itself goes out with the transaction that notes `Pending`; the answer is read back from our tables."""

    ours, waits_for_people = False, True

    def __init__(self, database: Database) -> None:
        self._database = database

    def place(self, _wish: Wish, /) -> Answer:
        return _WAITING

    change_seats = set_term_end = change_product = cancel = place

    def read_back(self, mark: Mark, /) -> Answer | None:
        with self._database.reading() as db:
            said = sweeps.said_of(db, OrderId(UUID(mark.key)))
        return None if said is None else _meant(said)


def _meant(said: Said) -> Answer:
    match said.answer:
        case None:
            return _WAITING
        case ManualAnswer.DONE:
            return Done(Receipt(remark=said.remark))
        case ManualAnswer.REFUSED:
            return Refused(said.remark)
        case ManualAnswer.WITHDRAWN:
            return Withdrawn()
