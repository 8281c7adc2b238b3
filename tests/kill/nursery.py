"""Imports everything once and forks a life for each line it reads, so that a start costs milliseconds.

    python -m tests.kill.nursery

`{"url": …, …}` starts a life and `{"words": […], "folder": …, "settings": {…}, "output": …}` the program with those
words, and each answers with its process id; a number waits for that process to end.
"""

from __future__ import annotations

import json
import os
import sys

import uvicorn
import uvloop

from bot.__main__ import main as program
from bot.cli import app, root, serve
from tests.kill.life import Spec, run

IMPORTED = (app, root, serve, uvicorn, uvloop)


def main() -> None:
    for line in sys.stdin:
        wanted = json.loads(line)
        if isinstance(wanted, int):
            answer(os.waitstatus_to_exitcode(os.waitpid(wanted, 0)[1]))
        elif pid := os.fork():
            answer(pid)
        elif "words" in wanted:
            become_the_program(**wanted)
        else:
            run(Spec(**wanted))
    os._exit(0)  # what was imported need not be tidied up


def become_the_program(words: list[str], folder: str, settings: dict[str, str], output: str) -> None:
    """`comptoir` with those words in that folder; what it says is in the file `output`."""
    os.chdir(folder)
    os.environ.update(settings)
    for stream, file in ((0, os.devnull), (1, output), (2, output)):
        os.dup2(os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), stream)
    sys.argv = ["comptoir", *words]
    try:
        program()
    except SystemExit as end:
        sys.stdout.flush()
        os._exit(int(end.code or 0))
    os._exit(1)


def answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
