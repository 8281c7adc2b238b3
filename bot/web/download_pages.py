"""What the page of a download link says, however the link stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.cards import Button, Buttons, Card, Fact, Facts, Notice, Secret, Style, Tone
from bot.download import LEADING, Offered, Standing
from bot.phrases import Phrase, _, plain
from bot.web import portal_words as words
from bot.web.portal_page import Ask, Page

TITLE: Final = _("Software download")
_START: Final = _("Start the download")
_AGAIN: Final = _("Go to the download")


def offered(one: Offered, page: Page) -> Page:
    """What it leads to and what its button does; or why it leads nowhere, and how to get a new one."""
    if one.standing not in LEADING:
        return _refused(one, page)
    title = _("Download {product}", product=one.product)
    what = (plain(one.customer), one.build, *([one.hint] if one.hint else []))
    if one.until is None:
        lead = (*what, _("The first download starts a clock: from then on this link is good for five days."))
        return replace(page, title=title, lead=lead, ask=Ask(page.path, _START))
    return replace(page, title=title, lead=(*what, _running(one)), ask=Ask(page.path, _AGAIN))


def fetched(one: Offered, page: Page) -> Page:
    """The clock runs; here is the software."""
    facts = (
        Fact(label=_("Organisation"), value=plain(one.customer)),
        Fact(label=_("Build"), value=one.build),
        Fact(label=_("Clock"), value=_running(one)),
    )
    card = Card(
        title=_("Download {product}", product=one.product),
        elements=(
            Facts(facts=facts),
            Buttons(buttons=(Button(label=_("Download"), url=one.url, style=Style.PRIMARY),)),
            Secret(label=_("Address"), value=one.url),
            *one.more,
            Notice(tone=Tone.WARNING, text=_("Don't forward it: it is meant for the licences of this customer.")),
        ),
        private=True,
    )
    return replace(page, title=card.title, card=card)


def stale(one: Offered, page: Page) -> Page:
    return replace(offered(one, page), tone=Tone.REFUSED, notice=words.STALE)


def _running(one: Offered) -> Phrase:
    if one.until is None:
        return _("not started")
    return _("This link is refused from {moment} on.", moment=one.until)


def _refused(one: Offered, page: Page) -> Page:
    afresh = _("Ask the bot for a new one with **keys {product}**, or in the portal.", product=one.product)
    lead = (afresh,) if one.standing in {Standing.ENDED, Standing.REPLACED} else ()
    return replace(page, tone=Tone.WARNING, notice=_reason(one), lead=lead)


def _reason(one: Offered) -> Phrase:
    match one.standing:
        case Standing.ENDED if one.until:
            return _("This link ran out on {moment}, five days after its first download.", moment=one.until)
        case Standing.REPLACED:
            return _("This link was replaced by a newer one.")
        case Standing.REVOKED:
            product = one.product
            return _("The purchase of {product} was cancelled, and with it this link was revoked.", product=product)
        case Standing.OVER:
            return _("The subscription of {product} has ended, and with it this link.", product=one.product)
        case Standing.LOST:
            return _("Whoever asked for this link may have the software no longer.")
        case Standing.SEALED:
            return _("The address can't be read on this machine at the moment. Nothing was started.")
        case _:
            return words.NONE
