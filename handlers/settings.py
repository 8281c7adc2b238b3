"""How one is spoken to, and for Admins how their organisation is: language, time zone, days and hour of reminders."""

from __future__ import annotations

import re
from typing import Final

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Style, Tone, Words
from bot.phrases import Phrase, _, plain
from handlers import direct, sellers
from handlers.approval_commands import SetThresholds
from handlers.approvals import limits
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.languages import LANGUAGE_NAMES, known_language, known_zone, language_field, zone_field
from handlers.menu import Item
from handlers.policy.ladder import DEFAULT_LEADS, LONGEST_LEAD, MOST_LEADS, BadLadder, Fault, parse_ladder
from handlers.settings_commands import SetMine, SetOrganisation, ShowSettings
from store import organisations, people, thresholds
from store.values import Right

DIGEST_AT: Final = "08:30"
_HOUR: Final = re.compile(r"([01]?\d|2[0-3])[:h]([0-5]\d)")


def show(ctx: Context, _ask: ShowSettings) -> Card:
    own = (
        Fact(label=_("Your language"), value=plain(LANGUAGE_NAMES[ctx.tongue.language])),
        Fact(label=_("Your time zone"), value=plain(ctx.tongue.zone)),
        *direct.facts(ctx),
    )
    here = str(ctx.scope.root)
    buttons = [Button(label=_("Change mine"), press=SetMine(organisation=here).token)]
    if ctx.may(SetOrganisation.needs):
        label = _("Change those of {organisation}", organisation=ctx.grant.name)
        buttons.append(Button(label=label, press=SetOrganisation(organisation=here).token))
        buttons.append(Button(label=_("When is an approval needed?"), press=SetThresholds(organisation=here).token))
        buttons += sellers.buttons(ctx)
    theirs = (*_organisation_facts(ctx), *sellers.facts(ctx)) if ctx.may(Right.VIEW) else ()
    facts = Facts(facts=(*own, *theirs))
    return Card(title=_("Settings"), elements=(facts, Buttons(buttons=tuple(buttons))))


def set_mine(ctx: Context, ask: SetMine) -> Card:
    """Done at once; the answer is already spoken in the new language."""
    if not (ask.language or ask.zone or ask.digests):
        raise Instead(mine_form(ctx, ask))
    language, zone = known_language(ask.language), known_zone(ask.zone)
    people.prefer(ctx.db, ctx.person, language=language or None, zone=zone or None)
    direct.tell(ctx, ask.digests)
    ctx.about(ctx.grant.organisation, "preferences", language=language, zone=zone, digests=ask.digests)
    return _saved(_("Your settings are saved."))


def set_organisation(ctx: Context, ask: SetOrganisation) -> Card:
    if not any((ask.language, ask.zone, ask.ladder, ask.digest_at)):
        raise Instead(organisation_form(ctx, ask))
    language, zone = known_language(ask.language), known_zone(ask.zone)
    leads, hour = _ladder(ask.ladder), _hour(ask.digest_at)
    changes = {"language": language, "zone": zone, "digest_at": hour}
    organisations.prefer(ctx.db, ctx.scope, {name: value for name, value in changes.items() if value})
    if leads:
        organisations.set_ladder(ctx.db, ctx.scope, leads)
    ctx.about(ctx.scope.root, "settings", **changes, ladder=", ".join(map(str, leads)))
    return _saved(_("The settings of {organisation} are saved.", organisation=ctx.grant.name))


def mine_form(ctx: Context, ask: SetMine) -> Card:
    fields: tuple[Element, ...] = (
        language_field(ask.language or ctx.tongue.language),
        zone_field(ask.zone or ctx.tongue.zone),
        *direct.fields(ctx, ask.digests),
    )
    submit = Button(label=_("Save"), press=SetMine(organisation=ask.organisation).token, style=Style.PRIMARY)
    return Card(title=_("My settings"), elements=fields, submit=submit)


def organisation_form(ctx: Context, ask: SetOrganisation) -> Card:
    """Filled in with what holds now."""
    found = organisations.get(ctx.db, ctx.scope, ctx.scope.root)
    leads = organisations.ladder(ctx.db, ctx.scope) or DEFAULT_LEADS
    fields = (
        language_field(ask.language or (found.language if found else None) or ctx.defaults.language),
        zone_field(ask.zone or (found.zone if found else None) or ctx.defaults.zone),
        Words(
            name="ladder",
            label=_("Remind how many days before"),
            hint=_("Days with commas between them. A lead counts only if it is shorter than half the term."),
            value=ask.ladder or ", ".join(map(str, leads)),
        ),
        Words(
            name="digest_at",
            label=_("Remind at"),
            hint=_("Hour and minute, local time"),
            value=ask.digest_at or (found.digest_at if found else None) or DIGEST_AT,
            longest=5,
        ),
    )
    submit = Button(label=_("Save"), press=SetOrganisation(organisation=str(ctx.scope.root)).token, style=Style.PRIMARY)
    return Card(title=_("Settings of {organisation}", organisation=ctx.grant.name), elements=fields, submit=submit)


def _organisation_facts(ctx: Context) -> tuple[Fact, ...]:
    found = organisations.get(ctx.db, ctx.scope, ctx.scope.root)
    leads = organisations.ladder(ctx.db, ctx.scope) or DEFAULT_LEADS
    hour = (found.digest_at if found else None) or DIGEST_AT
    days = _("{days} days before, at {hour}", days=", ".join(map(str, leads)), hour=hour)
    zone = (found.zone if found else None) or ctx.defaults.zone
    language = (found.language if found else None) or ctx.defaults.language
    return (
        Fact(label=_("{organisation}: reminders", organisation=ctx.grant.name), value=days),
        Fact(
            label=_("{organisation}: language, time zone", organisation=ctx.grant.name),
            value=plain(f"{LANGUAGE_NAMES[language]}, {zone}"),
        ),
        *limits.facts(ctx, thresholds.of(ctx.db, ctx.scope)),
    )


def _saved(text: Phrase) -> Card:
    elements: tuple[Element, ...] = (
        Notice(tone=Tone.DONE, text=text),
        Buttons(buttons=(Button(label=_("Show settings"), press=ShowSettings().token),)),
    )
    return Card(title=_("Settings"), elements=elements)


def _hour(typed: str) -> str:
    if not typed:
        return ""
    if match := _HOUR.fullmatch(typed.strip()):
        return f"{int(match[1]):02}:{match[2]}"
    raise Refusal(
        _("“{hour}” is not an hour of the day such as 08:30. Nothing was changed.", hour=typed[:20]), field="digest_at"
    )


def _ladder(typed: str) -> tuple[int, ...]:
    if not typed:
        return ()
    try:
        return parse_ladder(typed)
    except BadLadder as bad:
        raise Refusal(_bad_ladder(bad), field="ladder") from bad


def _bad_ladder(bad: BadLadder) -> Phrase:
    match bad.fault:
        case Fault.TOO_MANY:
            return _("At most {most} different days. Nothing was changed.", most=MOST_LEADS)
        case Fault.OUT_OF_RANGE:
            return _("A day lies between 0 and {most} days before the end. Nothing was changed.", most=LONGEST_LEAD)
        case Fault.EMPTY | Fault.NOT_A_NUMBER:
            return _("“{word}” is not a number of days. Nothing was changed.", word=bad.word)


MENU = (
    Item(
        ShowSettings,
        show,
        words=("settings", "preferences"),
        words_fr=("réglages", "paramètres", "préférences"),
        summary=_("Show and change language, time zone, and when reminders come"),
        for_users=_("Show and change your language and time zone"),
        example=_("settings"),
    ),
    Item(SetMine, set_mine, form=mine_form),
    Item(SetOrganisation, set_organisation, form=organisation_form),
)
