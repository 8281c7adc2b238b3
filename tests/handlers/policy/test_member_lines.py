"""Lines of a manual addition, read as rows of a file are."""

from __future__ import annotations

import pytest

from handlers.policy.member_lines import Shared, TooManyLines, package, read
from handlers.policy.user_rows import Word
from store.values.webex import Package

SHARED = Shared(Package.CALLING, "Paris", "f.webex.com")


def one(line, shared=SHARED):
    (said,) = read(line, shared, "FR")
    return said


def test_a_whole_line_names_a_person_a_package_and_how_they_are_reached():
    said = one("Ann Ax <Ann@F.example>; Suite; +33 1 42 68 53 00; 101; Lyon")
    assert (said.first_name, said.last_name, said.login) == ("Ann", "Ax", "ann@f.example")
    assert (said.package, said.number, said.extension) == (Package.SUITE, "+33142685300", "101")
    assert (said.location, said.site, said.wrong) == ("Lyon", "f.webex.com", ())


@pytest.mark.parametrize(
    ("typed", "number", "extension"),
    [
        ("01 42 68 53 00", "+33142685300", None),
        ("33142685300", "+33142685300", None),
        ("101", None, "101"),
        ("123456", None, "123456"),
        ("x1234567", None, "1234567"),
        ("poste 101", None, "101"),
        ("ext. 0042", None, "0042"),
        ("101; 0142685300", "+33142685300", "101"),
    ],
)
def test_a_short_number_is_an_extension_and_a_long_one_is_called(typed, number, extension):
    said = one(f"Ann Ax <ann@f.example>; Calling; {typed}")
    assert (said.number, said.extension, said.wrong) == (number, extension, ())


def test_what_a_line_leaves_out_is_what_they_share():
    said = one("Ann Ax <ann@f.example>")
    assert (said.package, said.location) == (Package.CALLING, "Paris")


def test_a_package_without_calling_needs_no_location():
    said = one("Ann Ax <ann@f.example>; Meetings")
    assert (said.location, said.site) == (None, "f.webex.com")


@pytest.mark.parametrize(
    ("line", "word", "field"),
    [
        ("Ann Ax; Suite", Word.MISSING, "login"),
        ("Ann Ax <ann@>; Suite", Word.NO_ADDRESS, "login"),
        ("Ann Ax <ann@f.example> <b@f.example>; Suite", Word.NO_ADDRESS, "login"),
        ("ann@f.example; Suite", Word.MISSING, "last_name"),
        ("Ann Ax <ann@f.example>; Sweet", Word.NO_PACKAGE, "package"),
        ("Ann Ax <ann@f.example>; Attendant Console", Word.ADD_ON, "attendant_console"),
        ("Ann Ax <ann@f.example>; Suite; 000 000 000", Word.NOT_POSSIBLE, "number"),
        ("Ann Ax <ann@f.example>; Suite; x1", Word.BAD_EXTENSION, "extension"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_with_its_field(line, word, field):
    assert (word, field) in [(remark.word, remark.field) for remark in one(line).wrong]


def test_a_line_without_any_package_is_no_wish_to_be_removed():
    said = one("Ann Ax <ann@f.example>", Shared())
    assert [(remark.word, remark.field) for remark in said.wrong] == [(Word.MISSING, "package")]


def test_lines_keep_their_numbers_and_blank_ones_are_passed_over():
    assert [said.row for said in read("\n\nAnn Ax <a@f.example>\n \nBo By <b@f.example>", SHARED)] == [3, 5]


@pytest.mark.parametrize(("lines", "refused"), [(24, False), (25, False), (26, True), (400, True)])
def test_25_lines_are_taken_and_not_one_more(lines, refused):
    text = "\n".join(f"Ann Ax <a{number}@f.example>" for number in range(lines))
    if refused:
        with pytest.raises(TooManyLines) as many:
            read(text, SHARED)
        assert many.value.count == lines
    else:
        assert len(read(text, SHARED)) == lines


@pytest.mark.parametrize("typed", ["Suite", "webex suite", "WEBEX_SUITE", "Package Webex Suite", "Webex Suite Package"])
def test_a_package_is_known_by_each_of_its_names(typed):
    assert package(typed) is Package.SUITE


def test_what_is_called_otherwise_is_no_package():
    assert package("Suites") is None


@pytest.mark.parametrize("line", ["a" * 300_000, f"A B <a@f.example>; Suite; {'1-' * 150_000}x"])
def test_a_line_without_end_is_read_in_no_time(line):
    """Seconds would be minutes if each letter were looked at from each one before it."""
    (said,) = read(line, SHARED)
    assert Word.TOO_LONG in {one.word for one in said.wrong}
