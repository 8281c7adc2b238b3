"""Which build of some software: version within the rights, language, width; and the key that fits it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from bot.cards import Choice, Element, Option
from bot.languages import own_name
from bot.phrases import Phrase, _, joined, plain
from handlers.errors import Refusal
from handlers.keys import office_setup, reasons, words
from handlers.policy.office_tool import deploys
from handlers.policy.product_keys import allowed_versions
from store.product_keys import ProductKey

_DEFAULT_BITS: Final = "64"
_BOTH: Final = {64, 32}
_WIDTHS: Final = {str(width): width for width in _BOTH}


class Wish(Protocol):
    """What was asked for; what is empty fits any."""

    @property
    def version(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def bits(self) -> str: ...
    @property
    def reason(self) -> str: ...


def is_open(wish: Wish) -> bool:
    """Whether nothing was filled in yet."""
    return not (wish.version and wish.language and wish.bits) and not wish.reason


def fields(product: str, keys: list[ProductKey], wish: Wish, speaks: str) -> tuple[Element, ...]:
    """What is asked of who `speaks` a language: version, language and width where there are several, and always why."""
    return (*_choices(product, keys, wish, speaks), reasons.field(wish.reason))


def fitting(product: str, keys: Iterable[ProductKey], wish: Wish) -> list[ProductKey]:
    """The keys of the build that was asked for; refused where there is none, or no right to that version."""
    known = list(keys)
    _refuse_version(product, wish.version)
    found = [one for one in known if _fits(one, wish)]
    if not found:
        builds = joined(list({words.build(one): None for one in known}), ", ")
        text = _("There is no key for this choice. There are: {builds}. Nothing was shown.", builds=builds)
        raise Refusal(text, field="version")
    return found


def width(bits: str) -> int:
    """The width that was asked for; the usual one where none was."""
    return _WIDTHS.get(bits, _WIDTHS[_DEFAULT_BITS])


def _refuse_version(product: str, version: str) -> None:
    allowed = allowed_versions(product)
    if version and allowed and version not in allowed:
        text = _(
            "{product} gives no right to version {version}. It may be run as: {versions}. Nothing was shown.",
            product=product,
            version=version[:20],
            versions=", ".join(allowed),
        )
        raise Refusal(text, field="version")


def _fits(one: ProductKey, wish: Wish) -> bool:
    return (
        wish.version in {"", one.version}
        and wish.language in {"", one.language}
        and (not wish.bits or _WIDTHS.get(wish.bits) in ({one.bits} if one.bits else _BOTH))
    )


def _choices(product: str, keys: list[ProductKey], wish: Wish, speaks: str) -> Iterator[Choice]:
    """The newest version, their own language and 64 bits unless asked otherwise."""
    versions = _in_order({one.version for one in keys if one.version}, allowed_versions(product))
    languages = sorted({one.language for one in keys if one.language})
    widths = sorted(_widths(product, keys), reverse=True)
    if versions:
        options = [(one, _version(one, allowed_versions(product))) for one in versions]
        yield _choice("version", _("Version"), options, wish.version)
    if languages:
        options = [(one, plain(own_name(one))) for one in languages]
        yield _choice("language", _("Language"), options, wish.language or speaks)
    if widths:
        options = [(str(one), words.bits(one)) for one in widths]
        choice = _choice("bits", _("Processor"), options, wish.bits or _DEFAULT_BITS)
        yield choice.model_copy(update={"hint": office_setup.HINT}) if deploys(product) else choice


def _choice(name: str, label: Phrase, options: list[tuple[str, Phrase]], wished: str) -> Choice:
    values = [value for value, _label in options]
    chosen = wished if wished in values else values[0]
    return Choice(name=name, label=label, options=tuple(Option(value=a, label=b) for a, b in options), chosen=chosen)


def _in_order(versions: set[str], allowed: tuple[str, ...]) -> list[str]:
    """As the rights list them, newest first; what no table knows behind, by its name."""
    known = [one for one in allowed if one in versions]
    return known + sorted(versions.difference(known), reverse=True)


def _version(version: str, allowed: tuple[str, ...]) -> Phrase:
    """`2019 (n-1)`: how far below what was bought."""
    back = allowed.index(version) if version in allowed else 0
    return plain(f"{version} (n-{back})") if back else plain(version)


def _widths(product: str, keys: list[ProductKey]) -> set[int]:
    """Keys of Office fit both widths unless they say one."""
    said = {one.bits for one in keys if one.bits}
    return said | _BOTH if deploys(product) and any(one.bits is None for one in keys) else said
