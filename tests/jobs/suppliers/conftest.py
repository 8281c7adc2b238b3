from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jobs.orders import Orders
from store.values import SupplierKind
from tests.fakes.supplier_client import FarAway, Remote

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def process(tmp_path_factory) -> Iterator[FarAway]:
    """One process for the tests of a module."""
    with FarAway(tmp_path_factory.mktemp("supplier") / "ledger") as started:
        yield started


@pytest.fixture
def far(process) -> FarAway:
    """A supplier far away that has done nothing yet and to which nothing happens."""
    process.file.unlink(missing_ok=True)
    process.goes_wrong()
    return process


@pytest.fixture
def queue(office, clock, far) -> Orders:
    """All orders go to it, in place of our own tables."""
    return Orders(office.database, clock, suppliers={SupplierKind.TABLES: Remote(far.url)})
