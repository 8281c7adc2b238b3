"""Whoever only uses services: their services, their own settings, what they may ask; nothing of the organisation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ask import Account, Ask, Place, Platform, Typed
from bot.phrases import Tongue
from bot.text_cards import text
from handlers import direct, overview, sample, settings
from handlers import help as help_cards
from handlers.book import MENU
from handlers.context import Context
from handlers.errors import Refusal
from handlers.help import Help
from handlers.overview import Overview
from handlers.settings import SetMine, ShowSettings
from store import people
from store.values import ChannelKind, Role
from tests.handlers.conversation import TEAM

HUGO = "hugo.moreau@contoso.example"


@pytest.fixture
def hugo(office, chloe):
    """A user of Contoso with assigned services only."""
    account = Account(Platform.CONSOLE, TEAM, sample.CONTOSO_ADMIN)
    ask = Ask("key", account, Place("dm", ChannelKind.DIRECT), Typed(""))
    with office.database.transaction() as db:
        known = people.caller(db, account.platform, account.team, account.user)
        grant = replace(known.grants[0], role=Role.SERVICE)
        caller = replace(known, email=HUGO, grants=(grant,))
        yield Context(db, ask, caller, known.person, grant, office.now, office.defaults)


def said(card):
    return text(card, Tongue("en", "Europe/Paris"))


def test_their_overview_is_what_they_use(hugo):
    shown = said(overview.show(hugo, Overview()))
    assert shown.startswith("My services\n- Microsoft 365 E3: Organisation Contoso")
    assert "Visio" not in shown


def test_help_names_what_they_may_ask_and_no_more(hugo):
    shown = said(help_cards.show(hugo, Help(), MENU))
    assert "my services" in shown
    assert "settings" in shown
    assert not {"seats", "subscriptions", "audit", "support"} & set(shown.replace(":", "").split())


def test_their_settings_say_nothing_of_the_organisation(hugo):
    shown = said(settings.show(hugo, ShowSettings()))
    assert "Your language" in shown
    assert "Contoso" not in shown
    assert "direct messages" not in said(settings.mine_form(hugo, SetMine()))


def test_no_reminders_come_to_who_may_look_at_none(hugo):
    with pytest.raises(Refusal, match="You see no reminders"):
        direct.tell(hugo, "yes")
