"""`comptoir` and `python -m bot`: the command line."""

from __future__ import annotations


def main() -> None:
    """Each command imports what it needs when it is called, so that `--help` is quick."""
    from bot.cli.app import app

    app(prog_name="comptoir")


if __name__ == "__main__":
    main()
