"""Links of mails: good once, to the second, for the one they were sent to, and nothing told to anybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.phrases import Speaker, Tongue
from bot.portal import Guest, Standing
from handlers.context import Defaults
from handlers.portal.desk import Counter
from store import users
from store.values import LinkPurpose, UserStatus
from tests.handlers.portal.conftest import HOME, PASSWORD

FOR_48_HOURS, SECOND = timedelta(hours=48), timedelta(seconds=1)
RESET = LinkPurpose.RESET


def said(refused):
    return Speaker(Tongue()).say(refused.text)


def test_an_invitation_followed_makes_its_user_ready(office):
    user = office.user(UserStatus.NOT_ACTIVATED)
    token = office.token(user)
    opened = office.desk.look(token)
    assert (opened.standing, opened.login, opened.name) == (Standing.GOOD, user.login, user.name)
    assert office.desk.choose(token, PASSWORD, HOME) is None
    assert office.again(user).status is UserStatus.READY
    assert isinstance(office.desk.sign_in(user.login, PASSWORD, HOME), Guest)
    assert office.desk.look(token).standing is Standing.USED


@pytest.mark.parametrize(
    ("after", "standing"), [(FOR_48_HOURS - SECOND, Standing.GOOD), (FOR_48_HOURS, Standing.ENDED)]
)
def test_an_invitation_is_good_for_48_hours(office, after, standing):
    token = office.token(office.user(UserStatus.NOT_ACTIVATED))
    office.now += after
    assert office.desk.look(token).standing is standing
    assert (office.desk.choose(token, PASSWORD, HOME) is None) is (standing is Standing.GOOD)


@pytest.mark.parametrize(("after", "good"), [(timedelta(minutes=59, seconds=59), True), (timedelta(hours=1), False)])
def test_a_link_to_a_new_password_is_good_for_an_hour(office, after, good):
    token = office.token(office.user(), RESET)
    office.now += after
    assert (office.desk.choose(token, PASSWORD, HOME) is None) is good


def test_a_resent_invitation_voids_the_older_one(office):
    user = office.user(UserStatus.NOT_ACTIVATED)
    first, second = office.token(user), office.token(user)
    assert (office.desk.look(first).standing, office.desk.look(second).standing) == (Standing.ENDED, Standing.GOOD)


@pytest.mark.parametrize("spoil", [lambda t: t[:-1] + "A", lambda _t: "", lambda t: t * 50, lambda _t: "é\0"])
def test_a_token_that_is_none_leads_nowhere(office, spoil):
    token = spoil(office.token(office.user(UserStatus.NOT_ACTIVATED)))
    assert office.desk.look(token).standing is Standing.NONE
    assert office.desk.choose(token, PASSWORD, HOME) is not None


def test_without_a_key_every_token_is_none(office):
    token = office.token(office.user(UserStatus.NOT_ACTIVATED))
    keyless = Counter(office.database, lambda: office.now, replace(office.defaults, tokens=None))
    assert keyless.look(token).standing is Standing.NONE


def test_a_link_is_void_once_its_user_signs_in_by_another_address(office):
    user = office.user(UserStatus.NOT_ACTIVATED)
    token = office.token(user)
    with office.database.transaction() as db:
        users.change(db, office.contoso, user, {"login": "other@contoso.example"})
    assert office.desk.look(token).standing is Standing.NONE
    assert office.desk.choose(token, PASSWORD, HOME) is not None


def test_a_link_is_void_once_its_user_is_deleted(office):
    user = office.user(UserStatus.NOT_ACTIVATED)
    token = office.token(user)
    with office.database.transaction() as db:
        users.remove(db, office.contoso, user)
    assert office.desk.look(token).standing is Standing.NONE


def test_a_disabled_user_is_not_activated_by_an_old_link(office):
    user = office.user(UserStatus.NOT_ACTIVATED)
    token = office.token(user)
    with office.database.transaction() as db:
        users.set_status(db, office.contoso, user.id, UserStatus.NOT_ACTIVATED, UserStatus.DISABLED)
    assert office.desk.choose(token, PASSWORD, HOME) is not None
    assert office.again(user).status is UserStatus.DISABLED


def test_a_new_password_does_not_unlock(office):
    user = office.activated()
    token = office.token(user, RESET)
    for _time in range(3):
        office.desk.sign_in(user.login, "wrong", HOME)
    assert office.desk.choose(token, PASSWORD + "2", HOME) is None
    assert office.again(user).status is UserStatus.LOCKED


def test_a_new_password_signs_out_everywhere(office):
    user = office.activated()
    guest = office.desk.sign_in(user.login, PASSWORD, HOME)
    office.desk.choose(office.token(user, RESET), PASSWORD + "2", HOME)
    assert office.desk.guest(guest.cookie) is None
    assert isinstance(office.desk.sign_in(user.login, PASSWORD + "2", HOME), Guest)


@pytest.mark.parametrize(
    ("password", "told"),
    [("x", "at least 12"), ("x" * 10_000, "at most 1000"), ("azertyuiop12", "easily guessed")],
)
def test_a_password_that_is_not_taken_leaves_the_link_good(office, password, told):
    token = office.token(office.user(UserStatus.NOT_ACTIVATED))
    refused = office.desk.choose(token, password, HOME)
    assert told in said(refused).replace("1,000", "1000")
    assert refused.field == "password"
    assert office.desk.choose(token, PASSWORD, HOME) is None


def test_ones_own_name_is_no_password(office):
    user = office.user(UserStatus.NOT_ACTIVATED)
    assert "easily guessed" in said(office.desk.choose(office.token(user), f"{user.login}1", HOME))


def test_who_forgot_gets_a_mail_and_a_stranger_none(office):
    user = office.activated()
    before = len(office.rows("SELECT 1 FROM mails"))
    for stranger in ("nobody@contoso.example", "", "\0", "x" * 5000):
        office.desk.mail_link(stranger)
    assert len(office.rows("SELECT 1 FROM mails")) == before
    office.desk.mail_link(f" {user.login.upper()}")
    assert ("reset", user.login) in office.rows("SELECT template, recipient FROM mails")


def test_who_never_activated_gets_the_invitation_again(office):
    user = office.user(UserStatus.NOT_ACTIVATED)
    office.desk.mail_link(user.login)
    assert ("invitation", user.login) in office.rows("SELECT template, recipient FROM mails")


def test_a_disabled_user_gets_no_mail(office):
    office.desk.mail_link(office.user(UserStatus.DISABLED).login)
    assert office.rows("SELECT 1 FROM mails") == []


def test_nobody_fills_a_mailbox_by_forgetting(office):
    user = office.user(UserStatus.NOT_ACTIVATED)
    for _time in range(10):
        office.desk.mail_link(user.login)
    assert len(office.rows("SELECT 1 FROM mails")) == 3
    office.later(hours=1)
    office.desk.mail_link(user.login)
    assert len(office.rows("SELECT 1 FROM mails")) == 4


def test_a_place_that_asks_for_link_after_link_is_slowed_down(office):
    answers = [office.desk.mailing_refused(HOME) for _time in range(31)]
    assert answers[:30] == [None] * 30
    assert answers[30].slow_down
    assert office.desk.mailing_refused(replace(HOME, address="198.51.100.9")) is None


def test_where_no_mail_can_be_sent_everybody_is_told_so(office):
    mute = Counter(office.database, lambda: office.now, Defaults())
    assert "No e-mail can be sent from here" in said(mute.mailing_refused(HOME))


def test_the_record_says_what_became_of_a_link(office):
    user = office.user(UserStatus.NOT_ACTIVATED)
    office.desk.choose(office.token(user), PASSWORD, HOME)
    ((command, subject, detail),) = office.rows("SELECT command, subject, detail FROM audit")
    assert (command, subject) == ("portal.invitation", user.login)
    assert detail == '{"before": "not-activated", "after": "ready"}'
    assert PASSWORD not in str(office.rows("SELECT * FROM audit"))
