from __future__ import annotations

import json
import logging

import pytest

from bot import logs


@pytest.fixture
def root():
    """The root logger, put back afterwards."""
    logger = logging.getLogger()
    before = logger.handlers[:], logger.level
    yield logger
    logger.handlers[:], logger.level = before
    logger.setLevel(before[1])


def broken(words):
    hidden = words.upper()
    raise RuntimeError(words if hidden else "")


def said(capsys):
    return capsys.readouterr().err


def test_an_event_is_one_line_of_json_with_what_belongs_to_it(root, capsys):
    logs.set_up("json,info")
    logging.getLogger("jobs.orders").info("order settled", extra={"order": "C-000123"})
    event = json.loads(said(capsys))
    assert (event["event"], event["order"], event["level"], event["logger"]) == (
        "order settled",
        "C-000123",
        "info",
        "jobs.orders",
    )
    assert event["timestamp"].endswith("Z")


def test_an_event_is_one_line_of_text(root, capsys):
    logs.set_up("text,info")
    logging.getLogger("jobs.orders").warning("late by %s s", 5)
    line = said(capsys)
    assert ("late by 5 s" in line, "warning" in line, line.count("\n")) == (True, True, 1)


def test_what_is_below_the_level_is_not_said(root, capsys):
    logs.set_up("text,warning")
    logging.getLogger("jobs").info("nothing much")
    logging.getLogger("slack_sdk").info("nothing at all")
    assert said(capsys) == ""


def test_how_the_letters_of_a_paper_are_chosen_is_not_said(root, capsys):
    logs.set_up("text,info")
    logging.getLogger("fontTools.subset").info("head pruned")
    assert said(capsys) == ""


@pytest.mark.parametrize("style", ["json,debug", "text,debug"])
@pytest.mark.parametrize(
    "secret",
    ["xoxb-12-34-canary", "xapp-1-canary", "Bearer canary", "postgresql://me:canary@db/x", "smtp://me:canary@mail:25"],
)
def test_no_token_and_no_password_is_ever_logged(root, capsys, style, secret):
    logs.set_up(style)
    try:
        broken(f"refused: {secret}")
    except RuntimeError:
        logging.getLogger("bot").exception("failed with %s", secret, extra={"answer": secret})
    line = said(capsys)
    assert ("RuntimeError" in line, "canary" in line) == (True, False)


def test_a_traceback_tells_no_variables(root, capsys):
    logs.set_up("text,info")
    try:
        broken("known")
    except RuntimeError:
        logging.getLogger("bot").exception("failed")
    line = said(capsys)
    assert ("RuntimeError: known" in line, "KNOWN" in line) == (True, False)
