"""What each page of the portal asks and says."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.cards import Tone
from bot.phrases import Tongue
from bot.portal import Opened, Refused, Standing
from bot.web import portal_words as words
from bot.web.portal_page import Ask, Field, Page
from bot.web.portal_words import filled

_LONGEST_EMAIL: Final = 320


def sign_in(tongue: Tongue, email: str = "") -> Page:
    fields = (_email(email), Field("password", words.PASSWORD, "password", "current-password"))
    ask = Ask("/portal/sign-in", words.SIGN_IN, fields)
    return Page(words.SIGN_IN, tongue, "/portal/sign-in", ask=ask, links=(("/portal/forgot", words.FORGOT),))


def forgot(tongue: Tongue, email: str = "") -> Page:
    ask = Ask("/portal/forgot", words.FORGOT_SEND, (_email(email),))
    links = (("/portal/sign-in", words.BACK),)
    return Page(words.FORGOT_TITLE, tongue, "/portal/forgot", lead=(words.FORGOT_LEAD,), ask=ask, links=links)


def mailed(tongue: Tongue, email: str) -> Page:
    """The same whether anybody got a mail."""
    notice = filled(words.FORGOT_SENT, email=email.strip()[:_LONGEST_EMAIL])
    return replace(forgot(tongue), lead=(), ask=None, tone=Tone.DONE, notice=notice)


def link(opened: Opened, tongue: Tongue, path: str) -> Page:
    """What a link of a mail leads to while it is good."""
    until = (filled(words.GOOD_UNTIL, moment=opened.until),) if opened.until else ()
    if not opened.sets_password:
        lead = filled(words.CONFIRM_LEAD, supplier=opened.supplier, organisation=opened.organisation)
        return Page(words.CONFIRM, tongue, path, lead=(lead, *until), ask=Ask(path, words.CONFIRM))
    fields = (
        Field("password", words.NEW_PASSWORD, "password", "new-password", hint=words.PASSWORD_HINT),
        Field("again", words.AGAIN, "password", "new-password"),
    )
    said = {"organisation": opened.organisation, "name": opened.name, "login": opened.login}
    if opened.activates:
        lead, title, submit = words.ACTIVATE_LEAD, words.ACTIVATE, words.ACTIVATE
    else:
        lead, title, submit = words.RESET_LEAD, words.FORGOT_TITLE, words.RESET_SAVE
    return Page(title, tongue, path, lead=(filled(lead, **said), *until), ask=Ask(path, submit, fields))


def followed(opened: Opened, page: Page) -> Page:
    """The link has done what it was for."""
    done = words.SAVED if opened.sets_password else filled(words.CONFIRMED, organisation=opened.organisation)
    links = (("/portal/sign-in", words.SIGN_IN),) if opened.sets_password else ()
    return replace(page, lead=(), ask=None, tone=Tone.DONE, notice=done, links=links)


def ended(opened: Opened, tongue: Tongue, path: str) -> Page:
    """Why, and the way to a new link."""
    if opened.standing is Standing.USED and not opened.sets_password:
        notice = filled(words.CONFIRMED, organisation=opened.organisation)
        return Page(words.TITLE, tongue, path, tone=Tone.DONE, notice=notice)
    said = {Standing.USED: words.USED, Standing.ENDED: words.ENDED}.get(opened.standing, words.NONE)
    links = (("/portal/forgot", words.NEW_LINK), ("/portal/sign-in", words.BACK)) if opened.sets_password else ()
    lead = (filled(words.ASK_SUPPLIER, supplier=opened.supplier),) if opened.supplier else ()
    return Page(words.TITLE, tongue, path, tone=Tone.WARNING, notice=said, lead=lead, links=links)


def refused(page: Page, no: Refused) -> Page:
    """The same page with the reason, next to the field that it is about."""
    if page.ask is None or no.field not in {field.name for field in page.ask.fields}:
        return replace(page, tone=Tone.REFUSED, notice=no.text)
    fields = tuple(replace(field, error=no.text) if field.name == no.field else field for field in page.ask.fields)
    return replace(page, ask=replace(page.ask, fields=fields))


def _email(value: str) -> Field:
    return Field("email", words.EMAIL, "email", "username", value[:_LONGEST_EMAIL])
