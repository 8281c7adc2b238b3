"""A single-use code is used on a licence server: once, for ever, and recorded before it is shown."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Card, Choice, Element, Notice, Option, Prose, Style, Tone
from bot.phrases import Phrase, _, joined, plain
from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.keys import reasons
from handlers.menu import Item
from handlers.policy.licence_servers import year
from handlers.policy.product_keys import Runs, cal_runs
from handlers.server_commands import AddServer, UseCode
from handlers.servers.clearing import activated_button, activation, steps_button
from handlers.servers.finding import beyond, find_server, heading, licences, windows
from handlers.servers.revealing import grant, revealing
from store import licence_servers, reveals
from store.licence_servers import Code, Server
from store.values import KeyId, KeyState, OrganisationId, RevealId, Scope

_MOST: Final = 100


def use(ctx: Context, ask: UseCode) -> Card:
    """Recorded here; the code is decrypted when it is shown, and not before this is on disk."""
    whose = _customer(ctx, ask)
    if not (ask.server and ask.key):
        raise Instead(form(ctx, ask))
    code, server, reveal = _code(ctx, ask, whose), _server(ctx, ask), RevealId(ctx.new_id())
    if reveals.granted(ctx.db, reveal) is None:  # else this very request has come before
        _spend(ctx, ask, server, code, reveal)
    ctx.about(
        server.organisation, server.name, key=code.hint, version=code.version, reason=ask.reason[: reasons.LONGEST]
    )
    return revealing(ctx, server, reveal, *_done(server, code))


def _spend(ctx: Context, ask: UseCode, server: Server, code: Code, reveal: RevealId) -> None:
    """Of two who use a code at once, one is told by whom it was."""
    _refuse_used(ctx, code.id)
    _refuse_unfit(server, code)
    why = reasons.given(ask.reason)
    if not licence_servers.use(ctx.db, ctx.scope, code.id, server.id, ctx.person, ctx.now):
        _refuse_used(ctx, code.id)
    grant(ctx, code.id, reveal, why)


def form(ctx: Context, ask: UseCode) -> Card:
    whose, subscription = _customer(ctx, ask), find.identifier(ask.subscription)
    servers = licence_servers.page(ctx.db, Scope(whose), offset=0, most=_MOST)
    codes = [
        one
        for one in licence_servers.codes(ctx.db, ctx.scope, whose)
        if subscription is None or one.subscription in {None, subscription}
    ]
    if not servers:
        raise Instead(_no_server(whose))
    if not any(one.state is KeyState.READY for one in codes):
        text = _(
            "No unused code of an RDS CAL is in the vault. Admins of the partner or of the distributor put them in."
        )
        raise Refusal(text)
    once = Notice(tone=Tone.WARNING, text=_("A code works once: then it is used for ever, also for the same server."))
    press = UseCode(server=ask.server, subscription=ask.subscription).token
    submit = Button(label=_("Use the code"), press=press, style=Style.PRIMARY)
    elements = (once, _servers(servers, ask.server), _codes(codes, ask.key), reasons.field(ask.reason))
    return Card(title=_("Use a code · {customer}", customer=servers[0].customer), elements=elements, submit=submit)


def _customer(ctx: Context, ask: UseCode) -> OrganisationId:
    if ask.server:
        return find_server(ctx, ask.server).organisation
    held, _rest = find.subscription(ctx, ask)
    return held.organisation


def _server(ctx: Context, ask: UseCode) -> Server:
    server = find_server(ctx, ask.server)
    if server.activated_at is None:
        text = _(
            "{server} is not activated: the Clearinghouse does that first, and only then codes can be installed. "
            "Nothing was changed.",
            server=server.name,
        )
        buttons = activated_button(server), steps_button(server)
        raise Refusal(text, details=tuple(activation()), buttons=buttons, title=heading(server))
    return server


def _code(ctx: Context, ask: UseCode, whose: OrganisationId) -> Code:
    id = find.identifier(ask.key)
    code = licence_servers.code(ctx.db, Scope(whose), KeyId(id)) if id else None
    if code is None:
        raise Refusal(_("There is no such code here. Nothing was changed."), field="key")
    return code


def _refuse_unfit(server: Server, code: Code) -> None:
    licence = year(code.version, code.product)
    if licence is None or cal_runs(licence, server.version) is not Runs.NO:
        return
    text = _(
        "Code …{hint} is an RDS CAL of {licence}, and {server} runs {windows}: that takes RDS CALs of {licences}. "
        "Nothing was changed.",
        hint=code.hint,
        licence=plain(str(licence)),
        server=server.name,
        windows=windows(server.version),
        licences=licences(server),
    )
    raise Refusal(text, field="server")


def _refuse_used(ctx: Context, key: KeyId) -> None:
    found = licence_servers.used(ctx.db, ctx.scope, key)
    if found is None:
        return
    text = _(
        "Code …{hint} was used on {server} on {moment}, by {who}. A code that was used once is used for ever, also for "
        "the same server. Nothing was changed.",
        hint=found.hint,
        server=found.server,
        moment=found.at,
        who=found.who,
    )
    raise Refusal(text, field="key")


def _done(server: Server, code: Code) -> list[Element]:
    text = _("Code …{hint} is recorded as used on {server}.", hint=code.hint, server=server.name)
    note = beyond(server)
    return [Notice(tone=Tone.DONE, text=text), *([Prose(text=note, quiet=True)] if note else [])]


def _servers(servers: list[Server], chosen: str) -> Choice:
    options = tuple(Option(value=str(one.id), label=_server_label(one)) for one in servers)
    first = next((one for one in servers if one.activated_at is not None), servers[0])
    return Choice(name="server", label=_("Licence server"), options=options, chosen=chosen or str(first.id))


def _server_label(one: Server) -> Phrase:
    state = [] if one.activated_at else [_("not activated")]
    return joined([plain(one.name), windows(one.version), *state])


def _codes(codes: list[Code], chosen: str) -> Choice:
    """Those that were used are listed last: who picks one is told where it went."""
    options = tuple(Option(value=str(one.id), label=_code_label(one)) for one in codes[:_MOST])
    return Choice(name="key", label=_("Code"), options=options, chosen=chosen or options[0].value)


def _code_label(one: Code) -> Phrase:
    used = [_("used on {server}", server=one.used_on)] if one.used_on else []
    return joined([plain(f"…{one.hint}"), *used, plain(one.product)])


def _no_server(whose: OrganisationId) -> Card:
    add = Button(label=_("Add a licence server"), press=AddServer(organisation=str(whose)).token, style=Style.PRIMARY)
    text = _("No licence server is recorded here yet. A code is used on one, so that comes first.")
    elements = (Notice(tone=Tone.INFO, text=text), Buttons(buttons=(add, steps_button())))
    return Card(title=_("Licence servers"), elements=elements)


MENU = (Item(UseCode, use, form=form),)
