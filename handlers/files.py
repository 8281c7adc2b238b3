"""Files for one person: offered on a card as a recipe, made outside the request, when they are sent or fetched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, ClassVar, Final, cast

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Connection

from bot.ask import Account, Standing
from bot.cards import File
from bot.errand import Errand, Parcel, direct
from bot.file_names import safe
from bot.phrases import Phrase, Speaker, Tongue, plain
from handlers import posts
from handlers.context import Context, Defaults, tongue_of
from handlers.find import identifier
from handlers.posts import Spot
from store import files, people
from store.database import Database
from store.files import Kept
from store.people import Caller, Grant
from store.values import FileId, Right, Scope

KEPT_FOR: Final = timedelta(days=1)
_IN_MEMORY: Final = 2**20


class Recipe(BaseModel):
    """How to make a file. `needs` is the right it takes, checked again for the person when it is made.

    Like a command it is registered by its `name` and carries ids and plain values only.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    kinds: ClassVar[dict[str, type[Recipe]]] = {}
    name: ClassVar[str]
    needs: ClassVar[Right] = Right.VIEW
    ending: ClassVar[str]
    media_type: ClassVar[str]

    @classmethod
    def __pydantic_init_subclass__(cls, **_options: object) -> None:
        if "name" in vars(cls):
            Recipe.kinds[cls.name] = cls

    @property
    def stem(self) -> Phrase:
        """What the file's name begins with, in its reader's words."""
        return plain(self.name)

    @property
    def body(self) -> str:
        """As a row of the store keeps it."""
        return json.dumps([self.name, self.model_dump(mode="json", exclude_defaults=True)])

    def content(self, db: Connection, scope: Scope, tongue: Tongue, now: datetime) -> Iterator[bytes]:
        """The file piece by piece, within the scope and for a reader who is spoken to like that."""
        raise NotImplementedError


def file_name(recipe: Recipe, tongue: Tongue, *about: str) -> str:
    """`orders Contoso 2026-11-20.csv`: what it is, and what it is about."""
    return safe(f"{' '.join((Speaker(tongue).say(recipe.stem), *about))}.{recipe.ending}")


def offer(ctx: Context, recipe: Recipe, label: Phrase, description: Phrase | None = None) -> File:
    """A file for the asker alone, for the answer's card; where a card can't hold it, it is sent to them as well."""
    id = FileId(ctx.new_id())
    name = file_name(recipe, ctx.tongue, ctx.grant.name, f"{ctx.now:%Y-%m-%d}")
    kept = Kept(
        id=id,
        organisation_id=ctx.scope.root,
        person_id=ctx.person,
        name=name,
        media_type=recipe.media_type,
        content=None,
        recipe=recipe.body,
        private=True,
        created_at=ctx.now,
        expires_at=ctx.now + KEPT_FOR,
    )
    files.put(ctx.db, ctx.scope, kept)
    _bring(ctx, id)
    return File(file=str(id), name=name, media_type=recipe.media_type, label=label, description=description)


def _bring(ctx: Context, id: FileId) -> None:
    at = Spot(ctx.installation, direct(ctx.caller.account))
    posts.say(ctx.db, at, "file", f"file:{id}", Errand(file=str(id)), ctx.tongue, ctx.now)


class Files:
    """Makes files, or hands out their bytes, for whoever may have them at that moment."""

    def __init__(self, database: Database, clock: Callable[[], datetime], defaults: Defaults) -> None:
        self._database = database
        self._clock = clock
        self._defaults = defaults

    @contextmanager
    def opened(self, id: str, account: Account) -> Iterator[Parcel | None]:
        """The file, until the block ends; None where it is not theirs, not any more, or has expired."""
        with SpooledTemporaryFile(_IN_MEMORY) as spool:
            yield self._filled(cast("BinaryIO", spool), id, account)

    def _filled(self, spool: BinaryIO, id: str, account: Account) -> Parcel | None:
        now = self._clock()
        with self._database.reading() as db:
            caller = people.caller(db, account.platform, account.team, account.user)
            found = _theirs(db, caller, id, now) if caller else None
            if caller is None or found is None:
                return None
            spool.writelines(_pieces(db, found, tongue_of(caller, found.grant, self._defaults), now))
        size = spool.tell()
        spool.seek(0)
        return Parcel(found.kept.name, found.kept.media_type, size, spool)


@dataclass(frozen=True, slots=True)
class _Found:
    """A file, its recipe if it is to be made, and the grant under which somebody may have it."""

    kept: Kept
    recipe: Recipe | None
    grant: Grant


def _theirs(db: Connection, caller: Caller, id: str, now: datetime) -> _Found | None:
    """What somebody may still have: as the person for whom it was offered, under a grant that reaches it."""
    wanted = identifier(id)
    if wanted is None or caller.person is None or caller.standing != Standing.MEMBER:
        return None
    for grant in (*caller.grants, *people.as_user(db, caller)):
        kept = files.get(db, grant.scope, FileId(wanted), caller.person, now)
        recipe = read(kept.recipe) if kept and kept.recipe is not None else None
        if kept and grant.holds(recipe.needs if recipe else Right.VIEW) and (recipe or kept.content is not None):
            return _Found(kept, recipe, grant)
    return None


def _pieces(db: Connection, found: _Found, tongue: Tongue, now: datetime) -> Iterator[bytes]:
    if found.recipe is not None:
        return found.recipe.content(db, Scope(found.kept.organisation_id), tongue, now)
    return iter([found.kept.content or b""])


def read(body: str) -> Recipe | None:
    """The recipe of a row; None for one that this version does not know."""
    try:
        match json.loads(body):
            case [str(name), dict(given)] if name in Recipe.kinds:
                return Recipe.kinds[name].model_validate(given)
            case _:
                return None
    except (json.JSONDecodeError, ValidationError):
        return None
