"""What can be wrong with a postal address."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    MISSING = "missing"
    CODE = "code"
    ELSEWHERE = "elsewhere"
    REGION = "region"
    TOO_LONG = "too-long"


class BadAddress(ValueError):
    """What is wrong, in which field; `like` is a postal code of the right form."""

    def __init__(self, fault: Fault, field: str, like: str = "") -> None:
        super().__init__(f"{field}: {fault}")
        self.fault = fault
        self.field = field
        self.like = like
