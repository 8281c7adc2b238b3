"""The cards on which an order gets its organisations: the one that fits, and those to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.cards import Button, Buttons, Card, Element, Facts, Notice, Prose, Style, Tone
from bot.phrases import Phrase, _, joined, n_
from handlers.context import Context
from handlers.pages import PAGE, pages
from handlers.provisioning import creating_cards, sought
from handlers.provisioning.candidate_rows import against, choose, choosing, facts, table
from handlers.provisioning.candidates import Offer, Offered
from handlers.provisioning.mapping_commands import DescribeOrganisation, SearchOrganisations, ShowOffers
from handlers.provisioning.sought import Sought, Why
from handlers.provisioning.work import Work


def show(ctx: Context, work: Work) -> Card:
    """Either side: the organisation that is being made, that was chosen, or that is offered."""
    asked = sought.of(ctx, work)
    if asked.described:
        return creating_cards.review(ctx, asked, asked.described)
    if asked.chosen:
        text = _("{organisation} was chosen.", organisation=asked.chosen.listed.name)
        return _alone(ctx, asked, asked.chosen, text, (_another(asked),) if asked.may_look else ())
    return offers(ctx, asked)


def offers(ctx: Context, asked: Sought, offset: int = 0) -> Card:
    """What is offered without being looked for."""
    why, offer = sought.offer(asked)
    text = joined([_said(asked, why, len(offer.offered)), *([_public(asked)] if offer.public else [])], " ")
    if offer.exact:
        return _alone(ctx, asked, offer.offered[0], text, _ways(asked))
    again = asked.work.ask(ShowOffers)
    shown = _choice(ctx, asked, offer.offered, offset)
    turns = pages(again, offset, len(offer.offered))
    return _card(asked, Notice(tone=Tone.INFO, text=text), *shown, *turns, Buttons(buttons=tuple(_tools(asked))))


def found(ctx: Context, asked: Sought, ask: SearchOrganisations, words: str, offer: Offer) -> Card:
    """What a search found; said alike whether there is more elsewhere or not."""
    again = asked.work.ask(SearchOrganisations).but(words=words, sent=True)
    if offer.offered:
        count = len(offer.offered)
        text = n_("“{words}” finds {count} organisation.", "“{words}” finds {count} organisations.", count, words=words)
    else:
        text = _("No organisation that fits this order is called “{words}”, or holds that domain.", words=words)
    shown = _choice(ctx, asked, offer.offered, ask.offset)
    notes = [Prose(text=_public_domain(words))] if offer.public else []
    turns = pages(again, ask.offset, len(offer.offered))
    elements = (Prose(text=text), *notes, *shown, *turns, where(asked))
    return _card(asked, *elements, Buttons(buttons=(*_ways(asked), _offers(asked))))


def _choice(ctx: Context, asked: Sought, offered: Sequence[Offered], offset: int) -> Iterator[Element]:
    page = offered[offset : offset + PAGE]
    if not page:
        return
    yield table(ctx, asked, page)
    if any(one.found.looks_dead for one in page):
        hint = _("Without a verified domain and without any activity for a year it is probably not the right one.")
        yield Prose(text=hint, quiet=True)
    yield Buttons(buttons=choosing(asked, page))


def _alone(ctx: Context, asked: Sought, one: Offered, text: Phrase, more: tuple[Button, ...]) -> Card:
    """One organisation with all that is known of it, to be confirmed."""
    on = choose(asked, one).model_copy(update={"label": _("Next"), "style": Style.PRIMARY})
    notes: list[Element] = [Notice(tone=Tone.INFO, text=text)]
    if one.found.looks_dead:
        notes.append(Notice(tone=Tone.WARNING, text=against(one)))
    known = Facts(facts=tuple(facts(ctx, asked, one)))
    return _card(asked, *notes, known, Buttons(buttons=(on, *more, *asked.work.back(asked.side))))


def _card(asked: Sought, *elements: Element) -> Card:
    return Card(title=asked.work.title, elements=(asked.work.head(asked.side), *elements))


def _said(asked: Sought, why: Why, count: int) -> Phrase:
    email, order = asked.contact, asked.work.order
    match why:
        case Why.EMAIL:
            return _("Based on the e-mail address {email}, this order was matched with one organisation.", email=email)
        case Why.DOMAIN:
            return n_(
                "This organisation matches the e-mail address {email}. Is it the right one?",
                "These organisations match the e-mail address {email}. Which one is the right one?",
                count,
                email=email,
            )
        case Why.NAME:
            text = _("No organisation matches the e-mail address {email}.", email=email)
            return joined([text, _alike(order.customer_name or "", count)], " ")
        case Why.OWN:
            return _("No organisation matches the e-mail address {email}; the order came in for this one.", email=email)
        case Why.COMPANY:
            return _("The order is for your own company: the partner organisation is the customer, too.")
        case Why.NOTHING:
            return _("No organisation matches the e-mail address {email}.", email=email)


def _alike(name: str, count: int) -> Phrase:
    return n_(
        "This one is called like the order's customer, “{name}”.",
        "These are called like the order's customer, “{name}”.",
        count,
        name=name,
    )


def _public(asked: Sought) -> Phrase:
    return _public_domain(asked.contact.rpartition("@")[2])


def _public_domain(words: str) -> Phrase:
    domain = words.rpartition("@")[2]
    return _("Anybody can have an address at {domain}: it tells nothing of an organisation.", domain=domain)


def where(asked: Sought) -> Prose:
    """Said whatever was found, so that it tells nothing of others."""
    text = _(
        "Only organisations of {seller} are looked through. If it belongs to somebody else, ask your supplier.",
        seller=asked.above,
    )
    return Prose(text=text, quiet=True)


def _tools(asked: Sought) -> Iterator[Button]:
    yield from _ways(asked)
    yield from asked.work.back(asked.side)


def _ways(asked: Sought) -> tuple[Button, ...]:
    """To another organisation than those that are shown."""
    if not asked.may_look:
        return ()
    look = Button(label=_("Look for another one"), press=asked.work.ask(SearchOrganisations).token)
    return look, Button(label=_("Create a new organisation"), press=asked.work.ask(DescribeOrganisation).token)


def _another(asked: Sought) -> Button:
    return Button(label=_("Choose another one"), press=asked.work.ask(ShowOffers).token)


def _offers(asked: Sought) -> Button:
    return Button(label=_("Back"), press=asked.work.ask(ShowOffers).token)
