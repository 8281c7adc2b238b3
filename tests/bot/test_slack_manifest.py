from __future__ import annotations

import ast
import json
import re
from itertools import chain
from typing import Annotated, Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints
from slack_sdk import WebClient

from bot.slack import ADDRESS
from bot.slack_manifest import COMMAND, manifest
from bot.slack_payloads import SHORTCUTS
from tests.fakes.slack_views import METHODS as FAKED
from tests.sources import ROOT, parsed

PUBLIC = "https://licences.example"
METHODS = {
    "auth_test": set(),
    "chat_delete": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "files_completeUploadExternal": {"files:write"},
    "files_getUploadURLExternal": {"files:write"},
    "files_info": {"files:read"},
    "users_info": {"users:read", "users:read.email"},
    "views_open": set(),
    "views_publish": set(),
    "views_update": set(),
}
"""What Slack wants to be granted for each method that the bot calls."""
BY_THE_APP = {"apps_connections_open"}
"""Called with the app's own token, which no scope of the bot concerns."""
EVENTS = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "message.im": {"im:history"},
    "user_change": {"users:read"},
}


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


Title = Annotated[str, StringConstraints(min_length=1, max_length=24)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=140)]
Address = Annotated[HttpUrl, Field(strict=False)] | None


class Display(Part):
    name: Line
    description: Line
    background_color: Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]


class AppHome(Part):
    home_tab_enabled: Literal[True]
    messages_tab_enabled: Literal[True]
    messages_tab_read_only_enabled: Literal[False]


class BotUser(Part):
    display_name: Line
    always_online: bool


class Shortcut(Part):
    name: Title
    type: Literal["global"]
    callback_id: Title
    description: Line


class SlashCommand(Part):
    command: Annotated[str, StringConstraints(pattern=r"^/\w+$", max_length=32)]
    url: Address = None
    description: Line
    usage_hint: Line
    should_escape: Literal[False]


class Features(Part):
    app_home: AppHome
    bot_user: BotUser
    shortcuts: Annotated[list[Shortcut], Field(max_length=10)]
    slash_commands: list[SlashCommand]


class BotScopes(Part):
    bot: list[str]


class OAuth(Part):
    scopes: BotScopes


class Subscriptions(Part):
    request_url: Address = None
    bot_events: list[str]


class Interactivity(Part):
    is_enabled: Literal[True]
    request_url: Address = None
    message_menu_options_url: Address = None


class Settings(Part):
    event_subscriptions: Subscriptions
    interactivity: Interactivity
    org_deploy_enabled: bool
    socket_mode_enabled: bool
    token_rotation_enabled: Literal[False]


class Manifest(Part):
    """The part of Slack's schema that an app like this one uses."""

    display_information: Display
    features: Features
    oauth_config: OAuth
    settings: Settings


def read(public_url: str | None = None) -> Manifest:
    return Manifest.model_validate_json(json.dumps(yaml.safe_load(manifest(public_url))))


def wire() -> list[ast.AST]:
    return list(chain.from_iterable(ast.walk(parsed(path)) for path in (ROOT / "bot").glob("slack*.py")))


def called() -> set[str]:
    """The Web API methods that the wire names."""
    named = {node.attr for node in wire() if isinstance(node, ast.Attribute)}
    return {name for name in named if re.fullmatch(r"[a-z]+_[a-zA-Z_]+", name) and hasattr(WebClient, name)}


def heard() -> set[str]:
    """The types of events that the wire tells apart."""
    (match,) = (
        node for node in wire() if isinstance(node, ast.Match) and ast.unparse(node.subject) == "body['event']['type']"
    )
    patterns = (node for case in match.cases for node in ast.walk(case.pattern))
    return {str(node.value) for node in patterns if isinstance(node, ast.Constant)}


def test_the_file_is_the_manifest_for_socket_mode():
    assert (ROOT / "manifest.yml").read_text() == manifest(None)


@pytest.mark.parametrize("public", [None, PUBLIC])
def test_slack_would_take_it(public):
    assert read(public).settings.socket_mode_enabled is (public is None)


def test_everything_arrives_at_the_one_route():
    read_out = read(f"{PUBLIC}/")
    addresses = (
        read_out.features.slash_commands[0].url,
        read_out.settings.interactivity.request_url,
        read_out.settings.interactivity.message_menu_options_url,
        read_out.settings.event_subscriptions.request_url,
    )
    assert {str(address) for address in addresses} == {f"{PUBLIC}{ADDRESS}"}


def test_without_a_public_address_none_is_named():
    assert "url" not in manifest(None)


def test_the_command_and_the_shortcuts_are_those_that_the_bot_knows():
    features = read().features
    assert [command.command for command in features.slash_commands] == [COMMAND] == ["/licence"]
    assert [shortcut.callback_id for shortcut in features.shortcuts] == [*SHORTCUTS]


def test_slack_tells_of_what_the_bot_listens_to():
    told = set(read().settings.event_subscriptions.bot_events)
    assert told == EVENTS.keys()
    assert {event.partition(".")[0] for event in told} == heard()


def test_it_asks_for_what_the_code_needs_and_no_more():
    assert called() - BY_THE_APP == METHODS.keys()
    asked = read().oauth_config.scopes.bot
    assert set(asked) == {"commands"}.union(*METHODS.values(), *EVENTS.values())
    assert asked == sorted(set(asked))


def test_the_pretended_slack_grants_no_method_for_less():
    for name, scopes in METHODS.items():
        needed = FAKED[name.replace("_", ".", 1)][1]
        assert needed is None or needed in scopes
