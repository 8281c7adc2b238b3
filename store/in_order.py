"""Joins whose tables SQLite reads in the order in which they are written, whatever it makes of their sizes."""

from __future__ import annotations

from sqlalchemy import Join
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


class InOrder(Join):
    """An inner join; source: SQLite's documentation of its planner, on `CROSS JOIN`. PostgreSQL decides by itself."""

    inherit_cache = True


@compiles(InOrder)
def _as_any(join: InOrder, compiler: SQLCompiler, **options: object) -> str:
    said: str = compiler.visit_join(join, **options)  # type: ignore[no-untyped-call]
    return said


@compiles(InOrder, "sqlite")
def _on_sqlite(join: InOrder, compiler: SQLCompiler, *, asfrom: bool = False, **options: object) -> str:  # noqa: ARG001
    left = compiler.process(join.left, asfrom=True, **options)
    right = compiler.process(join.right, asfrom=True, **options)
    on = "" if join.onclause is None else f" ON {compiler.process(join.onclause, **options)}"
    return f"{left} CROSS JOIN {right}{on}"
