from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.ask import Account, Platform, Pressed, Typed
from bot.cards import Button, Buttons, Card
from bot.phrases import _, plain
from store.values import ChannelKind
from tests.bot.samples import OUTCOME, OVERVIEW, PROPOSAL, SEATS_FORM, SEND
from tests.bot.web.conftest import ALICE, BOB, CHANNEL, told

KEY = "k" * 24
JSON = {"Accept": "application/json"}


class Fields(HTMLParser):
    """The hidden fields of the first form that posts, and every word of the page."""

    def __init__(self, written):
        super().__init__()
        self.hidden, self.words = {}, ""
        self.feed(written)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.hidden.setdefault(given["name"], given["value"])

    def handle_data(self, data):
        self.words += f" {data.strip()}"


def page(client, **where):
    answer = client.get("/console/", params=where)
    assert answer.status_code == 200
    return answer.text


def csrf(client, **where):
    return Fields(page(client, **where)).hidden["csrf"]


def say(client, where=None, headers=None, **fields):
    sent = {"csrf": csrf(client, **(where or {})), "key": KEY} | fields
    return client.post("/console/say", params=where, data=sent, headers=headers, follow_redirects=False)


def test_the_front_door_leads_to_the_console(client):
    assert client.get("/").url.path == "/console/"
    assert client.get("/console").url.path == "/console/"


def test_what_is_typed_is_asked_by_the_person_of_the_page_in_its_channel(bot, client):
    answer = say(client, {"who": BOB.email}, words="orders")
    (ask,) = bot.asks
    assert answer.status_code == 303
    assert (ask.account, ask.said) == (Account(Platform.CONSOLE, "console", BOB.email), Typed("orders"))
    assert (ask.place.channel, ask.place.kind) == (f"@{BOB.email}", ChannelKind.DIRECT)


def test_without_a_script_the_page_loads_anew_at_the_answer(bot, client):
    target = say(client, {"who": BOB.email, "language": "fr"}, words="orders").headers["location"]
    assert parse_qs(urlsplit(target).query)["who"] == [BOB.email]
    assert f'id="{urlsplit(target).fragment}"' in client.get(target).text


def test_with_the_script_only_what_changed_comes_back(bot, client):
    say(client, words="orders")
    news = say(client, headers=JSON, words="help", key="j" * 24, since="999").json()
    (entry,) = say(client, headers=JSON, words="help", key="j" * 24, since=str(news["change"])).json()["entries"]
    assert news["entries"] == []
    assert entry["id"] == news["focus"]
    assert "help" in entry["html"]


def test_a_form_that_is_sent_twice_is_one_delivery_and_one_line(bot, client):
    first, second = (say(client, words="orders").headers["location"] for _time in range(2))
    assert first == second
    assert len({ask.key for ask in bot.asks}) == 1
    assert page(client).count('class="entry"') == 1


@pytest.mark.parametrize("other", [{"words": "help"}, {"key": "j" * 24}])
def test_something_else_or_another_form_is_another_delivery(bot, client, other):
    say(client, words="orders")
    say(client, **({"words": "orders"} | other))
    assert len({ask.key for ask in bot.asks}) == 2
    assert page(client).count('class="entry"') == 2


def test_a_pressed_card_gives_way_to_its_outcome(bot, client):
    bot.cards |= {"overview": OVERVIEW, "confirm": OUTCOME}
    place = urlsplit(say(client, words="overview").headers["location"]).fragment
    after = say(client, press="confirm", entry=place, key="j" * 24).headers["location"]
    assert urlsplit(after).fragment == place
    shown = Fields(page(client)).words
    assert "overview" in shown
    assert "Show order" in shown
    assert "Let it end" not in shown


def test_a_form_brings_its_fields_along(bot, client):
    say(client, **{"press": SEND.press, "field.seats": "30", "field.reason": ""})
    assert bot.asks[0].said == Pressed(SEND.press, {"seats": "30"})


def test_a_form_that_comes_back_shows_what_was_wrong(bot, client):
    bot.cards[SEND.press] = SEATS_FORM.with_errors({"seats": plain("Too few.")})
    say(client, press=SEND.press)
    assert "Too few." in Fields(page(client)).words


def test_what_the_outbox_posts_shows_up_once_and_counts_as_unread_elsewhere(bot, client):
    token = csrf(client)
    bot.post(CHANNEL, OVERVIEW)
    news = client.get("/console/news", params={"since": "0"}).json()
    assert (news["entries"], news["unread"]) == ([], {f"@{ALICE.email}": 0, CHANNEL: 1})
    there = client.get("/console/news", params={"since": "0", "channel": CHANNEL}).json()
    assert (len(there["entries"]), there["unread"][CHANNEL]) == (1, 0)
    assert client.get("/console/news", params={"since": there["change"], "channel": CHANNEL}).json()["entries"] == []
    assert token == csrf(client)


def test_a_post_that_replaces_another_takes_its_place(bot, client):
    where = {"channel": f"@{ALICE.email}"}
    first = bot.post(where["channel"], told("processing"))
    page(client)
    second = bot.post(where["channel"], told("nearly"), replaces=first)
    bot.post(where["channel"], told("completed"), replaces=second)
    shown = page(client)
    assert shown.count('class="entry"') == 1
    assert "completed" in shown


def test_a_button_of_a_post_names_its_message_and_leaves_it_to_the_others(bot, client):
    number = bot.post(CHANNEL, OVERVIEW)
    bot.cards["renew"] = OUTCOME
    where = {"channel": CHANNEL}
    say(client, where, press="renew", entry=f"p{number}")
    assert bot.asks[0].place.message == number
    assert bot.asks[0].place.kind is ChannelKind.GROUP
    shown = Fields(page(client, **where)).words
    assert "Let it end" in shown
    assert "Only you see this answer." in shown


def test_what_was_pressed_on_a_post_stands_above_its_answer(bot, client):
    card = Card(title=_("Due"), elements=(Buttons(buttons=(Button(label=plain("Snooze <7>"), press="snooze"),)),))
    number = bot.post(CHANNEL, card)
    say(client, {"channel": CHANNEL}, press="snooze", entry=f"p{number}")
    assert page(client, channel=CHANNEL).count("Snooze &lt;7&gt;") == 2


def test_a_post_for_one_person_is_shown_to_nobody_else(bot, client):
    bot.post(CHANNEL, told("for Bob"), only_for=BOB.email)
    assert "for Bob" in page(client, who=BOB.email, channel=CHANNEL)
    assert "for Bob" not in page(client, who=ALICE.email, channel=CHANNEL)


def test_each_person_has_a_log_of_their_own(bot, client):
    say(client, {"who": ALICE.email}, words="orders")
    assert 'class="entry"' not in page(client, who=BOB.email)
    assert 'class="entry"' in page(client, who=ALICE.email)


def test_a_channel_or_a_person_that_is_none_of_ours_falls_back_to_the_first(bot, client):
    say(client, {"who": "mallory@evil.example", "channel": f"@{BOB.email}"}, words="orders")
    assert (bot.asks[0].account.user, bot.asks[0].place.channel) == (ALICE.email, f"@{ALICE.email}")


def test_the_browsers_language_is_spoken_until_somebody_chooses(client):
    assert '<html lang="fr">' in client.get("/console/", headers={"Accept-Language": "fr-CH, en;q=0.8"}).text
    assert (
        '<html lang="en">' in client.get("/console/", headers={"Accept-Language": "fr"}, params={"language": "en"}).text
    )


def test_cards_of_the_log_change_their_language_with_the_page(bot, client):
    bot.cards["seats"] = PROPOSAL
    say(client, words="seats")
    assert "€1,785.21" in page(client, language="en")
    assert "1\u202f785,21\xa0€" in page(client, language="fr")


def test_the_page_follows_when_somebody_changes_their_language(bot, client):
    say(client, headers=JSON, words="orders", language="en")
    bot.languages[ALICE.email] = "fr"
    moved = say(client, headers=JSON, words="settings", key="j" * 24).json()["moved"]
    assert '<html lang="fr">' in client.get(moved).text


@pytest.mark.parametrize("wrong", [{"csrf": "x" * 32}, {"csrf": ""}, {"csrf": "é"}])
def test_a_form_that_is_not_from_here_does_nothing(bot, client, wrong):
    answer = say(client, words="orders", **wrong)
    assert (answer.status_code, bot.asks) == (403, [])
    assert "Nothing was done." in answer.text


def test_another_browsers_token_does_nothing(bot, client):
    token = csrf(client)
    client.cookies.clear()
    assert say(client, words="orders", csrf=token).status_code == 403
    assert bot.asks == []


@pytest.mark.parametrize("sent", [{}, {"press": ""}, {"words": "x", "key": "short"}, {"words": "x", "key": ""}])
def test_a_form_without_sense_is_refused(bot, client, sent):
    assert say(client, **sent).status_code == 400
    assert bot.asks == []


def test_more_than_the_console_takes_is_refused(bot, client):
    assert say(client, words="x" * 70_000).status_code == 413
    assert say(client, words="x", **{f"field.{number}": "x" for number in range(300)}).status_code == 400
    assert bot.asks == []


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "", "text/plain"])
def test_only_forms_are_read(bot, client, kind):
    csrf(client)
    answer = client.post("/console/say", content=b"words=orders", headers={"Content-Type": kind})
    assert (answer.status_code, bot.asks) == (415, [])


def test_bytes_that_are_no_text_are_refused(client):
    csrf(client)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/console/say", content=b"words=\xff\xfe", headers=headers).status_code == 400


def test_a_page_from_before_a_restart_is_told_so(client):
    assert client.get("/console/news").status_code == 410


def test_nobody_can_be_anybody_before_there_are_people(bot, client):
    bot.people.clear()
    answer = client.get("/console/")
    assert answer.status_code == 503
    assert "Nobody is known here yet" in answer.text


def test_names_and_words_are_data(bot, client):
    say(client, words="<script>alert(1)</script>")
    shown = page(client)
    assert "<script>alert" not in shown
    assert "Bob &lt;Keller&gt;" in shown


def test_the_cookie_is_for_the_console_alone(client):
    cookie = client.get("/console/").headers["set-cookie"]
    assert {"HttpOnly", "Path=/console", "SameSite=strict"} <= {part.strip() for part in cookie.split(";")}


def test_the_oldest_lines_are_forgotten(bot, client):
    for number in range(205):
        bot.post(CHANNEL, told(f"post {number}"))
        if number % 100 == 0:
            page(client)
    assert page(client, channel=CHANNEL).count('class="entry"') == 200
