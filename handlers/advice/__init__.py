"""Advice: what is worth doing about one's subscriptions while something can still be done."""

from __future__ import annotations

from bot.phrases import _
from handlers.advice import listing, muting
from handlers.advice_commands import MuteAdvice, ShowAdvice, ShowMutes, UnmuteAdvice
from handlers.menu import Item

MENU = (
    Item(
        ShowAdvice,
        listing.show,
        words=("advice",),
        words_fr=("conseils", "conseil"),
        read=lambda rest: ShowAdvice(organisation=rest),
        summary=_("See what is worth doing: unused seats that can go, seats that are short, renewals nobody decided"),
        example=_("advice"),
    ),
    Item(
        ShowMutes,
        muting.show,
        words=("advice muted",),
        words_fr=("conseils masqués",),
        read=lambda rest: ShowMutes(organisation=rest),
        summary=_("See which advice is muted until when, and hear it again"),
        example=_("advice muted"),
    ),
    Item(MuteAdvice, muting.mute, form=muting.form),
    Item(UnmuteAdvice, muting.unmute),
)
