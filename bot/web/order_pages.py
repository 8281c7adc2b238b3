"""The pages of an order that somebody completes from outside: the code first, then its cards."""

from __future__ import annotations

from bot.cards import Tone
from bot.order_desk import FoundOrder, Inside, OrderLink
from bot.phrases import Phrase, Tongue, _
from bot.web import order_words as words
from bot.web.portal_page import Ask, Field, Page


def first(found: FoundOrder, tongue: Tongue, path: str) -> Page:
    """Who asks for what; the button has a code mailed."""
    until = (_("This link is good until {moment}.", moment=found.until),) if found.until else ()
    lead, spoken = (_asked(found), words.CODE_WAY, *until), Tongue(tongue.language, found.zone)
    return Page(words.TITLE, spoken, path, lead=lead, ask=Ask(f"{path}/code", words.SEND_CODE), place=words.PLACE)


def code(found: FoundOrder, tongue: Tongue, path: str) -> Page:
    """Where the code is typed; the same whether one was ever sent."""
    field = Field("code", words.CODE, complete="one-time-code")
    return Page(
        words.TITLE,
        tongue,
        path,
        lead=(_asked(found),),
        ask=Ask(path, words.OPEN, (field,)),
        links=((path, words.ANOTHER_CODE),),
        place=words.PLACE,
    )


def over(found: FoundOrder, tongue: Tongue, path: str) -> Page:
    """Why the link opens nothing, and the way to a new one where that helps."""
    tone = Tone.DONE if found.link is OrderLink.DONE else Tone.WARNING
    ask = Ask(f"{path}/renew", words.NEW_LINK) if found.link is OrderLink.ENDED else None
    return Page(words.TITLE, tongue, path, tone=tone, notice=words.OVER[found.link], ask=ask, place=words.PLACE)


def renewed(tongue: Tongue, path: str) -> Page:
    return Page(words.TITLE, tongue, path, tone=Tone.DONE, notice=words.RENEWED, place=words.PLACE)


def inside(here: Inside, tongue: Tongue, path: str) -> Page:
    """The order itself."""
    spoken = Tongue(tongue.language, here.tongue.zone)
    title = here.card.title
    paper = ((f"{path}/summary.pdf", words.SUMMARY),)
    return Page(title, spoken, path, here.csrf, card=here.card, links=paper, place=words.PLACE, sends=f"{path}/press")


def _asked(found: FoundOrder) -> Phrase:
    if found.services_only:
        text = _("{seller} asks you to set up the services of order {reference}.", **_named(found))
    else:
        text = _("{seller} asks you to complete the set-up of order {reference}.", **_named(found))
    return text


def _named(found: FoundOrder) -> dict[str, str]:
    return {"seller": found.seller, "reference": found.reference}
