"""Users of a customer, and the subscriptions that they hold a seat of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter

from handlers.importing.forms import Form, Row
from handlers.importing.places import Places
from handlers.importing.problems import BadRow
from handlers.importing.seats import assign
from handlers.importing.user_rows import UserRow
from handlers.importing.work import Work, differing
from handlers.policy import person_names
from store import additions, corrections, matching, users
from store.additions import NewUser
from store.matching import KnownUser
from store.values import UserId, UserStatus

_ADDRESS: Final = ("street", "postal_code", "city", "region", "country")
_COMPARED: Final = ("first_name", "last_name", "notify", "staff", "status", *_ADDRESS)
Key = tuple[UUID, str]
"""Organisation and login."""
Named = dict[Key, Row[UserRow]]


def write(work: Work, rows: Sequence[Row[UserRow]]) -> None:
    """Add the users that are new, put the others right, and give them their seats."""
    named = _named(work, rows)
    known = {(one.organisation_id, one.login): one for one in matching.users_of(work.db, work.scope, named)}
    new = {key: _user(work, key, row.said) for key, row in named.items() if key not in known}
    additions.users(work.db, list(new.values()))
    ids = {key: one.id for key, one in known.items()} | {key: one.id for key, one in new.items()}
    seated = assign(work, {ids[key]: (key[0], row) for key, row in named.items()})
    work.tally.new += len(new)
    for key, one in known.items():
        _correct(work, one, named[key].said, seated.get(one.id, ""))


def _named(work: Work, rows: Sequence[Row[UserRow]]) -> Named:
    places = Places(work, (row.said["organisation"] for row in rows))
    named: Named = {}
    for row in rows:
        try:
            key = (places.one("organisation", row.said["organisation"]).id, row.said["login"])
        except BadRow as no:
            work.wrong(row.number, no)
            continue
        if (first := named.setdefault(key, row)) is not row:
            work.wrong(row.number, BadRow("login", f"the same user as in row {first.number}"))
    return named


def _user(work: Work, key: Key, said: UserRow) -> NewUser:
    first_name, last_name = said.get("first_name") or "", said.get("last_name") or ""
    return NewUser(
        id=next(work.ids),
        organisation_id=key[0],
        first_name=first_name,
        last_name=last_name,
        login=key[1],
        folded=person_names.sorted_by(first_name, last_name, key[1]),
        words=person_names.words(first_name, last_name, key[1]),
        staff=said.get("staff") or False,
        status=said.get("status") or UserStatus.READY,
        created_at=work.now,
        notify=said.get("notify"),
        street=said.get("street"),
        postal_code=said.get("postal_code"),
        city=said.get("city"),
        region=said.get("region"),
        country=said.get("country"),
    )


def _correct(work: Work, known: KnownUser, said: UserRow, seated: str) -> None:
    changes = differing(known, dict(said), _COMPARED)
    if changes:
        corrections.user(work.db, work.scope, known.id, {name: new for name, (_old, new) in changes.items()})
        _call(work, known, said)
    if seated:
        changes["subscriptions"] = (None, seated)
    if changes:
        work.corrected(known.organisation_id, known.login, changes)
    else:
        work.tally.same += 1


def _call(work: Work, known: KnownUser, said: UserRow) -> None:
    """Found by the names as they are now."""
    named = (said.get("first_name") or known.first_name, said.get("last_name") or known.last_name, known.login)
    id, folded = UserId(known.id), person_names.sorted_by(*named)
    users.call(work.db, work.scope, id, folded, person_names.words(*named))


FORM: Final = Form(
    noun="users",
    adapter=TypeAdapter(list[UserRow]),
    columns={
        "organisation": ("organisation", "organization", "customer", "customer name", "company", "client", "société"),
        "first_name": ("first name", "given name", "prénom"),
        "last_name": ("last name", "surname", "family name", "nom", "nom de famille"),
        "login": ("login", "user principal name", "upn", "email", "e-mail", "mail", "identifiant", "courriel"),
        "notify": ("notify", "alternate email address", "contact email", "notification", "adresse de contact"),
        "staff": ("permission", "staff", "gestionnaire", "autorisation"),
        "status": ("status", "statut", "état"),
        "street": ("street", "street address", "address", "rue", "adresse"),
        "postal_code": ("postal code", "zip", "zip code", "postcode", "code postal"),
        "city": ("city", "town", "ville"),
        "region": ("region", "state", "province", "state or province", "région", "département"),
        "country": ("country", "country code", "country or region", "pays"),
        "subscriptions": ("subscriptions", "services", "abonnements"),
    },
    needed=(("organisation",), ("login",)),
    begin=lambda work: partial(write, work),
)
