from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bot import settings
from bot.settings import BadSettings, Settings, is_secret, reveal
from tests.sources import ROOT

NAMES = {str(field.validation_alias): field for field in Settings.model_fields.values()}
KEY = "k" * 32


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """An environment without any of our settings, in an empty folder; gives what sets one."""
    for name in list(os.environ):
        if name.removesuffix("_FILE") in NAMES:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return monkeypatch.setenv


def refused(environment, **said):
    """The one line that names what is wrong."""
    for name, value in said.items():
        environment(name, value)
    with pytest.raises(BadSettings) as bad:
        settings.load()
    return str(bad.value)


def test_nothing_needs_to_be_set_to_try_it_out(environment):
    found = settings.load()
    assert (found.database, found.host, found.port) == ("sqlite:///comptoir.db", "127.0.0.1", 3000)
    assert (found.language, found.timezone, found.is_loopback) == ("en", "UTC", True)


def test_a_setting_may_stand_in_a_file_beside_the_bot(environment):
    Path(".env").write_text("COMPTOIR_PORT=4000\nCOMPTOIR_LANGUAGE=fr\n")
    environment("COMPTOIR_PORT", "5000")
    found = settings.load()
    assert (found.port, found.language) == (5000, "fr")


def test_an_empty_setting_is_none(environment):
    environment("SLACK_BOT_TOKEN", "")
    assert settings.load().slack_bot_token is None


@pytest.mark.parametrize("name", [name for name, field in NAMES.items() if is_secret(field)])
def test_every_secret_may_come_from_a_file_of_its_own(environment, name):
    addresses = {"DATABASE_URL": "postgresql+psycopg://me:pw@db/comptoir", "SMTP_URL": "smtps://me:pw@mail"}
    secret = addresses.get(name, KEY)
    Path("secret").write_text(f"{secret}\n")
    environment("MAIL_FROM", "bot@bot.example")
    for other in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "WEBEX_WEBHOOK_SECRET", "COMPTOIR_PUBLIC_URL"):
        if other != name:
            environment(other, "https://bot.example")
    environment(f"{name}_FILE", "secret")
    found = {str(field.validation_alias): attribute for attribute, field in Settings.model_fields.items()}
    assert reveal(getattr(settings.load(), found[name])) == secret


def test_a_secret_and_its_file_exclude_each_other(environment):
    Path("secret").write_text(KEY)
    told = refused(environment, COMPTOIR_AUDIT_KEY=KEY, COMPTOIR_AUDIT_KEY_FILE="secret")
    assert told == "COMPTOIR_AUDIT_KEY: set either COMPTOIR_AUDIT_KEY or COMPTOIR_AUDIT_KEY_FILE, not both"


def test_a_secret_file_that_is_not_there_is_named(environment):
    told = refused(environment, SMTP_URL_FILE="nowhere")
    assert told == "SMTP_URL_FILE: nowhere can't be read (FileNotFoundError)"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"COMPTOIR_PORT": "http"}, "COMPTOIR_PORT: Input should be a valid integer"),
        ({"COMPTOIR_PORT": "70000"}, "COMPTOIR_PORT: Input should be less than or equal to 65535"),
        ({"COMPTOIR_LANGUAGE": "de"}, "COMPTOIR_LANGUAGE: Input should be 'en' or 'fr'"),
        ({"COMPTOIR_TIMEZONE": "Mars"}, "COMPTOIR_TIMEZONE: not a time zone like Europe/Paris"),
        ({"COMPTOIR_LOG": "xml,info"}, "COMPTOIR_LOG: a format and a level, like json,info or text,debug"),
        ({"COMPTOIR_AUDIT_KEY": "short"}, "COMPTOIR_AUDIT_KEY: too short: at least 32 random characters"),
        ({"COMPTOIR_PUBLIC_URL": "http://bot.example"}, "COMPTOIR_PUBLIC_URL: http:// is for this machine alone"),
        ({"COMPTOIR_PUBLIC_URL": "bot.example"}, "COMPTOIR_PUBLIC_URL: not an address like https://bot.example.com"),
        ({"SLACK_API_URL": "ftp://slack"}, "SLACK_API_URL: not an address"),
        ({"DATABASE_URL": "mysql://db/x"}, "DATABASE_URL: neither like sqlite:///comptoir.db nor like postgresql"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL: neither like"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET: needed with SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN: needed with SLACK_APP_TOKEN"),
        (
            {"WEBEX_TEAMS_ACCESS_TOKEN": "t", "COMPTOIR_PUBLIC_URL": "https://bot.example"},
            "WEBEX_WEBHOOK_SECRET: needed with COMPTOIR_PUBLIC_URL",
        ),
        ({"SMTP_URL": "smtp://bot:p%C3%A4ss@mail", "MAIL_FROM": "a@b.example"}, "SMTP_URL: a mail server's name, user"),
        ({"MAIL_FROM": "zoé@b.example"}, "MAIL_FROM: not an address like"),
        ({"MAIL_FROM": "Bot <a@b.example>\nBcc: all@b.example"}, "MAIL_FROM: not an address like"),
        ({"COMPTOIR_VAULT_KEYS": f"{KEY},short"}, "COMPTOIR_VAULT_KEYS: too short"),
        ({"COMPTOIR_CRASHPOINT": "order.claimed"}, "COMPTOIR_CRASHPOINT: kills the process; it is for tests"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_by_name(environment, said, told):
    found = refused(environment, **said)
    assert found.startswith(told)
    assert found.count("\n") == 0


def test_everything_that_is_wrong_is_told_at_once(environment):
    told = refused(environment, COMPTOIR_PORT="http", COMPTOIR_TIMEZONE="Mars")
    assert [line.partition(":")[0] for line in told.splitlines()] == ["COMPTOIR_PORT", "COMPTOIR_TIMEZONE"]


def test_a_crashpoint_is_for_tests(environment):
    environment("COMPTOIR_CRASHPOINT", "order.claimed")
    environment("COMPTOIR_TESTING", "1")
    assert settings.load().crashpoint == "order.claimed"


def test_postgresql_may_be_written_as_its_own_tools_do(environment):
    environment("DATABASE_URL", "postgres://me:pw@db/comptoir")
    assert settings.load().database == "postgresql+psycopg://me:pw@db/comptoir"


def test_no_secret_is_seen_by_accident(environment):
    environment("DATABASE_URL", "postgresql://me:hush@db/comptoir")
    environment("SMTP_URL", "smtp://me:hush@mail")
    environment("MAIL_FROM", "bot@bot.example")
    assert "hush" not in repr(settings.load()) + str(settings.load().model_dump())
    assert "hush" not in refused(environment, COMPTOIR_PORT="http", COMPTOIR_AUDIT_KEY="hush")


def test_the_document_describes_every_setting_and_no_other():
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    described = dict(re.findall(r"^\| `([A-Z_]+)`( \*\(secret\)\*)? \|", text, re.MULTILINE))
    assert {name: bool(secret) for name, secret in described.items()} == {
        name: is_secret(field) for name, field in NAMES.items()
    }


def test_the_document_names_every_default():
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name, field in NAMES.items():
        plain = reveal(field.default) if is_secret(field) else str(field.default)
        shown = re.search(rf"^\| `{name}`[^|]*\| ([^|]*) \|", text, re.MULTILINE)
        assert shown
        assert shown[1] == f"`{plain}`" or (plain in {"", "None", "False"} and "`" not in shown[1]), name
