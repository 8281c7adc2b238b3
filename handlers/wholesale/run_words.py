"""What is said about a file of users and its rows."""

from __future__ import annotations

import json
from typing import Final

from bot.phrases import Phrase, _, joined, plain
from handlers.policy.user_columns import HEADINGS
from handlers.policy.user_rows import Remark, Word
from store.user_runs import Line
from store.values.webex import RowAction

ACTIONS: Final = {
    RowAction.ADD: _("Add"),
    RowAction.CHANGE: _("Change"),
    RowAction.REMOVE: _("Delete"),
    RowAction.RECREATE: _("Delete and create"),
    RowAction.NOTHING: _("Nothing to do"),
    RowAction.REFUSED: _("Refused"),
}
_WORDS: Final = {
    Word.MISSING: _("is missing"),
    Word.TOO_LONG: _("is too long: “{said}”"),
    Word.NO_ADDRESS: _("“{said}” is not an e-mail address"),
    Word.NO_FLAG: _("“{said}” is neither TRUE nor FALSE"),
    Word.NOT_A_NUMBER: _("“{said}” is not a phone number"),
    Word.NOT_POSSIBLE: _("“{said}” is not a number that can be called"),
    Word.ROUNDED: _("“{said}” was rounded by a spreadsheet: format the column as text"),
    Word.BAD_EXTENSION: _("“{said}” is not an extension of two to ten digits"),
    Word.TWO_PACKAGES: _("{said} is chosen as well: a user has one package"),
    Word.ADD_ON: _("comes on top of a package and can't be given by a file"),
    Word.WIDTH: _("the row has {said} cells, not as many as the header"),
    Word.TWICE: _("is in row {said} already"),
    Word.NUMBER_TWICE: _("is used in row {said} already"),
    Word.NUMBER_TAKEN: _("is used already: {said}"),
    Word.ELSEWHERE: _("{said} is a user of another organisation"),
    Word.NO_NUMBER: _("a number or an extension is needed for calling"),
    Word.NO_LOCATION: _("a location is needed for calling"),
    Word.UNKNOWN_LOCATION: _("the customer has no location “{said}”"),
    Word.LIMIT: _("the customer may have {said} users of this package, and has them"),
    Word.NOBODY: _("there is no user {said} to delete"),
    Word.NO_SITE: _("is not set: meetings may go wrong later"),
    Word.RESTORED: _("the + that was missing was put back: {said}"),
    Word.BASES: _("Messaging, Meeting and Calling are assigned besides the package"),
    Word.RECREATED: _("{said} is deleted, and created again with the new address"),
    Word.CHANGED_SINCE: _("not done: the user was changed after the plan was made"),
}


def told(line: Line) -> Phrase:
    """All that is said about a row, each with its column."""
    found = [Remark(Word(word), name, said) for word, name, said in json.loads(line.told)]
    return joined([_remark(one) for one in found], "; ") if found else plain("")


def outcome(line: Line) -> Phrase:
    """What became of it; empty until it was its turn."""
    if line.outcome == "done":
        return _("Done")
    return remark(Remark(Word(line.outcome), "", line.email)) if line.outcome else plain("")


def remark(one: Remark) -> Phrase:
    source = _WORDS[one.word]
    return Phrase(source.source, (("said", one.said),)) if "{said}" in source.source else source


def _remark(one: Remark) -> Phrase:
    column = HEADINGS[one.field][0] if one.field else ""
    return joined([plain(column), remark(one)], ": ") if column else remark(one)
