"""What is said about a file of users and its rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

from bot.phrases import Phrase, _, joined, n_, plain
from handlers import wording
from handlers.policy import user_columns
from handlers.policy.user_columns import HEADINGS
from handlers.policy.user_rows import Remark, Word
from store.user_runs import Line
from store.values import OrderState
from store.values.webex import RowAction, RunState

ACTIONS: Final = {
    RowAction.ADD: _("Add"),
    RowAction.CHANGE: _("Change"),
    RowAction.REMOVE: _("Delete"),
    RowAction.RECREATE: _("Delete and create"),
    RowAction.NOTHING: _("Nothing to do"),
    RowAction.REFUSED: _("Refused"),
}
_STATES: Final = {
    RunState.RUNNING: wording.STATES[OrderState.PROCESSING],
    RunState.HELD_UP: _("held up"),
    RunState.DONE: wording.STATES[OrderState.COMPLETED],
}
"""Of a file that was confirmed, as of an order."""
_COLUMNS: Final = {
    user_columns.FIRST_NAME: _("First Name"),
    user_columns.LAST_NAME: _("Last Name"),
    user_columns.LOGIN: _("User ID/Email"),
    user_columns.PREVIOUS: _("Previous User ID/Email"),
    user_columns.NUMBER: _("Phone Number"),
    user_columns.EXTENSION: _("Extension"),
    user_columns.LOCATION: _("Location"),
    user_columns.SITE: _("Preferred Webex Site"),
}
"""As a file names them; packages are called alike in every language."""
_WORDS: Final = {
    Word.MISSING: _("is missing"),
    Word.ADD_ON: _("comes beside another package, and Webex takes one package of a user: it can't be given yet"),
    Word.NO_NUMBER: _("a number or an extension is needed for calling"),
    Word.NO_LOCATION: _("a location is needed for calling"),
    Word.CUT_OFF: _("the row ends before its packages: write FALSE in each to delete the user"),
    Word.NO_SITE: _("is not set: meetings may go wrong later"),
    Word.BASES: _("Messaging, Meeting and Calling are assigned besides the package"),
    Word.CHANGED_SINCE: _("not done: the user was changed after the plan was made"),
}
_OUTCOMES: Final = {
    Word.CHANGED_SINCE: _("not done: the user was changed after the plan was made"),
    Word.NUMBER_TAKEN: _("not done: somebody else has the number by now"),
    Word.UNKNOWN_LOCATION: _("not done: the location was removed after the plan was made"),
    Word.ELSEWHERE: _("not done: the address belongs to a user of another organisation by now"),
    Word.LIMIT: _("not done: the package has all the users that it may have by now"),
}
"""Why a row that was planned was not done after all."""
_ABOUT: Final[Mapping[Word, Callable[[str], Phrase]]] = {
    Word.TOO_LONG: lambda said: _("is too long: “{said}”", said=said),
    Word.NO_ADDRESS: lambda said: _("“{said}” is not an e-mail address", said=said),
    Word.NO_FLAG: lambda said: _("“{said}” is neither TRUE nor FALSE", said=said),
    Word.NOT_A_NUMBER: lambda said: _("“{said}” is not a phone number", said=said),
    Word.NOT_POSSIBLE: lambda said: _("“{said}” is not a number that can be called", said=said),
    Word.ROUNDED: lambda said: _("“{said}” was rounded by a spreadsheet: format the column as text", said=said),
    Word.BAD_EXTENSION: lambda said: _("“{said}” is not an extension of two to ten digits", said=said),
    Word.BAD_SITE: lambda said: _("“{said}” is not the address of a meetings site", said=said),
    Word.TWO_PACKAGES: lambda said: _("{said} is chosen as well: a user has one package", said=said),
    Word.NO_PACKAGE: lambda said: _("“{said}” is no package", said=said),
    Word.ALREADY: lambda said: _("{said} is a user of this customer already", said=said),
    Word.WIDTH: lambda said: _("the row has {said} cells, more than the header", said=said),
    Word.TWICE: lambda said: _("is in row {said} already", said=said),
    Word.NUMBER_TWICE: lambda said: _("is used in row {said} already", said=said),
    Word.NUMBER_TAKEN: lambda said: (
        _("is used already: {said}", said=said) if said else _("is used by another organisation already")
    ),
    Word.ELSEWHERE: lambda said: _("{said} is a user of another organisation", said=said),
    Word.UNKNOWN_LOCATION: lambda said: _("the customer has no location “{said}”", said=said),
    Word.LIMIT: lambda said: _("the customer may have {said} users of this package, and has them", said=said),
    Word.NOBODY: lambda said: _("there is no user {said} to delete", said=said),
    Word.RESTORED: lambda said: _("the + that was missing was put back: {said}", said=said),
    Word.RECREATED: lambda said: _("{said} is deleted, and created again with the new address", said=said),
}


def ordered(rows: int) -> Phrase:
    """What a file that was confirmed does, as of an order."""
    return n_("users from a file, {count} row", "users from a file, {count} rows", rows)


def state(of: OrderState | RunState) -> Phrase:
    """Of an order in a list, files among them."""
    return wording.STATES[of] if isinstance(of, OrderState) else _STATES[of]


def told(line: Line) -> Phrase:
    """All that is said about a row, each with its column."""
    found = [Remark(Word(word), name, said) for word, name, said in json.loads(line.told)]
    return joined([_remark(one) for one in found]) if found else plain("")


def outcome(line: Line) -> Phrase:
    """What became of it; empty until it was its turn."""
    if line.outcome == "done":
        return _("Done")
    return _OUTCOMES[Word(line.outcome)] if line.outcome else plain("")


def remark(one: Remark) -> Phrase:
    return _ABOUT[one.word](one.said) if one.word in _ABOUT else _WORDS[one.word]


def column(field: str) -> Phrase:
    """How a file names it."""
    return _COLUMNS.get(field) or plain(HEADINGS[field][0])


def _remark(one: Remark) -> Phrase:
    if not one.field:
        return remark(one)
    return _("{column}: {told}", column=column(one.field), told=remark(one))
