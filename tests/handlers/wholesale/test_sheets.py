"""The reader of files of users: what spreadsheets on either side of the world write, and what is no such file."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from tempfile import TemporaryFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.phrases import Speaker, Tongue
from handlers.importing.cells import plain
from handlers.importing.problems import BadFile
from handlers.wholesale import sheets, troubles
from tests.fuzz.user_files import check
from tests.sources import ROOT

CORPUS = sorted((ROOT / "tests/corpora/user_files").iterdir())


def file(content):
    return BytesIO(content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encodings_and_separators_of_spreadsheets_are_read(encoding, mark):
    text = "Prénom,Nom,Courriel,Webex Suite,Poste\r\nZoé,Évrard,zoe@fabrikam.example,VRAI,101\r\n".replace(",", mark)
    ((said,),) = sheets.read(file(text.encode(encoding)), {})
    assert (said.row, said.first_name, said.last_name, said.extension, said.wrong) == (2, "Zoé", "Évrard", "101", ())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04....", "a workbook"),
        (b"\xd0\xcf\x11\xe0....", "a workbook"),
        ("First Name,Last Name,Webex Suite", "missing in row 1: User ID/Email."),
        ("First Name,First Name,Last Name,Email,Webex Suite", "“First Name” is there twice"),
        (",".join(f"c{number}" for number in range(201)), "200 columns"),
        ("First Name\0,Last Name,Email,Webex Suite", "no text"),
        ("First Name,Last Name,Email,Webex Suite\n" + "x" * 10_001 + ",,,", "From row 2 on"),
        ('First Name,Last Name,Email,Webex Suite\nAnn,Ax,a@b.example,TRUE\n"Ben,', "From row 3 on"),
        ("First Name,Last Name,Email,Webex Suite\n" + "x" * 4_000_001, "far too long"),
        (b"First Name,Last Name,Email,Webex Suite\n\x81\x8d", "no text"),
        ("First Name,Last Name,Email,Webex Suite\n" + "\n" * 200_001, "200,000 rows"),
        ("", "missing"),
    ],
)
def test_a_file_that_will_not_do_is_refused_in_both_languages(content, words):
    with pytest.raises(BadFile) as bad:
        list(sheets.read(file(content), {}))
    trouble = troubles.said(troubles.kept(bad.value))
    assert words in Speaker(Tongue("en")).say(trouble)
    assert Speaker(Tongue("fr")).say(trouble) != Speaker(Tongue("en")).say(trouble)


def test_a_file_of_more_than_anybody_sends_is_not_even_opened():
    with TemporaryFile() as large:
        large.truncate(65 * 2**20)
        with pytest.raises(BadFile, match="more than"):
            list(sheets.read(large, {}))


def test_the_mark_that_keeps_a_cell_from_being_a_formula_is_taken_away_again():
    rows = "First Name,Last Name,Email,Phone Number,Webex Suite\n'-Ann,'Ax,'+ann@f.example,'+33142685300,1"
    ((said,),) = sheets.read(file(rows), {})
    assert (said.first_name, said.last_name, said.login) == ("-Ann", "'Ax", "+ann@f.example")
    assert (said.number, said.wrong) == ("+33142685300", ())


@pytest.mark.parametrize("found", CORPUS, ids=lambda path: path.name)
def test_what_fuzzing_has_found_is_read_or_refused(found):
    assert check(found.read_bytes()) >= -1


NAMES = st.text("abz éÜß你'\",;\t-", min_size=1, max_size=30).filter(str.strip)


@settings(deadline=None, max_examples=60)
@given(
    people=st.lists(st.tuples(NAMES, NAMES), min_size=1), mark=st.sampled_from(",;\t"), quoting=st.sampled_from([0, 1])
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_whatever_a_spreadsheet_writes_is_read_as_it_stood_there(encoding, people, mark, quoting):
    out = StringIO()
    rows = csv.writer(out, delimiter=mark, quoting=quoting)
    rows.writerow(["PRÉNOM", "nom", "Courriel", "Webex Suite"])
    rows.writerows([*names, f"n{at}@x.example", "VRAI"] for at, names in enumerate(people))
    found = [one for some in sheets.read(file(out.getvalue().encode(encoding)), {}) for one in some]
    assert [(one.first_name, one.last_name) for one in found] == [tuple(map(tidy, names)) for names in people]
    assert [one.login for one in found] == [f"n{at}@x.example" for at in range(len(people))]


def tidy(text: str) -> str:
    return " ".join(plain(text).split())
