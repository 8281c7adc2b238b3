from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select

from jobs.orders import Orders
from jobs.shift import Shift
from jobs.terms import Terms
from jobs.worker import drain
from store.schema import assignments, bindings, offers, prices, terms
from store.schema import subscriptions as subscription_rows
from store.values import ChannelKind, EndOfTerm, SubscriptionStatus, TermLength
from tests.jobs.office import Office

SUITE, VISIO, E3, PREMIUM = "Webex Suite", "Visio Plan 2", "Microsoft 365 E3", "Microsoft 365 Business Premium"


@pytest.fixture
def round_of(office, clock):
    return Terms(Shift(office.database, clock, lambda _db: None)).run


def change(office: Office, product: str, customer: str = "Contoso", **values: object) -> None:
    held = office.held(product, customer)
    with office.database.transaction() as db:
        db.execute(subscription_rows.update().where(subscription_rows.c.id == held.id).values(values))


def last_second(held):
    return held.terms.ends_at


def recorded(office, product, customer="Contoso"):
    held = office.held(product, customer)
    with office.database.reading() as db:
        mine = select(terms).where(terms.c.subscription_id == held.id).order_by(terms.c.starts_on)
        return [(row.starts_on, row.seats, row.unit_price, row.price_is_old) for row in db.execute(mine)]


def test_nothing_happens_in_the_last_second_of_a_term_and_all_in_the_next(office, clock, round_of):
    before = office.held(SUITE, "Fabrikam")
    clock.now = last_second(before)
    round_of()
    assert office.held(SUITE, "Fabrikam") == before
    clock.passes(seconds=1)
    assert round_of() == 1
    after = office.held(SUITE, "Fabrikam")
    assert after.terms.starts_on == before.terms.ends_on + timedelta(days=1)
    assert (after.terms.seats, after.version) == (30, before.version + 1)
    assert after.terms.batches[0].added_at == datetime.combine(after.terms.starts_on, datetime.min.time(), UTC)
    assert office.batches(SUITE, "Fabrikam") == [(30, "renewal")]


def test_a_term_is_renewed_once_however_often_the_clock_looks(office, clock, round_of):
    clock.now = last_second(office.held(SUITE, "Fabrikam")) + timedelta(hours=3)
    round_of()
    assert [round_of(), round_of()] == [0, 0]
    assert len(recorded(office, SUITE, "Fabrikam")) == 1


def test_the_price_of_the_new_terms_first_second_counts(office, clock, round_of):
    held = office.held(SUITE, "Fabrikam")
    start = last_second(held) + timedelta(seconds=1)
    with office.database.transaction() as db:
        db.execute(prices.update().values(valid_to=start).where(prices.c.unit_price == Decimal("13.5")))
        row = db.execute(select(prices).where(prices.c.unit_price == Decimal("13.5"))).mappings().one()
        db.execute(
            prices.insert(),
            dict(row) | {"id": uuid4(), "valid_from": start, "valid_to": None, "unit_price": Decimal("15.123456")},
        )
    clock.now = start + timedelta(minutes=4)
    round_of()
    after = office.held(SUITE, "Fabrikam")
    assert (after.terms.unit_price.amount, after.price_is_old) == (Decimal("15.123456"), False)


def test_without_a_price_of_the_day_the_price_so_far_goes_on_and_is_marked(office, clock, round_of):
    with office.database.transaction() as db:
        db.execute(prices.delete())
    clock.now = last_second(office.held(SUITE, "Fabrikam")) + timedelta(seconds=1)
    round_of()
    assert office.held(SUITE, "Fabrikam").price_is_old
    assert recorded(office, SUITE, "Fabrikam")[0][2:] == (Decimal("13.5"), True)


def test_a_subscription_that_stops_expires_and_keeps_its_dates(office, clock, round_of):
    before = office.held(VISIO)
    clock.now = last_second(before) + timedelta(seconds=1)
    round_of()
    after = office.held(VISIO)
    assert (after.terms.status, after.terms.ends_on) == (SubscriptionStatus.EXPIRED, before.terms.ends_on)
    assert [record.subject for record in office.records("expire")] == [before.label]


def test_scheduled_seats_are_renewed_and_the_schedule_is_cleared(office, clock, round_of):
    change(office, PREMIUM, scheduled_seats=35, end_of_term=EndOfTerm.RENEW_WITH_CHANGES)
    clock.now = last_second(office.held(PREMIUM)) + timedelta(seconds=1)
    round_of()
    held = office.held(PREMIUM).terms
    assert (held.seats, held.scheduled_seats, held.end_of_term) == (35, None, EndOfTerm.RENEW)
    assert office.messages() == []


def test_fewer_scheduled_seats_than_assigned_are_not_renewed_and_every_bound_channel_hears_of_it(
    office, clock, round_of
):
    bind(office, "Contoso", "C-contoso")
    bind(office, "Atelier Cloud", "C-atelier")
    bind(office, "Blue Harbour", "C-stranger")
    change(office, PREMIUM, scheduled_seats=20, end_of_term=EndOfTerm.RENEW_WITH_CHANGES)
    clock.now = last_second(office.held(PREMIUM)) + timedelta(seconds=1)
    round_of()
    assert office.held(PREMIUM).terms.seats == 31
    assert sorted(row.channel for row in office.messages()) == ["C-atelier", "C-contoso"]
    assert "chloe" not in office.messages()[0].body.lower()


def test_after_a_downtime_each_missed_term_has_its_own_record(office, clock, round_of):
    first = office.held(SUITE, "Fabrikam").terms.ends_on
    clock.now = datetime.combine(first, datetime.min.time(), UTC) + timedelta(days=65)
    round_of()
    starts = [start for start, *_ in recorded(office, SUITE, "Fabrikam")]
    assert (len(starts), starts[0]) == (3, first + timedelta(days=1))
    assert office.held(SUITE, "Fabrikam").terms.starts_on == starts[-1]
    assert len(office.records("renew")) == 3


def test_an_order_placed_in_the_last_second_is_carried_out_before_its_term_is_renewed(office, clock, round_of):
    clock.now = last_second(office.held(E3))
    office.orders("seats Microsoft 365 E3 +5")
    clock.passes(seconds=2)
    round_of()
    assert office.held(E3).terms.ends_at < clock()
    drain(Orders(office.database, clock))
    round_of()
    held = office.held(E3).terms
    assert (held.seats, held.ends_at > clock(), office.batches(E3)) == (30, True, [(30, "renewal")])


def test_extended_month_by_month_it_runs_by_the_monthly_offer(office, clock, round_of):
    change(office, E3, end_of_term=EndOfTerm.EXTEND)
    clock.now = last_second(office.held(E3)) + timedelta(seconds=1)
    round_of()
    held = office.held(E3).terms
    assert (held.length, held.billing, held.unit_price.amount) == ("P1M", "monthly", Decimal("38.934"))
    assert held.ends_on - held.starts_on < timedelta(days=31)


def test_extended_without_a_monthly_plan_a_month_costs_23_per_cent_more_than_a_twelfth(office, clock, round_of):
    with office.database.transaction() as db:
        db.execute(prices.delete())
        db.execute(
            offers.delete().where(
                offers.c.length == TermLength.MONTH, ~offers.c.id.in_(select(subscription_rows.c.offer_id))
            )
        )
    change(office, E3, end_of_term=EndOfTerm.EXTEND)
    clock.now = last_second(office.held(E3)) + timedelta(seconds=1)
    round_of()
    assert (office.held(E3).terms.unit_price.amount, office.held(E3).price_is_old) == (Decimal("36.9"), True)


def test_turned_on_again_it_goes_from_months_back_to_its_year(office, clock, round_of):
    change(office, E3, end_of_term=EndOfTerm.EXTEND)
    clock.now = last_second(office.held(E3)) + timedelta(seconds=1)
    round_of()
    assert office.held(E3).terms.extended
    change(office, E3, end_of_term=EndOfTerm.RENEW)
    clock.now = last_second(office.held(E3)) + timedelta(seconds=1)
    round_of()
    held = office.held(E3).terms
    assert (held.length, held.billing, held.unit_price.amount) == ("P1Y", "annual", Decimal(378))
    assert (held.extended, held.ends_on - held.starts_on > timedelta(days=363)) == (False, True)


def test_months_follow_months_until_somebody_decides_otherwise(office, clock, round_of):
    change(office, E3, end_of_term=EndOfTerm.EXTEND)
    clock.now = last_second(office.held(E3)) + timedelta(days=95)
    round_of()
    assert [price for _start, _seats, price, _old in recorded(office, E3)] == [Decimal("38.934")] * 4
    change(office, E3, end_of_term=EndOfTerm.STOP)
    clock.now = last_second(office.held(E3)) + timedelta(seconds=1)
    round_of()
    assert office.held(E3).terms.status == SubscriptionStatus.EXPIRED


def test_one_subscription_with_a_bug_does_not_hold_up_the_others(office, clock, round_of, caplog):
    change(office, E3, ends_on=date(2026, 11, 1))
    with office.database.transaction() as db:
        db.exec_driver_sql(
            "UPDATE subscriptions SET end_of_term = 'gibberish' WHERE seats = 25 AND ends_on < '2026-11-05'"
        )
    clock.now = last_second(office.held(SUITE, "Fabrikam")) + timedelta(seconds=1)
    round_of()
    assert len(recorded(office, SUITE, "Fabrikam")) == 1
    assert "a task failed" in caplog.text


def test_what_is_assigned_stays_assigned_over_a_renewal(office, clock, round_of):
    clock.now = last_second(office.held(E3)) + timedelta(seconds=1)
    round_of()
    with office.database.reading() as db:
        held = select(assignments).where(assignments.c.subscription_id == office.held(E3).id)
        assert len(db.execute(held).all()) == office.held(E3).terms.assigned == 18


def bind(office: Office, organisation: str, channel: str) -> None:
    with office.database.transaction() as db:
        db.execute(
            bindings.insert(),
            {
                "id": uuid4(),
                "organisation_id": office.sample("organisation", organisation),
                "installation_id": office.installation,
                "channel": channel,
                "kind": ChannelKind.GROUP,
                "bound_by": office.person(),
                "bound_at": office.clock(),
            },
        )
