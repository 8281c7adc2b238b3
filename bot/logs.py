"""How the program logs: one line an event to standard error, as JSON or as text, and never a token."""

from __future__ import annotations

import logging
import re
import sys
from typing import Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_TOKENS: Final = re.compile(r"(xox[a-z]-|xapp-|Bearer\s+|(?<=://)[^\s/@:]+:)[^\s\"'@&]+", re.IGNORECASE)
_TALKATIVE: Final = (
    *("apscheduler", "slack_bolt", "slack_sdk", "urllib3", "webexteamssdk", "alembic", "uvicorn.error"),
    "fontTools",  # tells each letter that it leaves out of a PDF file
)


def set_up(style: str) -> None:
    """`json,info` or `text,debug`: format and level, for our own events and for those of every library."""
    form, _, level = style.partition(",")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(form))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    quiet = max(root.level, logging.WARNING) if level != "debug" else logging.INFO
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(quiet)


def _formatter(form: str) -> structlog.stdlib.ProcessorFormatter:
    last: Processor = structlog.processors.JSONRenderer()
    if form == "text":
        plain = structlog.dev.plain_traceback
        last = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            masked,
            last,
        ],
    )


def masked(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Whatever looks like a token or like the password in an address is made unreadable."""
    return {name: _masked(value) if isinstance(value, str) else value for name, value in event.items()}


def _masked(text: str) -> str:
    return _TOKENS.sub(lambda found: f"{found[1]}…", text)
