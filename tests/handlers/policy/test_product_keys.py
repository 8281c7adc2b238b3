"""How keys are written, what may be run with them, and the two clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.policy.product_keys import (
    BadKey,
    Fault,
    Runs,
    activated_until,
    allowed_versions,
    cal_runs,
    covered,
    download_until,
    hint,
    is_client_access,
    normal,
)
from store.values import KeyKind

KEY = "XXXXX-XXXXX-XXXXX-XXXXX-XX22B"
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    "written",
    [KEY, KEY.lower(), KEY.replace("-", ""), KEY.replace("-", " "), f"  {KEY}\n", KEY.replace("-", " – ")],
)
def test_a_key_is_one_however_it_is_written(written):
    assert normal(written, KeyKind.MAK) == normal(written, KeyKind.RETAIL) == KEY


@pytest.mark.parametrize(
    ("written", "fault", "place", "length"),
    [
        ("", Fault.EMPTY, 0, 0),
        (" \t", Fault.EMPTY, 0, 0),
        (KEY[:-1], Fault.LENGTH, 0, 24),
        (KEY + "X", Fault.LENGTH, 0, 26),
        (KEY.replace("B", "0"), Fault.LETTER, 25, 0),
        ("A" + KEY[1:], Fault.LETTER, 1, 0),
        (KEY.replace("B", "É"), Fault.LETTER, 25, 0),
        (KEY.replace("B", "\0"), Fault.LETTER, 25, 0),
    ],
)
def test_what_is_no_key_is_told_without_it(written, fault, place, length):
    with pytest.raises(BadKey) as bad:
        normal(written, KeyKind.MAK)
    assert (bad.value.fault, bad.value.place, bad.value.length) == (fault, place, length)
    assert "XXXXX" not in str(bad.value)


def test_another_kind_of_key_is_kept_as_it_is_written():
    assert normal(" abc 123/=é"[:8], KeyKind.OTHER) == "abc 123"
    for written in ("a\0b", "é", "x" * 201):
        with pytest.raises(BadKey, match="sign"):
            normal(written, KeyKind.OTHER)


def test_a_list_shows_five_characters_and_none_of_a_short_key():
    assert hint(KEY) == "XX22B"
    assert hint("short-key") == ""


@pytest.mark.parametrize(
    ("product", "allowed"),
    [
        ("Windows Server 2022 Standard", ("2022", "2019", "2016")),
        ("Microsoft Windows Server 2025 Datacenter", ("2025", "2022", "2019")),
        ("Windows Server 2012 R2 Standard", ("2012 R2", "2012")),
        ("Windows Server 2012 Standard", ("2012",)),
        ("SQL Server 2022 Standard", ("2022", "2019", "2017")),
        ("Windows 11 Enterprise", ("11", "10")),
        ("Office LTSC Standard 2024", ("2024", "2021", "2019")),
        ("Exchange Server SE Standard", ("SE", "2019", "2016")),
        ("Windows Server 2022x Standard", ()),
        ("Windows Server Standard", ()),
        ("Something of our own 2022", ()),
    ],
)
def test_the_two_versions_before_the_one_bought_may_be_run(product, allowed):
    assert allowed_versions(product) == allowed


@pytest.mark.parametrize(
    ("product", "is_one"),
    [
        ("Windows Server 2019 RDS CAL", True),
        ("Windows Server 2022 Remote Desktop Services - 1 User CAL 1 Year", True),
        ("Windows Server 2022 Standard", False),
        ("Windows Server 2022 CAL", False),
    ],
)
def test_which_products_are_client_access_licences(product, is_one):
    assert is_client_access(product) is is_one


@pytest.mark.parametrize(
    ("licence", "server", "runs"),
    [
        (2016, 2016, Runs.YES),
        (2016, 2019, Runs.YES),
        (2019, 2019, Runs.YES),
        (2019, 2016, Runs.NO),
        (2016, 2022, Runs.NO),
        (2019, 2022, Runs.NO),
        (2022, 2022, Runs.BY_PRINCIPLE),
        (2022, 2019, Runs.NO),
        (2022, 2025, Runs.NO),
        (2025, 2025, Runs.BY_PRINCIPLE),
        (2016, 2012, Runs.NO),
        (2012, 2012, Runs.NO),
    ],
)
def test_which_server_takes_which_licence(licence, server, runs):
    assert cal_runs(licence, server) is runs


def test_a_download_lasts_five_days_from_its_first_use_to_the_second():
    used = datetime(2026, 3, 26, 14, 5, 59, tzinfo=UTC)
    assert download_until(used) - SECOND < datetime(2026, 3, 31, 14, 5, 59, tzinfo=UTC) == download_until(used)


def test_a_kms_activation_lasts_a_hundred_and_eighty_days():
    renewed = datetime(2028, 1, 1, tzinfo=UTC)
    assert activated_until(renewed) == datetime(2028, 6, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    "key", ["BBBBB-CCCCC-DDDDD-FFFFF-GGGG2", "bbbbb ccccc ddddd fffff gggg2", "BBBBBCCCCCDDDDDFFFFFGGGG2"]
)
def test_a_key_in_a_sentence_is_covered_but_for_its_end(key):
    assert covered(f"it is “{key}”, on LIC-01").casefold() == "it is “…gggg2”, on lic-01"


@pytest.mark.parametrize(
    "text",
    ["", "XXXXX-XXXXX", "12345-67890-12345-67890-12345", "10000000-0000-4000-8000-000000000000", "BBBBB" * 6, "é" * 90],
)
def test_what_is_no_key_is_left_as_it_was_written(text):
    assert covered(text) == text
