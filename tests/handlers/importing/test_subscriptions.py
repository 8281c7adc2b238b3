from __future__ import annotations

import json
from datetime import date

import pytest

HEADER = "customer,reference,product,sku,quantity,term,billing,start,end,auto renew,unit price,currency\n"
E3 = "Contoso,ref-1,Microsoft 365 E3,CFQ7TTC0LFLX,25,P1Y,annual,2026-05-01,2027-04-30,yes,360,EUR\n"
BATCHES = """
SELECT b.seats, b.unit_price, b.origin, b.added_at FROM batches b JOIN subscriptions s ON s.id = b.subscription_id
WHERE s.reference = :reference AND b.seats > 0 ORDER BY b.added_at, b.seats
"""


def batches(shelf, reference="ref-1"):
    return [
        (seats, price / 1_000_000, origin) for seats, price, origin, _at in shelf.rows(BATCHES, reference=reference)
    ]


def held(shelf, columns, reference="ref-1"):
    return shelf.one(f"SELECT {columns} FROM subscriptions WHERE reference = :reference", reference=reference)


def test_a_new_subscription_gets_a_number_and_one_batch_as_old_as_its_term(shelf):
    assert shelf.takes("subscriptions", HEADER + E3).new == 1
    assert held(shelf, "number, seats, name, end_of_term, anchor_day") == (8, 25, "Microsoft 365 E3", "renew", 1)
    assert batches(shelf) == [(25, 360, "purchase")]


PORTAL = (
    "Customer Name\tCustomer Tenant ID\tSubscription ID\tOffer Name\tProduct ID\tSKU ID\tLicense Quantity\tAssigned\t"
    "Status\tAuto Renew\tTerm Duration\tBilling Frequency\tCommitment Start Date\tCommitment End Date\t"
    "Unit Price\tCurrency\n"
    "Contoso SA\t00000000-0000-4000-8000-00000000c070\t0f1e-77\tPower BI Pro\tCFQ7TTC0H9MP\t0002\t12\t9\t"
    "Active\tFalse\t1 Year\tMonthly\t2026-03-31T00:00:00Z\t2027-03-30T23:59:59Z\t8.20\tEUR\n"
)


def test_an_export_of_a_portal_is_taken_as_it_is(shelf):
    assert shelf.takes("subscriptions", PORTAL.encode("utf-16")).new == 1
    assert shelf.unused == ["Assigned"]
    assert held(shelf, "seats, end_of_term, unit_price, currency", "0f1e-77") == (12, "stop", 8_200_000, "EUR")
    product = "SELECT sku, policy FROM products WHERE name = 'Power BI Pro'"
    assert shelf.one(product) == ("CFQ7TTC0H9MP:0002", "new-commerce")


DISTRIBUTOR = (
    "Client;Référence;Produit;Article;Quantité;Durée;Facturation;Échéance;Reconduction;Prix unitaire;Devise;Statut\n"
    "Contoso;D-77;Visio Plan 2;CFQ7TTC0HD32;3;1 an;Mensuelle;30.06.2027;Oui;14,70;EUR;En cours\n"
)


def test_an_export_of_a_french_distributor_is_taken_as_it_is(shelf):
    assert shelf.takes("subscriptions", DISTRIBUTOR.encode("cp1252")).new == 1
    assert held(shelf, "seats, starts_on, ends_on, unit_price", "D-77")[1:3] in [
        ("2026-07-01", "2027-06-30"),
        (date(2026, 7, 1), date(2027, 6, 30)),
    ]


def test_the_same_file_again_changes_nothing(shelf):
    shelf.takes("subscriptions", HEADER + E3)
    again = shelf.takes("subscriptions", HEADER + E3)
    assert (again.new, again.changed, again.same) == (0, 0, 1)
    assert (shelf.corrections(), held(shelf, "version")) == ([], (1,))


def test_more_seats_are_a_recorded_correction_and_open_no_window(shelf):
    shelf.takes("subscriptions", HEADER + E3)
    assert shelf.takes("subscriptions", HEADER + E3.replace(",25,", ",30,").replace(",360,", ",400,")).changed == 1
    ((subject, detail),) = shelf.corrections()
    assert (subject, json.loads(detail)) == ("S-000008", {"seats": "25 → 30", "unit_price": "360 → 400"})
    assert held(shelf, "seats, version") == (30, 2)
    assert batches(shelf) == [(5, 400, "addition"), (25, 360, "purchase")]


def test_fewer_seats_leave_the_newest_batch_first(shelf):
    pieces = "10 @ 360 @ 2026-05-01 @ purchase | 15 @ 380 @ 2026-06-01 @ addition"
    shelf.takes("subscriptions", HEADER.strip() + ",batches\n" + E3.strip() + f",{pieces}\n")
    shelf.takes("subscriptions", HEADER + E3.replace(",25,", ",8,"))
    assert batches(shelf) == [(8, 360, "purchase")]


def test_batches_that_do_not_add_up_are_refused(shelf):
    pieces = "10 @ 360 @ 2026-05-01 @ purchase"
    told = shelf.refuses("subscriptions", HEADER.strip() + ",batches\n" + E3.strip() + f",{pieces}\n")
    assert told == ["row 2, column batches: add up to 10 seats, not 25"]


def test_a_later_term_has_one_batch_for_all_its_seats(shelf):
    shelf.takes("subscriptions", HEADER + E3)
    shelf.takes(
        "subscriptions", HEADER + E3.replace("2026-05-01,2027-04-30", "2027-05-01,2028-04-30").replace(",25,", ",20,")
    )
    assert batches(shelf) == [(20, 360, "renewal")]
    (_subject, detail), *_others = shelf.corrections()
    assert "2027-04-30 → 2028-04-30" in detail


def test_a_file_from_the_time_before_the_renewal_is_left_aside(shelf):
    shelf.takes("subscriptions", HEADER + E3.replace("2026-05-01,2027-04-30", "2027-05-01,2028-04-30"))
    done = shelf.takes("subscriptions", HEADER + E3.replace(",25,", ",99,"))
    assert (done.outdated, done.changed, held(shelf, "seats")) == (1, 0, (25,))


def test_a_portals_yes_says_nothing_against_changes_decided_for_the_renewal(shelf):
    shelf.takes("subscriptions", HEADER + E3.replace(",yes,", ",renew-with-changes,"))
    assert shelf.takes("subscriptions", HEADER + E3).same == 1
    assert shelf.takes("subscriptions", HEADER + E3.replace(",yes,", ",no,")).changed == 1
    assert held(shelf, "end_of_term") == ("stop",)


def test_without_a_reference_the_only_subscription_of_the_product_is_meant(shelf):
    header, row = "customer,product,quantity,term,billing,start", "Contoso,microsoft 365 e3,26,P1Y,annual,2026-11-18"
    assert shelf.takes("subscriptions", f"{header}\n{row}\n").changed == 1
    assert shelf.one("SELECT seats FROM subscriptions WHERE number = 1") == (26,)


def test_without_a_reference_one_of_two_can_not_be_told(shelf):
    shelf.takes("subscriptions", HEADER + E3)
    (told,) = shelf.refuses("subscriptions", HEADER + E3.replace("ref-1", ""))
    assert told.startswith(
        "row 2, column reference: Contoso has 2 such subscriptions; say which by its number, like S-"
    )


def test_a_reference_is_given_to_the_subscription_that_had_none(shelf):
    shelf.takes("subscriptions", HEADER + E3.replace("ref-1", "").replace("Contoso", "Fabrikam"))
    assert shelf.takes("subscriptions", HEADER + E3.replace("Contoso", "Fabrikam")).changed == 1
    assert held(shelf, "number") == (8,)


def test_what_costs_nothing_in_the_file_costs_what_the_sellers_list_says(shelf):
    shelf.takes("subscriptions", HEADER + E3.replace(",360,EUR", ",,"))
    assert held(shelf, "unit_price, currency") == (360_000_000, "EUR")
    other = E3.replace("ref-1", "ref-2").replace("P1Y,annual", "P3Y,annual")
    (told,) = shelf.refuses("subscriptions", HEADER + other.replace(",360,EUR", ",,"))
    assert told == "row 2, column unit price: is missing, and the seller's price list has none for 2026-05-01"


def test_every_mistake_is_told_by_row_and_column_and_nothing_is_imported(shelf):
    before = shelf.gives("subscriptions")
    wrong = (
        ("Contoso", "Northwind"),
        ("Microsoft 365 E3,CFQ7TTC0LFLX", ","),
        ("annual", ""),
        ("2027-04-30", "2026-04-30"),
        ("EUR", ""),
    )
    rows = [E3.replace("ref-1", f"ref-{row}").replace(old, new) for row, (old, new) in enumerate(wrong, 3)]
    told = shelf.refuses("subscriptions", HEADER + E3 + "".join(rows) + E3)
    assert told == [
        "row 3, column customer: no organisation answers to “Northwind”; import it first",
        "row 4, column product: is missing",
        "row 5, column billing: is missing",
        "row 6, column end: 2026-04-30 is before the start, 2026-05-01",
        "row 7, column currency: is missing",
        "row 8, column reference: the same subscription as in row 2",
    ]
    assert shelf.gives("subscriptions") == before


@pytest.mark.parametrize("quantity", ["0", "-3", "2.5", "1000001", "many"])
def test_a_number_of_seats_that_is_none_is_refused(shelf, quantity):
    (told,) = shelf.refuses("subscriptions", HEADER + E3.replace(",25,", f",{quantity},"))
    assert told.startswith("row 2, column quantity: ")


def test_a_number_that_belongs_to_somebody_else_is_refused(shelf):
    (told,) = shelf.refuses("subscriptions", "number," + HEADER + "S-000006," + E3)
    assert told == "row 2, column number: S-000006 belongs to somebody else than Contoso"


def test_a_repetition_is_noticed_however_far_away_it_stands(shelf):
    rows = [E3.replace("ref-1", f"ref-{number}") for number in range(2_001)]
    (told,) = shelf.refuses("subscriptions", HEADER + "".join(rows) + rows[0])
    assert told == "row 2003, column reference: stands in the file twice"


def test_a_price_that_is_no_longer_valid_is_none(shelf):
    prices = "seller,product,sku,term,billing,country,currency,price,valid from,valid to\n"
    price = "Atelier Cloud,Teams,T-1,P1Y,annual,FR,EUR,12,2025-01-01,2026-01-01\n"
    shelf.takes("prices", prices + price)
    wanted = E3.replace("Microsoft 365 E3,CFQ7TTC0LFLX", "Teams,T-1").replace(",360,EUR", ",,")
    (told,) = shelf.refuses("subscriptions", HEADER + wanted)
    assert told.endswith("the seller's price list has none for 2026-05-01")


FOR_GOOD = "customer,reference,product,policy,quantity,term,billing,start,end,unit price,currency\n"


@pytest.mark.parametrize("end", ["", "2026-12-04", "9999-12-31"])
def test_what_was_bought_for_good_has_no_end_whatever_a_list_says(shelf, end):
    line = f"Contoso,ref-1,Visio 2024,perpetual,7,P1Y,once,2025-12-05,{end},400,EUR\n"
    assert shelf.takes("subscriptions", FOR_GOOD + line).new == 1
    assert [str(day) for day in held(shelf, "starts_on, ends_on")] == ["2025-12-05", "9999-12-31"]
    assert shelf.takes("subscriptions", FOR_GOOD + line).same == 1


def test_what_was_bought_for_good_was_bought_on_a_day(shelf):
    line = "Contoso,ref-1,Visio 2024,perpetual,7,P1Y,once,,9999-12-31,400,EUR\n"
    assert shelf.refuses("subscriptions", FOR_GOOD + line) == [
        "row 2, column start: is missing: the day on which it was bought for good"
    ]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("9999-12-31", "", "start: 9999-12-31"),
        ("", "9999-12-31", "end: 9999-12-31"),
        ("0001-01-01", "", "start: 0001-01-01"),
        ("", "0001-01-01", "end: 0001-01-01"),
        ("2026-05-01", "2101-01-01", "end: 2101-01-01"),
    ],
)
def test_a_day_beyond_any_term_is_refused(shelf, start, end, told):
    line = E3.replace("2026-05-01,2027-04-30", f"{start},{end}")
    expected = f"row 2, column {told} is no day of a term: 1990 to 2100"
    assert shelf.refuses("subscriptions", HEADER + line) == [expected]


@pytest.mark.parametrize(("column", "longest"), [("reference", 120), ("payment", 40)])
def test_what_is_longer_than_can_be_kept_is_refused(shelf, column, longest):
    header, line = HEADER.replace("reference", column), E3.replace("ref-1", "x" * (longest + 1))
    expected = f"row 2, column {column}: has more than {longest} characters"
    assert shelf.refuses("subscriptions", header + line) == [expected]
