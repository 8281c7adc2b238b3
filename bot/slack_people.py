"""Whom Slack vouches for: a colleague, a guest, somebody of another company, a bot; looked up once a day."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Executor
from time import monotonic
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.ask import Account, Fresh, Meet, Platform, Standing, Vouched
from bot.slack_calls import Calls, Haste, Unheard
from bot.slack_workspace import Home, Workspace

_REMEMBERED: Final = 10_000
_FOR_S: Final = 600.0
_NOBODY: Final = frozenset({"user_not_found", "user_not_visible", "users_not_found"})


class People:
    """The people who use the bot. What the tables know of them is asked again every ten minutes."""

    def __init__(self, calls: Calls, workspace: Workspace, meet: Meet, fresh: Fresh, pool: Executor) -> None:
        self._calls = calls
        self._workspace = workspace
        self._meet = meet
        self._fresh = fresh
        self._pool = pool
        self._known: OrderedDict[str, float] = OrderedDict()
        self._changed: set[str] = set()

    async def account(self, user: str, haste: Haste) -> Account:
        """Their account, vouched for within the last day. `Unheard` or `NotSent` where Slack does not say."""
        account = Account(Platform.SLACK, (await self._home()).team, user)
        if self._known.get(user, 0.0) > monotonic():
            return account
        if user not in self._changed and await self._in_pool(self._fresh, account):
            self._remember(user)
        else:
            await self._look_up(account, haste)
        return account

    async def changed(self, user: str, haste: Haste) -> None:
        """Something about them is new: whoever was vouched for is looked up again, now or at the next contact."""
        account = Account(Platform.SLACK, (await self._home()).team, user)
        self._known.pop(user, None)
        if await self._in_pool(self._fresh, account):
            self._changed.add(user)
            await self._look_up(account, haste)

    async def bot(self) -> str:
        """The bot's own account."""
        return (await self._home()).bot

    async def _home(self) -> Home:
        return self._workspace.known or await self._in_pool(lambda workspace: workspace.home, self._workspace)

    async def _look_up(self, account: Account, haste: Haste) -> None:
        await self._in_pool(self._meet, await self._vouched(account, haste))
        self._changed.discard(account.user)

    async def _vouched(self, account: Account, haste: Haste) -> Vouched:
        try:
            user = await self._calls.user(account.user, haste)
        except Unheard as no:
            if no.reason in _NOBODY:
                return Vouched(account, Standing.STRANGER)
            raise
        return vouched(account, user)

    def _remember(self, user: str) -> None:
        self._known[user] = monotonic() + _FOR_S
        self._known.move_to_end(user)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    async def _in_pool(self, work: Any, given: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, given)


def vouched(account: Account, user: Mapping[str, Any]) -> Vouched:
    """What `users.info` says about somebody."""
    profile = user.get("profile") or {}
    email = str(profile.get("email") or "")
    return Vouched(
        account,
        _standing(account.team, user),
        email,
        str(user.get("real_name") or profile.get("real_name") or ""),
        str(user.get("locale") or ""),
        _zone(str(user.get("tz") or "")),
    )


def _standing(home: str, user: Mapping[str, Any]) -> Standing:
    if user.get("is_bot") or user.get("id") == "USLACKBOT":
        return Standing.BOT
    if user.get("deleted"):
        return Standing.DEACTIVATED
    if user.get("is_stranger") or home not in _teams(user):
        return Standing.STRANGER
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Standing.GUEST
    return Standing.UNVERIFIED if user.get("is_email_confirmed") is False else Standing.MEMBER


def _teams(user: Mapping[str, Any]) -> set[str]:
    """The workspace that somebody belongs to; in an enterprise all of theirs, and the enterprise."""
    of_enterprise = user.get("enterprise_user") or {}
    return {str(user.get("team_id")), str(of_enterprise.get("enterprise_id")), *of_enterprise.get("teams", ())}


def _zone(name: str) -> str:
    """The zone if it is one that we know."""
    try:
        return ZoneInfo(name).key
    except (KeyError, OSError, ValueError):
        return ""
