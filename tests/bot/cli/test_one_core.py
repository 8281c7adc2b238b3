from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from bot.cli.root import HASHING
from tests.bot.cli.conftest import KEY, Shell
from tests.bot.cli.process import free_port, started
from tests.sources import ROOT

CORES = frozenset(os.sched_getaffinity(0)) if sys.platform == "linux" else frozenset()
KEEPS = """
import os, sys
from bot.cli import one_core
before = one_core.keep(sys.argv[1])
print(sorted(before), sorted(os.sched_getaffinity(0)), flush=True)
sys.stdin.read()
"""
WITHOUT_SOCKETS = """
import resource, sys
from bot.cli import one_core
resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
print(one_core.keep(sys.argv[1]))
"""

pytestmark = pytest.mark.skipif(len(CORES) < 2, reason="there is one core, and no choice")


@pytest.fixture
def kind():
    """What nothing else on this machine is."""
    return uuid4().hex


@contextmanager
def keeping(kind):
    """Another process that keeps to a core, if it can: what it could run on before, and what it runs on now."""
    command = [sys.executable, "-c", KEEPS, kind]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        before, now = child.stdout.readline().replace(", ", ",").split()
        yield before, [int(core) for core in now.strip("[]").split(",")]
        child.kill()


def cores_of_threads(pid):
    """Where each thread of a process may run, the first one first."""
    threads = sorted(int(task.name) for task in Path(f"/proc/{pid}/task").iterdir())
    return [os.sched_getaffinity(thread) for thread in threads]


def signs_in_in_vain(address):
    """Has a password hashed."""
    with requests.Session() as browser:
        browser.trust_env = False
        page = browser.get(f"{address}/portal/sign-in", timeout=10)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        sent = {**hidden, "email": "nobody@contoso.example", "password": "of no use"}
        assert browser.post(page.url, sent, timeout=10).status_code == 422


@contextmanager
def bot(address, folder, **environment):
    """On the sample data, once it has hashed a password: where its threads may run."""
    Shell(address).does("sample")
    port = free_port()
    said = {"DATABASE_URL": address, "COMPTOIR_PORT": str(port), "COMPTOIR_VAULT_KEYS": KEY, **environment}
    with started("serve", port=port, folder=folder, **said) as process:
        signs_in_in_vain(process.address)
        yield cores_of_threads(process.child.pid)


def test_each_of_several_bots_keeps_to_another_core_until_none_is_left(kind):
    with ExitStack() as stack:
        first, *others = [stack.enter_context(keeping(kind)) for _core in CORES]
        assert {core for _before, [core] in (first, *others)} == CORES
        assert stack.enter_context(keeping(kind)) == ("[]", sorted(CORES))


def test_the_core_of_a_bot_that_was_killed_is_free_again(kind):
    with ExitStack() as stack:
        for _core in list(CORES)[1:]:
            stack.enter_context(keeping(kind))
        with keeping(kind) as (before, [core]):
            assert before == str(sorted(CORES)).replace(", ", ",")
        assert stack.enter_context(keeping(kind))[1] == [core]


def test_a_bot_that_may_not_claim_a_core_runs_anywhere(kind):
    command = [sys.executable, "-c", WITHOUT_SOCKETS, kind]
    assert subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False).stdout == b"frozenset()\n"


def test_with_postgresql_all_of_the_bot_but_hashing_keeps_to_one_core(postgresql_url, tmp_path):
    with bot(postgresql_url, tmp_path, COMPTOIR_ONE_CORE="1") as cores:
        assert len(cores[0]) == 1
        assert [other for other in cores if other != cores[0]] == [CORES] * HASHING


def test_a_bot_that_is_told_so_and_one_on_sqlite_run_anywhere(database_url, tmp_path):
    said = {"COMPTOIR_ONE_CORE": "1"} if database_url.startswith("sqlite") else {}
    with bot(database_url, tmp_path, **said) as cores:
        assert [other for other in cores if other != CORES] == []
