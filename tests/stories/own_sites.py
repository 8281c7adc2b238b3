"""The story of a customer's meeting sites once they are set up: one changed, one added, their licences distributed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.phrases import _, n_
from tests.stories.provisioning import SITES

if TYPE_CHECKING:
    from tests.stories.buying import Shop
    from tests.stories.provisioning import Order, Receiver

_KEPT = "SELECT host, early, licences FROM sites WHERE host LIKE :it ORDER BY host"


def play(alice: Receiver, shop: Shop, order: Order) -> None:
    first, second, third = (f"{order.host}{more}.webex.com" for more in ("", "-lab", "-meet"))
    is_changed(alice, shop, order, first)
    is_added(alice, shop, first, third)
    are_distributed(alice, shop, third)
    kept = [(host, bool(early), own) for host, early, own in shop.work.rows(_KEPT, it=f"{order.host}%")]
    assert sorted(kept) == sorted([(first, True, 10), (second, False, 5), (third, False, 15)])


def is_changed(alice: Receiver, shop: Shop, order: Order, host: str) -> None:
    """After a look at what would be different."""
    alice.asks(f"sites {order.customer}")
    alice.sees(shop.said(_("Meeting sites of {organisation}", organisation=order.customer)), host)
    alice.presses(host)
    alice.sees(shop.said("Release channel"), shop.said("standard"))
    alice.presses(shop.said("Change it"))
    alice.fills(shop.said("Next"), zone="Europe/Paris", early="yes")
    alice.sees(f"{shop.said('standard')} → {shop.said('early')}")
    alice.presses(shop.said("Save"))
    alice.sees(shop.said("The changes are saved."))


def is_added(alice: Receiver, shop: Shop, beside: str, host: str) -> None:
    """A URL that is somebody's is refused; the new site takes licences of the others."""
    alice.presses(shop.said("Add a site"))
    alice.fills(shop.said("Next"), host=beside, **SITES)
    taken = _("{site} is taken. Free: {free}. Nothing was changed.", site=beside, free="|")
    alice.sees(shop.said(taken).partition("|")[0])
    alice.fills(shop.said("Next"), host=host, **SITES)
    alice.sees(host)
    alice.fills(shop.said("Next"), licences_1="5", licences_2="20", licences_3="5")
    alice.presses(shop.said("Save"))
    alice.sees(shop.said(_("{site} was added, and the licences are distributed.", site=host)))


def are_distributed(alice: Receiver, shop: Shop, host: str) -> None:
    """Once they add up."""
    alice.presses(host)
    alice.presses(shop.said("Distribute licences"))
    alice.fills(shop.said("Next"), licences_1="5", licences_2="15", licences_3="9")
    one, more = (
        "{count} of {all} licences is not given to a site yet.",
        "{count} of {all} licences are not given to a site yet.",
    )
    alice.sees(shop.said(n_(one, more, 1, all=30)))
    alice.fills(shop.said("Next"), licences_1="5", licences_2="15", licences_3="10")
    alice.presses(shop.said("Save"))
    alice.sees(shop.said("The licences are distributed."))
