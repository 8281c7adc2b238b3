"""What was checked and shown, and waits for its one confirmation."""

from __future__ import annotations

from bot.phrases import _
from handlers import find
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from store import plans
from store.plans import Plan
from store.values import OrganisationId, PlanId


def keep(ctx: Context, organisation: OrganisationId, kind: str, body: str) -> PlanId:
    id = PlanId(ctx.new_id())
    plans.put(ctx.db, ctx.scope, id, organisation=organisation, asker=ctx.person, kind=kind, body=body, now=ctx.now)
    return id


def of(ctx: Context, text: str, kind: str) -> Plan:
    """Only for the one who was shown it."""
    id = find.identifier(text)
    plan = plans.get(ctx.db, ctx.scope, PlanId(id)) if id else None
    if plan is None or plan.kind != kind or plan.asker != ctx.person:
        raise Unknown(_("There is no such list. Nothing was changed."))
    return plan


def take(ctx: Context, plan: Plan) -> None:
    """Carried out by this request alone."""
    if not plans.take(ctx.db, ctx.scope, plan.id, ctx.now):
        raise Refusal(_("This was carried out already, or dismissed. Nothing was changed."))
