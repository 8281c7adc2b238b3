from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.webex_patience import LONGEST_WAIT, USUAL_WAIT, seconds_to_wait

SENT = "Sat, 21 Nov 2026 08:00:00 GMT"


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("5", 5),
        ("2.5", 2.5),
        (" 7 ", 7),
        ("0", 1),
        ("86400", LONGEST_WAIT),
        ("1e9", LONGEST_WAIT),
        ("9" * 5000, LONGEST_WAIT),
        ("Sat, 21 Nov 2026 08:00:20 GMT", 20),
        ("Sat, 21 Nov 2026 07:59:00 GMT", 1),
        ("Sun, 22 Nov 2026 08:00:00 GMT", LONGEST_WAIT),
        ("rand(30),add(30)", 60),
        ("12 seconds", 12),
        ("-3", USUAL_WAIT),
        ("nan", USUAL_WAIT),
        ("inf", USUAL_WAIT),
        ("soon", USUAL_WAIT),
        ("", USUAL_WAIT),
        (None, USUAL_WAIT),
    ],
)
def test_a_wait_is_read_however_it_is_written(written, seconds):
    assert seconds_to_wait(written, SENT) == seconds


@pytest.mark.parametrize("sent", [None, "", "yesterday", "Sat, 21 Nov 2026 08:00:00 -0000"])
def test_a_date_without_a_date_to_count_from_is_the_usual_wait(sent):
    assert seconds_to_wait("Sat, 21 Nov 2026 08:00:20 GMT", sent) == USUAL_WAIT


@given(st.text(), st.none() | st.text())
def test_whatever_is_written_the_wait_is_neither_nothing_nor_endless(written, sent):
    assert 1 <= seconds_to_wait(written, sent) <= LONGEST_WAIT
