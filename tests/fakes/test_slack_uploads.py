"""The pretended Slack takes a file as the real one does, or not at all."""

from __future__ import annotations

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError


@pytest.fixture
def client(slack) -> WebClient:
    return WebClient(slack.token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def announced(client) -> dict[str, str]:
    """A file of three bytes that Slack waits for."""
    answer = client.files_getUploadURLExternal(filename="a.csv", length=3)
    return {"address": answer["upload_url"], "id": answer["file_id"]}


def completed(client, id: str) -> str:
    """Slack's word for why it does not show a file, empty if it does."""
    try:
        client.files_completeUploadExternal(files=[{"id": id, "title": "a.csv"}])
    except SlackApiError as no:
        return str(no.response["error"])
    return ""


def test_what_is_brought_whole_can_be_shown(slack, client, announced):
    assert requests.post(announced["address"], data=b"abc", timeout=5).text == "OK - 3"
    assert completed(client, announced["id"]) == ""


@pytest.mark.parametrize("content", [b"", b"ab", b"abcd"])
def test_another_length_than_announced_is_refused(slack, client, announced, content):
    assert requests.post(announced["address"], data=content, timeout=5).status_code == 400
    assert completed(client, announced["id"]) == "file_not_found"
    slack.pardon("announced 3")
    slack.pardon("file_not_found")


def test_a_file_is_brought_once(slack, announced):
    statuses = [requests.post(announced["address"], data=b"abc", timeout=5).status_code for _time in range(2)]
    assert statuses == [200, 400]
    slack.pardon("announced 3")


def test_an_id_that_slack_did_not_give_is_refused(slack, client, announced):
    assert requests.post(f"{slack.base}/upload/F0NOWHERE", data=b"abc", timeout=5).status_code == 400
    assert completed(client, "F0NOWHERE") == "file_not_found"
    slack.pardon("announced None")
    slack.pardon("file_not_found")


def test_a_file_is_shown_once(slack, client, announced):
    requests.post(announced["address"], data=b"abc", timeout=5)
    assert [completed(client, announced["id"]) for _time in range(2)] == ["", "file_already_completed"]
    slack.pardon("file_already_completed")


def test_nothing_is_announced_without_the_scope(slack, client):
    slack.scopes -= {"files:write"}
    with pytest.raises(SlackApiError, match="missing_scope"):
        client.files_getUploadURLExternal(filename="a.csv", length=3)
    slack.pardon("missing_scope")
