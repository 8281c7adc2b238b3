"""Inputs as HTML: a label, the control, and its hint and error tied to it for screen readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias, assert_never

from markupsafe import Markup

from bot.cards import Choice, Date, Number, Option, Toggle, Tone, Words
from bot.html_tags import Attribute, joined, tag
from bot.phrases import Phrase, Speaker, Tongue, _
from bot.text_cards import NOT_LISTED, SIGNS, clean

Field: TypeAlias = Choice | Number | Words | Date | Toggle

PRESS: Final = "press"
PREFIX: Final = "field."
"""Before the names of inputs, so that none of them is taken for what comes along with every form."""


def read_form(sent: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The pressed command's token and what was filled in; empty fields are left out."""
    fields = {name.removeprefix(PREFIX): value for name, value in sent.items() if name.startswith(PREFIX)}
    return sent.get(PRESS, ""), {name: value for name, value in fields.items() if value.strip()}


class Form:
    """Draws the inputs of one form, whose id they name."""

    __slots__ = ("_bare", "_form", "_rich")

    def __init__(self, form: str, tongue: Tongue, rich: Speaker) -> None:
        self._form = form
        self._rich = rich
        self._bare = Speaker(tongue, clean)

    def field(self, element: Field) -> Markup:
        name = f"{self._form}.{element.name}"
        label = self._label(element, name)
        control = self._control(element, name)
        notes = joined(*self._notes(element, name))
        if isinstance(element, Toggle):
            return tag("div", control, label, notes, class_="field toggle")
        if isinstance(element, Choice) and element.typed:
            return tag("div", label, control, *self._typed(element), notes, class_="field")
        return tag("div", label, control, notes, class_="field")

    def _label(self, element: Field, name: str) -> Markup:
        optional = tag("small", " ", self._bare.say(_("(optional)"))) if element.optional else Markup("")
        return tag("label", self._said(element.label), optional, for_=name)

    def _typed(self, element: Choice) -> tuple[Markup, Markup]:
        """For one that is not among those listed."""
        name = f"{self._form}.{element.typed}"
        words = Words(name=element.typed, label=NOT_LISTED, optional=True)
        return tag("label", self._said(NOT_LISTED), for_=name), self._control(words, name)

    def _notes(self, element: Field, name: str) -> list[Markup]:
        notes = []
        if element.hint:
            notes.append(tag("p", self._said(element.hint), id=f"{name}.hint", class_="hint"))
        if element.error:
            sign = tag("span", SIGNS[Tone.REFUSED], " ", aria_hidden="true")
            notes.append(tag("p", sign, self._said(element.error), id=f"{name}.error", class_="error"))
        return notes

    def _control(self, element: Field, name: str) -> Markup:
        common = self._common(element, name)
        match element:
            case Choice():
                return tag("select", *self._options(element), **common)
            case Number():
                limits: dict[str, Attribute] = {"value": element.value, "min": element.low, "max": element.high}
                return tag("input", type="number", inputmode="numeric", step=1, **limits, **common)
            case Words(lines=1):
                return tag("input", type="text", value=clean(element.value), maxlength=element.longest, **common)
            case Words():
                text = "\n" + clean(element.value)  # the parser drops the first line end
                return tag("textarea", text, rows=element.lines, maxlength=element.longest, **common)
            case Date():
                return tag("input", type="date", value=clean(element.value), **common)
            case Toggle():
                no = tag("input", type="hidden", name=common["name"], value="no", form=self._form)
                return no + tag("input", type="checkbox", value="yes", checked=element.on, **common)
        assert_never(element)

    def _common(self, element: Field, name: str) -> dict[str, Attribute]:
        notes = [f"{name}.{note}" for note in ("hint", "error") if getattr(element, note)]
        return {
            "id": name,
            "name": PREFIX + element.name,
            "form": self._form,
            "required": not (element.optional or isinstance(element, Toggle) or _is_named_elsewhere(element)),
            "aria_describedby": " ".join(notes) or None,
            "aria_invalid": "true" if element.error else None,
            "autocomplete": "off",
        }

    def _options(self, element: Choice) -> list[Markup]:
        none = tag("option", self._bare.say(_("Choose…")), value="")
        return [none, *(self._option(option, chosen=option.value == element.chosen) for option in element.options)]

    def _option(self, option: Option, *, chosen: bool) -> Markup:
        said = self._bare.say(option.label)
        if option.description:
            said += f" – {self._bare.say(option.description)}"
        return tag("option", said, value=clean(option.value), selected=chosen)

    def _said(self, phrase: Phrase) -> Markup:
        return Markup(self._rich.say(phrase))  # noqa: S704 - this speaker escapes


def _is_named_elsewhere(element: Field) -> bool:
    return isinstance(element, Choice) and bool(element.typed)
