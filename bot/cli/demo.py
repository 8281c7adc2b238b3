"""`demo`: the bot on sample data, with a console in the browser and no account anywhere."""

from __future__ import annotations

from typing import Annotated

import typer


def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the console listens.")] = 3000,
    *,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Don't open a browser.")] = False,
) -> None:
    """Run the bot on sample data, with a console at http://127.0.0.1:3000/."""
