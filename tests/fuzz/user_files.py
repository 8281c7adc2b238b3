"""The reader of files of users, fed with anything: `python -m tests.fuzz.user_files CORPUS -max_total_time=3600`.

Needs atheris, which is no dependency of the tests: they replay the corpus that it left.
"""

from __future__ import annotations

import sys
from io import BytesIO
from uuid import UUID

RUN = UUID(int=1)
HERE = {"paris": str(UUID(int=2)), "lyon nord": str(UUID(int=3))}


def check(data: bytes) -> int:
    """How many rows were planned (-1: the file is refused); fails where a promise of the reader is broken."""
    from handlers.importing.problems import BadFile
    from handlers.policy.user_plans import Planning
    from handlers.wholesale import sheets

    planned = 0
    try:
        rows = [one for some in sheets.read(BytesIO(data), {}, "FR") for one in some]
    except BadFile:
        return -1
    planning = Planning(len(data) % 2 == 0, HERE, {}, {}, {one.login for one in rows})
    for before, one in zip((None, *rows), rows, strict=False):
        assert one.row > (before.row if before else 1), "rows out of order"
        _check_row(planning, one)
        planned += 1
    return planned


def _check_row(planning, said) -> None:
    """Planned without a slip, and the tables give back what was planned."""
    from handlers.policy.addresses import normal
    from handlers.policy.user_plans import Met
    from handlers.wholesale.planning import line, wanted
    from handlers.wholesale.run_words import told
    from store.values.webex import RowAction, UserRunId

    plan = planning.plan(said, Met())
    kept = line(UserRunId(RUN), plan)
    assert kept.wanted.encode()
    assert kept.told.encode()
    assert told(kept).source or not kept.told.strip("[]")
    assert wanted(kept) == (plan.user, plan.before, plan.wanted)
    if plan.action is RowAction.REFUSED:
        assert plan.remarks, "refused without a word"
        return
    assert normal(said.login) == said.login
    assert min(len(said.first_name), len(said.last_name)) > 0
    assert "\0" not in said.first_name + said.last_name
    assert not said.number or (said.number[0] == "+" and said.number[1:].isascii() and said.number[1:].isdigit())


def main() -> None:
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

    with atheris.instrument_imports(include=["handlers.policy", "handlers.importing", "handlers.wholesale"]):
        import handlers.wholesale.planning
        import handlers.wholesale.run_words  # noqa: F401 - instrumented before it is used
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
