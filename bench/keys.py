"""Product keys: sealing against Fernet, importing against bare encrypting and inserting, a reveal, a rotation.

`python -m bench.keys [IMPORTED ROTATED]`. Goals: sealing at least 5 times as fast as Fernet, however many keys the ring
has; an import at least half as fast as AES-GCM and `executemany` of the same rows; a reveal is one decryption and two
writes; a rotation's memory does not grow with the vault.
"""

from __future__ import annotations

import csv
import gc
import os
import sqlite3
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Engine, event, make_url

from bench.imports import sqlite_copy
from bot.cli.importing import ROWS_BETWEEN_COLLECTIONS
from handlers import sample
from handlers.importing import keys, running
from handlers.importing.work import Origin
from handlers.sample.goods import SERVER
from handlers.sample.loading import sample_id
from store import installing, product_keys, reveals
from store.columns import microseconds
from store.database import Database
from store.product_keys import NewKey, Step
from store.values import KeyId, KeyKind, KeyState, OrganisationId, PersonId, RevealId, Scope
from store.vault import Vault
from tests.databases import TEMPLATE, Postgresql, migrated_sqlite

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LETTERS = "BCDFGHJKMNPQRTVWXY2346789"
ROUNDS, SEALS, RINGS = 3, 20_000, (1, 3, 20)
FASTER_THAN_FERNET, OF_BARE = 5.0, 0.5
SECRETS = [f"{number:02}" * 20 for number in range(max(RINGS))]
CONTOSO = Scope(OrganisationId(sample_id("organisation", "Contoso")))
PRODUCT = sample_id("product", SERVER)
COLUMNS = NewKey._fields


def main(imported: int, rotated: int) -> None:
    gc.set_threshold(ROWS_BETWEEN_COLLECTIONS)
    seal()
    with tempfile.TemporaryDirectory(prefix="comptoir-bench-") as folder, Postgresql() as server:
        template, file = migrated_sqlite(Path(folder) / "template.db"), written(Path(folder) / "keys.csv", imported)
        server.add_template()
        with_both("SQLite", file, imported, lambda: sqlite_copy(template))
        with_both("PostgreSQL", file, imported, lambda: server.fresh(TEMPLATE))
        with sqlite_copy(template) as address:
            reveal(address)
        for count in (rotated // 10, rotated):
            with sqlite_copy(template) as address:
                rotate(address, count)


def verdict(text: str, *, met: bool) -> None:
    print(f"{text}: {'met' if met else 'MISSED'}", flush=True)


def best(work: Callable[[], object]) -> float:
    """Seconds of the quickest of some rounds."""
    took = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return min(took)


def seal() -> None:
    """One row after the other, as an import does it."""
    rows, secret = [uuid4() for _row in range(SEALS)], key_of(7)
    fernet = Fernet(Fernet.generate_key())
    bare = best(lambda: [fernet.encrypt(secret.encode()) for _row in rows])
    for ring in RINGS:
        vault = Vault(SECRETS[:ring])
        ours = best(lambda: [vault.seal(row, product_keys.KEY, secret) for row in rows])  # noqa: B023 - called at once
        figures = f"{SEALS / ours:,.0f}/s, Fernet {SEALS / bare:,.0f}/s, {bare / ours:.1f} ×"
        verdict(
            f"sealing, {ring} keys in the ring: {figures} (goal {FASTER_THAN_FERNET:g})",
            met=bare / ours >= FASTER_THAN_FERNET,
        )


def with_both(engine: str, file: Path, count: int, fresh: Callable[[], AbstractContextManager[str]]) -> None:
    ours: list[float] = []
    bare: list[float] = []
    for _round in range(ROUNDS):
        for times, way in ((ours, imported), (bare, poured)):
            with fresh() as address:
                prepare(address)
                begun = time.perf_counter()
                way(address, file)
                times.append(time.perf_counter() - begun)
    ratio = min(bare) / min(ours)
    figures = f"{min(ours):.2f} s, bare {min(bare):.2f} s, {count / min(ours):,.0f} keys/s"
    verdict(f"{engine}: {figures}, {ratio:.2f} of the bare way (goal {OF_BARE})", met=ratio >= OF_BARE)


def prepare(address: str) -> None:
    with closing(Database.open(address)) as database, database.transaction() as db:
        sample.load(db, NOON)


def imported(address: str, file: Path) -> None:
    """As `comptoir import keys` does it."""
    form = keys.form(Vault(SECRETS[:1]))
    with (
        closing(Database.open(address)) as database,
        running.checked(file, form, lambda _more: None) as found,
        database.transaction() as db,
    ):
        house = installing.house(db)
        assert house is not None
        running.write(db, Scope(house), found, Origin("bench", file.name), NOON, lambda _more: None)


def poured(address: str, file: Path) -> None:
    """Read, encrypted and inserted; nothing is checked, looked up or looked for."""
    url, cipher = make_url(address), AESGCM(b"k" * 32)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(url.database or "", isolation_level=None)) as lite:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                lite.execute(f"PRAGMA {pragma}")
            lite.execute("BEGIN IMMEDIATE")
            lite.executemany(insert("?"), bare(file, cipher, lambda one: one.hex, microseconds(NOON)))
            lite.execute("COMMIT")
    else:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain) as db, db.cursor() as cursor:
            cursor.executemany(insert("%s"), bare(file, cipher, lambda one: one, NOON))


def insert(place: str) -> str:
    return f"INSERT INTO product_keys ({', '.join(COLUMNS)}) VALUES ({', '.join([place] * len(COLUMNS))})"


def bare(file: Path, cipher: AESGCM, own: Callable[[UUID], object], now: object) -> Iterator[tuple[object, ...]]:
    customer, product = own(CONTOSO.root), own(PRODUCT)
    with file.open(encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        next(rows)
        for row in rows:
            secret, link = row[3].encode(), row[7].encode()
            sealed, sealed_link = (
                (nonce := os.urandom(12)) + cipher.encrypt(nonce, one, b"row") for one in (secret, link)
            )
            yield (
                *(own(uuid4()), customer, None, product, row[4], row[5], int(row[6]), row[2], "ready", sealed),
                *(row[3][-5:], os.urandom(16), None, sealed_link, None, now),
            )


def reveal(address: str) -> None:
    """Granted in one transaction, shown in another."""
    writes: list[str] = []

    def note(_db: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.split(maxsplit=1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            writes.append(statement)

    vault = Counting(SECRETS[:1])
    prepare(address)
    with closing(Database.open(address)) as database:
        fill(database, vault, 1)
        event.listen(Engine, "before_cursor_execute", note)
        id = RevealId(uuid4())
        with database.transaction() as db:
            key, person = some(db)
            reveals.grant(db, CONTOSO, id, key, person, "bench", now=NOON, until=NOON.replace(hour=13))
        with database.transaction() as db:
            grant = reveals.granted(db, id)
            assert grant is not None
            assert reveals.show(db, id, NOON)
        vault.open(grant.key, product_keys.KEY, grant.sealed)
        event.remove(Engine, "before_cursor_execute", note)
    counted = f"a reveal: {vault.opened} decryption, {len(writes)} writes (goal 1 and 2)"
    verdict(counted, met=(vault.opened, len(writes)) == (1, 2))


class Counting(Vault):
    """Says how often it was opened."""

    opened = 0

    def open(self, row: UUID, field: str, sealed: bytes) -> str:
        self.opened += 1
        return super().open(row, field, sealed)


def some(db: Connection) -> tuple[KeyId, PersonId]:
    (key,) = db.exec_driver_sql("SELECT id FROM product_keys LIMIT 1").one()
    (person,) = db.exec_driver_sql("SELECT id FROM people LIMIT 1").one()
    return KeyId(UUID(key)), PersonId(UUID(person))


def rotate(address: str, count: int) -> None:
    """As `comptoir keys rotate` does it, a line of progress for each tenth."""
    prepare(address)
    with closing(Database.open(address)) as database:
        fill(database, Vault(SECRETS[:1]), count)
        ring, after, done = Vault([SECRETS[1], SECRETS[0]]), UUID(int=0), 0
        tracemalloc.start()
        begun, told = time.perf_counter(), 0
        while (turned := step(database, ring, after)).last:
            after, done = turned.last, done + turned.sealed
            if done * 10 // count > told:
                told = done * 10 // count
                print(f"  {done:,} of {count:,}", flush=True)
        took, peak = time.perf_counter() - begun, tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        with database.reading() as db:
            left = product_keys.rotated(db, ring).left
    print(f"rotating {count:,} keys: {took:.1f} s, {count / took:,.0f}/s, {peak:.1f} MiB at the peak, {left} left")


def step(database: Database, ring: Vault, after: UUID) -> Step:
    with database.transaction() as db:
        return product_keys.rotate(db, ring, after, 500)


def fill(database: Database, vault: Vault, count: int) -> None:
    rows = (row(vault, number) for number in range(count))
    with database.transaction() as db:
        while piece := list(islice(rows, 2_000)):
            product_keys.add(db, piece)


def row(vault: Vault, number: int) -> NewKey:
    id, key = uuid4(), key_of(number)
    sealed, link = vault.seal(id, product_keys.KEY, key), vault.seal(id, product_keys.LINK, "https://x.example/1.iso")
    return NewKey(
        *(id, CONTOSO.root, None, PRODUCT, "2022", "en", 64, KeyKind.MAK, KeyState.READY),
        *(sealed, key[-5:], vault.index(key), 50, link, None, NOON),
    )


def key_of(number: int) -> str:
    """One for each number below 25 to the tenth."""
    signs = []
    for _place in range(10):
        number, rest = divmod(number, len(LETTERS))
        signs.append(LETTERS[rest])
    whole = "BCDFGHJKMNPQRTV" + "".join(signs)
    return "-".join(whole[start : start + 5] for start in range(0, 25, 5))


def written(file: Path, count: int) -> Path:
    with file.open("w", encoding="utf-8", newline="") as to:
        out = csv.writer(to)
        out.writerow(("customer", "product", "kind", "key", "version", "language", "bits", "link"))
        for number in range(count):
            link = f"https://downloads.example/{number}.iso"
            out.writerow(("Contoso", "Windows Server 2022 Standard", "mak", key_of(number), "2022", "en", 64, link))
    return file


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3])) if len(sys.argv) > 2 else main(10_000, 100_000)
