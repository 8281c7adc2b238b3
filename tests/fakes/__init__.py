"""Strict stand-ins for the services that Comptoir talks to, over real HTTP."""

from __future__ import annotations
