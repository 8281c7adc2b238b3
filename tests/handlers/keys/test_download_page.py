"""The page of a download link in a browser: looking starts nothing, only the button does, and only its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.cards import Secret
from bot.web.download import download
from tests.handlers.keys.test_downloading import ISO


@pytest.fixture
def path(alice):
    form = alice.presses(alice.asks("keys Windows Server 2022 Standard"), "Get key and download")
    shown = alice.submits(form, version="2022", language="en", bits="64", reason="New server")
    link = alice.presses(shown, "Get download link")
    (address,) = [element.value for element in link.card.elements if isinstance(element, Secret)]
    return address.removeprefix("https://comptoir.example")


@pytest.fixture
def browser(office):
    with ThreadPoolExecutor(1) as pool:
        yield TestClient(Starlette(routes=download(office.followed, pool, secure=False)), follow_redirects=False)


def pressed(browser, path):
    browser.get(path)
    return browser.post(path, data={"csrf": browser.cookies["comptoir_form"]})


def test_fetching_the_page_again_and_again_starts_nothing(office, browser, path):
    for _scanner in range(2):
        browser.get(path)
        browser.head(path)
    page = browser.get(path)
    assert "Start the download" in page.text
    assert "good for five days" in page.text
    assert ISO not in page.text
    assert office.one("select first_used_at from downloads") is None


def test_its_button_starts_the_clock_and_leads_to_the_software(office, browser, path):
    page = pressed(browser, path)
    assert f'href="{ISO}"' in page.text
    assert "refused from 25 Nov 2026, 13:05" in page.text.replace("\u00a0", " ")
    assert office.one("select first_used_at from downloads") is not None


@pytest.mark.parametrize("bits", ["32", "null"])
def test_32_bit_office_is_explained_as_on_the_card(office, browser, path, bits):
    office.write("update products set name = 'Office LTSC Standard 2021' where name like 'Windows Server%'")
    office.write(f"update product_keys set bits = {bits}, version = '2021' where version = '2022'")
    assert "That is set up with the Office Deployment Tool." in browser.get(path).text
    page = pressed(browser, path)
    assert "<strong>setup /configure configuration.xml</strong> downloads and installs it" in page.text
    assert "https://www.microsoft.com/en-us/download/details.aspx?id=49117" in page.text
    assert "Product ID=&#34;Standard2021Volume&#34;" in page.text
    assert "OfficeClientEdition=&#34;32&#34;" in page.text


def test_what_needs_no_tool_says_nothing_of_it(browser, path):
    assert "Deployment Tool" not in browser.get(path).text + pressed(browser, path).text


def test_a_button_of_another_site_starts_nothing(office, browser, path):
    browser.get(path)
    for sent in ({"x": "1"}, {"csrf": ""}, {"csrf": "made-up"}):
        assert browser.post(path, data=sent).status_code == 403
    assert office.one("select first_used_at from downloads") is None


def test_after_five_days_it_says_why_and_how_to_get_another(office, browser, path):
    pressed(browser, path)
    office.later(days=5)
    page = browser.get(path)
    assert page.status_code == 410
    assert "five days after its first download" in page.text
    assert "<strong>keys Windows Server 2022 Standard</strong>" in page.text
    assert ISO not in pressed(browser, path).text


def test_a_page_that_was_open_since_before_the_end_gives_nothing_out(office, browser, path):
    pressed(browser, path)
    csrf = browser.cookies["comptoir_form"]
    office.later(days=5)
    page = browser.post(path, data={"csrf": csrf})
    assert page.status_code == 410
    assert ISO not in page.text


def test_a_revoked_link_says_so(office, browser, path):
    office.write("update product_keys set state = 'revoked'")
    page = browser.get(path)
    assert (page.status_code, "was cancelled" in page.text) == (410, True)


def test_an_address_that_nobody_made_is_told_nothing(browser):
    for made_up in ("x", "A" * 48, "%00", "..%2f..%2fetc", "💿"):
        page = browser.get(f"/download/{made_up}")
        assert page.status_code == 404
        assert "leads to nothing" in page.text


def test_no_cache_no_frame_and_no_script_ever(browser, path):
    headers = pressed(browser, path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_other_methods_and_other_bodies_are_refused(browser, path):
    assert browser.put(path).status_code == 405
    assert browser.post(path, content=b"{}", headers={"content-type": "application/json"}).status_code == 415


def test_it_speaks_french(browser, path):
    page = browser.get(path, headers={"accept-language": "fr-FR,fr;q=0.9"})
    assert "Démarrer le téléchargement" in page.text
