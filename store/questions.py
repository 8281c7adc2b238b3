"""Questions to the supplier: asked once, open until somebody says that they are answered; within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from store.accounts import questions
from store.counters import next_number
from store.schema import lineage, organisations, people
from store.values import ContactKind, OrganisationId, PersonId, QuestionId, Scope


@dataclass(frozen=True, slots=True)
class Question:
    """`about` is what it was asked from: numbers and names, empty if from nowhere in particular."""

    id: QuestionId
    number: int
    organisation: OrganisationId
    customer: str
    supplier: OrganisationId
    asker: PersonId
    asker_name: str
    asker_email: str
    kind: ContactKind
    text: str
    about: str
    asked_at: datetime
    answered_at: datetime | None

    @property
    def label(self) -> str:
        return f"Q-{self.number:06}"


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """Its id is the form's, so that a form that is sent twice asks once."""

    id: QuestionId
    supplier: OrganisationId
    asker: PersonId
    kind: ContactKind
    text: str
    about: str
    asked_at: datetime


_WITHIN: Final = (
    select(
        questions.c.id,
        questions.c.number,
        questions.c.organisation_id.label("organisation"),
        organisations.c.name.label("customer"),
        questions.c.supplier_id.label("supplier"),
        questions.c.asker_id.label("asker"),
        people.c.name.label("asker_name"),
        people.c.email.label("asker_email"),
        questions.c.kind,
        questions.c.text,
        questions.c.context.label("about"),
        questions.c.asked_at,
        questions.c.answered_at,
    )
    .join(organisations, organisations.c.id == questions.c.organisation_id)
    .join(people, people.c.id == questions.c.asker_id)
    .join(lineage, lineage.c.descendant == questions.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"))
)
_ONE: Final = _WITHIN.where(questions.c.id == bindparam("id"))
_NUMBERED: Final = _WITHIN.where(questions.c.number == bindparam("number"))
_open_here: Final = (questions.c.supplier_id == bindparam("root")) & questions.c.answered_at.is_(None)
_OPEN: Final = (
    _WITHIN.where(_open_here)
    .order_by(questions.c.asked_at, questions.c.number)
    .limit(bindparam("most"))
    .offset(bindparam("offset"))
)
_COUNT: Final = select(func.count()).select_from(questions).where(_open_here)
_ASK: Final = insert(questions).on_conflict_do_nothing(index_elements=["id"]).returning(questions.c.id)
_ANSWERED: Final = (
    update(questions)
    .where(
        questions.c.id == bindparam("question"),
        questions.c.supplier_id.in_(select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))),
        questions.c.answered_at.is_(None),
    )
    .values(answered_at=bindparam("at"))
)


def ask(db: Connection, scope: Scope, new: NewQuestion) -> bool:
    """The scope's own organisation asks; False if this form has asked already."""
    row = {
        "id": new.id,
        "number": next_number(db, "questions"),
        "organisation_id": scope.root,
        "supplier_id": new.supplier,
        "asker_id": new.asker,
        "kind": new.kind,
        "text": new.text,
        "context": new.about,
        "asked_at": new.asked_at,
    }
    return db.execute(_ASK, row).first() is not None


def get(db: Connection, scope: Scope, id: QuestionId) -> Question | None:
    row = db.execute(_ONE, {"root": scope.root, "id": id}).mappings().one_or_none()
    return None if row is None else Question(**row)


def numbered(db: Connection, scope: Scope, number: int) -> Question | None:
    row = db.execute(_NUMBERED, {"root": scope.root, "number": number}).mappings().one_or_none()
    return None if row is None else Question(**row)


def waiting(db: Connection, scope: Scope, *, offset: int, most: int) -> list[Question]:
    """What the scope's own organisation was asked and has not answered, the longest waiting first."""
    values = {"root": scope.root, "offset": offset, "most": most}
    return [Question(**row) for row in db.execute(_OPEN, values).mappings()]


def count_waiting(db: Connection, scope: Scope) -> int:
    return db.execute(_COUNT, {"root": scope.root}).scalar_one()


def answered(db: Connection, scope: Scope, question: QuestionId, now: datetime) -> bool:
    """Only its supplier says so; False if it was said already."""
    return db.execute(_ANSWERED, {"root": scope.root, "question": question, "at": now}).rowcount == 1
