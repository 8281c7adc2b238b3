"""Whose bot this is: the workspace, or the whole enterprise, that the token belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk import WebClient

from bot.slack_faults import told


@dataclass(frozen=True, slots=True)
class Home:
    """`team` is the enterprise where the bot is installed in all of its workspaces; `bot` is the bot's own account."""

    team: str
    bot: str


class Workspace:
    """Asked once, and again as long as there was no answer."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self.known: Home | None = None

    @property
    def home(self) -> Home:
        """Raises a `NotSent`."""
        if self.known is None:
            with told():
                known = self._client.auth_test()
            enterprise = known.get("enterprise_id") if known.get("is_enterprise_install") else None
            self.known = Home(str(enterprise or known["team_id"]), str(known["user_id"]))
        return self.known
