"""Pictures of pages in a third of their room: few colours are common, and the others look like one of them."""

from __future__ import annotations

from collections import Counter
from math import dist
from pathlib import Path

from PIL import Image

Colour = tuple[int, int, int]

COLOURS = (256, 64, 32, 16)
MOST_BYTES = 60_000


def slim(picture: Path) -> None:
    """Keeps the commonest colours as they are: as many as there is room for."""
    with Image.open(picture) as opened:
        full = opened.convert("RGB")
    data = full.tobytes()
    pixels = list(zip(data[::3], data[1::3], data[2::3], strict=True))
    colours = [colour for colour, _count in Counter(pixels).most_common()]
    for count in COLOURS:
        kept = colours[:count]
        _painted(full, pixels, colours, kept).save(picture, optimize=True)
        if picture.stat().st_size <= MOST_BYTES:
            return


def _painted(full: Image.Image, pixels: list[Colour], colours: list[Colour], kept: list[Colour]) -> Image.Image:
    places = {colour: _nearest(colour, kept) for colour in colours}
    few = Image.frombytes("P", full.size, bytes(map(places.__getitem__, pixels)))
    few.putpalette([part for colour in kept for part in colour])
    return few


def _nearest(colour: Colour, among: list[Colour]) -> int:
    return min(range(len(among)), key=lambda place: dist(colour, among[place]))
