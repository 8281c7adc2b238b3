"""Pictures of pages in a third of their room: few colours are common, and the others look like one of them."""

from __future__ import annotations

from collections import Counter
from math import dist
from pathlib import Path

from PIL import Image

COLOURS = 256


def slim(picture: Path) -> None:
    """Keeps the commonest colours as they are."""
    with Image.open(picture) as opened:
        full = opened.convert("RGB")
    data = full.tobytes()
    pixels = list(zip(data[::3], data[1::3], data[2::3], strict=True))
    colours = [colour for colour, _count in Counter(pixels).most_common()]
    kept = colours[:COLOURS]
    places = {colour: _nearest(colour, kept) for colour in colours}
    few = Image.frombytes("P", full.size, bytes(map(places.__getitem__, pixels)))
    few.putpalette([part for colour in kept for part in colour])
    few.save(picture, optimize=True)


def _nearest(colour: tuple[int, int, int], among: list[tuple[int, int, int]]) -> int:
    return min(range(len(among)), key=lambda place: dist(colour, among[place]))
