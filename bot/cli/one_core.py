"""One core for one bot: its threads hand Python's lock to each other without crossing cores (decision 0021)."""

from __future__ import annotations

import logging
import os
import random
import socket
import sys
from contextlib import suppress
from typing import Final

_log: Final = logging.getLogger(__name__)


def keep(kind: str = "comptoir") -> frozenset[int]:
    """This thread, and all that it starts, keep to a core that no other process of this kind on this machine keeps to.

    The cores that they could run on before; none where there is no choice, each is another's, or the system has no such
    thing. They are drawn by lot: bots in containers of their own do not see each other's claims.
    """
    if sys.platform == "linux":
        with suppress(OSError):  # a container may not be allowed to
            cores = os.sched_getaffinity(0)
            drawn = random.sample(sorted(cores), len(cores)) if len(cores) > 1 else []
            mine = next((core for core in drawn if _claimed(f"{kind}-core-{core}")), None)
            if mine is not None:
                os.sched_setaffinity(0, {mine})
                _log.info("the bot keeps to one core", extra={"core": mine})
                return frozenset(cores)
    return frozenset()


def _claimed(name: str) -> bool:
    """Whether this name, which Linux frees as soon as its holder has ended, is this process's now."""
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(f"\0{name}")
    except OSError:
        claim.close()
        return False
    claim.detach()
    return True
