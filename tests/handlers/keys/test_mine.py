"""A service user sees the key of a seat that is theirs, and no other; in chat and in the portal."""

from __future__ import annotations

import pytest

from bot.cards import Secret
from bot.phrases import Tongue
from bot.portal import Guest
from bot.text_cards import text
from handlers import sample
from handlers.keys.commands import GetKey, GetMyDownload, GetMyKey
from handlers.portal.desk import Counter
from handlers.sample.loading import sample_id

SERVER = "Windows Server 2022 Standard"
OWN = GetMyKey(subscription=str(sample_id("subscription", "Contoso", SERVER)))
KEY = "XXXXX-XXXXX-XXXXX-XXXXX-WV22X"
CHOICE = {"version": "2022", "language": "en", "bits": "64", "reason": "My machine"}


def give(office, login, product=SERVER):
    office.write(
        "insert into assignments (subscription_id, user_id, assigned_at) select s.id, u.id, u.created_at"
        " from subscriptions s, users u where s.name = :product and u.login = :login",
        product=product,
        login=login,
    )


@pytest.fixture
def hugo(office):
    """A service user of Contoso with a seat of the server."""
    give(office, sample.SERVICE_USER)
    return office.person(sample.SERVICE_USER)


@pytest.fixture
def emma(office):
    return office.person(sample.STAFF_USER)


def secret(card):
    return next((element.value for element in card.elements if isinstance(element, Secret)), None)


def test_from_my_services_to_ones_own_key(office, hugo):
    licence = hugo.presses(hugo.asks("my services"), f"Fetch my licence: {SERVER}")
    shown = hugo.submits(hugo.presses(licence, "Show my key"), **CHOICE)
    assert secret(shown.card) == KEY
    assert shown.card.private
    assert office.one("select reason from reveals") == "My machine"


def test_a_seat_is_asked_for_not_a_right(emma, hugo):
    assert "not assigned to you" in emma.sends(OWN.token, **CHOICE).text
    assert hugo.sends(GetKey(subscription=OWN.subscription).token, **CHOICE).refused


def test_who_loses_the_seat_before_it_is_shown_sees_nothing(office, hugo):
    shown = hugo.drafts(OWN.token, **CHOICE)
    office.write("delete from assignments")
    assert secret(office.showing(shown)) is None


def test_who_is_disabled_before_it_is_shown_sees_nothing(office, hugo):
    shown = hugo.drafts(OWN.token, **CHOICE)
    office.write("update users set status = 'disabled' where login = :login", login=sample.SERVICE_USER)
    assert secret(office.showing(shown)) is None


def test_the_link_to_the_software_is_for_who_was_shown_the_key(office, emma, hugo):
    give(office, sample.STAFF_USER)
    link = hugo.presses(hugo.sends(OWN.token, **CHOICE), "Get download link")
    assert secret(link.card).startswith("https://comptoir.example/download/")
    token = GetMyDownload(subscription=OWN.subscription, key=str(sample_id("product key", KEY))).token
    assert "not shown this key" in emma.sends(token).text


def test_a_code_that_is_used_once_is_handed_to_one_person(office, emma, hugo):
    give(office, sample.STAFF_USER)
    office.write("update product_keys set kind = 'retail'")
    office.write("update product_keys set state = 'revoked' where version <> '2022' or language <> 'en'")
    assert secret(hugo.sends(OWN.token, **CHOICE).card) == KEY
    assert "is with somebody already" in emma.sends(OWN.token, **CHOICE).text
    assert secret(hugo.sends(OWN.token, **CHOICE).card) == KEY


def test_a_code_that_is_used_once_is_not_promised_to_two_people_at_once(office, emma, hugo):
    give(office, sample.STAFF_USER)
    office.write("update product_keys set kind = 'retail'")
    office.write("update product_keys set state = 'revoked' where version <> '2022' or language <> 'en'")
    promised = hugo.drafts(OWN.token, **CHOICE)
    office.later(minutes=4, seconds=59)
    assert "is with somebody already" in emma.sends(OWN.token, **CHOICE).text
    office.later(seconds=1)
    assert secret(emma.sends(OWN.token, **CHOICE).card) == KEY
    assert secret(office.showing(promised)) is None


def test_codes_of_client_access_licences_are_for_licence_servers(office, hugo):
    give(office, sample.SERVICE_USER, "Windows Server 2019 RDS CAL")
    own = GetMyKey(subscription=str(sample_id("subscription", "Contoso", "Windows Server 2019 RDS CAL")))
    assert "go onto a licence server" in hugo.sends(own.token, reason="Mine").text


def test_ten_an_hour_are_enough_for_anybody(hugo):
    for _time in range(10):
        assert secret(hugo.sends(OWN.token, **CHOICE).card)
    assert "10 keys within an hour" in hugo.sends(OWN.token, **CHOICE).text


class Visitor:
    """Hugo at the portal."""

    def __init__(self, office) -> None:
        self.office = office
        self.desk = Counter(office.database, lambda: office.now, office.defaults, showing=office.showing)
        self.guest = Guest("cookie", "csrf", "Hugo Moreau", sample.SERVICE_USER, Tongue())

    def sends(self, token, **fields):
        return self.desk.press(self.guest, token, fields)


@pytest.fixture
def visitor(office, hugo):
    return Visitor(office)


def test_in_the_portal_it_is_shown_once_it_is_recorded(office, visitor):
    form = visitor.sends(OWN.token)
    card = visitor.sends(form.submit.press, **CHOICE)
    assert secret(card) == KEY
    assert office.rows("select origin, outcome from audit where command = 'services.key' order by at, outcome") == [
        ("portal:", "asked"),
        ("portal:", "done"),
    ]


def test_in_the_portal_the_configuration_for_32_bit_is_written_out(office, visitor):
    product = {"name": "Office LTSC Professional Plus 2021", "old": SERVER}
    office.write("update subscriptions set name = :name, folded = lower(:name) where name = :old", **product)
    office.write("update product_keys set bits = 32, version = '2021' where version = '2022'")
    said = text(visitor.sends(OWN.token, **CHOICE | {"version": "2021", "bits": "32"}), Tongue())
    assert "Save these lines as configuration.xml" in said
    assert '<Product ID="ProPlus2021Volume">' in said
    assert 'OfficeClientEdition="32"' in said


def test_what_the_portal_refuses_is_read_in_the_record_of_where_they_belong(office, chloe, visitor):
    office.write("delete from assignments")
    visitor.sends(OWN.token, **CHOICE)
    said = chloe.asks("audit").text
    assert f"Who {sample.SERVICE_USER} · portal · What own key asked for · Outcome refused" in said


def test_in_the_portal_a_missing_reason_is_told_next_to_its_field(visitor):
    card = visitor.sends(OWN.token, **CHOICE | {"reason": " "})
    assert "A reason is missing" in text(card, Tongue())
    assert card.submit


def test_in_the_portal_nothing_is_shown_that_can_not_be_recorded(office, visitor):
    office.write("alter table audit rename to locked_audit")
    with pytest.raises(Exception, match="audit"):
        visitor.sends(OWN.token, **CHOICE)
    assert office.one("select count(*) from reveals") == 0


def test_in_the_portal_what_is_not_assigned_is_not_there(office, visitor):
    office.write("delete from assignments")
    assert "not assigned to you" in text(visitor.sends(OWN.token, **CHOICE), Tongue())


def test_in_the_portal_one_gets_the_link_and_puts_the_key_away(visitor):
    visitor.sends(OWN.token, **CHOICE)
    link = visitor.sends(GetMyDownload(subscription=OWN.subscription, key=str(sample_id("product key", KEY))).token)
    assert secret(link).startswith("https://comptoir.example/download/")
    assert "My services" in text(visitor.sends('["keys.put-away",{}]'), Tongue())


def test_no_admins_command_works_in_the_portal(visitor):
    token = GetKey(subscription=OWN.subscription).token
    assert "no longer works" in text(visitor.sends(token, **CHOICE), Tongue())
