"""What each page of the portal asks and says."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.cards import Tone
from bot.phrases import Phrase, Tongue, _
from bot.portal import Opened, Refused, Standing
from bot.web import portal_words as words
from bot.web.portal_page import Ask, Field, Page

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
    email = email.strip()[:_LONGEST_EMAIL]
    notice = _("If somebody signs in with {email}, an e-mail with a link is on its way there.", email=email)
    return replace(forgot(tongue), lead=(), ask=None, tone=Tone.DONE, notice=notice)


def link(opened: Opened, tongue: Tongue, path: str) -> Page:
    """What a link of a mail leads to while it is good."""
    until = (_("This link is good until {moment}, and once.", moment=opened.until),) if opened.until else ()
    fields = (
        Field("password", words.NEW_PASSWORD, "password", "new-password", hint=words.PASSWORD_HINT),
        Field("again", words.AGAIN, "password", "new-password"),
    )
    if not opened.sets_password:
        return Page(words.CONFIRM, tongue, path, lead=(_confirms(opened), *until), ask=Ask(path, words.CONFIRM))
    if opened.activates:
        ask = Ask(path, words.ACTIVATE, fields, opened.login)
        return Page(words.ACTIVATE, tongue, path, lead=(_activates(opened), *until), ask=ask)
    ask = Ask(path, words.RESET_SAVE, fields, opened.login)
    return Page(words.FORGOT_TITLE, tongue, path, lead=(_resets(opened), *until), ask=ask)


def followed(opened: Opened, page: Page) -> Page:
    """The link has done what it was for."""
    done = words.SAVED if opened.sets_password else _confirmed(opened)
    links = (("/portal/sign-in", words.SIGN_IN),) if opened.sets_password else ()
    return replace(page, lead=(), ask=None, tone=Tone.DONE, notice=done, links=links)


def ended(opened: Opened, tongue: Tongue, path: str) -> Page:
    """Why, and the way to a new link."""
    if opened.standing is Standing.USED and not opened.sets_password:
        return Page(words.TITLE, tongue, path, tone=Tone.DONE, notice=_confirmed(opened))
    said = {Standing.USED: words.USED, Standing.ENDED: words.ENDED}.get(opened.standing, words.NONE)
    links = (("/portal/forgot", words.NEW_LINK), ("/portal/sign-in", words.BACK)) if opened.sets_password else ()
    if opened.renewable:
        return Page(words.TITLE, tongue, path, tone=Tone.WARNING, notice=said, ask=Ask(path, words.NEW_LINK))
    lead = (_("Ask {supplier} to send a new one.", supplier=opened.supplier),) if opened.supplier else ()
    return Page(words.TITLE, tongue, path, tone=Tone.WARNING, notice=said, lead=lead, links=links)


def renewed(tongue: Tongue, path: str) -> Page:
    return Page(words.TITLE, tongue, path, tone=Tone.DONE, notice=words.RENEWED)


def refused(page: Page, no: Refused) -> Page:
    """The same page with the reason, next to the field that it is about."""
    if page.ask is None or no.field not in {field.name for field in page.ask.fields}:
        return replace(page, tone=Tone.REFUSED, notice=no.text)
    fields = tuple(replace(field, error=no.text) if field.name == no.field else field for field in page.ask.fields)
    return replace(page, ask=replace(page.ask, fields=fields))


def _email(value: str) -> Field:
    return Field("email", words.EMAIL, "email", "username", value[:_LONGEST_EMAIL])


def _activates(opened: Opened) -> Phrase:
    return _(
        "{organisation} has set up an access for {name}. You will sign in with {login}.",
        organisation=opened.organisation,
        name=opened.name,
        login=opened.login,
    )


def _resets(opened: Opened) -> Phrase:
    return _(
        "You sign in to {organisation} with {login}. Choose the password for it.",
        organisation=opened.organisation,
        login=opened.login,
    )


def _confirms(opened: Opened) -> Phrase:
    return _(
        "{supplier} looks after the licences of {organisation}. Confirm that this is right.",
        supplier=opened.supplier,
        organisation=opened.organisation,
    )


def _confirmed(opened: Opened) -> Phrase:
    return _("{organisation} is active. Thank you.", organisation=opened.organisation)
