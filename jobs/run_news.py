"""The one message about a file of users, which changes as the file is planned and applied.

Slack takes an edit every three seconds; a card in Webex is deleted and posted anew, so it changes three times in all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.ask import Platform
from bot.errand import Errand, direct
from bot.phrases import Tongue
from handlers import posts
from handlers.posts import Spot
from handlers.wholesale.run_cards import task
from store import sweeps_user_runs
from store.sweeps_user_runs import Claim
from store.user_runs import Run
from store.values.webex import RunState

PACE: Final = timedelta(seconds=3)
PARTS: Final = 3
"""In how many parts a file is told where messages change three times in all: twice on its way, and at its end."""


def progress(db: Connection, claim: Claim, settled: int, now: datetime) -> Claim:
    """Say how far it is, where that is due; `settled` rows are new since it was looked at last."""
    if not _due(claim.run, settled, now):
        return claim
    _post(db, claim.run, f"{claim.run.settled}", now)
    return _told(db, claim, now)


def tell(db: Connection, claim: Claim, state: RunState, now: datetime) -> Claim:
    """What has become of it, no sooner than the last message allows.

    A new message, except at the end: the result comes as one.
    """
    before = claim.run.told_at
    moment = max(now, before + PACE) if before and _often(claim.run) else now
    occasion = f"{state}:{int(now.timestamp() * 1000)}"
    _post(db, claim.run, occasion, moment, anew=state is not RunState.DONE)
    return _told(db, claim, moment)


def _due(run: Run, settled: int, now: datetime) -> bool:
    """`run` counts the new rows already. The end is told by itself."""
    if run.settled >= run.rows:
        return False
    if _often(run):
        return run.told_at is None or now - run.told_at >= PACE
    return run.settled * PARTS // run.rows != (run.settled - settled) * PARTS // run.rows


def _often(run: Run) -> bool:
    return run.platform != Platform.WEBEX


def _told(db: Connection, claim: Claim, moment: datetime) -> Claim:
    sweeps_user_runs.told(db, claim, moment)
    return replace(claim, run=replace(claim.run, told_at=moment))


def _post(db: Connection, run: Run, occasion: str, moment: datetime, *, anew: bool = False) -> None:
    name, at = task(run.id), Spot(run.installation, direct(run.account))
    errand, tongue = Errand(task=name, anew=anew), Tongue(run.language, run.zone)
    posts.say(db, at, "users", f"{name}:{occasion}", errand, tongue, moment)
