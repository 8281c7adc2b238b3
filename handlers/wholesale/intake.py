"""Takes in a file of users that somebody sends: into the tables, piece by piece, before anything is done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid5

from bot.ask import Account, Ask, Pressed, Standing, Typed
from bot.file_names import safe
from bot.uploads import NotTaken, Upload, Why
from handlers.context import Defaults, tongue_of
from handlers.wholesale import sheets
from handlers.wholesale.run_commands import ImportUsers, PlaceRun, RefuseFile
from store import people, user_runs
from store.database import Database
from store.people import Caller, Grant
from store.user_runs import Run
from store.values import Right, Scope
from store.values.webex import RunState, UserRunId

_NAMESPACE: Final = UUID("0d0f5d0e-52a5-4a2f-9a3b-7d1f6f2c9e43")
_PIECE: Final = 2**20
_LONGEST_WORDS: Final = 200


class Intake:
    """Whoever may manage users sends files; the same request again keeps nothing twice."""

    def __init__(self, database: Database, clock: Callable[[], datetime], defaults: Defaults) -> None:
        self._database = database
        self._clock = clock
        self._defaults = defaults

    def welcomes(self, account: Account) -> bool:
        return self._sender(account) is not None

    def take(self, ask: Ask, upload: Upload) -> Pressed:
        """Not kept: what refuses somebody without the right, in the words for it."""
        sender = self._sender(ask.account)
        if sender is None:
            return Pressed(ImportUsers().token)
        if sheets.is_workbook(upload.content):
            return self.refused(ask, upload.name, Why.WORKBOOK)
        run = UserRunId(uuid5(_NAMESPACE, ask.key))
        if self._begun(run, sender, upload.name):
            self._fill(Scope(sender[1].organisation), run, upload)
        words = ask.said.text[:_LONGEST_WORDS] if isinstance(ask.said, Typed) else ""
        return Pressed(PlaceRun(run=str(run), words=words).token)

    def refused(self, ask: Ask, name: str, why: Why) -> Pressed:
        if self._sender(ask.account) is None:
            return Pressed(ImportUsers().token)
        return Pressed(RefuseFile(file=safe(name), why=why).token)

    def _sender(self, account: Account) -> tuple[Caller, Grant] | None:
        with self._database.reading() as db:
            caller = people.caller(db, account.platform, account.team, account.user)
        if caller is None or caller.person is None or caller.standing != Standing.MEMBER:
            return None
        grant = next((one for one in caller.grants if one.holds(Right.MANAGE_USERS)), None)
        return (caller, grant) if grant else None

    def _begun(self, id: UserRunId, sender: tuple[Caller, Grant], name: str) -> bool:
        """Whether the file is to be filled in; a try that was cut off is begun anew."""
        caller, grant = sender
        with self._database.transaction() as db:
            before = user_runs.get(db, grant.scope, id)
            if before is None:
                return user_runs.put_run(db, grant.scope, self._run(id, caller, grant, name))
            if before.state is RunState.ARRIVING:
                user_runs.forget_pieces(db, grant.scope, id)
            return before.state is RunState.ARRIVING

    def _run(self, id: UserRunId, caller: Caller, grant: Grant, name: str) -> Run:
        if caller.person is None:
            raise NotTaken(Why.NO_RIGHT)
        tongue, now = tongue_of(caller, grant, self._defaults), self._clock()
        whose = (grant.organisation, grant.name, caller.person, caller.email, caller.installation, "", caller.account)
        file = (tongue.language, tongue.zone, safe(name)[:200], "", 0, True, RunState.ARRIVING)
        return Run(id, None, *whose, *file, 0, 0, 0, None, None, None, now, None, None, None)

    def _fill(self, scope: Scope, run: UserRunId, upload: Upload) -> None:
        """A transaction for each piece, and one that says that all are there."""
        digest, size, number = sha256(), 0, 0
        while piece := upload.content.read(_PIECE):
            digest.update(piece)
            with self._database.transaction() as db:
                user_runs.put_piece(db, scope, run, number, piece)
            size, number = size + len(piece), number + 1
        with self._database.transaction() as db:
            user_runs.arrived(db, scope, run, size, digest.hexdigest())
