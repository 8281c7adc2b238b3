"""Cards as Slack shows them: messages, modals and the Home tab, within all of Slack's limits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypedDict

from bot.cards import Card
from bot.phrases import Phrase, Tongue, _
from bot.slack_draft import Draft, carried
from bot.slack_inputs import read_state
from bot.slack_limits import (
    BUTTON,
    LABEL,
    MESSAGE_BLOCKS,
    MESSAGE_ROOM,
    METADATA,
    TITLE,
    VIEW_BLOCKS,
    VIEW_ROOM,
    Block,
    fit,
)
from bot.slack_text import label, voice

__all__ = ["CONTINUE", "FORM", "Message", "continue_button", "field_errors", "home", "message", "modal", "read_state"]

FORM: Final = "form"
"""The callback of every modal."""
CONTINUE: Final = "continue"
"""The action that opens a form; its value is the token of the command that asks for it."""
NO_PICTURES: Final[Mapping[str, str]] = MappingProxyType({})


class Message(TypedDict):
    blocks: list[Block]
    text: str


def message(card: Card, tongue: Tongue, pictures: Mapping[str, str] = NO_PICTURES) -> Message:
    """The card as a message; a form becomes a button that opens it. `pictures` gives files their Slack ids."""
    draft = Draft(tongue, pictures)
    draft.title(card.title)
    draft.add(card.elements)
    if card.submit is not None:
        draft.put(continue_button(card.submit.press, tongue))
    return {"blocks": draft.fitting(MESSAGE_BLOCKS, MESSAGE_ROOM), "text": draft.text()}


def modal(
    card: Card, tongue: Tongue, *, metadata: str, form: str = "", pictures: Mapping[str, str] = NO_PICTURES
) -> Block:
    """The card as a modal: a form that sends its fields, or something to read with buttons to press.

    `form` is a name that no other form has.
    """
    if len(metadata) > METADATA:
        raise ValueError(f"a modal carries at most {METADATA} characters, not {len(metadata)}")
    draft = Draft(tongue, pictures, asks=True, form=form)
    title = draft.voice.bare(card.title)
    if len(title) > TITLE or not card.elements:
        draft.title(card.title)
    draft.add(card.elements)
    view: Block = {"type": "modal", "callback_id": FORM, "private_metadata": metadata, "title": label(title, TITLE)}
    view["blocks"] = draft.fitting(VIEW_BLOCKS, VIEW_ROOM)
    view["close"] = draft.voice.label(_("Close") if card.submit is None else _("Cancel"), TITLE)
    if card.submit is not None:
        view["submit"] = draft.voice.label(card.submit.label, TITLE)
    return view


def home(card: Card, tongue: Tongue, pictures: Mapping[str, str] = NO_PICTURES) -> Block:
    """The card as the Home tab, where it stays: `ValueError` for a card with a secret."""
    if card.shows_secret:
        raise ValueError("a secret does not go where it stays")
    draft = Draft(tongue, pictures)
    draft.title(card.title)
    draft.add(card.elements)
    if card.submit is not None:
        draft.put(continue_button(card.submit.press, tongue))
    return {"type": "home", "blocks": draft.fitting(VIEW_BLOCKS, VIEW_ROOM)}


def continue_button(token: str, tongue: Tongue) -> Block:
    """A block with one button that opens a form, for where none could be opened."""
    button = {"type": "button", "action_id": CONTINUE, "text": voice(tongue).label(_("Continue"), BUTTON)}
    return {"type": "actions", "elements": [{**button, "style": "primary", "value": carried(token)}]}


def field_errors(errors: Mapping[str, Phrase], tongue: Tongue) -> dict[str, str]:
    """What is wrong with a form's fields, as the answer to its submission takes it."""
    return {name: fit(voice(tongue).bare(error), LABEL) for name, error in errors.items()}
