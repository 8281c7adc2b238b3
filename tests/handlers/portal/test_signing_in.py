"""Sign-in: one answer for whoever tries, a lock after too many failures, sessions that end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest

from bot.phrases import Speaker, Tongue
from bot.portal import Guest, Refused
from handlers.portal.desk import Counter, Rules
from handlers.portal.hashing import Hasher
from handlers.sample import ADVENTURE_ADMIN, CONTOSO_ADMIN
from store import sign_ins, users
from store.database import Database
from store.values import LinkPurpose, SignInOutcome, UserStatus
from tests.furnishing import NOON
from tests.handlers import conversation
from tests.handlers.portal.conftest import HOME, PASSWORD, TOKENS

ELSEWHERE = replace(HOME, address="198.51.100.9")


def said(refused):
    return Speaker(Tongue()).say(refused.text)


def test_the_right_password_opens_a_session(office):
    user = office.activated()
    guest = office.desk.sign_in(user.login.upper() + " ", PASSWORD, HOME)
    assert isinstance(guest, Guest)
    assert (guest.email, guest.name) == (user.login, user.name)
    assert office.desk.guest(guest.cookie) == guest
    assert guest.cookie not in str(office.rows("SELECT * FROM sessions"))


@pytest.mark.parametrize("password", ["", "x", PASSWORD + "x", "x" * 10_000])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(office, password):
    user = office.activated()
    known = office.desk.sign_in(user.login, password, HOME)
    unknown = office.desk.sign_in("nobody@contoso.example", password, HOME)
    assert known == unknown
    assert "wrong" in said(known)


def test_after_too_many_failures_the_user_is_locked_and_told(office):
    user = office.activated()
    outcomes = [office.desk.sign_in(user.login, "wrong", HOME) for _time in range(3)]
    assert len(set(outcomes)) == 1
    assert office.again(user).status is UserStatus.LOCKED
    assert "locked" in said(office.desk.sign_in(user.login, PASSWORD, HOME))
    assert ("account", user.login) in office.rows("SELECT template, recipient FROM mails")


def test_an_admin_unlocks_from_the_chat_and_failures_count_from_nothing(database_url):
    with closing(Database.open(database_url)) as database:
        chat = conversation.Office(database, NOON)
        known = replace(chat.defaults, tokens=TOKENS)
        desk = Counter(database, lambda: NOON, known, Rules(3), Hasher(rounds=1, kibibytes=64))
        login = str(chat.one("SELECT min(login) FROM users WHERE status = 'ready'"))
        for _time in range(3):
            desk.sign_in(login, "wrong", HOME)
        unlocked = chat.person(CONTOSO_ADMIN).asks(f"users unlock {login}")
        assert "unlocked" in unlocked.text
        for _time in range(2):
            desk.sign_in(login, "wrong", HOME)
        assert chat.one(f"SELECT status FROM users WHERE login = '{login}'") == "ready"


def test_whoever_guesses_on_learns_nothing_from_the_right_password_of_a_locked_login(office):
    user = office.activated()
    _first, _second, wrong = (office.desk.sign_in(user.login, "wrong", HOME) for _time in range(3))
    guesses = [office.desk.sign_in(user.login, PASSWORD, ELSEWHERE) for _time in range(31)]
    assert guesses[0] == wrong
    assert [one.slow_down for one in guesses] == [False] * 30 + [True]


def test_who_was_locked_and_chose_a_new_password_is_told_that_an_admin_can_help(office):
    user = office.activated()
    for _time in range(3):
        office.desk.sign_in(user.login, "wrong", HOME)
    assert office.desk.choose(office.token(user, LinkPurpose.RESET), PASSWORD, HOME) is None
    assert "An Admin of your organisation can help" in said(office.desk.sign_in(user.login, PASSWORD, HOME))


def test_another_organisation_with_the_same_login_gives_no_further_tries(database_url):
    with closing(Database.open(database_url)) as database:
        chat = conversation.Office(database, NOON)
        desk = Counter(
            database, lambda: NOON, replace(chat.defaults, tokens=TOKENS), Rules(3), Hasher(rounds=1, kibibytes=64)
        )
        login = str(chat.one("SELECT min(login) FROM users WHERE status = 'ready'"))
        adam = chat.person(ADVENTURE_ADMIN)
        form = adam.asks("users add")
        adam.presses(adam.submits(form, people=login, mail="no"), "Add 1 user")
        for _time in range(2):
            desk.sign_in(login, "wrong", HOME)
        adam.presses(adam.asks(f"users disable {login}"), "Disable")
        assert "is enabled" in adam.asks(f"users enable {login}").text
        desk.sign_in(login, "wrong", HOME)
        assert chat.one(f"SELECT count(*) FROM users WHERE login = '{login}' AND status = 'locked'") == 2


def test_the_sign_ins_of_before_are_nobody_elses_to_see(database_url):
    with closing(Database.open(database_url)) as database:
        chat = conversation.Office(database, NOON)
        desk = Counter(database, lambda: chat.now, chat.defaults, Rules(9), Hasher(rounds=1, kibibytes=64))
        login = str(chat.one("SELECT min(login) FROM users WHERE status = 'ready'"))
        desk.sign_in(login, "wrong", ELSEWHERE)
        adam, chloe = chat.person(ADVENTURE_ADMIN), chat.person(CONTOSO_ADMIN)
        form = adam.asks("users add")
        adam.presses(adam.submits(form, people="first@adventure-works.example", mail="no"), "Add 1 user")
        chat.later(minutes=1)
        edit = adam.asks("users edit first@adventure-works.example")
        assert not adam.submits(edit, login=login, mail="no", permission="services").refused
        assert ELSEWHERE.address not in adam.asks(f"users show {login}").text
        assert ELSEWHERE.address in chloe.asks(f"users show {login}").text


class Slow(Hasher):
    """Lets something happen while it compares."""

    def __init__(self, meanwhile):
        super().__init__(rounds=1, kibibytes=64)
        self._meanwhile = meanwhile

    def matches(self, password, hash):
        self._meanwhile()
        return super().matches(password, hash)


def test_a_password_that_is_replaced_while_it_is_compared_lets_nobody_in(office):
    user = office.activated()
    token = office.token(user, LinkPurpose.RESET)
    desk = office.desk_with(Slow(lambda: office.desk.choose(token, "another " + PASSWORD, HOME)))
    assert isinstance(desk.sign_in(user.login, PASSWORD, HOME), Refused)
    assert office.rows("SELECT 1 FROM sessions") == []


def test_one_failure_less_locks_nobody_and_a_success_starts_again(office):
    user = office.activated()
    for _round in range(2):
        for _time in range(2):
            office.desk.sign_in(user.login, "wrong", HOME)
        assert isinstance(office.desk.sign_in(user.login, PASSWORD, HOME), Guest)
    assert office.again(user).status is UserStatus.READY


def test_failures_at_the_same_time_are_all_counted(office):
    user = office.activated()
    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(lambda _n: office.desk.sign_in(user.login, "wrong", HOME), range(8)))
    assert office.rows("SELECT failures FROM throttles WHERE key LIKE 'login:%'") == [(8,)]
    assert len(office.rows("SELECT 1 FROM mails WHERE body LIKE '%locked%'")) == 1


def test_a_thousand_tries_from_one_place_are_slowed_down_and_fill_no_table(office):
    office.activated()
    answers = [office.desk.sign_in(f"u{n}@nowhere.example", "wrong", ELSEWHERE) for n in range(1000)]
    assert [one.slow_down for one in answers].count(False) == 30
    assert len(office.rows("SELECT 1 FROM throttles")) == 2
    assert office.rows("SELECT 1 FROM sign_ins") == []


def test_all_addresses_of_one_network_are_one_place(office):
    places = [replace(HOME, address=f"2001:db8:0:7::{n:x}") for n in range(40)]
    answers = [office.desk.sign_in("u@nowhere.example", "wrong", one) for one in places]
    assert [one.slow_down for one in answers].count(True) == 10
    assert not office.desk.sign_in("u@nowhere.example", "wrong", replace(HOME, address="2001:db8:0:8::1")).slow_down


@pytest.mark.parametrize(
    "typed", ["", "\0", "a\0b@contoso.example", "x" * 5000, "@", "é@münchen.example", "\ud800@a.example"]
)
def test_what_is_no_login_is_answered_as_an_unknown_one(office, typed):
    assert office.desk.sign_in(typed, "wrong", HOME) == office.desk.sign_in("u@nowhere.example", "wrong", HOME)


def test_the_history_of_a_login_under_attack_from_everywhere_has_an_end(office):
    user = office.activated()
    for number in range(130):
        office.desk.sign_in(user.login, "wrong", replace(HOME, address=f"192.0.2.{number}"))
    assert len(office.rows("SELECT 1 FROM sign_ins")) == 100


def test_comparing_takes_as_long_for_nobody_as_for_somebody():
    hasher = Hasher(rounds=2, kibibytes=16_384)
    somebody, nobody = hasher.hash(PASSWORD), None

    def took(hash):
        began = perf_counter()
        assert not hasher.matches("wrong", hash)
        return perf_counter() - began

    pairs = [(took(nobody), took(somebody)) for _time in range(15)]
    assert 0.5 < min(one for one, _other in pairs) / min(other for _one, other in pairs) < 2


@pytest.mark.parametrize(("after", "slow"), [(timedelta(minutes=14, seconds=59), True), (timedelta(minutes=15), False)])
def test_a_place_may_try_again_after_a_quarter_of_an_hour(office, after, slow):
    for number in range(30):
        office.desk.sign_in(f"u{number}@nowhere.example", "wrong", ELSEWHERE)
    office.now += after
    assert office.desk.sign_in("u@nowhere.example", "wrong", ELSEWHERE).slow_down is slow
    assert office.desk.sign_in("u@nowhere.example", "wrong", HOME).slow_down is False


@pytest.mark.parametrize("status", [UserStatus.DISABLED, UserStatus.LOCKED, UserStatus.NOT_ACTIVATED])
def test_who_is_not_ready_does_not_get_in(office, status):
    user = office.activated()
    guest = office.desk.sign_in(user.login, PASSWORD, HOME)
    with office.database.transaction() as db:
        users.set_status(db, office.contoso, user.id, UserStatus.READY, status)
    assert isinstance(office.desk.sign_in(user.login, PASSWORD, HOME), Refused)
    assert office.desk.guest(guest.cookie) is None


def test_a_deleted_user_leaves_neither_password_nor_session(office):
    user = office.activated()
    office.desk.sign_in(user.login, PASSWORD, HOME)
    with office.database.transaction() as db:
        users.remove(db, office.contoso, user)
    assert office.rows("SELECT 1 FROM passwords") == office.rows("SELECT 1 FROM sessions") == []
    assert isinstance(office.desk.sign_in(user.login, PASSWORD, HOME), Refused)


@pytest.mark.parametrize(
    ("after", "lasts"), [(timedelta(minutes=29, seconds=59), True), (timedelta(minutes=30), False)]
)
def test_a_session_nobody_uses_ends_after_half_an_hour(office, after, lasts):
    guest = office.desk.sign_in(office.activated().login, PASSWORD, HOME)
    office.now += after
    assert (office.desk.guest(guest.cookie) is not None) is lasts


def test_a_session_in_use_ends_after_twelve_hours(office):
    guest = office.desk.sign_in(office.activated().login, PASSWORD, HOME)
    for _step in range(35):
        office.later(minutes=20)
        assert office.desk.guest(guest.cookie)
    office.later(minutes=19, seconds=59)
    assert office.desk.guest(guest.cookie)
    office.later(seconds=1)
    assert office.desk.guest(guest.cookie) is None


def test_signing_out_ends_it(office):
    guest = office.desk.sign_in(office.activated().login, PASSWORD, HOME)
    office.desk.sign_out(guest)
    assert office.desk.guest(guest.cookie) is None


def test_the_history_says_when_from_where_and_whether_it_worked(office):
    user = office.activated()
    office.desk.sign_in(user.login, "wrong", ELSEWHERE)
    office.later(seconds=1)
    office.desk.sign_in(user.login, PASSWORD, HOME)
    with office.database.reading() as db:
        tried = sign_ins.of(db, office.contoso, user.login, 10)
    assert [(one.address, one.outcome) for one in tried] == [
        ("203.0.113.7", SignInOutcome.SIGNED_IN),
        ("198.51.100.9", SignInOutcome.WRONG),
    ]


def test_a_password_hashed_in_an_older_way_is_hashed_anew(office):
    user = office.activated()
    (before,) = office.rows("SELECT hash FROM passwords")
    desk = office.desk_with(Hasher(rounds=2, kibibytes=64))
    assert isinstance(desk.sign_in(user.login, PASSWORD, HOME), Guest)
    (after,) = office.rows("SELECT hash FROM passwords")
    assert before != after
    assert isinstance(desk.sign_in(user.login, PASSWORD, HOME), Guest)
