from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given

from bot.cards import (
    Button,
    Buttons,
    Card,
    Choice,
    Code,
    Column,
    File,
    Heading,
    Number,
    Option,
    Picture,
    Prose,
    Secret,
    Table,
    Toggle,
    Words,
)
from bot.html_cards import Sending, html, read_form
from bot.phrases import Tongue, _, plain
from tests.bot.goldens import golden
from tests.bot.samples import CANCEL, CONFIRM, EVERY_ELEMENT, MAIN_CARDS, ORDER, SEND, form, small
from tests.bot.strategies import CARDS, TONGUES

EN = Tongue("en", "Europe/Paris")
SENDING = Sending("/console/say", (("csrf", "C"), ("key", "K")))
SAMPLES = EVERY_ELEMENT | MAIN_CARDS
VOID = {"hr", "img", "input"}
WORDY = {"h2", "h3", "p", "dt", "dd", "th", "td", "span", "small", "strong", "code", "button", "a", "label", "option"}
HOLDING = {"article", "form", "dl", "div", "table", "thead", "tbody", "tr", "dialog", "select", "textarea"}
KNOWN = VOID | WORDY | HOLDING
POINTERS = ("for", "form", "popovertarget", "aria-labelledby", "aria-describedby")


class Page(HTMLParser):
    """The elements of a page in order, with their attributes and their text."""

    def __init__(self, written):
        super().__init__()
        self.found, self.open, self.words = [], [], []
        self.feed(str(written))
        self.close()

    def handle_starttag(self, tag, attrs):
        assert len({name for name, _worth in attrs}) == len(attrs)
        self.found.append({"tag": tag, "text": ""} | dict(attrs))
        if tag not in VOID:
            self.open.append(self.found[-1])

    def handle_endtag(self, tag):
        assert self.open.pop()["tag"] == tag

    def handle_data(self, data):
        self.words.append(data)
        for element in self.open:
            element["text"] += data

    def all(self, tag, **attributes):
        wanted = attributes.items()
        return [each for each in self.found if each["tag"] == tag and all(each.get(name) == v for name, v in wanted)]

    def one(self, tag, **attributes):
        (found,) = self.all(tag, **attributes)
        return found


def drawn(card, tongue=EN, **options):
    return Page(html(card, tongue, anchor="card-1", sending=SENDING, **options))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_element_is_drawn_as_it_was_approved(name, language):
    written = str(html(SAMPLES[name], Tongue(language, "Europe/Paris"), anchor="card-1", sending=SENDING))
    kept = written.replace("><", ">\n<") + "\n"
    assert kept == golden(f"html/{language}/{name}.html", kept)


@pytest.mark.parametrize(("mail", "looks"), [("lea@contoso.example", None), ("lea.girard@contoso.example", "wide")])
def test_a_table_whose_words_a_phone_would_break_is_told_row_by_row_there(mail, looks):
    columns = (Column(label=plain("Name")), Column(label=plain("E-mail")))
    page = drawn(small(Table(columns=columns, rows=((plain("Léa"), plain(mail)),))))
    assert page.one("table").get("class") == looks


@given(CARDS, TONGUES)
def test_no_data_becomes_markup_a_link_or_a_script_on_a_page(card, tongue):
    page = drawn(card, tongue)
    assert page.open == []
    assert {element["tag"] for element in page.found} <= KNOWN
    assert not [name for element in page.found for name in element if name.startswith("on") or name == "style"]
    assert {link["href"] for link in page.all("a")} <= {"https://comptoir.example/guide"}
    assert not set("\0\u202e\u2066\u200f") & set("".join(page.words))


@given(CARDS, TONGUES)
def test_whatever_points_at_something_finds_it_once(card, tongue):
    page = drawn(card, tongue)
    ids = [element["id"] for element in page.found if "id" in element]
    pointed = {name for element in page.found for pointer in POINTERS for name in (element.get(pointer) or "").split()}
    assert len(ids) == len(set(ids))
    assert pointed <= set(ids)


@given(CARDS, TONGUES)
def test_every_input_is_labelled_and_every_form_carries_its_hidden_fields(card, tongue):
    page = drawn(card, tongue)
    labelled = {label["for"] for label in page.all("label")}
    asked = [each for tag in ("input", "select", "textarea") for each in page.all(tag) if each.get("type") != "hidden"]
    assert {each["id"] for each in asked} == labelled
    assert len(page.all("input", name="csrf")) == len(page.all("form"))


def test_a_button_sends_its_command_through_the_form_of_the_buttons():
    page = drawn(small(Buttons(buttons=(CANCEL,))))
    button = page.one("button")
    assert (button["name"], button["value"], button["form"], button["text"]) == (
        "press",
        CANCEL.press,
        "card-1.press",
        "Cancel",
    )
    assert page.one("form", id="card-1.press") == {
        "tag": "form",
        "text": "",
        "id": "card-1.press",
        "method": "post",
        "action": "/console/say",
    }


def test_the_inputs_of_a_form_go_with_its_submit_button_alone():
    page = drawn(
        Card(title=_("F"), elements=(Words(name="why", label=_("Why")), Buttons(buttons=(CANCEL,))), submit=SEND)
    )
    owners = {button["text"]: button["form"] for button in page.all("button")}
    assert owners == {"Cancel": "card-1.press", "Show the price": "card-1.fill"}
    assert page.one("input", name="field.why")["form"] == "card-1.fill"


def test_what_is_filled_in_comes_back_with_the_command_and_without_empty_fields():
    sent = {"csrf": "C", "key": "K", "press": SEND.press, "field.seats": "30", "field.reason": " ", "field.press": "x"}
    assert read_form(sent) == (SEND.press, {"seats": "30", "press": "x"})


def test_a_question_is_asked_in_a_dialog_that_the_browser_opens_and_closes():
    page = drawn(small(Buttons(buttons=(ORDER.model_copy(update={"confirm": CONFIRM}),))))
    opener, yes, no = page.all("button")
    dialog = page.one("dialog")
    assert (opener["type"], opener["popovertarget"], opener["class"]) == ("button", dialog["id"], "primary")
    assert (yes["text"], yes["value"]) == ("Order", ORDER.press)
    assert (no["text"], no["popovertargetaction"]) == ("Not yet", "hide")


def test_an_error_is_tied_to_its_field():
    page = drawn(form(Number(name="seats", label=_("Seats"), hint=plain("All."), error=plain("Too few."))))
    field = page.one("input", name="field.seats")
    hint, error = (page.one("p", id=name) for name in field["aria-describedby"].split())
    assert (hint["text"], error["text"], field["aria-invalid"]) == ("All.", "✗ Too few.", "true")


def test_required_fields_say_so_and_the_others_say_optional():
    page = drawn(form(Words(name="why", label=_("Why"))))
    assert "required" in page.one("input", name="field.why")
    page = drawn(form(Words(name="why", label=_("Why"), optional=True)))
    assert "required" not in page.one("input", name="field.why")
    assert page.one("label")["text"] == "Why (optional)"


def test_a_toggle_says_no_when_it_is_not_ticked():
    no, yes = drawn(form(Toggle(name="on", label=_("On")))).all("input", name="field.on")
    assert (no["type"], no["value"], yes["type"], yes["value"]) == ("hidden", "no", "checkbox", "yes")
    assert "checked" not in yes


def test_a_choice_of_hundreds_keeps_every_option():
    options = tuple(Option(value=f"S-{n}", label=plain(f"S {n}")) for n in range(300))
    page = drawn(form(Choice(name="which", label=_("Which"), options=options, chosen="S-299")))
    assert len(page.all("option")) == 301
    assert "selected" in page.one("option", value="S-299")


def test_the_first_line_of_a_long_text_is_not_swallowed():
    page = html(
        form(Words(name="people", label=_("People"), value="\nAlice", lines=3)), EN, anchor="c", sending=SENDING
    )
    assert ">\n\nAlice</textarea>" in page


def test_headings_follow_the_level_of_the_page():
    page = drawn(Card(title=_("Title"), elements=(Heading(text=_("Part")),)), level=3)
    assert (page.one("h3")["text"], page.one("h4")["text"]) == ("Title", "Part")


def test_a_picture_without_an_address_is_said_in_words():
    card = small(Picture(file="F1", alt=plain("Rising <fast>.")))
    assert "Rising <fast>." in drawn(card).words
    assert drawn(card, pictures={"F1": "/files/F1"}).one("img")["alt"] == "Rising <fast>."


def test_a_secret_can_be_marked_and_its_copy_button_waits_for_a_script():
    card = Card(title=_("Key"), elements=(Secret(label=_("Key"), value="<A-B>"),), private=True)
    page = drawn(card)
    assert page.one("code")["text"] == "<A-B>"
    assert "hidden" in page.one("button", **{"data-copy": "<A-B>"})
    assert "Only you can see this." in page.words


def test_a_command_is_copied_as_it_is_typed_and_lines_stay_lines():
    page = drawn(small(Code(label=_("Run"), text=plain("a <b>\n  **c**"))))
    assert page.one("code")["text"] == "a <b>\n  **c**"
    assert "hidden" in page.one("button", **{"data-copy": "a <b>\n  **c**"})


def test_an_address_that_is_no_web_page_is_no_link():
    page = drawn(small(Buttons(buttons=(Button(label=_("x"), url="javascript:alert(1)"),))))
    assert "href" not in page.one("a")


def test_the_emphasis_of_our_own_texts_stays():
    page = drawn(small(Prose(text=_("**{count} seats** of {product}", count=7, product="<b>"))))
    assert (page.one("strong")["text"], page.one("p")["text"]) == ("7 seats", "7 seats of <b>")


def test_a_page_that_hands_files_out_links_to_them():
    link = drawn(EVERY_ELEMENT["file"], files="/console/files/{file}?who=a%40b.example").one("a")
    assert (link["href"], link["download"]) == ("/console/files/0f8c?who=a%40b.example", "orders.csv")


def test_the_name_of_a_file_never_leaves_its_attribute():
    file = File(file='"/../x', name='"><script>.csv', media_type="text/csv", label=plain("<b>"))
    page = drawn(small(file), files="/console/files/{file}")
    assert page.one("a")["href"] == "/console/files/%22%2F..%2Fx"
    assert not page.all("script")
