"""Cards for the fake's own tests."""

from __future__ import annotations

from tests.fakes.webex_nouns import CARD, Json

SUBMIT = {"type": "Action.Submit", "title": "Confirm", "data": {"order": 7}}
SEATS = {"type": "Input.Number", "id": "seats", "label": "Number of seats", "isRequired": True, "min": 1, "max": 99}
MAIL = {"type": "Input.Text", "id": "mail", "label": "E-mail", "regex": "^[^@]+@[^@]+$", "errorMessage": "No address"}
TERM = {"type": "Input.ChoiceSet", "id": "term", "label": "Term", "choices": [{"title": "One year", "value": "P1Y"}]}
RENEW = {"type": "Input.Toggle", "id": "renew", "label": "Renewal", "title": "Renew by itself"}
START = {"type": "Input.Date", "id": "start", "label": "Start", "min": "2026-11-01", "max": "2026-11-30"}


def text(words: str) -> Json:
    return {"type": "TextBlock", "text": words, "wrap": True}


def content(*body: Json, actions: list[Json] | None = None, **more: object) -> Json:
    return {"type": "AdaptiveCard", "version": "1.3", "body": list(body), "actions": actions or [SUBMIT], **more}


def card(*body: Json, actions: list[Json] | None = None, **more: object) -> list[Json]:
    """The attachments of a message that shows this card."""
    return [{"contentType": CARD, "content": content(*body, actions=actions, **more)}]


FORM = (text("Order"), SEATS, MAIL, TERM, RENEW, START)
