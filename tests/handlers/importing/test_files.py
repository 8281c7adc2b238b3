from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.importing import cells, files
from handlers.importing.problems import BadFile

PARTNER = "name,kind,parent\nÉté & Fils,partner,Nordlicht\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_whatever_encoding_a_spreadsheet_writes_is_read(sqlite_shelf, encoding):
    assert sqlite_shelf.takes("organisations", PARTNER.encode(encoding)).new == 1
    assert sqlite_shelf.one("SELECT name FROM organisations WHERE folded = 'ete fils'") == ("Été & Fils",)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_whatever_separator_a_spreadsheet_writes_is_understood(sqlite_shelf, separator):
    assert sqlite_shelf.takes("organisations", PARTNER.replace(",", separator)).new == 1


def test_a_separator_may_be_named_in_the_first_line_as_excel_does(sqlite_shelf):
    assert sqlite_shelf.takes("organisations", "sep=;\n" + PARTNER.replace(",", ";")).new == 1


def test_headers_are_understood_in_any_case_in_french_and_as_portals_write_them(sqlite_shelf):
    content = "NOM,Genre,PARTENAIRE,CustomerTenantId,Relation\nZèbre,client,Atelier Cloud,abc-1,x\n"
    assert sqlite_shelf.takes("organisations", content).new == 1
    assert sqlite_shelf.one("SELECT tenant FROM organisations WHERE folded = 'zebre'") == ("abc-1",)
    assert sqlite_shelf.unused == ["Relation"]


def test_of_two_columns_that_mean_the_same_the_better_one_counts(sqlite_shelf):
    content = "company name,name,parent\nwrong,Right,Atelier Cloud\n"
    sqlite_shelf.takes("organisations", content)
    assert sqlite_shelf.unused == ["company name"]
    assert sqlite_shelf.rows("SELECT name FROM organisations WHERE folded IN ('right', 'wrong')") == [("Right",)]


def test_blank_rows_and_columns_without_a_name_are_passed_over(sqlite_shelf):
    content = "name,parent,,\n\nA,Atelier Cloud,,\n,,,\nB,Atelier Cloud,,\n"
    assert sqlite_shelf.takes("organisations", content).new == 2


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "row 1: there is no column name; the columns are: none"),
        ("name,parent\n", "the file has no rows"),
        ("colour\nred\n", "row 1: there is no column name; the columns are: colour"),
        ("name,Parent,PARENT\nA,B,C\n", "row 1, column PARENT: is there twice"),
        ("name,parent\nA,Atelier Cloud\nB\n", "row 3: has 1 cells, the header has 2"),
        ("name,parent\nA,Atelier Cloud,x\n", "row 2: has 3 cells, the header has 2"),
        ('name,parent\nA,"Atelier\n', "row 2: can't be read as CSV: unexpected end of data"),
        ("name,parent\nA\0,Atelier Cloud\n", "the file holds a NUL character: it is damaged, or no text file"),
        (b"name\n\x81\x8d\n", "the file is neither UTF-8, UTF-16 nor Windows-1252 text"),
        (b"\xff\xfen\0a\0m\0e\0\n\0x", "the file is no utf-16-le text from end to end"),
        (b"\xff\xfe\0\xd8", "the file is no utf-16-le text from end to end"),
        ("name\n" + "x" * 10_001, "row 2: can't be read as CSV: field larger than field limit (10000)"),
        (",".join(f"c{number}" for number in range(201)), "the file has more than 200 columns"),
    ],
)
def test_a_file_that_is_no_good_is_refused_with_the_place(sqlite_shelf, content, complaint):
    assert sqlite_shelf.refuses("organisations", content) == [complaint]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "can't be read as JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("{}", "a JSON file is a list of objects: [{…}, {…}]"),
        ("[1]", "row 1: is no object {…}"),
        ('[{"name": "A", "name": "B"}]', "an object has 'name' twice"),
        ('[{"name": NaN}]', "NaN is no number"),
        ('[{"name": {"a": 1}}]', "row 1, column name: is neither text, a number, yes or no, nor a list of texts"),
        ('[{"name": "a\\u0000"}]', "row 1, column name: holds a NUL character or more than 10,000 characters"),
        ("[" * 100_000, "can't be read as JSON: maximum recursion depth exceeded while decoding a JSON array"),
    ],
)
def test_json_that_is_no_good_is_refused_with_the_place(sqlite_shelf, content, complaint):
    (told,) = sqlite_shelf.refuses("organisations", content, name="file.json")
    assert told.startswith(complaint)


def test_json_says_the_same_as_csv(sqlite_shelf):
    rows = [{"name": "Zebra", "parent": "Atelier Cloud", "active users": 12, "domains": ["z.example", "zz.example"]}]
    assert sqlite_shelf.takes("organisations", json.dumps(rows), name="file.json").new == 1
    assert sqlite_shelf.one("SELECT active_users FROM organisations WHERE folded = 'zebra'") == (12,)
    assert sqlite_shelf.one("SELECT count(*) FROM domains WHERE domain LIKE '%z.example' AND verified") == (2,)


def test_all_mistakes_are_told_at_once_but_no_more_than_a_hundred(sqlite_shelf):
    content = "name,parent,country\n" + "Zebra,Atelier Cloud,Fraance\n" * 5_000
    with pytest.raises(BadFile) as bad:
        sqlite_shelf.takes("organisations", content)
    assert (len(bad.value.problems), bad.value.count) == (100, 5_000)
    assert str(bad.value.problems[-1]) == "row 101, column country: “Fraance” is not a country's two letters, like FR"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    mark=st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"["]),
    content=st.binary(max_size=400),
    json_file=st.booleans(),
)
def test_no_bytes_do_worse_than_being_refused(tmp_path, mark, content, json_file):
    file = tmp_path / ("any.json" if json_file else "any.csv")
    file.write_bytes(mark + content)
    with suppress(BadFile), files.opened(file) as sheet:
        assert all(isinstance(cell, str) for rows in sheet.rows for row in rows.cells for cell in row)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=50))
def test_text_comes_back_as_it_went_out_and_is_never_a_formula(text):
    written = cells.neutral(text)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cells.words(written) == (" ".join(text.split()) or None)
