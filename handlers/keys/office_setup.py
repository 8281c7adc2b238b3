"""32-bit Office: what the Office Deployment Tool does, and its configuration for the choice that was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import ClassVar, Final

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Code, Element, Notice, Prose, Tone
from bot.phrases import Phrase, Tongue, _, plain
from handlers.context import Context
from handlers.files import Recipe, offer
from handlers.policy.office_tool import Setup, can_configure, configuration, deploys
from store.values import Right, Scope

_TOOL: Final = "https://www.microsoft.com/en-us/download/details.aspx?id=49117"


class OfficeSetup(Recipe):
    """The configuration file of the Office Deployment Tool; there is no key in it."""

    name = "office.setup"
    needs: ClassVar[Right] = Right.USE_SERVICES
    ending: ClassVar[str] = "xml"
    media_type: ClassVar[str] = "application/xml"
    product: str
    version: str
    language: str = ""
    bits: int = 32

    @property
    def stem(self) -> Phrase:
        return plain(f"configuration {self.version} {self.bits}")

    @property
    def setup(self) -> Setup:
        return Setup(self.product, self.version, self.language, self.bits)

    def content(self, db: Connection, scope: Scope, tongue: Tongue, now: datetime) -> Iterator[bytes]:  # noqa: ARG002 - as every recipe is asked
        yield configuration(self.setup).encode()


def explained(product: str, bits: str) -> list[Element]:
    """What 32-bit means for Office; nothing for anything else."""
    if bits != "32" or not deploys(product):
        return []
    text = _(
        "Office is 64-bit unless it is told otherwise. For 32-bit, run the Office Deployment Tool: "
        "**setup /configure configuration.xml** downloads and installs it. The key is entered afterwards."
    )
    ways = Buttons(buttons=(Button(label=_("Office Deployment Tool"), url=_TOOL),))
    return [Notice(tone=Tone.INFO, text=text), ways]


HINT: Final = _("64-bit, unless something needs 32-bit. That is set up with the Office Deployment Tool.")


def hint(product: str, bits: int | None) -> Phrase | None:
    """How Office becomes 32-bit, in a line; `bits` is None for what fits any width."""
    return HINT if deploys(product) and bits in {None, 32} else None


def noted(product: str, widths: Iterable[int | None]) -> list[Element]:
    """What a list of Office keys says of 32 bits, if any of them can be set up like that."""
    return [Prose(text=HINT, quiet=True)] if any(hint(product, width) for width in widths) else []


def written_out(setup: Setup) -> list[Element]:
    """The explanation, and the file's lines where no file can be handed out."""
    found = explained(setup.product, str(setup.bits))
    if not found or not can_configure(setup):
        return [*found, *_medium(setup)] if found else []
    lines = "\n".join(configuration(setup).splitlines())
    return [*found, Code(label=_("Save these lines as **configuration.xml**:"), text=plain(lines))]


def offered(ctx: Context, setup: Setup) -> list[Element]:
    """The explanation and the file for it."""
    found = explained(setup.product, str(setup.bits))
    if not found:
        return []
    if not can_configure(setup):
        return [*found, *_medium(setup)]
    recipe = OfficeSetup(product=setup.product, version=setup.version, language=setup.language, bits=setup.bits)
    return [*found, offer(ctx, recipe, _("Configuration for the tool"))]


def _medium(setup: Setup) -> list[Element]:
    return [Prose(text=_("Version {version} is installed from its medium.", version=setup.version or "–"))]
