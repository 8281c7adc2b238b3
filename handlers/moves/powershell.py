"""A PowerShell file that gives many devices the new key: it asks for the key itself, so that none is in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Final

from sqlalchemy import Connection

from bot.cards import Card, Prose
from bot.phrases import Phrase, Speaker, Tongue, _
from handlers.context import Context
from handlers.files import Recipe, offer
from handlers.find import identifier
from handlers.menu import Item
from handlers.move_commands import TakeMoveScript
from handlers.moves.finding import find_move, heading
from store import kms_moves
from store.values import MoveId, Scope

_SINGLE_QUOTES: Final = re.compile("(['\u2018\u2019\u201a\u201b])")
"""PowerShell takes the typographic ones for quotes as well."""
_BODY: Final = r"""
[CmdletBinding()]
param(
    [string] $List = (Join-Path $PSScriptRoot 'devices.txt'),
    [string] $Report = (Join-Path $PSScriptRoot 'moved.csv')
)

$ErrorActionPreference = 'Stop'
$key = Read-Host -Prompt @PROMPT@ -AsSecureString

$move = {
    param([securestring] $Key)
    $plain = [System.Net.NetworkCredential]::new('', $Key).Password.Trim()
    $slmgr = Join-Path $env:windir 'System32\slmgr.vbs'
    cscript.exe //nologo $slmgr /ipk $plain | Out-Null
    cscript.exe //nologo $slmgr /ato | Out-Null
    $last = $plain.Substring($plain.Length - 5)
    $found = Get-CimInstance -ClassName SoftwareLicensingProduct -Filter 'PartialProductKey IS NOT NULL'
    [bool] ($found | Where-Object { $_.PartialProductKey -eq $last -and $_.LicenseStatus -eq 1 })
}

$devices = @(Get-Content -Path $List | ForEach-Object { $_.Trim() } | Where-Object { $_ })
$rows = @(foreach ($device in $devices) {
    $moved = $false
    $problem = @NOT_ACTIVATED@
    try {
        $moved = Invoke-Command -ComputerName $device -ScriptBlock $move -ArgumentList $key
    } catch {
        $problem = $_.Exception.Message
    }
    if ($moved) { $problem = '' }
    [pscustomobject]@{ Device = $device; Moved = $moved; Problem = $problem }
})
$rows | Export-Csv -Path $Report -NoTypeInformation -Encoding UTF8
Write-Host (@MOVED@ -f @($rows | Where-Object { $_.Moved }).Count, $devices.Count)
"""
_NOTES: Final = (
    _("Moves devices from a KMS activation to the MAK of the subscription, with slmgr.vbs."),
    _("Put the devices into devices.txt beside this file, one name a line, and run it as their administrator."),
    _("Windows Remote Management (WinRM) must be on. The key is asked for; don't write it into this file."),
    _("What became of each device is in moved.csv afterwards. Tell the bot how many have moved."),
)


class MoveScript(Recipe):
    """The file for one move; no key goes into it."""

    name = "kms-move"
    ending: ClassVar[str] = "ps1"
    media_type: ClassVar[str] = "text/plain"
    move: str = ""

    def content(self, db: Connection, scope: Scope, tongue: Tongue, now: datetime) -> Iterator[bytes]:  # noqa: ARG002 - no clock
        id = identifier(self.move)
        found = kms_moves.get(db, scope, MoveId(id)) if id else None
        head = heading(found) if found else _("Move from a volume licence")
        yield codecs.BOM_UTF8 + written(head, Speaker(tongue)).encode(errors="replace")


def written(head: Phrase, speaker: Speaker) -> str:
    """The whole file; lines end as Windows ends them."""
    comments = "".join(f"# {_one_line(speaker.say(text))}\n" for text in (head, *_NOTES))
    texts = {
        "@PROMPT@": _("Multiple activation key (MAK)"),
        "@NOT_ACTIVATED@": _("not activated"),
        "@MOVED@": _("Devices moved: {moved} of {devices}.", moved="{0}", devices="{1}"),
    }
    body = _BODY
    for mark, text in texts.items():
        body = body.replace(mark, _quoted(_one_line(speaker.say(text))))
    return (comments + body).replace("\n", "\r\n")


def _one_line(text: str) -> str:
    """Nothing of a name ends a comment or a string."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text.replace("**", "")).split())


def _quoted(text: str) -> str:
    return "'" + _SINGLE_QUOTES.sub(r"\1\1", text) + "'"


def take(ctx: Context, ask: TakeMoveScript) -> Card:
    move = find_move(ctx, ask.move)
    ctx.about(move.organisation, move.product)
    file = offer(ctx, MoveScript(move=str(move.id)), _("PowerShell file"), _("The key is not in it: it asks for it."))
    text = _("It gives every device of a list the new key, over WinRM, and writes down which have it.")
    return Card(title=heading(move), elements=(Prose(text=text), file))


MENU = (Item(TakeMoveScript, take),)
