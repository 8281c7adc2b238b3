"""Which product can become which other one: more at once, less at the renewal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID

from pydantic import PlainValidator, TypeAdapter
from typing_extensions import TypedDict

from handlers.importing.cells import Text, needed
from handlers.importing.choices import direction
from handlers.importing.forms import Form, Row
from handlers.importing.problems import BadRow
from handlers.importing.work import Work
from handlers.policy.names import fold
from store import matching, product_changes
from store.matching import KnownProduct
from store.values import Direction


class ChangeRow(TypedDict, total=False):
    product: Text
    sku: Text
    target: Text
    target_sku: Text
    direction: Annotated[Direction, PlainValidator(needed(direction))]


class Writing:
    """Only products of the catalogue: a change to something unknown is a slip of the hand."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __call__(self, rows: Sequence[Row[ChangeRow]]) -> None:
        said = [row.said for row in rows]
        skus = {sku for one in said for sku in (one.get("sku"), one.get("target_sku")) if sku}
        names = {fold(name) for one in said for name in (one.get("product"), one.get("target")) if name}
        found = matching.products_answering(self._work.db, skus=skus, names=names)
        known = product_changes.known(self._work.db, [one.id for one in found])
        for row in rows:
            try:
                self._write(row.said, found, known)
            except BadRow as no:
                self._work.wrong(row.number, no)

    def _write(self, said: ChangeRow, found: list[KnownProduct], known: dict[tuple[UUID, UUID], Direction]) -> None:
        product = _one(found, "product", said.get("sku"), said.get("product"))
        target = _one(found, "target", said.get("target_sku"), said.get("target"))
        if product.id == target.id:
            raise BadRow("target", "is the product itself")
        if product.policy != target.policy:
            raise BadRow("target", f"follows other terms ({target.policy}) than the product ({product.policy})")
        before = known.get((product.id, target.id))
        self._count(product, target, before, said["direction"])
        known[product.id, target.id] = said["direction"]
        product_changes.put(self._work.db, product.id, target.id, said["direction"])

    def _count(self, product: KnownProduct, target: KnownProduct, before: Direction | None, after: Direction) -> None:
        if before is None:
            self._work.tally.new += 1
        elif before is after:
            self._work.tally.same += 1
        else:
            subject = f"{product.name} → {target.name}"
            self._work.corrected(self._work.scope.root, subject, {"direction": (before, after)})


def _one(found: list[KnownProduct], field: str, sku: str | None, name: str | None) -> KnownProduct:
    """The SKU decides where there is one."""
    if not sku and not name:
        raise BadRow(field, "is missing")
    fits = [one for one in found if (one.sku == sku if sku else one.folded == fold(name or ""))]
    if not fits:
        raise BadRow(field, f"“{sku or name}” is not in the catalogue: import its prices first")
    if len(fits) > 1:
        raise BadRow(field, f"{len(fits)} products are called “{name}”; give the SKU as well")
    return fits[0]


FORM: Final = Form(
    noun="product-changes",
    adapter=TypeAdapter(list[ChangeRow]),
    columns={
        "product": ("product", "product name", "produit"),
        "sku": ("sku", "sku id", "article"),
        "target": ("target", "target product", "cible", "produit cible"),
        "target_sku": ("target sku", "target sku id", "article cible"),
        "direction": ("direction", "sens"),
    },
    needed=(("product", "sku"), ("target", "target_sku"), ("direction",)),
    begin=Writing,
)
