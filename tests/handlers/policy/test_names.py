"""Names as people type them: what is found, what is offered, what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.names import LONGEST_QUESTION, fold, near, nearest_word, prefixes

E3, E5, PREMIUM, STANDARD = (
    "Microsoft 365 E3",
    "Microsoft 365 E5",
    "Microsoft 365 Business Premium",
    "Microsoft 365 Business Standard",
)
VISIO_1, VISIO_2, POWER_BI, OFFICE = "Visio Plan 1", "Visio Plan 2", "Power BI Pro", "Office 365 E3 (no Teams)"
SERVER, RDS, WEBEX = "Windows Server 2022 Standard", "Windows Server 2019 RDS CAL", "Webex Suite"
PRODUCTS = [E3, E5, PREMIUM, STANDARD, VISIO_1, VISIO_2, POWER_BI, OFFICE, SERVER, RDS, WEBEX]
ORGANISATIONS = ["Contoso", "Fabrikam", "Adventure Works", "Société Générale", "L’Œuvre", "Müller & Söhne"]
SHELF = {name: name for name in [*PRODUCTS, *ORGANISATIONS]}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Microsoft 365 E3", "microsoft 365 e3"),
        ("  MICROSOFT\t365\n E3 ", "microsoft 365 e3"),
        ("Office 365 E3 (no Teams)", "office 365 e3 no teams"),
        ("Société Générale", "societe generale"),
        ("Socie\u0301te\u0301 Ge\u0301ne\u0301rale", "societe generale"),
        ("L’Œuvre", "l oeuvre"),
        ("L'œuvre", "l oeuvre"),
        ("Lætitia", "laetitia"),
        ("Straße", "strasse"),
        ("Łódź Ørsted", "lodz orsted"),
        ("İstanbul", "istanbul"),
        ("\uff25\uff13", "e3"),  # full-width
        ("E3\u00a0\u202f5", "e3 5"),
        ("ﬁnance", "finance"),
        ("C++", "c++"),
        ("snake_case-name", "snake case name"),
        ("<b>Visio</b>", "b visio b"),
        ("\u202evisio\u202c\u200b", "visio"),
        ("vi\u200bsi\u00ado", "visio"),  # zero-width space, soft hyphen
        ("vi\x00sio", "vi sio"),
        ("東京", "東京"),
        ("🎉", ""),
        ("***", ""),
        ("", ""),
    ],
)
def test_text_is_folded_for_comparing(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_the_longest_beginning_comes_first():
    assert prefixes(["Visio", "Plan", "2"]) == [
        ("visio plan 2", ()),
        ("visio plan", ("2",)),
        ("visio", ("Plan", "2")),
    ]


@pytest.mark.parametrize("words", [[], ["***"], ["\x00", "\u202e"]])
def test_words_without_a_letter_begin_no_name(words):
    assert prefixes(words) == []


def test_a_pasted_page_has_few_beginnings():
    beginnings = prefixes(["word"] * 10_000)
    assert len(beginnings) <= 24
    assert all(len(beginning) <= LONGEST_QUESTION for beginning, _ in beginnings)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Microsoft 365 E3", [E3]),
        ("e3", [E3, OFFICE]),
        ("E5", [E5]),
        ("m365 e5", [E5]),
        ("o365", [OFFICE]),
        ("business prem", [PREMIUM]),
        ("premium business", [PREMIUM]),
        ("buisness premuim", [PREMIUM]),
        ("365 standard", [STANDARD]),
        ("visoi", [VISIO_1, VISIO_2]),
        ("visio plan", [VISIO_1, VISIO_2]),
        ("plan 2", [VISIO_2]),
        ("vis 2", [VISIO_2]),
        ("visio plan 3", [VISIO_1, VISIO_2]),
        ("microsoft 365 e4", [E3, E5, PREMIUM, STANDARD]),
        ("powerbi", [POWER_BI]),
        ("web suite", [WEBEX]),
        ("rds", [RDS]),
        ("server 2019", [RDS]),
        ("server 2022", [SERVER]),
        ("contso", ["Contoso"]),
        ("fabricam", ["Fabrikam"]),
        ("adventureworks", ["Adventure Works"]),
        ("societe generale", ["Société Générale"]),
        ("oeuvre", ["L’Œuvre"]),
        ("muller sohne", ["Müller & Söhne"]),
        ("<b>Contoso</b>", ["Contoso"]),
        ("*Contoso*", ["Contoso"]),
        ("\u202eContoso\x00", ["Contoso"]),
        # nothing near
        ("e4", []),
        ("2021", []),
        ("zzzz", []),
        ("", []),
        ("***", []),
        ("🎉", []),
        ("contoso " * 2_000, ["Contoso"]),
        ("x" * 10_000, []),
    ],
)
def test_near_names_are_offered_best_first(typed, offered):
    assert near(typed, SHELF) == offered


def test_no_more_names_are_offered_than_asked_for():
    customers = {number: f"Customer {number}" for number in range(100)}
    assert len(near("customer", customers)) == 5
    assert near("customer", customers, limit=2) == near("customer", customers)[:2]


def test_the_order_does_not_depend_on_how_the_names_were_read():
    backwards = dict(reversed(SHELF.items()))
    assert near("microsoft 365", SHELF, limit=9) == near("microsoft 365", backwards, limit=9)


def test_names_that_fit_equally_well_come_in_the_alphabets_order():
    assert near("visio plan", {1: VISIO_2, 2: VISIO_1}) == [2, 1]


def test_two_organisations_of_one_name_are_both_offered():
    assert near("contoso", {2: "Contoso", 1: "Contoso", 3: "Fabrikam"}) == [1, 2]


@given(typed=st.text(max_size=40), names=st.dictionaries(st.integers(), st.text(max_size=30), max_size=8))
def test_any_text_gets_some_of_the_names_or_none(typed, names):
    assert set(near(typed, names)) <= set(names)


@given(st.text(min_size=1, max_size=60))
def test_a_name_typed_in_full_is_always_offered(name):
    assert near(name, {1: name, 2: "Contoso"})[:1] == ([1] if fold(name) else [])


WORDS = ["audit", "help", "orders", "overview", "remind", "reminders", "renewal", "seats", "settings", "subscriptions"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("seets", "seats"),
        ("SEATS", "seats"),
        ("renwal", "renewal"),
        ("overveiw", "overview"),
        ("hlp", "help"),
        ("hepl", "help"),
        ("subs", "subscriptions"),
        ("reminder", "reminders"),
        ("order", "orders"),
        ("abonnement", None),
        ("x", None),
        ("", None),
        ("<!channel>", None),
        ("s" * 10_000, None),
    ],
)
def test_an_unknown_word_gets_the_nearest_one(typed, meant):
    assert nearest_word(typed, WORDS) == meant
    assert nearest_word(typed, set(WORDS)) == meant


def test_of_two_equally_near_words_the_first_in_the_alphabet_is_named():
    assert nearest_word("seatz", ["seaty", "seats"]) == nearest_word("seatz", ["seats", "seaty"]) == "seats"
