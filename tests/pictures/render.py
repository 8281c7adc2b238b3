"""Turns cards into pictures: Slack's blocks, Webex's adaptive cards and HTML pages, drawn by a real Chromium.

    python -m tests.pictures.render card.json picture.png [--width 640] [--note "Only visible to you"]

The cards are drawn by the small JavaScript beside this file; npm fetches its parts on first use.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from playwright.sync_api import Page, Playwright, Route, ViewportSize, sync_playwright

HERE = Path(__file__).parent
DRAWN_BY = HERE / "dist"
SOURCES = ("draw.jsx", "draw.css", "webex.json", "package.json")
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MODAL = 552  # pixels, with some air around it
LOCAL = ("data:", "about:", "file:", "blob:", "http://127.0.0.1:", "http://localhost:")
Kind = Literal["message", "modal", "home", "adaptive"]


class CannotDraw(Exception):
    """Something that drawing needs is missing, or the document is no card."""


@dataclass(frozen=True)
class Drawing:
    kind: Kind
    document: object
    note: str = ""
    time: str = "14:05"


def drawing(document: Any, note: str = "") -> Drawing:
    """What kind of card a JSON document is."""
    if isinstance(document, list):
        return Drawing("message", document, note)
    match document:
        case {"type": "AdaptiveCard"}:
            return Drawing("adaptive", document)
        case {"type": "modal" | "home" as kind}:
            return Drawing(kind, document)
        case {"blocks": blocks}:
            return Drawing("message", blocks, note)
    raise CannotDraw("neither blocks, nor a view, nor an adaptive card")


def built() -> Path:
    """The folder with the drawing script, built anew when its sources changed."""
    script = DRAWN_BY / "draw.js"
    newest = max((HERE / name).stat().st_mtime for name in SOURCES)
    if not script.exists() or script.stat().st_mtime < newest:
        _npm("install", "--silent")
        _npm("run", "--silent", "build")
    return DRAWN_BY


def _npm(*words: str) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise CannotDraw("drawing cards needs Node.js with npm")
    done = subprocess.run([npm, *words], cwd=HERE, check=False, capture_output=True, text=True)
    if done.returncode:
        raise CannotDraw(f"npm {words[0]} failed: {done.stderr.strip()}")


class Painter:
    """A browser that takes pictures for as long as the block lasts; nothing beyond this machine is asked."""

    def __init__(self, width: int = 640, scale: float = 2) -> None:
        self._width, self._scale = width, scale
        self._running: Playwright | None = None

    def __enter__(self) -> Self:
        chromium = shutil.which("chromium")
        if chromium is None:
            raise CannotDraw("drawing needs Chromium (Debian's package chromium)")
        self._running = sync_playwright().start()
        self._browser = self._running.chromium.launch(executable_path=chromium, args=list(CHROMIUM))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser.close()
        if self._running:
            self._running.stop()

    def card(self, drawn: Drawing, picture: Path) -> None:
        folder = built()
        page = self.open(min(self._width, MODAL) if drawn.kind == "modal" else self._width)
        page.set_content('<!DOCTYPE html><meta charset="utf-8"><body><div id="card"></div></body>')
        page.add_style_tag(path=folder / "draw.css")
        page.add_script_tag(path=folder / "draw.js")
        page.evaluate("card => window.draw(card)", vars(drawn))
        page.locator("body").screenshot(path=picture)
        page.close()

    def page(self, address: str, picture: Path) -> None:
        """A page of this machine, the whole of it."""
        page = self.open(self._width)
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=picture, full_page=True)
        page.close()

    def open(self, width: int, height: int = 480, scale: float = 0) -> Page:
        """An empty page, to be closed by whoever opened it."""
        size = ViewportSize(width=width, height=height)
        page = self._browser.new_page(viewport=size, device_scale_factor=scale or self._scale, color_scheme="light")
        page.route("**/*", _stay_here)
        return page


def _stay_here(route: Route) -> None:
    if route.request.url.startswith(LOCAL):
        route.continue_()
    else:
        route.abort()


def render(source: str, picture: Path, *, width: int = 640, note: str = "") -> None:
    """Draw a JSON file's card, or an HTML file or local address, into a PNG."""
    with Painter(width) as painter:
        if source.endswith(".json"):
            painter.card(drawing(json.loads(Path(source).read_text("utf-8")), note), picture)
        else:
            painter.page(source if "://" in source else Path(source).resolve().as_uri(), picture)


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("source", help="a JSON file with a card, an HTML file, or an address on this machine")
    words.add_argument("picture", type=Path)
    words.add_argument("--width", type=int, default=640)
    words.add_argument("--note", default="", help='a line above a Slack message, as "Only visible to you"')
    asked = words.parse_args()
    try:
        render(asked.source, asked.picture, width=asked.width, note=asked.note)
    except CannotDraw as no:
        print(no, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
