"""Files sent in the console: read to the disk, never beyond the largest that is taken, and handed on to be kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

from bot.ask import Ask, Pressed
from bot.uploads import LARGEST, Intake, Upload, Why, may_be_a_sheet

_AROUND: Final = 2**16
"""Bytes of a form besides its file."""
_KIND: Final = "multipart/form-data"
_FIELDS: Final = 10


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brought: its words, and the file, if one was chosen."""

    fields: dict[str, str]
    name: str
    content: BinaryIO | None


@asynccontextmanager
async def sent(request: Request, too_large: str, unreadable: str) -> AsyncIterator[Sent]:
    """The form until the block ends. Raises an `HTTPException` that says so for whatever is no such form."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        raise HTTPException(415, unreadable)
    bounded = Request(request.scope, _bounded(request.receive, too_large))
    async with bounded.form(max_files=1, max_fields=_FIELDS) as form:
        fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            yield Sent(fields, "", None)
        else:
            yield Sent(fields, file.filename, file.file if file.size else None)


def taken(intake: Intake, ask: Ask, file: Sent) -> Pressed:
    """What to ask in place of the file: what goes on with it, or says why it was not taken."""
    if file.content is None:
        return intake.refused(ask, file.name, Why.EMPTY)
    if not may_be_a_sheet(file.name):
        return intake.refused(ask, file.name, Why.OTHER_KIND)
    file.content.seek(0, 2)
    if file.content.tell() > LARGEST:
        return intake.refused(ask, file.name, Why.TOO_LARGE)
    file.content.seek(0)
    return intake.take(ask, Upload(file.name, file.content))


def _bounded(receive: Receive, too_large: str) -> Receive:
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > LARGEST + _AROUND:
            raise HTTPException(413, too_large)
        return message

    return counted
