"""The Office Deployment Tool: which products it sets up, and the configuration file that tells it what to install."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

_FAMILIES: Final[Mapping[str, tuple[str, str]]] = {
    "office": ("ProPlus", "Standard"),
    "visio": ("VisioPro", "VisioStd"),
    "project": ("ProjectPro", "ProjectStd"),
}
"""What Microsoft calls the professional and the standard edition of a family."""
_OTHERS: Final = (
    "project server",
    "project online",
    "project plan",
    "visio plan",
    "office 365",
    "office online server",
)
VERSIONS: Final = ("2024", "2021", "2019")
"""Those that are installed by Click-to-Run; older ones come on a medium and need no tool."""
_CULTURES: Final[Mapping[str, str]] = {
    "en": "en-us",
    "ja": "ja-jp",
    "zh": "zh-cn",
    **{one: f"{one}-{one}" for one in ("fr", "de", "es", "it", "nl", "pt", "pl")},
}


@dataclass(frozen=True, slots=True)
class Setup:
    """What the tool is to install; `language` like `fr` or `fr-fr`, empty for that of the system."""

    product: str
    version: str
    language: str
    bits: int


def deploys(product: str) -> bool:
    """Whether the tool sets this product up."""
    return _family(product) != ""


def can_configure(setup: Setup) -> bool:
    return deploys(setup.product) and setup.version in VERSIONS


def configuration(setup: Setup) -> str:
    """`configuration.xml` without the product key, which does not belong into a file; `ValueError` if it can't be."""
    if not can_configure(setup):
        raise ValueError(f"no configuration for {setup.product} {setup.version}")
    professional, standard = _FAMILIES[_family(setup.product)]
    edition = standard if _words(setup.product) & {"standard", "std"} else professional
    lines = (
        "<Configuration>",
        f'  <Add OfficeClientEdition="{setup.bits}" Channel="PerpetualVL{setup.version}">',
        f'    <Product ID="{edition}{setup.version}Volume">',
        f"      <Language ID={quoteattr(_culture(setup.language))} />",
        "    </Product>",
        "  </Add>",
        '  <Property Name="AUTOACTIVATE" Value="0" />',
        "</Configuration>",
    )
    return "\r\n".join(lines) + "\r\n"


def _culture(language: str) -> str:
    return _CULTURES.get(language.lower(), language.lower()) or "MatchOS"


def _family(product: str) -> str:
    name = product.casefold().removeprefix("microsoft ")
    if name.startswith(_OTHERS):
        return ""
    return next((one for one in _FAMILIES if one in _words(product)), "")


def _words(product: str) -> set[str]:
    return set(product.casefold().split())
