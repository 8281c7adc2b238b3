"""Which addresses are counted as one place."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

_OF_ONE_CUSTOMER: Final = 64
"""Bits of an IPv6 address that a provider gives away at least; whoever has them has all the rest."""


def place(address: str) -> str:
    """An IPv4 address itself, the network of an IPv6 one; other text as it is."""
    match _read(address):
        case IPv6Address(ipv4_mapped=IPv4Address() as inner):
            return str(inner)
        case IPv6Address() as long:
            return str(ip_network((int(long), _OF_ONE_CUSTOMER), strict=False))
        case _:
            return address


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address.partition("%")[0])
    except ValueError:
        return None
