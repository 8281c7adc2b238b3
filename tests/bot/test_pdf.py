"""What is written on a sheet is read back from the file."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.pdf import Section, Sheet, pdf

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def sheet(*sections, title="Récapitulatif de la commande", language="fr"):
    return Sheet(title, "Contoso · C-000123", language, sections, "Comptoir", NOON)


def read(content):
    return PdfReader(BytesIO(content))


def words(content):
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def test_title_language_and_date_are_set():
    file = read(pdf(sheet()))
    assert (file.metadata.title, file.trailer["/Root"]["/Lang"]) == ("Récapitulatif de la commande", "fr")
    assert file.metadata.creation_date == NOON


def test_a_window_shows_its_title_instead_of_the_file_s_name():
    assert read(pdf(sheet())).trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_a_long_heading_takes_no_room_from_what_stands_below_it():
    head = ("Site", "Fuseau horaire", "Programmation de sortie", "Licences")
    row = ("ebenisterie-ca-coeur.webex.com", "Abidjan · Côte d’Ivoire · UTC+00:00", "normale", "15")
    assert row[0] in words(pdf(sheet(Section("Sites", rows=(head, row)))))


def test_what_is_written_can_be_read_in_its_order():
    sites = Section("Sites", (("Fuseau", "Europe/Paris"),), (("Site", "Licences"), ("contoso.webex.com", "25")))
    told = words(pdf(sheet(sites, Section("Téléphonie", (("Siège", "Œuvre de Zoë, 75001 Paris"),)))))
    order = [
        "Récapitulatif",
        "Contoso",
        "Sites",
        "Europe/Paris",
        "contoso.webex.com",
        "25",
        "Téléphonie",
        "Œuvre de Zoë",
    ]
    assert [told.index(word) for word in order] == sorted(told.index(word) for word in order)


def test_the_fonts_are_embedded():
    fonts = read(pdf(sheet())).pages[0]["/Resources"]["/Font"]
    assert all("DejaVu" in font.get_object()["/BaseFont"] for font in fonts.values())


def test_many_rows_go_on_over_the_page():
    rows = (("Site", "Licences"), *((f"site-{number}.webex.com", str(number)) for number in range(120)))
    file = pdf(sheet(Section("Sites", rows=rows)))
    assert len(read(file).pages) > 2
    assert "site-119.webex.com" in words(file)


def test_the_same_sheet_is_the_same_file():
    assert pdf(sheet(Section("Sites"))) == pdf(sheet(Section("Sites")))


@pytest.mark.parametrize("text", ["<b>&amp;", "(a) \\ (b", "\x00\x07", "\u202egnp.exe", "x" * 5_000, "Ω 👍 中", ""])
def test_whatever_somebody_typed_breaks_no_sheet(text):
    assert read(pdf(sheet(Section(text, ((text, text),), ((text, text),)), title=text))).pages


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_written(text):
    assert pdf(sheet(Section("a", ((text, text),)))).startswith(b"%PDF")
