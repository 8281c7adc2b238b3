"""How licence servers are called, and which licences they take."""

from __future__ import annotations

import pytest

from handlers.policy.licence_servers import SERVER_VERSIONS, BadName, NameFault, called, takes, year
from handlers.policy.product_keys import Runs


@pytest.mark.parametrize("name", ["LIC-01", "lic01.contoso.example", "Serveur_é1", "9", "x" * 63 + ".y"])
def test_a_server_is_called_like_a_computer(name):
    assert called(f"  {name}\n") == name


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", NameFault.EMPTY),
        (" \t ", NameFault.EMPTY),
        ("LIC 01", NameFault.SIGN),
        ("-LIC", NameFault.SIGN),
        ("LIC.", NameFault.SIGN),
        ("LIC\0", NameFault.SIGN),
        ("<!channel>", NameFault.SIGN),
        ("a..b", NameFault.SIGN),
        ("x" * 64, NameFault.LENGTH),
        (".".join(["x" * 60] * 5), NameFault.LENGTH),
    ],
)
def test_what_no_server_is_called_is_told(name, fault):
    with pytest.raises(BadName) as bad:
        called(name)
    assert bad.value.fault is fault


@pytest.mark.parametrize(
    ("server", "licences"),
    [
        (2012, {}),
        (2016, {2016: Runs.YES}),
        (2019, {2016: Runs.YES, 2019: Runs.YES}),
        (2022, {2022: Runs.BY_PRINCIPLE}),
        (2025, {2025: Runs.BY_PRINCIPLE}),
    ],
)
def test_which_licences_a_server_takes(server, licences):
    assert takes(server) == licences


def test_only_2016_and_later_are_licence_servers():
    assert SERVER_VERSIONS == (2025, 2022, 2019, 2016)


@pytest.mark.parametrize(
    ("version", "product", "found"),
    [
        ("2019", "", 2019),
        ("2012 R2", "", 2012),
        ("", "Windows Server 2019 RDS CAL", 2019),
        ("", "Windows Server 2022 Remote Desktop Services User CAL", 2022),
        ("2016", "Windows Server 2019 RDS CAL", 2016),
        ("", "RDS CAL", None),
        ("SE", "RDS CAL 19", None),
        ("", "RDS CAL 20191", None),
    ],
)
def test_the_version_of_a_licence_is_its_keys_or_its_products(version, product, found):
    assert year(version, product) == found
