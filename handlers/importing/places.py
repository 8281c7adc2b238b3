"""Which organisation a cell means: by number, tenant, name or domain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from handlers.importing.problems import BadRow
from handlers.importing.work import Work
from handlers.policy.names import fold
from store import matching
from store.matching import KnownOrganisation

_NUMBER: Final = re.compile(r"o-0*(\d{1,9})", re.IGNORECASE)


class Places:
    """The organisations that some cells name, looked up at once."""

    def __init__(self, work: Work, cells: Iterable[str | None]) -> None:
        texts = {text for text in cells if text}
        found = matching.organisations_answering(
            work.db,
            work.scope,
            numbers={number for text in texts if (number := number_of(text))},
            tenants=texts,
            names={fold(text) for text in texts},
            domains={text.casefold() for text in texts if "." in text},
        )
        found.sort(key=lambda one: one.number)
        domains = matching.domains_of(work.db, work.scope, {one.id for one in found})
        self.ids = {one.id for one in found}
        self._answers: dict[str, list[KnownOrganisation]] = {}
        self._by: dict[str, dict[str, list[KnownOrganisation]]] = {"number": {}, "tenant": {}, "name": {}, "domain": {}}
        for one in found:
            self._by["number"].setdefault(str(one.number), []).append(one)
            self._by["tenant"].setdefault(one.tenant or "", []).append(one)
            self._by["name"].setdefault(one.folded, []).append(one)
            for domain in domains.get(one.id, ()):
                self._by["domain"].setdefault(domain, []).append(one)

    def answering(self, text: str) -> list[KnownOrganisation]:
        """All that a text may mean; a number wins over a tenant, that over a name, that over a domain."""
        if text not in self._answers:
            self._answers[text] = self._answering(text) if text else []
        return self._answers[text]

    def _answering(self, text: str) -> list[KnownOrganisation]:
        asked = {"number": str(number_of(text) or ""), "tenant": text, "name": fold(text), "domain": text.casefold()}
        return next((found for by, key in asked.items() if (found := self._by[by].get(key))), [])

    def called(self, name: str) -> list[KnownOrganisation]:
        """All that bear that very name."""
        return self._by["name"].get(fold(name), [])

    def one(self, field: str, *cells: str | None) -> KnownOrganisation:
        """The organisation that the first of the cells that answers means. `BadRow` says why there is none."""
        given = [text for text in cells if text]
        for text in given:
            found = self.answering(text)
            if len(found) > 1:
                raise BadRow(
                    field, f"{len(found)} organisations answer to “{text}”; give a number, like {label(found[0])}"
                )
            if found:
                return found[0]
        raise BadRow(field, f"no organisation answers to “{given[-1]}”; import it first" if given else "is missing")


def number_of(text: str) -> int | None:
    """5 for `O-000005`."""
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None


def label(one: KnownOrganisation) -> str:
    return f"O-{one.number:06}"
