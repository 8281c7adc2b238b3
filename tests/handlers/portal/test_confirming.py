"""An organisation's link over HTTP: looking changes nothing, the button confirms once, an ended one is sent anew."""

from __future__ import annotations

import pytest

from handlers.sample.loading import sample_id
from store import links
from store.values import LinkPurpose
from tests.handlers.portal.conftest import TOKENS
from tests.handlers.portal.test_pages import csrf, send


@pytest.fixture
def link(office):
    """The one of Blue Harbour, which waits for its confirmation since this noon."""
    with office.database.reading() as db:
        return links.of(db, LinkPurpose.ACTIVATION, sample_id("organisation", "Blue Harbour"))


@pytest.fixture
def path(link):
    return f"/activate/{TOKENS.link(LinkPurpose.ACTIVATION, link.id, link.generation)}"


def state(office):
    return office.rows("SELECT activation FROM organisations WHERE name = 'Blue Harbour'")[0][0]


def mailed(office):
    return office.rows("SELECT recipient FROM mails WHERE template = 'activation'")


def test_only_the_button_activates(office, browser, path):
    for _scanner in range(3):
        assert "Blue Harbour" in browser.get(path).text
        assert state(office) == "pending"
    assert "Blue Harbour is active" in send(browser, path).text
    assert state(office) == "active"


def test_pressed_twice_it_says_the_same_and_is_recorded_once(office, browser, path):
    form = {"csrf": csrf(browser.get(path))}
    for _press in range(2):
        assert "Blue Harbour is active" in browser.post(path, data=form).text
    assert len(office.rows("SELECT 1 FROM audit")) == 1


def test_a_press_from_another_page_activates_nothing(office, browser, path):
    browser.get(path)
    assert browser.post(path, data={"csrf": "made up"}).status_code == 403
    assert state(office) == "pending"


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (0, 410)])
def test_it_is_good_to_the_second(office, browser, link, path, seconds, status):
    office.now = link.expires_at
    office.later(seconds=seconds)
    assert browser.get(path).status_code == status


def test_an_ended_link_is_sent_anew_to_the_same_address(office, browser, link, path):
    office.now = link.expires_at
    assert "on its way" in send(browser, path).text
    assert mailed(office) == [(link.email,)]
    assert browser.get(path).status_code == 410
    with office.database.reading() as db:
        fresh = links.find(db, link.id)
    assert (
        "is active" in send(browser, f"/activate/{TOKENS.link(LinkPurpose.ACTIVATION, link.id, fresh.generation)}").text
    )


def test_nobodys_mailbox_is_filled_by_an_ended_link(office, browser, link, path):
    office.now = link.expires_at
    for _press in range(6):
        send(browser, path)
    assert len(mailed(office)) == 3


def test_a_good_link_is_not_sent_again(office, link, path):
    office.desk.renew(path.removeprefix("/activate/"))
    assert mailed(office) == []
