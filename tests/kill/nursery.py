"""Imports everything once and forks a life for each line it reads, so that a start costs milliseconds.

    python -m tests.kill.nursery

`{"url": …, …}` starts a life and answers with its process id; a number waits for that process to end.
"""

from __future__ import annotations

import json
import os
import sys

from tests.kill.life import Spec, run


def main() -> None:
    for line in sys.stdin:
        wanted = json.loads(line)
        if isinstance(wanted, int):
            answer(os.waitstatus_to_exitcode(os.waitpid(wanted, 0)[1]))
        elif pid := os.fork():
            answer(pid)
        else:
            run(Spec(**wanted))


def answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
