"""A code by e-mail for members whose address the platform does not tell; nothing for anybody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from bot.ask import Account, Place, Platform, Standing, Vouched
from bot.tokens import Tokens
from handlers import sample
from handlers.book import MENU
from handlers.context import Defaults, Mailing
from handlers.dispatch import Dispatcher
from handlers.identifying import AskForCode, GiveCode
from store import links
from store.values import ChannelKind, LinkPurpose
from tests.handlers.conversation import TEAM, Conversation

NO_ID = str(UUID(int=7))
TOKENS = Tokens(["the key of all tokens " + "x" * 16])


@pytest.fixture
def mute(office):
    """A member of whom the platform tells no address, where codes can be sent."""
    defaults = Defaults(mailing=Mailing("https://bot.example", ()), tokens=TOKENS)
    office.dispatch = Dispatcher(office.database, MENU, lambda: office.now, defaults)
    return member(office)


def member(office, user="U-MUTE", email=""):
    account = Account(Platform.CONSOLE, TEAM, user)
    office.dispatch.meet(Vouched(account, Standing.MEMBER, email))
    return Conversation(office, account, Place(f"dm-{user}", ChannelKind.DIRECT), "en")


def code(office):
    with office.database.reading() as db:
        subject = office.one("SELECT subject_id FROM links WHERE purpose = 'identity'")
        link = links.of(db, LinkPurpose.IDENTITY, UUID(str(subject)))
    return TOKENS.code(link.id, link.generation)


def asks_code(conversation, email=sample.CONTOSO_ADMIN):
    form = conversation.presses(conversation.asks("overview"), "I have an account: send me a code")
    return conversation.submits(form, email=email)


def test_the_code_makes_the_account_that_persons(office, mute):
    form = asks_code(mute)
    assert office.rows("SELECT recipient, template FROM mails") == [(sample.CONTOSO_ADMIN, "code")]
    assert "Now I know you" in mute.submits(form, code=code(office)).text
    assert "Contoso" in mute.asks("overview").text
    assert not member(office).asks("seats Microsoft 365 E3 +1").refused


def test_whoever_has_no_account_gets_the_same_answer_and_no_mail(office, mute):
    known = asks_code(mute).text
    other = member(office, "U-OTHER")
    assert (
        asks_code(other, "nobody@nowhere.example").text.replace("nobody@nowhere.example", sample.CONTOSO_ADMIN) == known
    )
    assert len(office.rows("SELECT 1 FROM mails")) == 1


def test_five_wrong_codes_void_it(office, mute):
    form = asks_code(mute)
    right = code(office)
    wrong = f"{(int(right) + 1) % 10**8:08}"
    for _time in range(5):
        assert "wrong" in mute.submits(form, code=wrong).text
    assert "no longer good" in mute.submits(form, code=right).text


@pytest.mark.parametrize("typed", ["١٢٣٤٥٦٧٨", "", "x" * 5000, "1" * 5000])
def test_what_is_no_code_is_a_wrong_one(mute, typed):
    assert "wrong" in mute.submits(asks_code(mute), code=typed).text


def test_a_code_may_be_typed_in_other_digits(office, mute):
    form = asks_code(mute)
    arabic = "".join(chr(0x660 + int(digit)) for digit in code(office))
    assert "Now I know you" in mute.submits(form, code=arabic).text


@pytest.mark.parametrize(("span", "works"), [({"minutes": 9, "seconds": 59}, True), ({"minutes": 10}, False)])
def test_a_code_is_good_for_ten_minutes(office, mute, span, works):
    form = asks_code(mute)
    right = code(office)
    office.later(**span)
    assert ("Now I know you" in mute.submits(form, code=right).text) is works


def test_a_code_is_good_once_and_for_its_account_alone(office, mute):
    form = asks_code(mute)
    right = code(office)
    other = member(office, "U-OTHER")
    assert other.sends(GiveCode().token, code=right).refused
    mute.submits(form, code=right)
    assert "I know you already" in mute.sends(GiveCode().token, code=right).text


def test_too_many_codes_are_not_sent(office, mute):
    answers = [mute.sends(AskForCode().token, email=sample.CONTOSO_ADMIN).text for _time in range(6)]
    assert ["Too many codes" in text for text in answers] == [False] * 5 + [True]


def test_many_accounts_fill_nobodys_mailbox(office, mute):
    answers = {asks_code(member(office, f"U-{number}")).text for number in range(8)}
    assert len(answers) == 1
    assert len(office.rows("SELECT 1 FROM mails")) == 5


def test_wrong_codes_that_come_at_once_are_no_more_than_five_tries(office, mute):
    form = asks_code(mute)
    right = int(code(office))
    with ThreadPoolExecutor(8) as crowd:
        guesses = [f"{(right + off) % 10**8:08}" for off in range(1, 13)]
        said = list(crowd.map(lambda guess: mute.submits(form, code=guess).text, guesses))
    assert sum("This code is wrong" in text for text in said) == 5
    assert sum("no longer good" in text for text in said) == 7


def test_a_wrong_address_or_code_is_told_next_to_its_field(mute):
    form = mute.presses(mute.asks("overview"), "I have an account: send me a code")
    assert set(mute.submits(form, email="not one").answer.errors) == {"email"}
    assert set(mute.submits(mute.submits(form, email=sample.CONTOSO_ADMIN), code="1").answer.errors) == {"code"}


def test_nothing_but_these_two_is_open_to_whoever_is_not_known(mute):
    refusal = mute.asks("overview").text
    others = [item.command for item in MENU.items if item.command not in (AskForCode, GiveCode)]
    for command in others:
        needed = {field: NO_ID for field, info in command.model_fields.items() if info.is_required()}
        assert mute.sends(command(**needed).token).text == refusal, command.name


def test_it_is_asked_in_french(office, mute):
    office.dispatch.meet(Vouched(mute.account, Standing.MEMBER, "", language="fr"))
    assert "Votre adresse e-mail" in mute.sends(AskForCode().token).text
    mute.sends(AskForCode().token, email=sample.CONTOSO_ADMIN)
    assert office.rows("SELECT language FROM mails") == [("fr",)]


def test_an_address_that_the_platform_vouches_for_wins_and_drops_what_was_proved(office, mute):
    mute.submits(asks_code(mute), code=code(office))
    renamed = member(office, email="nobody@nowhere.example")
    assert "You are not known here" in renamed.asks("overview").text
    assert "I have an account" not in str(renamed.asks("overview").buttons)
    assert "You are not known here" in member(office).asks("overview").text


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.BOT])
def test_guests_and_bots_get_no_code(office, mute, standing):
    account = Account(Platform.CONSOLE, TEAM, "U-GUEST")
    office.dispatch.meet(Vouched(account, standing, ""))
    guest = Conversation(office, account, Place("dm", ChannelKind.DIRECT), "en")
    assert guest.sends(AskForCode().token, email=sample.CONTOSO_ADMIN).text == guest.asks("overview").text
    assert office.rows("SELECT 1 FROM mails") == []


def test_a_stranger_with_an_address_gets_no_code_either(office, mute):
    stranger = member(office, "U-STRANGER", "nobody@nowhere.example")
    assert stranger.sends(AskForCode().token, email=sample.CONTOSO_ADMIN).text == stranger.asks("overview").text
    assert office.rows("SELECT 1 FROM mails") == []


def test_the_record_keeps_every_try(office, mute):
    form = asks_code(mute)
    mute.submits(form, code="x")
    mute.submits(form, code=code(office))
    told = office.rows("SELECT command, outcome, subject FROM audit WHERE subject <> ''")
    proved = [("identity.prove", outcome, sample.CONTOSO_ADMIN) for outcome in ("done", "refused")]
    assert sorted(told) == [("identity.code", "asked", sample.CONTOSO_ADMIN), *proved]
