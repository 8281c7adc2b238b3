"""What an order still lacks before it can be set up."""

from __future__ import annotations

from handlers.provisioning import sites
from handlers.provisioning.work import Step, Work


def first(held: Work) -> Step | None:
    """The first of its steps at which something is still to be filled in, or does not add up."""
    draft = held.draft
    missing = {
        Step.WHO: held.order.for_whom is None,
        Step.PARTNER: draft.partner is None or draft.partner.id is None,
        Step.CUSTOMER: draft.customer is None or draft.customer.id is None,
        Step.MEETINGS: not sites.balanced(held),
        Step.CALLING: draft.calling is None or not draft.calling.locations,
    }
    return next((step for step in held.path if missing.get(step)), None)
