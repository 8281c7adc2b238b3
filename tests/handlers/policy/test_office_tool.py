"""The configuration of the Office Deployment Tool: what it names, and that no key is in it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from handlers.policy.office_tool import Setup, can_configure, configuration, deploys


def test_it_says_product_channel_width_and_language():
    root = ET.fromstring(configuration(Setup("Office LTSC Professional Plus 2024", "2024", "fr", 32)))
    (add,) = root.findall("Add")
    assert add.attrib == {"OfficeClientEdition": "32", "Channel": "PerpetualVL2024"}
    assert add.find("Product").get("ID") == "ProPlus2024Volume"
    assert add.find("Product/Language").get("ID") == "fr-fr"


@pytest.mark.parametrize(
    ("product", "version", "id"),
    [
        ("Office Standard 2021", "2021", "Standard2021Volume"),
        ("Microsoft Office Professional Plus 2021", "2019", "ProPlus2019Volume"),
        ("Visio Professional 2024", "2024", "VisioPro2024Volume"),
        ("Visio LTSC Standard 2021", "2021", "VisioStd2021Volume"),
        ("Project Std 2019", "2019", "ProjectStd2019Volume"),
    ],
)
def test_every_family_and_edition_has_its_name(product, version, id):
    assert f'<Product ID="{id}">' in configuration(Setup(product, version, "en", 64))


@pytest.mark.parametrize(
    "product",
    ["Windows Server 2022 Standard", "Project Server 2019", "Visio Plan 2", "Office Online Server", "Officer"],
)
def test_what_the_tool_does_not_set_up(product):
    assert not deploys(product)


@pytest.mark.parametrize("version", ["", "2016", "2013", "x"])
def test_older_versions_come_on_a_medium(version):
    setup = Setup("Office Professional Plus 2019", version, "en", 32)
    assert not can_configure(setup)
    with pytest.raises(ValueError, match="no configuration"):
        configuration(setup)


def test_a_language_can_break_out_of_nothing():
    text = configuration(Setup("Office Standard 2021", "2021", '"><x', 32))
    assert ET.fromstring(text).find("Add/Product/Language").get("ID") == '"><x'


def test_without_a_language_it_is_the_systems():
    assert 'ID="MatchOS"' in configuration(Setup("Office Standard 2021", "2021", "", 32))
