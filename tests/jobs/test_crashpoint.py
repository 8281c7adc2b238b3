from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from jobs.crashpoint import NotTesting, arm

PROGRAM = """
from jobs.crashpoint import Point, arm, crashpoint
arm({setting!r}, testing=True)
for number in range(3):
    crashpoint(Point.ORDER_SETTLED)
    crashpoint(Point.ORDER_CLAIMED)
    print(number, flush=True)
"""


def run(setting: str) -> tuple[int, str]:
    command = [sys.executable, "-c", PROGRAM.format(setting=setting)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.returncode, done.stdout


def test_the_process_dies_where_it_was_told_to_and_without_a_word():
    assert run("order-claimed") == (-signal.SIGKILL, "")


def test_a_number_says_which_time():
    assert run("order-claimed:3") == (-signal.SIGKILL, "0\n1\n")


def test_without_a_setting_nobody_dies():
    assert run("") == (0, "0\n1\n2\n")


def test_a_crash_point_is_refused_outside_of_tests():
    with pytest.raises(NotTesting):
        arm("order-claimed", testing=False)


def test_an_unknown_crash_point_is_refused():
    with pytest.raises(ValueError, match="somewhere"):
        arm("somewhere", testing=True)
