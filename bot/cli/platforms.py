"""`slack manifest` and `webex setup`: what the platforms must know of the bot."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from bot.cli.saying import fail, tell

_DONE: Final = {"make": "Made", "mend": "Mended", "remove": "Removed a second copy of"}

slack = typer.Typer(help="Slack's side of the bot.", no_args_is_help=True, rich_markup_mode=None)
webex = typer.Typer(help="Webex's side of the bot.", no_args_is_help=True, rich_markup_mode=None)


@slack.callback()
def _slack() -> None:
    """Slack's side of the bot."""


@webex.callback()
def _webex() -> None:
    """Webex's side of the bot."""


@slack.command("manifest")
def manifest(
    check: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, metavar="FILE", help="Compare this file with it.")
    ] = None,
) -> None:
    """Print the manifest to create the Slack app from; with COMPTOIR_PUBLIC_URL over HTTP, else for Socket Mode."""
    from bot.cli.opening import configured
    from bot.slack_manifest import manifest as written

    ours = written(configured().public_url)
    if check is None:
        typer.echo(ours, nl=False)
    elif check.read_text(encoding="utf-8") != ours:
        fail(f"{check} is not the manifest of this version and these settings.")
    else:
        tell(f"{check} is the manifest of this version and these settings.")


@webex.command("setup")
def setup(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False,
) -> None:
    """Make the webhooks by which Webex tells the bot what happens; mend those that are broken."""
    import json

    from bot.cli.opening import configured
    from bot.errand import NotSent
    from bot.settings import reveal
    from bot.webex import Webex
    from bot.webex_webhooks import Webhooks

    settings = configured()
    if settings.webex_token is None:
        fail("WEBEX_TEAMS_ACCESS_TOKEN is not set, so there is no Webex bot to set up.")
    if settings.public_url is None:
        fail("COMPTOIR_PUBLIC_URL is not set: the bot listens to Webex on a websocket, which needs no set-up.")
    client = Webex(reveal(settings.webex_token), f"{settings.webex_api_url}/")
    try:
        done = Webhooks(client, reveal(settings.webex_webhook_secret)).keep_up(settings.public_url).done
    except NotSent as no:
        fail(f"Webex did not do it: {no}. Check WEBEX_TEAMS_ACCESS_TOKEN and WEBEX_API_URL.")
    finally:
        client.close()
    if as_json:
        typer.echo(json.dumps({"done": done}))
        return
    typer.echo("\n".join(map(_in_words, done)) or "The webhooks are as they should be.")


def _in_words(deed: str) -> str:
    """`make Comptoir messages` as a sentence."""
    verb, _, name = deed.partition(" ")
    return f"{_DONE[verb]} the webhook “{name}”."
