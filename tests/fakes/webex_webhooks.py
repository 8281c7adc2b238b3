"""Endpoints of webhooks, and which event a webhook asks for."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from tests.fakes.webex_nouns import Webhook
from tests.fakes.webex_rest import Call, Desk, Reply, Route, known, missing, needed, page, refuse, word
from tests.fakes.webex_world import Event

EVENTS = {
    "messages": {"created", "updated", "deleted", "all"},
    "memberships": {"created", "updated", "deleted", "all"},
    "rooms": {"created", "updated", "migrated", "all"},
    "attachmentActions": {"created", "all"},
    "all": {"all"},
}
FILTERS = {"roomId", "roomType", "personId", "personEmail", "mentionedPeople"}


def create(desk: Desk, call: Call, _: str) -> Reply:
    """Webex takes the same registration twice, and then delivers twice."""
    known(call, "name", "targetUrl", "resource", "event", "filter", "secret")
    webhook = Webhook(
        desk.bot,
        needed(call, "name"),
        _target(call),
        needed(call, "resource"),
        needed(call, "event"),
        desk.world.clock(),
        filter=word(call, "filter"),
        secret=word(call, "secret"),
    )
    _check(webhook)
    desk.world.webhooks[webhook.id] = webhook
    return Reply(200, webhook.as_json())


def _target(call: Call) -> str:
    target = needed(call, "targetUrl")
    return target if re.fullmatch(r"https?://[^\s/]+\S*", target) else refuse("targetUrl is no address.")


def _check(webhook: Webhook) -> None:
    if webhook.event not in EVENTS.get(webhook.resource, set()):
        refuse(f"There is no event {webhook.event!r} of {webhook.resource!r}.")
    names = {name for name, _ in _terms(webhook)}
    if not names <= FILTERS:
        refuse(f"Unknown filter: {', '.join(sorted(names - FILTERS))}")


def webhooks(desk: Desk, call: Call, _: str) -> Reply:
    known(call, "max", "cursor")
    return page(desk, call, [one.as_json() for one in desk.world.webhooks.values() if one.owner is desk.bot])


def webhook(desk: Desk, call: Call, number: str) -> Reply:
    known(call)
    return Reply(200, _mine(desk, number).as_json())


def update(desk: Desk, call: Call, number: str) -> Reply:
    """Name, address and secret change; a status can only be set to active."""
    known(call, "name", "targetUrl", "secret", "status")
    found = _mine(desk, number)
    name, target, status = needed(call, "name"), _target(call), word(call, "status")
    if status not in (None, "active"):
        refuse("A webhook can only be set to active.")
    found.name, found.target = name, target
    found.secret = word(call, "secret") or found.secret
    if status:
        found.status, found.failures = status, 0
    return Reply(200, found.as_json())


def remove(desk: Desk, call: Call, number: str) -> Reply:
    known(call)
    del desk.world.webhooks[_mine(desk, number).id]
    return Reply(204)


def _mine(desk: Desk, number: str) -> Webhook:
    found = desk.world.webhooks.get(number)
    if found is None or found.owner is not desk.bot:
        missing("Webhook not found.")
    return found


def wants(webhook: Webhook, event: Event) -> bool:
    """Whether this webhook is to be told of the event."""
    asked = webhook.resource in ("all", event.resource) and webhook.event in ("all", event.event)
    heard = webhook.status == "active" and webhook.owner in event.audience
    return asked and heard and all(_fits(webhook, event, name, value) for name, value in _terms(webhook))


def _terms(webhook: Webhook) -> list[tuple[str, str]]:
    return parse_qsl(webhook.filter or "", keep_blank_values=True)


def _fits(webhook: Webhook, event: Event, name: str, value: str) -> bool:
    if name == "mentionedPeople":
        return (webhook.owner.id if value == "me" else value) in event.data.get("mentionedPeople", [])
    return bool(event.data.get(name) == value)


ROUTES = (
    Route("POST", "/webhooks", create),
    Route("GET", "/webhooks", webhooks),
    Route("GET", "/webhooks/{id}", webhook),
    Route("PUT", "/webhooks/{id}", update),
    Route("DELETE", "/webhooks/{id}", remove),
)
