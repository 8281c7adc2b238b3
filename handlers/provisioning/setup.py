"""Who sets the services up, and when: now, later, or the customer itself."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Facts, Notice, Style, Tone
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.provisioning import due, handing_cards, steps
from handlers.provisioning.commands import ChooseSetup, OpenProvisioning, ShowProvisionings
from handlers.provisioning.draft import Draft, Setup
from handlers.provisioning.work import Step, Work
from store.values.webex import ProvisioningState


def choose(ctx: Context, ask: ChooseSetup) -> Card:
    held = steps.opened(ctx, ask)
    steps.refuse_unmapped(ctx, held)
    match ask.way:
        case "now":
            return steps.advance(ctx, held, _now(held), step=held.after(Step.SETUP))
        case "customer" if held.guest is None:
            raise Instead(handing_cards.customer_form(ctx, held))
        case "later":
            return later(ctx, held)
        case _:
            raise Refusal(_("Choose who sets the services up. Nothing was changed."))


def _now(held: Work) -> Draft:
    """What a customer may set up stays theirs too."""
    theirs = held.order.state is ProvisioningState.HANDED_OVER and held.guest is None
    return held.draft if theirs else held.draft.but(setup=Setup.NOW)


def later(ctx: Context, held: Work) -> Card:
    """Nothing is set up; it goes on from here."""
    ctx.about(held.order.organisation, held.order.label, step=held.step, setup="later")
    text = _(
        "Nothing was set up yet. Go on whenever you like, here or anywhere else you reach me: **provision {order}**",
        order=held.order.label,
    )
    if held.guest:
        text = _("Nothing was set up yet. Go on whenever you like; what you filled in is kept.")
    on = Button(label=_("Go on now"), press=held.ask(OpenProvisioning).token, style=Style.PRIMARY)
    others = Button(label=_("All orders to set up"), press=ShowProvisionings().token)
    elements = (
        Notice(tone=Tone.INFO, text=text),
        Facts(facts=(due.fact(ctx, held.order),)),
        Buttons(buttons=(on, others)),
    )
    return Card(title=held.title, elements=elements)
