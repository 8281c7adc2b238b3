"""A file as the answer to a browser: as an attachment, kept nowhere, its type as it was said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from bot.errand import Parcel

_PIECE: Final = 64 * 2**10


async def download(opening: AbstractContextManager[Parcel | None]) -> Response | None:
    """The file, which is closed once it was sent; None where there is none for the one who asks."""
    closing = ExitStack()
    parcel = await run_in_threadpool(closing.enter_context, opening)
    if parcel is None:
        closing.close()
        return None
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(parcel.name, safe='')}",
        "Content-Length": str(parcel.size),
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(_pieces(parcel, closing), headers=headers, media_type=parcel.media_type)


def _pieces(parcel: Parcel, closing: ExitStack) -> Iterator[bytes]:
    with closing:
        while piece := parcel.content.read(_PIECE):
            yield piece
