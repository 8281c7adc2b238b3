from __future__ import annotations

import pytest

from handlers.policy.addresses import BadAddress, is_free_mail, normal


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Chloe.Dubois@Contoso.Example ", "chloe.dubois@contoso.example"),
        ("ada+licences@contoso.example", "ada+licences@contoso.example"),
        ("zoe\u0301@contoso.example", "zoé@contoso.example"),
        ("info@XN--MNCHEN-3YA.example", "info@münchen.example"),
        ("info@münchen.example", "info@münchen.example"),
        ("Ada@Straße.example", "ada@straße.example"),
    ],
)
def test_an_address_has_one_normal_form(written, kept):
    assert normal(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        *("", "ada", "@contoso.example", "ada@", "ada@contoso", "a b@contoso.example", "ada@con toso.example"),
        *("a@b@c.example", "ada@contoso.example\nbcc: all@contoso.example", "<ada@contoso.example>"),
        "x" * 250 + "@contoso.example",
    ],
)
def test_what_is_no_address_is_refused(written):
    with pytest.raises(BadAddress):
        normal(written)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada@straße.example", "ada@strasse.example"),
        ("straße@contoso.example", "strasse@contoso.example"),
        ("\u017fam@contoso.example", "sam@contoso.example"),
    ],
)
def test_mailboxes_of_two_people_stay_two(one, other):
    assert normal(one) != normal(other)


@pytest.mark.parametrize("domain", ["gmail.com", "hotmail.fr", "mail.gmail.com", "mailinator.com", "laposte.net"])
def test_free_and_throw_away_mail_belongs_to_no_organisation(domain):
    assert is_free_mail(f"ada@{domain}")


@pytest.mark.parametrize("domain", ["contoso.example", "notgmail.com", "gmail.com.contoso.example", "com"])
def test_a_work_address_is_none_of_those(domain):
    assert not is_free_mail(f"ada@{domain}")


def test_further_domains_count_with_their_sub_domains():
    assert is_free_mail("ada@eu.club.example", {"club.example"})
    assert not is_free_mail("ada@myclub.example", {"club.example"})
