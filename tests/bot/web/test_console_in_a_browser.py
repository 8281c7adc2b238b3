"""The console as a person uses it: typing, pressing, the keyboard alone, a narrow phone, no scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.cards import Buttons, Card
from bot.phrases import _, plain
from tests.bot.samples import CONFIRM, EVERY_ELEMENT, KEY, ORDER, OUTCOME, OVERVIEW, SEATS_FORM, SEND
from tests.bot.web.conftest import ALICE, BOB, CHANNEL, told

pytestmark = pytest.mark.browser

ASKING = Card(title=_("Sure?"), elements=(Buttons(buttons=(ORDER.model_copy(update={"confirm": CONFIRM}),)),))
EVERYTHING = Card(
    title=_("Everything"),
    elements=tuple(element for card in EVERY_ELEMENT.values() for element in card.elements),
    submit=SEND,
    private=True,
)
CONTRASTS = """() => {
  const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, n) => sum + c * [.2126, .7152, .0722][n], 0);
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const solid = colour => (([, , , a = 1]) => a > 0)(parts(colour));
  const ground = e => !e ? [255, 255, 255] : solid(getComputedStyle(e).backgroundColor)
    ? parts(getComputedStyle(e).backgroundColor) : ground(e.parentElement);
  const said = e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  return [...document.querySelectorAll('body *')].filter(e => said(e) && e.checkVisibility()).map(e => {
    const [a, b] = [light(parts(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    return [(a + .05) / (b + .05), e.outerHTML.slice(0, 80)];
  }).filter(([ratio]) => ratio < 4.5);
}"""


@pytest.fixture
def complaints():
    return []


@pytest.fixture
def open_page(chromium, address, complaints):
    """Opens the console as one likes; whatever the browser complains about fails the test."""
    contexts = []

    def opened(where="", **options):
        context = chromium.new_context(locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + where)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def say(page, words):
    page.get_by_label("Your request").fill(words)
    page.keyboard.press("Enter")


def test_what_is_typed_is_answered_without_leaving_the_page(bot, open_page):
    page = open_page()
    say(page, "orders")
    expect(page.get_by_role("log")).to_contain_text("orders")
    expect(page.get_by_label("Your request")).to_be_focused()
    expect(page.get_by_label("Your request")).to_have_value("")
    assert page.url.endswith("/console/")


def test_an_example_is_one_press_away(bot, open_page):
    page = open_page()
    page.get_by_role("button", name="subscriptions").click()
    expect(page.locator(".card")).to_contain_text("subscriptions")
    assert [ask.said.text for ask in bot.asks] == ["subscriptions"]


def test_a_form_is_corrected_confirmed_and_done_at_one_place(bot, open_page):
    bot.cards |= {"seats": SEATS_FORM, ORDER.press: OUTCOME}
    bot.cards[SEND.press] = SEATS_FORM.with_errors({"seats": plain("18 seats are assigned.")})
    page = open_page()
    say(page, "seats")
    page.get_by_label("Subscription").select_option("S-1")
    page.get_by_role("spinbutton", name="Seats").fill("3")
    page.get_by_role("button", name="Show the price").click()
    expect(page.get_by_role("spinbutton", name="Seats")).to_be_focused()
    expect(page.get_by_role("spinbutton", name="Seats")).to_have_accessible_description("18 seats are assigned.")
    bot.cards[SEND.press] = ASKING
    page.get_by_label("Subscription").select_option("S-1")
    page.get_by_role("spinbutton", name="Seats").fill("30")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Order 5 seats").click()
    page.get_by_role("dialog").get_by_role("button", name="Order").click()
    expect(page.locator(".card")).to_contain_text("order C-000127")
    expect(page.locator(".card")).to_be_focused()
    assert [dict(ask.said.fields) for ask in bot.asks[1:3]] == [
        {"subscription": "S-1", "seats": "3"},
        {"subscription": "S-1", "seats": "30"},
    ]


def test_a_question_can_be_answered_with_no(bot, open_page):
    bot.cards["sure"] = ASKING
    page = open_page()
    say(page, "sure")
    page.get_by_role("button", name="Order 5 seats").click()
    page.get_by_role("button", name="Not yet").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert len(bot.asks) == 1


def test_everything_can_be_done_with_the_keyboard(bot, open_page):
    bot.cards |= {"overview": OVERVIEW}
    page = open_page()
    page.keyboard.press("Shift+Home")
    say(page, "overview")
    expect(page.get_by_role("button", name="Let it end")).to_be_visible()
    for _press in range(20):
        if page.evaluate("document.activeElement.textContent") == "Let it end":
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_contain_text('"renew":"no"')
    page.keyboard.press("Control+Home")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your request")).to_be_focused()


def test_the_arrow_brings_back_what_was_typed(open_page):
    page = open_page()
    for words in ("orders", "help"):
        say(page, words)
        expect(page.get_by_role("log")).to_contain_text(words)
    field = page.get_by_label("Your request")
    for key, shown in (("ArrowUp", "help"), ("ArrowUp", "orders"), ("ArrowDown", "help"), ("ArrowDown", "")):
        page.keyboard.press(key)
        expect(field).to_have_value(shown)


def test_a_double_click_asks_once(bot, open_page):
    bot.cards["overview"] = OVERVIEW
    page = open_page()
    say(page, "overview")
    page.get_by_role("button", name="Let it end").dblclick()
    expect(page.locator(".card")).to_contain_text('"renew":"no"')
    assert len({ask.key for ask in bot.asks}) == len(bot.asks) == 2


def test_the_same_button_of_a_post_can_be_pressed_again_later(bot, open_page):
    bot.post(f"@{ALICE.email}", OVERVIEW)
    page = open_page()
    for answers in (2, 3):
        page.get_by_role("button", name="Let it end").click()
        expect(page.locator(".card")).to_have_count(answers)
    assert len({ask.key for ask in bot.asks}) == 2


def test_reminders_and_updates_arrive_by_themselves(bot, open_page):
    page = open_page()
    number = bot.post(f"@{ALICE.email}", told("processing"))
    expect(page.get_by_role("log")).to_contain_text("processing")
    bot.post(f"@{ALICE.email}", told("completed"), replaces=number)
    expect(page.get_by_role("log")).not_to_contain_text("processing")
    bot.post(CHANNEL, OVERVIEW)
    page.get_by_role("link", name="1 unread").click()
    expect(page.get_by_role("heading", name="Contoso")).to_be_visible()


def test_what_one_is_writing_survives_the_news(bot, open_page):
    bot.cards["seats"] = SEATS_FORM
    page = open_page()
    say(page, "seats")
    page.get_by_role("spinbutton", name="Seats").fill("30")
    bot.post(f"@{ALICE.email}", told("news"))
    expect(page.get_by_role("log")).to_contain_text("news")
    expect(page.get_by_role("spinbutton", name="Seats")).to_have_value("30")
    expect(page.get_by_role("spinbutton", name="Seats")).to_be_focused()


def test_one_can_be_somebody_else_in_another_language(bot, open_page):
    page = open_page()
    page.get_by_label("You are").select_option(BOB.email)
    expect(page.get_by_label("You are")).to_have_value(BOB.email)
    page.get_by_label("Language").select_option("fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.locator("#words").fill("commandes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("commandes")
    assert bot.asks[0].account.user == BOB.email


def test_a_bot_that_does_not_answer_is_told_and_asked_again_under_the_same_name(bot, open_page, complaints):
    page = open_page()
    page.route("**/say?*", lambda route: (route.fetch(), route.fulfill(status=502, body="")), times=1)
    page.route("**/console/news*", lambda route: route.fulfill(json={"entries": [], "change": 0, "unread": {}}))
    say(page, "orders")
    expect(page.get_by_role("alert").filter(has_text="did not answer")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("orders")
    assert len(bot.asks) == 2
    assert len({ask.key for ask in bot.asks}) == 1
    assert "502" in complaints.pop()


def test_without_scripts_the_forms_still_work(bot, open_page):
    bot.cards |= {"seats": SEATS_FORM, SEND.press: ASKING, ORDER.press: OUTCOME}
    page = open_page(java_script_enabled=False)
    say(page, "seats")
    page.get_by_label("Subscription").select_option("S-2")
    page.get_by_role("spinbutton", name="Seats").fill("30")
    page.get_by_role("button", name="Show the price").click()
    page.get_by_role("button", name="Order 5 seats").click()
    page.get_by_role("dialog").get_by_role("button", name="Order").click()
    expect(page.locator(".card")).to_contain_text("order C-000127")
    page.get_by_label("You are").select_option(BOB.email)
    page.get_by_role("button", name="Switch").click()
    expect(page.get_by_label("You are")).to_have_value(BOB.email)


def test_a_key_is_copied_with_one_press(bot, open_page):
    bot.cards["keys"] = KEY
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    say(page, "keys")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX"


@pytest.mark.parametrize("width", [320, 360, 768, 1200])
def test_nothing_sticks_out_at_any_width(bot, open_page, width):
    bot.cards["everything"] = EVERYTHING
    page = open_page(viewport={"width": width, "height": 700})
    say(page, "everything")
    expect(page.get_by_role("heading", name="Everything")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.getElementById('scroll').scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(bot, open_page, scheme):
    bot.cards["everything"] = EVERYTHING
    bot.post(CHANNEL, OVERVIEW)
    page = open_page(color_scheme=scheme)
    say(page, "everything")
    expect(page.get_by_role("heading", name="Everything")).to_be_visible()
    assert page.evaluate(CONTRASTS) == []


def test_a_file_is_saved_under_its_name(bot, open_page):
    bot.cards["orders"] = EVERY_ELEMENT["file"]
    bot.files["0f8c", ALICE.email] = ("orders.csv", b"a,b\r\n")
    page = open_page()
    say(page, "orders")
    with page.expect_download() as saving:
        page.get_by_role("link", name="orders.csv").click()
    assert (saving.value.suggested_filename, saving.value.path().read_bytes()) == ("orders.csv", b"a,b\r\n")
