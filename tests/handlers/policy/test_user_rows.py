"""One row of a file of users, wrong in every way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.user_columns import HEADINGS
from handlers.policy.user_rows import Remark, Word, read
from store.values.webex import Package

ROW = {"first_name": "Ida", "last_name": "Blum", "login": "Ida.Blum@fabrikam.example", "webex_meetings": "TRUE"}


def wrong(**cells):
    return [(one.word, one.field) for one in read(7, ROW | cells).wrong]


def test_a_sound_row_is_read():
    said = read(7, ROW | {"messaging": "vrai", "site": " Fabrikam.WEBEX.com "})
    assert (said.login, said.package, said.bases) == (
        "ida.blum@fabrikam.example",
        Package.MEETINGS,
        {"messaging": True},
    )
    assert (said.site, said.wrong, said.number) == ("fabrikam.webex.com", (), None)


@pytest.mark.parametrize(
    ("cells", "word", "field"),
    [
        ({"first_name": " "}, Word.MISSING, "first_name"),
        ({"last_name": "x" * 121}, Word.TOO_LONG, "last_name"),
        ({"login": ""}, Word.MISSING, "login"),
        ({"login": "ida at fabrikam"}, Word.NO_ADDRESS, "login"),
        ({"login": "=cmd|'/c calc'!A1"}, Word.NO_ADDRESS, "login"),
        ({"webex_suite": "maybe"}, Word.NO_FLAG, "webex_suite"),
        ({"messaging": "2"}, Word.NO_FLAG, "messaging"),
        ({"number": "3,31E+10"}, Word.ROUNDED, "number"),
        ({"number": "call me"}, Word.NOT_A_NUMBER, "number"),
        ({"number": "+33 1"}, Word.NOT_POSSIBLE, "number"),
        ({"extension": "1"}, Word.BAD_EXTENSION, "extension"),
        ({"webex_suite": "1"}, Word.TWO_PACKAGES, "webex_suite"),
        ({"site": "pas un site !"}, Word.BAD_SITE, "site"),
        ({"site": "fabrikam.example"}, Word.BAD_SITE, "site"),
        ({"site": "-.webex.com"}, Word.BAD_SITE, "site"),
        ({"site": "https://fabrikam.webex.com/x"}, Word.BAD_SITE, "site"),
        ({"attendant_console": "oui"}, Word.ADD_ON, "attendant_console"),
    ],
)
def test_what_is_wrong_is_told_with_its_column(cells, word, field):
    assert wrong(**cells) == [(word, field)]


def test_all_that_is_wrong_with_a_row_is_told_at_once():
    assert [word for word, _field in wrong(first_name="", login="x", number="y")] == [
        Word.MISSING,
        Word.NO_ADDRESS,
        Word.NOT_A_NUMBER,
    ]


def test_the_plus_that_a_spreadsheet_ate_is_restored_and_said():
    said = read(7, ROW | {"number": "33142685300"})
    assert (said.number, said.noted) == ("+33142685300", (Remark(Word.RESTORED, "number", "+33142685300"),))


@pytest.mark.parametrize("no", ["FALSE", "Faux", "0", "no", "non", ""])
def test_no_package_at_all_is_a_wish_to_be_removed(no):
    said = read(7, ROW | {"webex_meetings": no})
    assert (said.package, said.wrong) == (None, ())


@given(st.dictionaries(st.sampled_from(sorted(HEADINGS)), st.text(max_size=200)))
def test_whatever_stands_in_the_cells_is_read_or_told(cells):
    said = read(2, ROW | cells)
    assert said.wrong or said.login
