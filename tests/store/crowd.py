"""Some processes that all change the same number: `python -m tests.store.crowd URL PROCESSES TIMES`."""

from __future__ import annotations

import os
import sys

from store.database import Database
from tests.store.test_database import count_up


def main(url: str, processes: str, times: str) -> int:
    children = [os.fork() for _ in range(int(processes)) if os.getpid() == PARENT]
    if 0 in children:
        database = Database.open(url)
        count_up(database, int(times))
        database.close()
        return 0
    return sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


PARENT = os.getpid()

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
