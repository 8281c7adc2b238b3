"""Software without a key in the vault: who is told to put one in, once a day."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Element, Notice, Prose, Tone
from bot.errand import Errand
from bot.phrases import Phrase, _
from handlers import posts, wording
from handlers.context import Context
from handlers.keys.commands import AddKey
from store import contacts, reachable
from store.contacts import Supplier
from store.reachable import Account
from store.subscriptions import Subscription
from store.values import Scope


def told(ctx: Context, held: Subscription) -> Card:
    """Says that there is none and who was told; the Admins of the seller are, unless it is one of them who asks."""
    seller = contacts.supplier(ctx.db, Scope(held.organisation))
    admins = reachable.admins(ctx.db, Scope(seller.id)) if seller else []
    is_seller = any(one.person == ctx.person for one in admins) or (seller and ctx.grant.organisation == seller.id)
    ctx.about(held.organisation, held.label, keys=0)
    if seller and not is_seller:
        for one in admins:
            _tell(ctx, held, one)
    elements: list[Element] = [
        Notice(tone=Tone.WARNING, text=_("No key of {product} is in the vault yet.", product=held.name)),
        Prose(text=_who(seller, admins) if seller and not is_seller else _("An Admin puts it in: **Add a key**.")),
    ]
    if ctx.may(AddKey.needs):
        add = Button(label=_("Add a key"), press=AddKey(subscription=str(held.id)).token)
        elements.append(Buttons(buttons=(add,)))
    return Card(title=wording.heading(held), elements=tuple(elements))


def _who(seller: Supplier, admins: list[Account]) -> Phrase:
    if admins:
        return _("The Admins of {seller} are told today: they put keys in.", seller=seller.name)
    return _("Admins of {seller} put keys in; none of them can be reached here. Say **support**.", seller=seller.name)


def _tell(ctx: Context, held: Subscription, one: Account) -> None:
    """Once a day and subscription, however often it is asked for."""
    text = _(
        "{customer} asked for a key of {product}, and there is none in the vault.",
        customer=held.customer,
        product=held.name,
    )
    add = Button(label=_("Add a key"), press=AddKey(subscription=str(held.id)).token)
    card = Card(title=_("A key is missing"), elements=(Notice(tone=Tone.WARNING, text=text), Buttons(buttons=(add,))))
    key = f"unfed:{ctx.now:%Y%m%d}:{held.id}"
    posts.to_account(ctx.db, one, "unfed", key, Errand(card=card), ctx.now, ctx.defaults)
