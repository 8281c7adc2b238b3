"""What may be written down about a failure: where it was and what kind it is, never a word of what was said."""

from __future__ import annotations

import logging
from traceback import format_tb


def quiet(name: str) -> logging.Logger:
    """A logger for one of Slack's libraries, which would write down whole requests."""
    log = logging.getLogger(f"bot.slack.{name}")
    log.setLevel(logging.WARNING)
    if _wordless not in log.filters:
        log.addFilter(_wordless)
    return log


def failure(error: BaseException) -> dict[str, str]:
    """An error for the log, without its text."""
    return {"error": type(error).__name__, "trace": "".join(format_tb(error.__traceback__))}


def _wordless(record: logging.LogRecord) -> bool:
    kind = record.exc_info[0] if record.exc_info else None
    record.msg, record.args = "%s of %s: %s", (record.funcName, record.module, kind.__name__ if kind else "failed")
    record.exc_info = record.exc_text = record.stack_info = None
    return True
