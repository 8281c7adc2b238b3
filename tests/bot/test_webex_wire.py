from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.errand import Down
from bot.settings import BadSettings
from bot.webex_nouns import bare
from bot.webex_webhooks import Upkeep
from bot.webex_wire import Access, WebexWire
from handlers import sample
from store.database import Database
from tests.bot import webex_bot
from tests.bot.webex_bot import Bot

bot, chloe = webex_bot.bot, webex_bot.chloe

HELLO = "Hello, I am Comptoir"


def wire(access: Access) -> WebexWire:
    return WebexWire(access, lambda _ask: None, lambda _vouched: None, lambda _account: True, lambda _key, _body: None)


def hellos(person, room) -> int:
    return [words.split("\n")[0] for words in person.sees(room)].count(HELLO)


def test_with_a_public_address_a_webhook_secret_is_needed(webex):
    with pytest.raises(BadSettings, match="WEBEX_WEBHOOK_SECRET"):
        wire(Access(webex.token, "", webex.base, "https://bot.example"))


def test_without_a_public_address_nothing_is_taken_over_http(webex):
    assert wire(Access(webex.token, webex.secret, webex.base)).routes == []


def test_nothing_is_asked_of_webex_before_it_is_needed(webex):
    built = wire(Access(webex.token, webex.secret, webex.base, "https://bot.example"))
    assert ([route.path for route in built.routes], webex.calls) == (["/webex/events"], [])


def test_what_the_settings_say_hides_its_secrets(webex):
    shown = repr(Access(webex.token, webex.secret, webex.base))
    assert webex.token not in shown
    assert webex.secret not in shown


@pytest.mark.parametrize("form", [lambda org: org, bare, lambda org: bare(org).upper()])
def test_the_organisation_that_is_served_may_be_written_in_each_form(webex, sqlite_url, form):
    database = Database.open(sqlite_url)
    with Bot(database, webex, org_id=form(webex.org("fabrikam"))) as bot:
        served, stranger = (webex.person(sample.CONTOSO_ADMIN, org=org) for org in ("fabrikam", "home"))
        for person in (served, stranger):
            person.says("help")
            bot.hears()
        assert bot.wire.team == bare(webex.org("fabrikam"))
        assert [person.last_card().words.split("\n")[0] for person in (served, stranger)] == [
            "Help",
            "You are not known here",
        ]
    database.close()


@pytest.mark.parametrize("org", ["", "consumer", "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi9jb25zdW1lcg"])
def test_a_bot_of_no_organisation_serves_nobody_until_it_is_told_whom(webex, org):
    webex.bot.org = org
    built = wire(Access(webex.token, webex.secret, webex.base))
    with pytest.raises(Down, match="WEBEX_ORG_ID"):
        _ = built.team
    built.close()
    assert wire(Access(webex.token, webex.secret, webex.base, org_id="F00D-1")).team == "f00d-1"


# greetings


def test_the_bot_says_hello_where_it_is_added(webex, bot, chloe):
    room = webex.room("Licences", chloe)
    chloe.adds(webex.bot, room)
    chloe.adds(webex.person("bob@contoso.example"), room)
    bot.hears()
    for membership in room.members:
        if membership.account is not webex.bot:
            bot.wire.handle(f'{{"resource": "memberships", "id": "{membership.id}"}}')
    assert hellos(chloe, room) == 1


def test_a_conversation_between_two_needs_no_hello(bot, chloe):
    chloe.says("help")
    bot.hears()
    assert hellos(chloe, chloe.space) == 0


def test_a_hello_waits_until_webex_takes_it_but_is_not_said_twice(webex, bot, chloe):
    webex.fail("POST", "/messages", retry_after="rand(1),add(1)")
    later = webex.room("Later", chloe, webex.bot)
    bot.hears(5)
    webex.fail("POST", "/messages", lost=True)
    once = webex.room("Once", chloe, webex.bot)
    bot.hears(5)
    assert [hellos(chloe, room) for room in (later, once)] == [1, 1]


def test_a_bot_that_was_taken_out_again_says_nothing(webex, bot, chloe):
    webex.hold()
    room = webex.room("Licences", chloe, webex.bot)
    chloe.removes(webex.bot, room)
    webex.release()
    bot.hears()
    assert chloe.sees(room) == []


# the watch over the webhooks


def test_the_watchdog_brings_deliveries_back(webex, bot, chloe):
    webex.courier.disable_after, bot.broken = 1, True
    webex.tolerates("answered 503")
    chloe.says("help")
    webex.settle()
    bot.broken = False
    chloe.says("help")
    assert bot.wire.watchdog().done
    chloe.says("help")
    bot.hears()
    assert [row[1] for row in bot.audit()] == ["help"]


def test_the_watchdog_says_what_is_wrong_until_it_is_right_again(webex, bot):
    webex.fail("GET", "/webhooks", status=401)
    assert bot.wire.watchdog() == bot.wire.upkeep == Upkeep(problem="Webex refuses the access token")
    assert bot.wire.watchdog() == bot.wire.upkeep == Upkeep()


# the worker's side


@pytest.mark.parametrize("body", ["", "{}", '{"resource": "rooms", "id": "x"}', '{"resource": "messages"}'])
def test_a_row_that_nobody_wrote_is_no_event(bot, body):
    with pytest.raises(ValidationError):
        bot.wire.handle(body)


@pytest.mark.parametrize("resource", ["messages", "attachmentActions", "memberships"])
def test_an_event_about_nothing_comes_to_nothing(bot, resource):
    bot.wire.handle(f'{{"resource": "{resource}", "id": "Y2lzY29zcGFyazovL3VzL1gvMQ"}}')
    assert bot.audit() == []


def test_nothing_secret_and_nothing_said_is_logged(webex, bot, chloe, caplog):
    caplog.set_level("DEBUG")
    webex.fail("GET", "/people/(?!me).*", status=500)
    chloe.says("seats canary 5")
    bot.hears(5)
    assert "canary" in chloe.sees()[-1]
    assert not [word for word in (webex.token, webex.secret, "canary", chloe.email) if word in caplog.text]
