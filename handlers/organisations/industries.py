"""The industries, as they are said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.phrases import Phrase, _
from store.values.industries import Industry

INDUSTRIES: Final[Mapping[Industry, Phrase]] = {
    Industry.CONSTRUCTION: _("Construction"),
    Industry.EDUCATION: _("Education"),
    Industry.ENERGY: _("Energy and utilities"),
    Industry.FINANCE: _("Financial services"),
    Industry.GOVERNMENT: _("Government"),
    Industry.HEALTH: _("Health care"),
    Industry.HOSPITALITY: _("Hotels and restaurants"),
    Industry.MANUFACTURING: _("Manufacturing"),
    Industry.MEDIA: _("Media and entertainment"),
    Industry.NON_PROFIT: _("Non-profit organisation"),
    Industry.PROFESSIONAL: _("Professional services"),
    Industry.PROPERTY: _("Real estate"),
    Industry.RETAIL: _("Retail"),
    Industry.TECHNOLOGY: _("Technology"),
    Industry.TELECOMMUNICATIONS: _("Telecommunications"),
    Industry.TRANSPORT: _("Transport and logistics"),
    Industry.OTHER: _("Another industry"),
}
