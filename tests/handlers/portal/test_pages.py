"""The portal's pages over HTTP: forms that only their own page can send, cookies that no script reads, no hint."""

from __future__ import annotations

import re

import pytest

from store.values import LinkPurpose, UserStatus
from tests.handlers.portal.conftest import PASSWORD


def csrf(page):
    return re.search(r'name="csrf" value="([^"]+)"', page.text)[1]


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


@pytest.mark.parametrize("path", ["/portal/sign-in", "/portal/forgot"])
def test_a_form_from_elsewhere_is_refused(browser, path):
    assert browser.post(path, data={"email": "a@b.example", "password": "x", "csrf": "made up"}).status_code == 403
    browser.get(path)
    assert browser.post(path, data={"email": "a@b.example", "password": "x", "csrf": "made up"}).status_code == 403


def test_a_stale_form_keeps_what_was_typed_but_no_password(browser):
    page = browser.post("/portal/sign-in", data={"email": "a@b.example", "password": PASSWORD, "csrf": "old"})
    assert "a@b.example" in page.text
    assert PASSWORD not in page.text


def test_signing_out_needs_the_forms_own_token(office, browser):
    signed_in(office, browser)
    browser.post("/portal/sign-out", data={"csrf": "made up"})
    assert len(office.rows("SELECT 1 FROM sessions")) == 1


def test_no_cookie_is_read_by_a_script_and_over_https_none_goes_elsewhere(office, browser):
    signed_in(office, browser)
    for cookie in browser.get("/portal/forgot").headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie


@pytest.mark.parametrize("path", ["/portal/sign-in", "/portal/forgot", "/activate/none", "/portal/reset/none"])
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
        (b"email=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"email=\xff\xfe&csrf=\x00", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a%d=1" % n for n in range(60)), "application/x-www-form-urlencoded", 400),
    ],
)
def test_rubbish_is_refused_without_an_error_of_ours(browser, content, type, status):
    assert browser.post("/portal/sign-in", content=content, headers={"content-type": type}).status_code == status


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
    assert "Contoso" not in answer.text


def test_ones_sign_ins_are_listed(office, browser):
    signed_in(office, browser)
    assert "signed in" in browser.get("/portal/history").text
