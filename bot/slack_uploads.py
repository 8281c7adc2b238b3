"""Files on their way to one person in Slack: announced, brought to where Slack wants them, then shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

import requests
from slack_sdk import WebClient

from bot.errand import Down, Gone, Lost, Parcel, Sent
from bot.slack_addresses import FILES_AT, is_slacks
from bot.slack_faults import told

_DOOR_S: Final = 3
_BYTES_S: Final = 15


def hand_over(client: WebClient, channel: str, parcel: Parcel, comment: str) -> Sent:
    """Into a conversation, with a line above it. Raises a `NotSent`; until it is shown nobody has seen it."""
    if not parcel.size:
        raise Gone("an empty file")
    with _unseen():
        address, id = _announced(client, parcel)
        _bring(client, address, parcel)
    files: list[dict[str, str | None]] = [{"id": id, "title": parcel.name}]
    with told():
        client.files_completeUploadExternal(files=files, channel_id=channel, initial_comment=comment)
    return Sent(id)


@contextmanager
def _unseen() -> Iterator[None]:
    """An answer that got lost does no harm here: it can be done again."""
    try:
        with told():
            yield
    except Lost as lost:
        raise Down(str(lost)) from lost


def _announced(client: WebClient, parcel: Parcel) -> tuple[str, str]:
    """Where the file's bytes are to go, and what Slack calls it."""
    answer: Any = client.files_getUploadURLExternal(filename=parcel.name, length=parcel.size).data
    match answer:
        case {"upload_url": str(address), "file_id": str(id)} if id:
            return address, id
        case _:
            raise Down("Slack answered rubbish")


def _bring(client: WebClient, address: str, parcel: Parcel) -> None:
    if not is_slacks(address, FILES_AT, client.base_url):
        raise Down("Slack leads to another address")
    parcel.content.seek(0)
    headers = {"Content-Type": "application/octet-stream"}
    patience = (_DOOR_S, _BYTES_S)
    with requests.post(
        address, data=parcel.content, headers=headers, timeout=patience, allow_redirects=False, stream=True
    ) as answer:
        if answer.status_code != HTTPStatus.OK:
            raise Down(f"Slack took no file ({answer.status_code})")
