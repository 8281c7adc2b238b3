"""The page of advice, and the first of it for other cards."""

from __future__ import annotations

from itertools import islice

from bot.cards import Button, Buttons, Card, Element, Heading, Notice, Prose, Tone
from bot.phrases import _, n_
from handlers.advice import cards, gathering
from handlers.advice.gathering import Said
from handlers.advice_commands import MuteAdvice, ShowAdvice, ShowMutes
from handlers.context import Context
from handlers.pages import PAGE, pages
from store import mutes


def show(ctx: Context, ask: ShowAdvice) -> Card:
    gathered = gathering.within(ctx.db, ctx.scope, ctx.now)
    found, title = gathered.said, _("Advice · {organisation}", organisation=ctx.grant.name)
    first = () if gathered.looked_at_all else (_only_the_first(),)
    if not found:
        nothing = Notice(tone=Tone.DONE, text=_("There is nothing to advise: no unused seats that can go, none short."))
        return Card(title=title, elements=(*first, nothing, *_muted(ctx)))
    here = found[ask.offset : ask.offset + PAGE]
    turning = pages(ShowAdvice(organisation=str(ctx.scope.root)), ask.offset, len(found))
    return Card(title=title, elements=(*first, *_said(ctx, here), *turning, *_muted(ctx)))


def _only_the_first() -> Element:
    text = _(
        "Only the {count} subscriptions that end first were looked at. Ask for advice on one customer to see theirs.",
        count=gathering.MOST,
    )
    return Prose(text=text, quiet=True)


def top(ctx: Context, most: int) -> list[Element]:
    """The first of what nothing else on the overview says."""
    found = list(islice(gathering.news(ctx.db, ctx.scope, ctx.now), most))
    return [Heading(text=_("Advice")), *_said(ctx, found)] if found else []


def _said(ctx: Context, found: list[Said]) -> list[Element]:
    may = ctx.may(MuteAdvice.needs)
    return [element for one in found for element in cards.elements(one, ctx.scope.root, may_act=may)]


def _muted(ctx: Context) -> list[Element]:
    count = mutes.count(ctx.db, ctx.scope, ctx.now)
    if not count:
        return []
    text = n_("{count} piece of advice is muted.", "{count} pieces of advice are muted.", count)
    button = Button(label=_("Show what is muted"), press=ShowMutes(organisation=str(ctx.scope.root)).token)
    return [Prose(text=text, quiet=True), Buttons(buttons=(button,))]
