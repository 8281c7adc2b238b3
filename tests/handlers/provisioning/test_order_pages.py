"""The pages of an order over HTTP: looking sends nothing, forms are ours, and a stranger's link says nothing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.web.portal import portal
from handlers.portal.desk import Counter

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def database_url(request):
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def browser(office, nadia):
    desk = Counter(office.database, lambda: office.now, office.defaults)
    with ThreadPoolExecutor(1) as hashing, ThreadPoolExecutor(2) as reading:
        routes = portal(desk, hashing, reading, secure=True, orders=nadia.desk)
        with TestClient(Starlette(routes=routes), "https://bot.example", follow_redirects=False) as client:
            yield client


def path(outsider):
    return f"/portal/order/{outsider.token}"


def csrf(page):
    return re.findall(r'name="csrf" value="([^"]+)"', page.text)[0]


def inside(browser, nadia):
    """Where the code leads."""
    page = browser.post(f"{path(nadia)}/code", data={"csrf": csrf(browser.get(path(nadia)))})
    let_in = browser.post(path(nadia), data={"csrf": csrf(page), "code": nadia.code()})
    assert let_in.status_code == HTTPStatus.SEE_OTHER
    return browser.get(let_in.headers["location"])


def test_looking_at_a_link_mails_nothing_and_shows_no_customer(browser, nadia):
    page = [browser.get(path(nadia)) for _scanner in range(3)][-1]
    assert (page.status_code, "Contoso" in page.text, nadia.mails("code")) == (HTTPStatus.OK, False, [])


def test_the_code_opens_the_order_and_its_cookie_is_for_this_order_and_https_alone(browser, nadia, order):
    page = inside(browser, nadia)
    assert order.label in page.text
    (cookie,) = [one for one in browser.cookies.jar if "comptoir_order" in one.name]
    assert cookie.secure
    assert "no-store" in page.headers["cache-control"]


@pytest.mark.parametrize("sent", [{"other": "x"}, {"csrf": "x"}], ids=["no-field", "another"])
def test_a_form_that_is_not_ours_sends_no_code(browser, nadia, sent):
    browser.get(path(nadia))
    assert browser.post(f"{path(nadia)}/code", data=sent).status_code == HTTPStatus.FORBIDDEN
    assert nadia.mails("code") == []


def test_a_wrong_code_stays_on_the_page(browser, nadia):
    page = browser.post(f"{path(nadia)}/code", data={"csrf": csrf(browser.get(path(nadia)))})
    refused = browser.post(path(nadia), data={"csrf": csrf(page), "code": "<b>1</b>"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "This code is wrong" in refused.text


def test_a_press_without_the_visit_s_own_field_does_nothing(browser, nadia, order):
    inside(browser, nadia)
    before = order.version
    refused = browser.post(f"{path(nadia)}/press", data={"csrf": "x"})
    assert (refused.status_code, order.version) == (HTTPStatus.FORBIDDEN, before)


def test_a_button_goes_on_with_the_order(browser, nadia, order):
    page = inside(browser, nadia)
    press = nadia.desk.go_on(nadia.token, _cookie(browser), "en", nadia.visitor).card.submit.press
    done = browser.post(f"{path(nadia)}/press", data={"csrf": csrf(page), "press": press, "field.for_whom": "customer"})
    assert "Partner organisation" in done.text
    assert order.step == "partner"


def test_the_summary_is_a_pdf_for_whoever_is_inside_alone(browser, nadia):
    address = f"{path(nadia)}/summary.pdf"
    assert browser.get(address).status_code == HTTPStatus.FORBIDDEN
    assert address in inside(browser, nadia).text
    paper = browser.get(address)
    assert (paper.content[:5], paper.headers["content-type"]) == (b"%PDF-", "application/pdf")


@pytest.mark.parametrize(
    ("state", "said"), [("done", "This order is set up."), ("withdrawn", "This order was withdrawn.")]
)
def test_an_order_that_is_over_says_so_to_everybody_with_a_link(browser, nadia, office, state, said):
    office.write("UPDATE provisionings SET state = :it", it=state)
    page = browser.get(path(nadia))
    assert (page.status_code, said in page.text) == (HTTPStatus.GONE, True)


def test_a_link_that_ran_out_offers_a_new_one(browser, nadia, office):
    office.later(days=8)
    page = browser.get(path(nadia))
    assert browser.post(f"{path(nadia)}/renew", data={"csrf": csrf(page)}).status_code == HTTPStatus.OK
    assert len(nadia.mails("handing")) == 2


@pytest.mark.parametrize("token", ["x", "x" * 48, "%00", "../history", "é"])
def test_whatever_is_no_link_is_not_found(browser, token):
    page = browser.get(f"/portal/order/{token}")
    assert page.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.SEE_OTHER}
    assert "comptoir_order" not in str(page.headers)


def test_the_page_speaks_the_browser_s_language_or_the_chosen_one(browser, nadia):
    french = browser.get(path(nadia), headers={"accept-language": "fr-FR"})
    assert "M’envoyer un code" in french.text
    assert "Send me a code" in browser.get(f"{path(nadia)}?language=en", headers={"accept-language": "fr-FR"}).text


def _cookie(browser):
    return next(one.value for one in browser.cookies.jar if "comptoir_order" in one.name)
