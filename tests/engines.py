"""Each test has an engine of its own; what SQLAlchemy has compiled for one of them serves all of its kind."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Dialect, Engine, event

_dialects: Final[dict[str, Dialect]] = {}
_compiled: Final[dict[Any, Any]] = {}


@event.listens_for(Engine, "engine_connect")
def compile_once(connection: Connection) -> None:
    """Compiled statements are kept by dialect, so the first engine of each kind lends the others its own."""
    dialect = _dialects.setdefault(connection.dialect.name, connection.dialect)
    if connection.engine.dialect is not dialect or "compiled_cache" not in connection.get_execution_options():
        connection.engine.dialect = connection.dialect = dialect
        connection.engine.update_execution_options(compiled_cache=_compiled)
        connection.execution_options(compiled_cache=_compiled)
