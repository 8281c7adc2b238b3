"""Telephone numbers and pages as a card may show them."""

from __future__ import annotations

import pytest

from handlers.policy.contact_details import BadAddress, BadPhone, phone, web_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), (" 112 ", "112"), ("+33  1 23 45 67 89", "+33 1 23 45 67 89"), ("030/5550-1.2 (0)", "030/5550-1.2 (0)")],
)
def test_a_number_is_kept_as_one_dials_it(typed, kept):
    assert phone(typed) == kept


@pytest.mark.parametrize("typed", ["12", "++33 123", "123 ext. 4", "-123", "٠١٢٣٤", "1" * 41, "0800 <b>"])
def test_what_nobody_can_dial_is_no_number(typed):
    with pytest.raises(BadPhone):
        phone(typed)


@pytest.mark.parametrize("typed", ["https://support.example", "https://support.example:8443/fr?a=1#b"])
def test_a_page_is_kept_as_it_is(typed):
    assert web_address(f" {typed} ") == typed
    assert web_address("") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "support.example",
        "http://support.example",
        "javascript:alert(1)",
        "https://",
        "https://somebody@support.example",
        "https://support.example/a b",
        "https://support.example/\u202egpj.exe",
        "https://[support",
        f"https://support.example/{'a' * 400}",
    ],
)
def test_what_is_no_safe_page_is_refused(typed):
    with pytest.raises(BadAddress):
        web_address(typed)
