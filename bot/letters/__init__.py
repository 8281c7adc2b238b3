"""What e-mails say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.letters import access, orders, provisioning
from bot.letters.letter import Letter, Way, Writing
from store.values import LinkPurpose

__all__ = ["LETTERS", "PATHS", "Letter", "Way"]

LETTERS: Final[Mapping[str, Writing]] = {**access.LETTERS, **orders.LETTERS, **provisioning.LETTERS}
"""By the name of a mail's template."""

PATHS: Final[Mapping[LinkPurpose, str]] = {
    LinkPurpose.INVITATION: "/activate/",
    LinkPurpose.ACTIVATION: "/activate/",
    LinkPurpose.RESET: "/portal/reset/",
    LinkPurpose.DOWNLOAD: "/download/",
    LinkPurpose.DELEGATION: "/portal/order/",
}
"""Below the public address: where a link of that purpose leads."""
