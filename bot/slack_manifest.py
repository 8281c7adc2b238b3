"""The app as Slack is told of it: its command, shortcuts, events and scopes, and where it hears."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

from bot.slack import ADDRESS
from bot.slack_payloads import SHORTCUTS

COMMAND: Final = "/licence"
EVENTS: Final = ("app_home_opened", "app_mention", "message.im", "user_change")
SCOPES: Final = (
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
    "users:read.email",
)
_SHOWN: Final[Mapping[str, tuple[str, str]]] = {
    "overview": ("Licence overview", "Decisions, seats and orders at a glance"),
    "change_seats": ("Change seats", "Order seats, or give some back"),
}
"""Name and description of each shortcut."""


def manifest(public_url: str | None) -> str:
    """As YAML. Without a public address the bot hears over Socket Mode."""
    return "\n".join(_yaml(_content(public_url))) + "\n"


def _content(public_url: str | None) -> dict[str, Any]:
    address = f"{public_url.rstrip('/')}{ADDRESS}" if public_url else None
    return {
        "display_information": {
            "name": "Comptoir",
            "description": "Licences: seats, renewals, keys and orders",
            "background_color": "#1f3a5f",
        },
        "features": _features(address),
        "oauth_config": {"scopes": {"bot": SCOPES}},
        "settings": _settings(address),
    }


def _features(address: str | None) -> dict[str, Any]:
    command = {"description": "See and change licences", "usage_hint": "[seats Visio 12 | users | help]"}
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Comptoir", "always_online": True},
        "shortcuts": [_shortcut(name) for name in SHORTCUTS],
        "slash_commands": [{"command": COMMAND, **_at("url", address), **command, "should_escape": False}],
    }


def _shortcut(callback: str) -> dict[str, str]:
    name, description = _SHOWN[callback]
    return {"name": name, "type": "global", "callback_id": callback, "description": description}


def _settings(address: str | None) -> dict[str, Any]:
    return {
        "event_subscriptions": {**_at("request_url", address), "bot_events": EVENTS},
        "interactivity": {
            "is_enabled": True,
            **_at("request_url", address),
            **_at("message_menu_options_url", address),
        },
        "org_deploy_enabled": False,
        "socket_mode_enabled": address is None,
        "token_rotation_enabled": False,
    }


def _at(name: str, address: str | None) -> dict[str, str]:
    return {name: address} if address else {}


def _yaml(content: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for name, value in content.items():
        match value:
            case Mapping():
                yield f"{indent}{name}:"
                yield from _yaml(value, f"{indent}  ")
            case str() | bool():
                yield f"{indent}{name}: {_scalar(value)}"
            case _:
                yield f"{indent}{name}:"
                yield from _list(value, f"{indent}  ")


def _list(items: Sequence[Any], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield f"{indent}- {_scalar(item)}"
        else:
            first, *rest = _yaml(item)
            yield f"{indent}- {first}"
            yield from (f"{indent}  {line}" for line in rest)


def _scalar(value: str | bool) -> str:  # noqa: FBT001
    """As JSON has it, which YAML reads too."""
    return orjson.dumps(value).decode()
