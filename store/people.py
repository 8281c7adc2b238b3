"""People, what they may do where, and the accounts that a platform vouched for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, and_, bindparam, case, func, select, update
from sqlalchemy.dialects.postgresql import insert

from store.prepared import Query
from store.schema import grants, identities, installations, lineage, organisations, people, users
from store.values import (
    RIGHTS,
    InstallationId,
    OrganisationId,
    OrganisationKind,
    PersonId,
    Right,
    Role,
    Scope,
    UserStatus,
    lowered,
)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in an organisation, as far as the installation reaches."""

    organisation: OrganisationId
    name: str
    kind: OrganisationKind
    role: Role
    language: str | None
    zone: str | None

    @property
    def scope(self) -> Scope:
        return Scope(self.organisation)

    def holds(self, right: Right) -> bool:
        return right in RIGHTS[self.role]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the account as last vouched for, the person behind it if known, their grants, narrowest first.

    `email` is the platform's, else the one that the person has proved to be theirs.
    """

    installation: InstallationId
    root: OrganisationId
    account: str
    standing: str
    email: str
    vouched_at: datetime
    person: PersonId | None
    name: str
    language: str | None
    zone: str | None
    grants: tuple[Grant, ...]


_down, _up = lineage.alias(), lineage.alias()
_effective = case((_down.c.descendant.is_not(None), grants.c.organisation_id), else_=installations.c.root_id)
_reach = case((_down.c.descendant.is_not(None), _down.c.depth), else_=0)

_CALLER = Query(
    select(
        installations.c.id,
        installations.c.root_id,
        identities.c.account,
        identities.c.standing,
        func.coalesce(func.nullif(identities.c.email, ""), people.c.email, ""),
        identities.c.vouched_at,
        people.c.id,
        people.c.name,
        people.c.language,
        identities.c.language,
        people.c.zone,
        identities.c.zone,
        organisations.c.id,
        organisations.c.name,
        organisations.c.kind,
        grants.c.role,
        organisations.c.language,
        organisations.c.zone,
    )
    .select_from(installations)
    .join(identities, identities.c.installation_id == installations.c.id)
    .outerjoin(people, people.c.id == identities.c.person_id)
    .outerjoin(grants, grants.c.person_id == people.c.id)
    .outerjoin(_down, and_(_down.c.ancestor == installations.c.root_id, _down.c.descendant == grants.c.organisation_id))
    .outerjoin(_up, and_(_up.c.ancestor == grants.c.organisation_id, _up.c.descendant == installations.c.root_id))
    .outerjoin(
        organisations,
        and_(organisations.c.id == _effective, (_down.c.depth.is_not(None)) | (_up.c.depth.is_not(None))),
    )
    .where(
        installations.c.platform == bindparam("platform"),
        installations.c.team == bindparam("team"),
        identities.c.account == bindparam("account"),
    )
    .order_by(_reach.desc(), organisations.c.name)
)


def caller(db: Connection, platform: str, team: str, account: str) -> Caller | None:
    """Who an account is and may do; None for an account that was never vouched for (or a foreign team)."""
    rows = _CALLER.run(db, {"platform": platform, "team": team, "account": account}).all()
    if not rows:
        return None
    held = tuple(Grant(*row[12:]) for row in rows if row[12] is not None)
    first = rows[0]
    return Caller(*first[:7], first[7] or "", first[8] or first[9], first[10] or first[11], held)


_AS_USER = (
    select(
        organisations.c.id,
        organisations.c.name,
        organisations.c.kind,
        case((users.c.staff, Role.STAFF.value), else_=Role.SERVICE.value),
        organisations.c.language,
        organisations.c.zone,
    )
    .join(users, users.c.organisation_id == organisations.c.id)
    .join(people, people.c.email == users.c.login)
    .join(lineage, lineage.c.descendant == organisations.c.id)
    .where(
        people.c.id == bindparam("person"),
        users.c.status == UserStatus.READY,
        lineage.c.ancestor == bindparam("root"),
    )
    .order_by(organisations.c.name, organisations.c.number)
)
_USER_OF = (
    select(users.c.first_name, users.c.last_name)
    .join(lineage, lineage.c.descendant == users.c.organisation_id)
    .join(installations, installations.c.root_id == lineage.c.ancestor)
    .where(
        users.c.login == bindparam("address"),
        users.c.status == UserStatus.READY,
        installations.c.id == bindparam("installation"),
    )
    .limit(1)
)


def as_user(db: Connection, caller: Caller) -> tuple[Grant, ...]:
    """What a person may do as a user who is Ready, of organisations within the installation's reach."""
    rows = db.execute(_AS_USER, {"person": caller.person, "root": caller.root})
    return tuple(Grant(row[0], row[1], row[2], Role(row[3]), row[4], row[5]) for row in rows)


_INSTALLATION = select(installations.c.id, installations.c.root_id).where(
    installations.c.platform == bindparam("platform"), installations.c.team == bindparam("team")
)


def installation(db: Connection, platform: str, team: str) -> InstallationId | None:
    """The installation of a Slack team or a Webex organisation, None for a foreign one."""
    return db.execute(_INSTALLATION, {"platform": platform, "team": team}).scalar()


def install(db: Connection, id: UUID, platform: str, team: str, bot: str, root: OrganisationId, now: datetime) -> None:
    """Remember an installation, or under which account its bot now speaks."""
    values = {"id": id, "platform": platform, "team": team, "bot": bot, "root_id": root, "created_at": now}
    statement = insert(installations).on_conflict_do_update(index_elements=["platform", "team"], set_={"bot": bot})
    db.execute(statement, values)


def by_email(db: Connection, email: str) -> PersonId | None:
    """The person with that address, whatever its case."""
    return db.execute(select(people.c.id).where(people.c.email == lowered(email))).scalar()


_meet = insert(identities)
_proved = (_meet.excluded.email == "") & (identities.c.email == "") & identities.c.proved_at.is_not(None)
_MEET = _meet.on_conflict_do_update(
    index_elements=["installation_id", "account"],
    set_={
        **{name: _meet.excluded[name] for name in ("standing", "email", "language", "zone", "vouched_at")},
        "person_id": case((_proved, identities.c.person_id), else_=_meet.excluded.person_id),
        "proved_at": case((_proved, identities.c.proved_at), else_=None),
    },
).returning(identities.c.person_id)
_PROVE = (
    update(identities)
    .where(
        identities.c.installation_id == bindparam("installation"),
        identities.c.account == bindparam("who"),
        identities.c.email == "",
    )
    .values(person_id=bindparam("person"), proved_at=bindparam("now"))
)


def meet(
    db: Connection,
    installation: InstallationId,
    account: str,
    *,
    standing: str,
    email: str,
    language: str | None,
    zone: str | None,
    now: datetime,
) -> PersonId | None:
    """Remember what the platform vouches for. A changed e-mail carries no rights over, nor what was proved before.

    Who is a user there becomes a person at this first contact.
    """
    address = lowered(email)
    person = known_as(db, installation, address, now) if standing == "member" and address else None
    values = {"standing": standing, "email": address, "language": language, "zone": zone, "vouched_at": now}
    who = {"installation_id": installation, "account": account, "person_id": person}
    return db.execute(_MEET, who | values).scalar()


def known_as(db: Connection, installation: InstallationId, email: str, now: datetime) -> PersonId | None:
    """The person with that address; who was only a user of that login so far is made one."""
    person = by_email(db, email)
    if person is not None:
        return person
    user = db.execute(_USER_OF, {"address": email, "installation": installation}).one_or_none()
    if user is None:
        return None
    row = {"id": uuid4(), "email": email, "name": f"{user[0]} {user[1]}".strip() or email, "created_at": now}
    db.execute(insert(people).on_conflict_do_nothing(index_elements=["email"]), row)
    return by_email(db, email)


def prove(db: Connection, installation: InstallationId, account: str, person: PersonId, now: datetime) -> bool:
    """This account is that person's, by a code that was sent to them; False where a platform vouches for an e-mail."""
    values = {"installation": installation, "who": account, "person": person, "now": now}
    return db.execute(_PROVE, values).rowcount == 1


def prefer(db: Connection, person: PersonId, *, language: str | None = None, zone: str | None = None) -> None:
    """A person's own language or zone; what is None stays."""
    changes = {name: value for name, value in (("language", language), ("zone", zone)) if value is not None}
    if changes:
        db.execute(update(people).where(people.c.id == person).values(changes))


def operators(db: Connection) -> list[tuple[str, str, Role, str]]:
    """E-mail, name, role and organisation of everybody with a grant, by their organisation's place."""
    statement = (
        select(people.c.email, people.c.name, grants.c.role, organisations.c.name)
        .join(grants, grants.c.person_id == people.c.id)
        .join(organisations, organisations.c.id == grants.c.organisation_id)
        .order_by(organisations.c.number, grants.c.role, people.c.name)
    )
    return [(row[0], row[1], row[2], row[3]) for row in db.execute(statement)]
