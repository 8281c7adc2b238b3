"""What an order still lacks before it can be set up."""

from __future__ import annotations

from handlers.provisioning.work import Step, Work
from store.values.webex import WebexService


def first(held: Work) -> Step | None:
    """The first of its steps at which something is still to be filled in, or does not add up."""
    draft = held.draft
    missing = {
        Step.WHO: held.order.for_whom is None,
        Step.PARTNER: draft.partner is None or draft.partner.id is None,
        Step.CUSTOMER: draft.customer is None or draft.customer.id is None,
        Step.MEETINGS: _unshared(held) != 0,
        Step.CALLING: draft.calling is None or not draft.calling.locations,
    }
    return next((step for step in held.path if missing.get(step)), None)


def _unshared(held: Work) -> int:
    """The licences for meetings that no site has yet; negative where the sites have more than were bought."""
    sites = held.draft.meetings.sites if held.draft.meetings else ()
    return held.licences(WebexService.MEETINGS) - sum(one.licences for one in sites)
