"""The cart of a customer, and its checkout step by step."""

from __future__ import annotations
