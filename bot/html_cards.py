"""The HTML renderer: a card as an article that works without scripts, for the console and the self-service pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, assert_never
from urllib.parse import quote

from markupsafe import Markup, escape

from bot.cards import (
    Button,
    Buttons,
    Card,
    Choice,
    Code,
    Confirm,
    Date,
    Divider,
    Element,
    Fact,
    Facts,
    File,
    Heading,
    Notice,
    Number,
    Picture,
    Prose,
    Secret,
    Style,
    Table,
    Toggle,
    Tone,
    Words,
)
from bot.html_inputs import PRESS, Form, read_form
from bot.html_tags import Attribute, tag
from bot.phrases import Phrase, Speaker, Tongue, _, plain
from bot.text_cards import HANDED_OVER, SIGNS, clean, is_wide

__all__ = ["Sending", "html", "read_form"]

_OPENS: Final = ("https://", "http://", "mailto:")
_TONES: Final = {
    Tone.INFO: _("Note:"),
    Tone.DONE: _("Done:"),
    Tone.WARNING: _("Attention:"),
    Tone.REFUSED: _("Refused:"),
}


@dataclass(frozen=True, slots=True)
class Sending:
    """Where a card's forms go, and the hidden fields that come along: the CSRF token, the delivery's key."""

    address: str
    hidden: tuple[tuple[str, str], ...] = ()


def html(
    card: Card,
    tongue: Tongue,
    *,
    anchor: str,
    sending: Sending,
    level: int = 2,
    pictures: Mapping[str, str] | None = None,
    files: str = "",
) -> Markup:
    """An article with the id `anchor`, its title a heading of that level.

    `pictures` has the addresses of files shown in place, `files` the address where one is fetched, with `{file}` in it
    for the file's id.
    """
    return _Drawing(tongue, anchor, level, pictures or {}, files).card(card, sending)


def inert(text: str) -> str:
    """Data as text of a page: nothing in it is markup, turns the direction of reading, or hides."""
    return str(escape(clean(text)))


class _Drawing:
    """Draws one card; its buttons belong to one form, its inputs and its submit button to another."""

    __slots__ = ("anchor", "asked", "exact", "files", "fill", "form", "level", "pictures", "press", "speaker")

    def __init__(self, tongue: Tongue, anchor: str, level: int, pictures: Mapping[str, str], files: str) -> None:
        self.anchor = anchor
        self.level = level
        self.pictures = pictures
        self.files = files
        self.speaker = Speaker(tongue, inert, ("<strong>", "</strong>"))
        self.exact = Speaker(tongue, clean)
        self.press, self.fill = f"{anchor}.press", f"{anchor}.fill"
        self.form = Form(self.fill, tongue, self.speaker)
        self.asked = 0

    def card(self, card: Card, sending: Sending) -> Markup:
        title = self.heading(card.title, self.level, id=f"{self.anchor}.title")
        body = self.body(card)
        if card.private:
            body.insert(0, tag("p", self.said(_("Only you can see this.")), class_="quiet private"))
        forms = [self.sender(self.press, sending), *([self.sender(self.fill, sending)] if card.submit else [])]
        return tag(
            "article",
            *(title, *forms, *body),
            id=self.anchor,
            class_="card",
            lang=self.speaker.tongue.language,
            tabindex="-1",
            aria_labelledby=f"{self.anchor}.title",
        )

    def body(self, card: Card) -> list[Markup]:
        """The submit button of a form comes first among those at its end."""
        if card.submit is None:
            return [self.element(element) for element in card.elements]
        *above, last = card.elements
        beside = last.buttons if isinstance(last, Buttons) else ()
        drawn = [self.element(element) for element in (above if beside else card.elements)]
        submit = self.button(card.submit, self.fill)
        return [*drawn, tag("div", submit, *(self.button(button, self.press) for button in beside), class_="bar")]

    def sender(self, name: str, sending: Sending) -> Markup:
        """The form itself holds only what comes along; what belongs to it names it."""
        hidden = (tag("input", type="hidden", name=key, value=worth) for key, worth in sending.hidden)
        return tag("form", *hidden, id=name, method="post", action=sending.address)

    def element(self, element: Element) -> Markup:
        match element:
            case Heading():
                return self.heading(element.text, self.level + 1)
            case Prose():
                return tag("p", self.said(element.text), class_="quiet" if element.quiet else None)
            case Facts():
                return tag("dl", *map(self.fact, element.facts), class_="facts")
            case Table():
                return self.table(element)
            case Notice():
                return self.notice(element)
            case Divider():
                return tag("hr")
            case Choice() | Number() | Words() | Date() | Toggle():
                return self.form.field(element)
            case Secret():
                return self.copied(element.label, clean(element.value))
            case Code():
                return self.copied(element.label, self.exact.say(element.text))
            case Picture():
                return self.picture(element)
            case File():
                return self.file(element)
            case Buttons():
                return self.bar(element.buttons, self.press)
        assert_never(element)

    def said(self, phrase: Phrase) -> Markup:
        return Markup(self.speaker.say(phrase))  # noqa: S704 - this speaker escapes

    def heading(self, phrase: Phrase, level: int, **attributes: Attribute) -> Markup:
        return tag(f"h{min(level, 6)}", self.said(phrase), **attributes)

    def fact(self, fact: Fact) -> Markup:
        note = [" ", tag("small", self.said(fact.note))] if fact.note else []
        return tag("div", tag("dt", self.said(fact.label)), tag("dd", self.said(fact.value), *note))

    def table(self, table: Table) -> Markup:
        numbers = ["number" if column.number else None for column in table.columns]
        labels = [self.said(column.label) for column in table.columns]
        head = (tag("th", label, scope="col", class_=kind) for label, kind in zip(labels, numbers, strict=True))
        rows = [[self.said(cell) for cell in row] for row in table.rows]
        body = tag("tbody", *(self.row(row, labels, numbers) for row in rows))
        return tag("table", tag("thead", tag("tr", *head)), body, class_="wide" if is_wide(rows) else None)

    def row(self, cells: list[Markup], labels: list[Markup], numbers: list[str | None]) -> Markup:
        """The first cell names the row; the others carry their column's name for narrow pages."""
        drawn = [
            tag("td", cell, class_=kind, data_label=label.striptags())
            if place
            else tag("th", cell, scope="row", class_=kind)
            for place, (cell, label, kind) in enumerate(zip(cells, labels, numbers, strict=False))
        ]
        return tag("tr", *drawn)

    def notice(self, notice: Notice) -> Markup:
        sign = tag("span", SIGNS[notice.tone], class_="sign", aria_hidden="true")
        word = tag("span", self.said(_TONES[notice.tone]), " ", class_="unseen")
        role = "alert" if notice.tone is Tone.REFUSED else "status"
        return tag("p", sign, word, tag("span", self.said(notice.text)), class_=f"notice {notice.tone}", role=role)

    def copied(self, label: Phrase, value: str) -> Markup:
        """The button copies with a script; without one it stays hidden, and the text can be marked."""
        copy = tag("button", self.said(_("Copy")), type="button", class_="copy", data_copy=value, hidden=True)
        return tag("dl", tag("dt", self.said(label)), tag("dd", tag("code", value), copy), class_="secret")

    def picture(self, picture: Picture) -> Markup:
        """In place where the file has an address; else in words."""
        if picture.file not in self.pictures:
            return tag("p", self.said(picture.alt), class_="quiet")
        return tag("img", src=self.pictures[picture.file], alt=self.said(picture.alt).striptags())

    def file(self, file: File) -> Markup:
        """A link where the page hands files out; else where it goes."""
        label, name = tag("strong", self.said(file.label)), self.said(plain(file.name))
        note = [" ", tag("small", self.said(file.description))] if file.description else []
        if not self.files:
            return tag("p", label, " ", name, *note, " ", tag("small", self.said(HANDED_OVER)), class_="file")
        address = self.files.replace("{file}", quote(file.file, safe=""))
        link = tag("a", name, href=address, class_="button", download=file.name, type=file.media_type)
        return tag("p", label, " ", link, *note, class_="file")

    def bar(self, buttons: Iterable[Button], form: str) -> Markup:
        return tag("div", *(self.button(button, form) for button in buttons), class_="bar")

    def button(self, button: Button, form: str) -> Markup:
        label = self.said(button.label)
        if button.url:
            opens = button.url if button.url.startswith(_OPENS) else None
            return tag("a", label, href=opens, class_="button", target="_blank", rel="noopener noreferrer")
        if button.confirm:
            return self.asking(button, button.confirm, form)
        return self.sending(label, button, form)

    def sending(self, label: Markup, button: Button, form: str) -> Markup:
        return tag("button", label, form=form, name=PRESS, value=clean(button.press), class_=_look(button))

    def asking(self, button: Button, confirm: Confirm, form: str) -> Markup:
        """A dialog that the browser itself opens and closes."""
        self.asked += 1
        name = f"{self.anchor}.sure{self.asked}"
        opener = tag("button", self.said(button.label), type="button", popovertarget=name, class_=_look(button))
        no = tag("button", self.said(confirm.no), type="button", popovertarget=name, popovertargetaction="hide")
        question = (
            tag("p", tag("strong", self.said(confirm.title)), id=f"{name}.title"),
            tag("p", self.said(confirm.text)),
            tag("div", self.sending(self.said(confirm.yes), button, form), no, class_="bar"),
        )
        return opener + tag("dialog", *question, id=name, popover=True, aria_labelledby=f"{name}.title")


def _look(button: Button) -> str | None:
    return None if button.style is Style.PLAIN else button.style.value
