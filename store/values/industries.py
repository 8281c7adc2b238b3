"""The closed list of industries that an organisation can be of. Standard library only."""

from __future__ import annotations

from enum import StrEnum


class Industry(StrEnum):
    """What an organisation does, as roughly as the vendor asks."""

    CONSTRUCTION = "construction"
    EDUCATION = "education"
    ENERGY = "energy"
    FINANCE = "finance"
    GOVERNMENT = "government"
    HEALTH = "health"
    HOSPITALITY = "hospitality"
    MANUFACTURING = "manufacturing"
    MEDIA = "media"
    NON_PROFIT = "non-profit"
    PROFESSIONAL = "professional-services"
    PROPERTY = "real-estate"
    RETAIL = "retail"
    TECHNOLOGY = "technology"
    TELECOMMUNICATIONS = "telecommunications"
    TRANSPORT = "transport"
    OTHER = "other"
