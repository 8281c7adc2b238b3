"""What the renderers drew when somebody last looked at it. `COMPTOIR_GOLDEN=write pytest tests/bot` writes it anew."""

from __future__ import annotations

import os
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
WRITES = os.environ.get("COMPTOIR_GOLDEN") == "write"


def golden(name: str, drawn: str) -> str:
    """The kept text under that name, such as `webex/en/facts.json`."""
    kept = GOLDEN / name
    if WRITES:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(drawn, encoding="utf-8")
    return kept.read_text(encoding="utf-8")
