"""The one moment at which a secret leaves the vault: when a card that refers to it is about to be shown.

What a card refers to was granted, recorded and committed before; here the grant is taken, once, and then decrypted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.cards import Card, Element, Notice, Secret, Tone
from bot.phrases import Phrase, _
from handlers.find import identifier
from handlers.keys.addresses import DownloadAddresses, refers_to_download
from handlers.organisations.copying import Addresses, refers_to_link
from store import product_keys, reveals
from store.database import Database, Unavailable
from store.values import KeyState, RevealId
from store.vault import Unreadable, Vault


class Showing:
    """Puts secrets into cards whose references are still good; says plainly why where one is not."""

    def __init__(
        self,
        database: Database,
        vault: Vault | None,
        clock: Callable[[], datetime],
        addresses: Addresses | None = None,
        downloads: DownloadAddresses | None = None,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._addresses = addresses
        self._downloads = downloads

    def __call__(self, card: Card) -> Card:
        """The card to be shown now; cards without a secret are themselves."""
        if not card.shows_secret:
            return card
        elements = tuple(self._shown(one) if isinstance(one, Secret) else one for one in card.elements)
        return card.model_copy(update={"elements": elements})

    def undo(self, card: Card) -> None:
        """Nobody saw the secrets of this card, as is known for certain: they may be shown after all."""
        with self._database.transaction() as db:
            for element in card.elements:
                if isinstance(element, Secret) and (id := identifier(element.reference)):
                    reveals.unshow(db, RevealId(id))

    def _shown(self, secret: Secret) -> Element:
        if refers_to_link(secret.reference):
            return self._link(secret, self._addresses)
        if refers_to_download(secret.reference):
            return self._link(secret, self._downloads)
        return self._key(secret)

    def _link(self, secret: Secret, address: Callable[[str], str | None] | None) -> Element:
        try:
            found = address(secret.reference) if address else None
        except Unavailable:
            return _instead(_UNAVAILABLE)
        return secret.model_copy(update=_valued(found)) if found else _instead(_NO_LINK)

    def _key(self, secret: Secret) -> Element:
        id = identifier(secret.reference)
        if self._vault is None:
            return _instead(_NO_VAULT)
        try:
            found = self._taken(RevealId(id), self._vault) if id else _GONE
        except Unreadable:
            return _instead(_UNREADABLE)
        except Unavailable:
            return _instead(_UNAVAILABLE)
        return _instead(found) if isinstance(found, Phrase) else secret.model_copy(update=_valued(found))

    def _taken(self, id: RevealId, vault: Vault) -> str | Phrase:
        """The secret of a grant that is still good, taken for good, whether its showing then arrives; or why not."""
        with self._database.transaction() as db:
            grant = reveals.granted(db, id)
            if grant is None or not grant.allowed:
                return _LOST if grant else _GONE
            if grant.state is KeyState.REVOKED:
                return _REVOKED
            if not reveals.show(db, id, self._clock()):
                return _GONE
        return vault.open(grant.key, product_keys.KEY, grant.sealed)


def _valued(secret: str) -> dict[str, str]:
    return {"value": secret, "reference": ""}


def _instead(text: Phrase) -> Notice:
    return Notice(tone=Tone.WARNING, text=text)


_GONE = _("This key was shown already, or not in time. Ask for it again; the record keeps both.")
_LOST = _("You may not see this key any more. Nothing was shown.")
_REVOKED = _("This key was revoked meanwhile. Nothing was shown.")
_NO_LINK = _("This link was used, replaced or ran out meanwhile. Ask for it again.")
_NO_VAULT = _("The vault has no key on this machine (COMPTOIR_VAULT_KEYS). Nothing was shown.")
_UNREADABLE = _("The vault can't read this key: it was sealed under a key that is missing here. Nothing was shown.")
_UNAVAILABLE = _("The database does not answer, so nothing was shown. Ask again in a moment.")
