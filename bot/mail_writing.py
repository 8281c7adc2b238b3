"""A letter as an e-mail: text and HTML that say the same, under headers that no name can add to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Final

import idna
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from bot.errand import Gone
from bot.letters import Letter
from bot.phrases import Speaker, Tongue
from bot.text_cards import clean

_HERE: Final = Path(__file__).parent / "mail_templates"
_SEVEN_BITS: Final = SMTP.clone(cte_type="7bit")
_LONGEST_LINE: Final = 200


@dataclass(frozen=True, slots=True)
class Envelope:
    """To whom, written when, under which name (the same for a repeat), and whether it may have been sent before."""

    recipient: str
    name: str
    written_at: datetime
    repeat: bool = False


def written(envelope: Envelope, letter: Letter, tongue: Tongue, sender: Address) -> EmailMessage:
    """The message with both its parts. `Gone` for what is no address."""
    plain, rich = Speaker(tongue, clean), Speaker(tongue, _escaped, ("<strong>", "</strong>"))
    message = EmailMessage(_SEVEN_BITS)
    message["Subject"] = _line(plain.say(letter.subject))
    message["From"] = sender
    message["To"] = address(envelope.recipient)
    if letter.reply_to:
        message["Reply-To"] = address(letter.reply_to)
    message["Date"] = envelope.written_at
    message["Message-ID"] = f"<{envelope.name}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if envelope.repeat:
        message["X-Comptoir-Repeat"] = "yes"
    message.set_content(_filled("letter.txt", letter, tongue, plain).strip() + "\n")
    message.add_alternative(_filled("letter.html", letter, tongue, rich), subtype="html")
    message["Content-Language"] = tongue.language
    return message


def address(text: str) -> Address:
    """`ada@example.com` or `Ada <ada@example.com>`, its domain as the DNS has it. `Gone` if it is neither."""
    called, bare = parseaddr(text if text.isprintable() else "")
    local, _at, domain = bare.rpartition("@")
    if not local:
        raise Gone("not an e-mail address")
    try:
        return Address(called, local, domain if domain.isascii() else idna.encode(domain, uts46=True).decode())
    except ValueError as error:
        raise Gone("not an e-mail address") from error


def _filled(template: str, letter: Letter, tongue: Tongue, speaker: Speaker) -> str:
    wrap = Markup if template.endswith(".html") else str
    return (
        _templates()
        .get_template(template)
        .render(
            language=tongue.language,
            subject=wrap(speaker.say(letter.subject)),
            paragraphs=[wrap(speaker.say(one)) for one in letter.paragraphs],
            action=wrap(speaker.say(letter.action)) if letter.action else None,
            url=letter.way.url,
            quiet=[wrap(speaker.say(one)) for one in letter.quiet],
        )
    )


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=False,
    )


def _escaped(text: str) -> str:
    return str(escape(clean(text)))


def _line(text: str) -> str:
    """One line of a header, of a length that servers take."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"
