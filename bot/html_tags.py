"""HTML from Python: one element at a time, everything escaped that is not markup already."""

from __future__ import annotations

from typing import Final, TypeAlias

from markupsafe import Markup

Inside: TypeAlias = Markup | str
Attribute: TypeAlias = str | int | bool | None

_VOID: Final = frozenset({"hr", "img", "input"})


def tag(element: str, /, *inside: Inside, **attributes: Attribute) -> Markup:
    """An element; `class_` means class and `aria_label` means aria-label, None and False are left out."""
    opening = Markup("<{}{}>").format(element, joined(*map(_attribute, attributes, attributes.values())))
    return opening if element in _VOID else Markup("{}{}</{}>").format(opening, joined(*inside), element)


def joined(*parts: Inside) -> Markup:
    return Markup("").join(parts)


def _attribute(name: str, worth: Attribute) -> Markup:
    if worth is None or worth is False:
        return Markup("")
    written = name.rstrip("_").replace("_", "-")
    return Markup(" {}").format(written) if worth is True else Markup(' {}="{}"').format(written, worth)
