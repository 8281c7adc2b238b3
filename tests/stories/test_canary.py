"""The canary: a key put into the vault is nowhere in what the bot writes and sends, but where it was to be shown.

The bot runs as it does for everybody, in processes of its own, and says all that it can say in its log.
"""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from pathlib import Path

import pytest
import requests

from handlers import sample
from handlers.keys.commands import AddKey, GetKey
from handlers.sample.loading import sample_id
from tests.bot.cli.process import free_port, started
from tests.fakes.smtp import Mailbox, MailServer
from tests.jobs.waiting import eventually
from tests.kill.conftest import nursery  # noqa: F401 - a fixture
from tests.kill.nurse import Nursery
from tests.stories.canary import files, found, fresh

SERVER = "Windows Server 2022 Standard"
SUBSCRIPTION = str(sample_id("subscription", "Contoso", SERVER))
BUILD = {"Version": "2022", "Language": "Deutsch", "Processor": "64-bit"}
REASON = "Why do you need it?"
WORKING = "k" * 40


class Nest:
    """Where the bot lives: its folder, its settings, and everything that anybody got from it."""

    def __init__(self, folder: Path, port: int, box: Mailbox, forks: Nursery, **environment: str) -> None:
        self.folder, self.port, self.box, self._forks = folder, port, box, forks
        self.key, self.link = fresh(), f"https://downloads.example/{fresh()}.iso"
        self.written: dict[str, bytes] = {}
        self.environment = environment | {
            "COMPTOIR_VAULT_KEYS": WORKING,
            "COMPTOIR_AUDIT_KEY": WORKING,
            "COMPTOIR_PORT": str(port),
            "COMPTOIR_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "COMPTOIR_LOG": "text,debug",
        }

    def does(self, *words: str) -> bytes:
        """A command of the shell; what it says is written."""
        said = self.folder.parent / fresh()
        self._forks.wait(self._forks.runs(*words, folder=self.folder, settings=self.environment, output=said))
        self.written[" ".join(words)] = said.read_bytes()
        return said.read_bytes()

    def plants(self, where: Path) -> None:
        """By the import, which refuses it the second time."""
        header = "customer,product,kind,key,version,language,bits,link\n"
        where.write_text(f"{header}Contoso,{SERVER},mak,{self.key},2022,de,64,{self.link}\n")
        assert b"1 new" in self.does("import", "keys", str(where))
        assert b"in the vault already" in self.does("import", "keys", str(where))
        where.write_text(f"{header}Contoso,{SERVER},mak,{self.key}X,2022,de,64,{self.link}\n")
        assert b"has 26 letters" in self.does("import", "keys", str(where))

    def exports(self) -> None:
        for kind in ("keys", "subscriptions", "organisations", "users"):
            self.does("export", kind, "--json")
        self.does("audit", "export", "--json")
        self.does("backup", "copy.db")
        self.does("doctor")

    def fetches(self, *paths: str) -> None:
        for path in paths:
            self.written[path] = get(self.port, path)

    def everything(self) -> dict[str, bytes]:
        mails = {f"mail {number}": mail.as_bytes() for number, mail in enumerate(self.box.mails)}
        return self.written | mails | files(self.folder)


def get(port: int, path: str) -> bytes:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(f"http://127.0.0.1:{port}{path}", timeout=10).content


@pytest.fixture
def nest(tmp_path, sqlite_url, slack, webex, nursery):  # noqa: F811 - the fixture
    folder = tmp_path / "nest"
    folder.mkdir()
    with MailServer(tmp_path) as post:
        addresses = {"SLACK_BOT_TOKEN": slack.token, "SLACK_SIGNING_SECRET": slack.signing_secret}
        mail = {"SMTP_URL": post.url, "MAIL_FROM": "licences@comptoir.example", "SLACK_API_URL": slack.api_url}
        database = {"DATABASE_URL": f"sqlite:///{folder / 'comptoir.db'}"}
        made = Nest(folder, free_port(), post.box, nursery, **addresses, **mail, **database, **webex.environment)
        slack.app_url = f"http://127.0.0.1:{made.port}/slack/events"
        made.does("migrate")
        assert b"Traceback" not in made.does("sample")
        made.plants(tmp_path / "keys.csv")
        yield made


def asks_in_slack(slack, key: str) -> None:
    """Refused without a reason, then shown; and typed into the vault once more, which is refused as well."""
    chloe = slack.person(sample.CONTOSO_ADMIN, "Chloé Dubois")
    room = slack.channel("licences", chloe)
    chloe.slash("/licence", f"keys {SERVER}", room)
    form = chloe.press(chloe.last_card(room), "Get key and download")
    chloe.submit(form, {**BUILD, REASON: " . "})
    shown = chloe.submit(form, {**BUILD, REASON: "The canary"})
    assert key in chloe.text(shown)
    chloe.close(shown, everything=True)
    again = chloe.press(chloe.last_card(room), "Add a key")
    chloe.submit(again, {"Product key": key.lower()})
    assert chloe.sees("in the vault already")
    chloe.slash("/licence", f"users password {sample.SERVICE_USER}", room)
    assert chloe.sees("A link to set another password goes to")


def asks_in_webex(webex, key: str) -> None:
    alice = webex.person(sample.ATELIER_ADMIN, "Alice Martin")
    room = webex.room("Licences", alice, webex.bot)
    alice.mentions(room, f"keys {SERVER}")
    webex.until(lambda: any("Get key and download" in one.buttons for one in alice.messages()), 20)
    before = alice.last_card()
    alice.presses(before, "Get key and download")
    webex.until(lambda: any("reason" in str(one.card) for one in alice.messages() if one.card), 20)
    build = {"version": "2022", "language": "de", "bits": "64", "reason": "The canary"}
    alice.presses(alice.last_card(), "Show the key", **build)
    webex.until(lambda: any(key in one.words for one in alice.messages()), 20)
    assert not any(key in one.words for one in alice.messages(room))
    alice.says(f"keys {SERVER}")
    webex.until(lambda: "Add a key" in alice.last_card().buttons, 20)
    alice.presses(alice.last_card(), "Add a key")
    webex.until(lambda: "Put into the vault" in alice.last_card().buttons, 20)
    alice.presses(alice.last_card(), "Put into the vault", key=key, kind="mak", version="2022", link=key)
    webex.until(lambda: any("must begin with https" in str(one.card) for one in alice.messages() if one.card), 20)
    alice.says(f"keys {key}")
    webex.until(lambda: any(f"…{key[-5:]}" in one.words for one in alice.messages()), 20)
    webex.settle()


def test_a_key_is_nowhere_but_where_it_was_shown(nest, slack, webex, tmp_path):
    with started("serve", port=nest.port, folder=nest.folder, **nest.environment) as bot:
        webex.until(lambda: len(webex.world.webhooks) == 3, 20)
        asks_in_slack(slack, nest.key)
        asks_in_webex(webex, nest.key)
        eventually(lambda: nest.box.mails, 20)
        nest.fetches("/metrics", "/readyz", "/healthz", "/portal/", "/download/nothing")
        nest.exports()
        while_it_ran = nest.everything()
        assert bot.stops() == 0
    sent = {f"Slack {number}": raw for number, raw in enumerate(slack.traffic)}
    sent |= {f"Webex {call.method} {call.path} {place}": call.raw for place, call in enumerate(webex.calls)}
    written = nest.everything() | {f"meanwhile {name}": content for name, content in while_it_ran.items()}
    assert any(name.endswith("-wal") for name in while_it_ran)
    assert len(written[str(nest.folder / f"output-{nest.port}")]) > 1000
    assert found(nest.key, written) == []
    assert found(nest.link, written | sent) == []
    shown = found(nest.key, sent)
    assert len(shown) == 2
    assert [name.split()[:2] for name in shown] == [["Slack", shown[0].split()[1]], ["Webex", "POST"]]


def test_nor_at_the_console(tmp_path):
    key, port, browser = fresh(), free_port(), requests.Session()
    browser.trust_env = False
    with started("demo", "--no-browser", "--port", str(port), port=port, folder=tmp_path) as bot:
        eventually(bot.is_ready, 30)

        def press(token: str, **fields: str) -> str:
            page = browser.get(f"{bot.address}/console/", timeout=10).text
            csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
            sent = {f"field.{name}": value for name, value in fields.items()}
            sent |= {"csrf": csrf, "key": fresh(), "press": token}
            return browser.post(f"{bot.address}/console/say", data=sent, timeout=10).text

        build = {"version": "2022", "language": "de", "bits": "64"}
        press(AddKey(subscription=SUBSCRIPTION).token, key=key, kind="mak", **build)
        assert key not in press("x")
        shown = press(GetKey(subscription=SUBSCRIPTION).token, reason="The canary", **build)
        assert key in shown
        assert found(key, files(tmp_path) | {"metrics": bot.get("/metrics").content}) == []
        assert bot.stops() == 0
    assert found(key, files(tmp_path)) == []


@pytest.mark.parametrize("before", [b"", b"x", b"xy", b"xyz"])
@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode])
def test_the_search_finds_a_key_wherever_it_hides(before, encode):
    key = fresh()
    bare = key.replace("-", "").encode()
    for hidden in (before + key.encode() + b"tail", before + bare + b"t"):
        assert found(key, {"file": hidden, "coded": encode(hidden), "hex": hidden.hex().encode()}) == [
            *("file", "coded", "hex")
        ]
    assert found(key, {"wide": before * 2 + key.encode("utf-16-le"), "other": fresh().encode()}) == ["wide"]
