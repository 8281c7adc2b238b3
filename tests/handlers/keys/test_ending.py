"""Whoever has begun a download is told a day before its link runs out, once, and by nobody else."""

from __future__ import annotations

import json

import pytest

from bot.errand import Errand
from bot.letters import LETTERS, Way
from bot.phrases import Speaker, Tongue
from bot.text_cards import text
from handlers.sample import ATELIER_ADMIN
from jobs.downloads import remind
from jobs.preview import preview
from jobs.shift import Shift
from tests.handlers.keys.test_downloading import fetched, got

__all__ = ["got"]


@pytest.fixture
def begun(office, got):
    return fetched(office, got)


def told(office) -> list[str]:
    """What a round of the clock says."""
    remind(Shift(office.database, lambda: office.now, lambda _db: None, office.defaults))
    rows = office.rows("select body from outbox where kind = 'ending' order by created_at")
    errands = [Errand.model_validate_json(body) for (body,) in rows]
    return [text(errand.card, errand.tongue).replace("\u00a0", " ") for errand in errands]


def test_a_link_that_nobody_used_reminds_nobody(office, got):
    office.later(days=30)
    assert told(office) == []


@pytest.mark.parametrize(("seconds", "count"), [(-1, 0), (0, 1)])
def test_it_is_told_a_day_before(office, begun, seconds, count):
    office.later(days=4, seconds=seconds)
    assert len(told(office)) == count


def test_it_is_told_once_with_the_moment_and_a_way_to_a_new_one(office, begun):
    office.later(days=4)
    (said,) = told(office)
    assert "refused from 25 Nov 2026, 14:05 (Europe/Paris) on" in said
    assert "New link" in said
    office.later(hours=1)
    assert len(told(office)) == 1


def test_after_a_downtime_of_days_nobody_is_told_what_has_passed(office, begun):
    office.later(days=5)
    assert told(office) == []


def test_a_new_link_is_told_of_in_its_turn(office, alice, got, begun):
    office.later(days=4)
    told(office)
    fetched(office, alice.presses(got, "New link"))
    office.later(days=4)
    assert len(told(office)) == 2


@pytest.mark.parametrize("lost", ["delete from grants", "update product_keys set state = 'revoked'"])
def test_who_could_not_use_it_any_more_is_not_told(office, begun, lost):
    office.write(lost)
    office.later(days=4)
    assert told(office) == []


def test_whoever_no_platform_knows_is_told_by_mail(office, begun):
    office.write("delete from identities")
    office.later(days=4)
    (foreseen,) = preview(office.database, office.now, office.defaults)
    assert (foreseen.channel, foreseen.rule) == (ATELIER_ADMIN, "download")
    for _round in range(2):
        assert told(office) == []
    ((to, template, body),) = office.rows("select recipient, template, body from mails where template = 'ending'")
    letter = LETTERS[str(template)](json.loads(str(body)), Way())
    assert to == ATELIER_ADMIN
    assert "13:05 (UTC) on, five days after its first use" in Speaker(Tongue()).say(letter.paragraphs[1])
