"""What each package needs, as a table."""

from __future__ import annotations

import pytest

from handlers.policy.packages import ADD_ONS, Equipment, Lack, exceeds, lacks, warns
from store.values.webex import Package

NOTHING = Equipment()
ALL = Equipment(number="+33142685300", location="Paris", site="contoso.webex.com")


@pytest.mark.parametrize(
    ("package", "needs", "warned"),
    [
        (Package.CALLING, (Lack.NUMBER, Lack.LOCATION), ()),
        (Package.CALLING_STANDARD, (Lack.NUMBER, Lack.LOCATION), ()),
        (Package.VOICE, (Lack.NUMBER, Lack.LOCATION), ()),
        (Package.CX_ESSENTIALS, (Lack.NUMBER, Lack.LOCATION), ()),
        (Package.SUITE, (Lack.NUMBER, Lack.LOCATION), (Lack.SITE,)),
        (Package.MEETINGS, (), (Lack.SITE,)),
        (Package.CX_STANDARD_AGENT, (), ()),
        (Package.CX_PREMIUM_AGENT, (), ()),
        *((package, (Lack.BASE,), ()) for package in sorted(ADD_ONS)),
    ],
)
def test_each_package_says_what_is_missing(package, needs, warned):
    assert (lacks(package, NOTHING), warns(package, NOTHING)) == (needs, warned)
    if package not in ADD_ONS:
        assert (lacks(package, ALL), warns(package, ALL)) == ((), ())


def test_an_extension_will_do_for_a_number():
    assert lacks(Package.CALLING, Equipment(extension="101", location="Paris")) == ()


@pytest.mark.parametrize(
    ("limit", "used", "wanted", "beyond"),
    [(30, 28, 2, 0), (30, 28, 3, 1), (30, 30, 0, 0), (None, 9, 9, 0), (0, 0, 1, 1)],
)
def test_a_limit_is_kept_to_the_user(limit, used, wanted, beyond):
    assert exceeds(limit, used, wanted) == beyond
