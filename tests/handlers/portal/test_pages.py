"""The portal's pages over HTTP: forms that only their own page can send, cookies that no script reads, no hint."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import text
from starlette.requests import Request

from bot.web.line import Line
from bot.web.portal_browser import Browsers
from store.values import LinkPurpose, UserStatus
from tests.handlers.portal.conftest import PASSWORD, pages_of


def csrf(page):
    return page.text.partition('name="csrf" value="')[2].partition('"')[0]


def send(browser, path, **fields):
    """The page's own form, filled in."""
    return browser.post(path, data={"csrf": csrf(browser.get(path))} | fields)


def signed_in(office, browser):
    user = office.activated()
    assert send(browser, "/portal/sign-in", email=user.login, password=PASSWORD).status_code == 303
    return user


def test_from_the_link_in_a_mail_to_ones_services_and_out(office, browser):
    user = office.user(UserStatus.NOT_ACTIVATED)
    path = f"/activate/{office.token(user)}"
    assert user.login in browser.get(path).text
    assert "Your password is saved" in send(browser, path, password=PASSWORD, again=PASSWORD).text
    assert send(browser, "/portal/sign-in", email=user.login, password=PASSWORD).headers["location"] == "/portal/"
    mine = browser.get("/portal/")
    assert "My services" in mine.text
    assert browser.post("/portal/sign-out", data={"csrf": csrf(mine)}).headers["location"] == "/portal/sign-in"
    assert browser.get("/portal/").status_code == 303


def test_fetching_a_link_changes_nothing(office, browser):
    user = office.user(UserStatus.NOT_ACTIVATED)
    path = f"/activate/{office.token(user)}"
    for _scanner in range(3):
        assert browser.get(path).status_code == 200
        assert browser.head(path).status_code in {200, 405}
    assert office.again(user).status is UserStatus.NOT_ACTIVATED


def test_what_a_page_can_not_do_it_says_what_it_can(browser):
    answer = browser.put("/portal/sign-in")
    assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (405, {"GET", "HEAD", "POST"})
    assert "could not be read" in answer.text


@pytest.mark.parametrize("path", ["/portal/sign-in", "/portal/forgot"])
def test_a_form_from_elsewhere_is_refused(browser, path):
    assert browser.post(path, data={"email": "a@b.example", "password": "x", "csrf": "made up"}).status_code == 403
    browser.get(path)
    assert browser.post(path, data={"email": "a@b.example", "password": "x", "csrf": "made up"}).status_code == 403


def test_a_stale_form_keeps_what_was_typed_but_no_password(browser):
    page = browser.post("/portal/sign-in", data={"email": "a@b.example", "password": PASSWORD, "csrf": "old"})
    assert "a@b.example" in page.text
    assert PASSWORD not in page.text


def test_a_stale_page_of_who_forgot_keeps_the_address(browser):
    page = browser.post("/portal/forgot", data={"email": "a@b.example"})
    assert (page.status_code, "a@b.example" in page.text) == (403, True)


def test_signing_out_needs_the_forms_own_token(office, browser):
    signed_in(office, browser)
    browser.post("/portal/sign-out", data={"csrf": "made up"})
    assert len(office.rows("SELECT 1 FROM sessions")) == 1


def test_no_cookie_is_read_by_a_script_and_over_https_none_goes_elsewhere(office, browser):
    signed_in(office, browser)
    for cookie in browser.get("/portal/forgot").headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie


@pytest.mark.parametrize(
    "path",
    [
        "/portal/sign-in",
        "/portal/forgot",
        "/activate/none",
        "/portal/reset/none",
        "/portal/nothing",
        "/portal/",
        "/portal/press",
    ],
)
def test_every_page_forbids_scripts_frames_and_keeping(browser, path):
    headers = browser.get(path).headers
    assert "script-src" not in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert "<script" not in browser.get(path).text
    assert "style=" not in browser.get(path).text


def test_a_thousandth_try_is_slowed_down_by_its_status(browser):
    tries = [send(browser, "/portal/sign-in", email="a@b.example", password="x").status_code for _time in range(31)]
    assert (tries[0], tries[-1]) == (422, 429)


@pytest.mark.parametrize(
    ("content", "type", "status"),
    [
        (b'{"email": 1}', "application/json", 415),
        (b"email=" + b"x" * 300_000, "application/x-www-form-urlencoded", 413),
        (b"email=\xff\xfe&csrf=\x00", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a%d=1" % n for n in range(60)), "application/x-www-form-urlencoded", 400),
    ],
)
def test_rubbish_is_refused_without_an_error_of_ours(browser, content, type, status):
    assert browser.post("/portal/sign-in", content=content, headers={"content-type": type}).status_code == status


@pytest.mark.parametrize("password", ["x", "x" * 10_000, "🙂" * 10_000])
def test_a_password_of_any_length_is_answered_next_to_its_field(office, browser, password):
    path = f"/activate/{office.token(office.user(UserStatus.NOT_ACTIVATED))}"
    page = send(browser, path, password=password, again=password)
    assert page.status_code == 422
    assert 'id="password.note">A password has' in page.text
    assert 'aria-invalid="true" aria-describedby="password.note"' in page.text
    assert f'value="{password}"' not in page.text


@pytest.mark.parametrize("email", ["\0", "a\0@b.example", "é@münchen.example", "x" * 5000])
def test_any_text_may_be_typed_as_an_address(browser, email):
    assert send(browser, "/portal/sign-in", email=email, password="x\0").status_code == 422
    assert send(browser, "/portal/forgot", email=email).status_code == 200


@pytest.mark.parametrize("path", ["/portal", "/portal/sign-in/", "/activate", "/activate/x/", "/portal/static"])
def test_no_host_header_leads_anywhere(browser, path):
    answer = browser.get(path, headers={"host": "evil.example"})
    assert "evil" not in answer.headers.get("location", "") + answer.text


def test_what_broke_is_said_on_a_page_of_its_own(office, browser):
    with office.database.transaction() as db:
        db.execute(text("DROP TABLE sessions"))
    browser.cookies.set("comptoir_session", "x")
    page = browser.get("/portal/")
    assert (page.status_code, "at the moment" in page.text) == (500, True)
    assert page.headers["cache-control"] == "no-store"


def test_nobody_waits_in_a_line_that_is_too_long(office):
    """One hash is under way, and one more may wait."""
    held, crowd = Event(), ThreadPoolExecutor(1)
    line = Line(crowd, 2)

    async def three_at_once():
        return await asyncio.gather(*(line(held.wait) for _one in range(2)), told(), return_exceptions=True)

    async def told():
        await asyncio.sleep(0)
        try:
            return await line(held.wait)
        finally:
            held.set()

    *in_line, refused = asyncio.run(three_at_once())
    assert (in_line, refused.status_code) == ([True, True], 503)


@pytest.mark.parametrize(
    ("proxies", "lines", "seen"),
    [
        (0, ["198.51.100.1"], "testclient"),
        (1, ["198.51.100.1"], "198.51.100.1"),
        (1, ["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
        (1, ["6.6.6.6", "198.51.100.1"], "198.51.100.1"),
        (2, ["6.6.6.6, 198.51.100.1, 10.0.0.1"], "198.51.100.1"),
        (2, ["198.51.100.1"], "testclient"),
        (1, ["198.51.100.1:4711"], "198.51.100.1"),
        (1, ["[2001:db8::1]:4711"], "2001:db8::1"),
        (1, ["2001:db8::1"], "2001:db8::1"),
        (1, ["<script>"], "testclient"),
        (1, [""], "testclient"),
    ],
)
def test_the_address_is_what_our_own_proxies_saw(proxies, lines, seen):
    headers = [(b"x-forwarded-for", line.encode()) for line in lines]
    request = Request({"type": "http", "headers": headers, "client": ("testclient", 1), "query_string": b""})
    assert Browsers(secure=True, proxies=proxies).address(request) == seen


def test_two_different_passwords_are_told_apart(office, browser):
    path = f"/activate/{office.token(office.user(UserStatus.NOT_ACTIVATED))}"
    page = send(browser, path, password=PASSWORD, again=PASSWORD + "x")
    assert (page.status_code, "not the same" in page.text) == (422, True)


def test_a_link_that_ended_offers_a_new_one(office, browser):
    path = f"/activate/{office.token(office.user(UserStatus.NOT_ACTIVATED))}"
    office.later(hours=48)
    page = browser.get(path)
    assert page.status_code == 410
    assert "/portal/forgot" in page.text


def test_the_same_form_sent_twice_has_one_effect(office, browser):
    user = office.user(UserStatus.NOT_ACTIVATED)
    path = f"/activate/{office.token(user)}"
    form = {"csrf": csrf(browser.get(path)), "password": PASSWORD, "again": PASSWORD}
    assert [browser.post(path, data=form).status_code for _time in range(2)] == [200, 410]
    assert len(office.rows("SELECT 1 FROM audit")) == 1


def test_the_host_header_leads_no_link_anywhere(office, browser):
    user = office.activated()
    page = browser.get("/portal/forgot")
    browser.post("/portal/forgot", data={"csrf": csrf(page), "email": user.login}, headers={"host": "evil.example"})
    assert "evil" not in str(office.rows("SELECT * FROM mails"))


def test_a_browser_is_answered_in_its_language_where_the_organisation_has_none(office, browser):
    browser.headers["accept-language"] = "fr-CH"
    invited = f"/activate/{office.token(office.user(UserStatus.NOT_ACTIVATED))}"
    assert "Activer mon accès" in browser.get(invited).text
    signed_in(office, browser)
    assert "Mes services" in browser.get("/portal/").text


def test_an_organisation_is_spoken_to_in_its_own_language(office, browser):
    with office.database.transaction() as db:
        db.execute(text("UPDATE organisations SET language = 'fr' WHERE name = 'Contoso'"))
    assert "Activer mon accès" in browser.get(f"/activate/{office.token(office.user(UserStatus.NOT_ACTIVATED))}").text
    signed_in(office, browser)
    assert "Mes services" in browser.get("/portal/").text


def test_a_french_browser_reads_french_and_may_choose(browser):
    assert "Se connecter" in browser.get("/portal/sign-in", headers={"accept-language": "fr-CH"}).text
    assert "Sign in" in browser.get("/portal/sign-in?language=en", headers={"accept-language": "fr-CH"}).text
    assert "Sign in" in browser.get("/portal/sign-in", headers={"accept-language": "fr-CH"}).text


def test_a_link_to_a_new_password_is_a_page_of_its_own(office, browser):
    path = f"/portal/reset/{office.token(office.activated(), LinkPurpose.RESET)}"
    assert "Choose a new password" in browser.get(path).text
    assert "saved" in send(browser, path, password=PASSWORD + "2", again=PASSWORD + "2").text


def test_a_button_of_ones_own_card_leads_on_and_nothing_else_can_be_asked(office, browser):
    signed_in(office, browser)
    page = browser.get("/portal/")
    for token in ('["services",{}]', '["overview",{}]', '["seats",{"subscription":"x"}]', "rubbish"):
        answer = browser.post("/portal/press", data={"csrf": csrf(page), "press": token})
        assert answer.status_code == 200
        assert "Fabrikam" not in answer.text


def test_ones_details_are_shown_and_nobody_elses(office, browser):
    user = signed_in(office, browser)
    page = browser.get("/portal/details").text
    assert user.name in page
    assert user.login in page
    assert "Contoso" in page
    assert "Fabrikam" not in page


@pytest.mark.parametrize("path", ["/portal/", "/portal/details", "/portal/history"])
def test_pages_of_ones_own_need_a_sign_in(browser, path):
    assert browser.get(path).headers["location"] == "/portal/sign-in"
    browser.cookies.set("comptoir_session", "made up")
    assert browser.get(path).headers["location"] == "/portal/sign-in"


def test_over_https_cookies_are_tied_to_this_host(office):
    with pages_of(office, secure=True) as browser:
        (cookie,) = browser.get("/portal/sign-in").headers.get_list("set-cookie")
    assert cookie.startswith("__Host-comptoir_form=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))


def test_ones_sign_ins_are_listed(office, browser):
    signed_in(office, browser)
    assert "signed in" in browser.get("/portal/history").text
