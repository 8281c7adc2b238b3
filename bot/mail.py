"""E-mail over SMTP: one connection a mail, encrypted wherever the server can, refused in the words of `bot.errand`."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from bot.errand import Down, Gone, Lost
from bot.letters import Letter
from bot.phrases import Speaker, Tongue

_PATIENCE_S: Final = 10
_PORTS: Final = {"smtp": 587, "smtps": 465}
_PERMANENT: Final = 500
_HERE: Final = Path(__file__).parent / "mail_templates"


@dataclass(frozen=True, slots=True)
class Envelope:
    """To whom, under which Message-ID (the same for a repeat), and whether it may have been sent before."""

    recipient: str
    message_id: str
    repeat: bool = False


class Mailer:
    """Sends letters by the server of `SMTP_URL`, from `MAIL_FROM`; `context` says which certificates are trusted."""

    def __init__(self, address: str, sender: str, context: ssl.SSLContext | None = None) -> None:
        self._parts = urlsplit(address)
        self._sender = sender
        self._context = context or ssl.create_default_context()

    def send(self, envelope: Envelope, letter: Letter, tongue: Tongue) -> None:
        """Hand it to the server. `Gone`: never, with its reason; `Down`: not now; `Lost`: nobody knows."""
        message = written(envelope, letter, tongue, self._sender)
        with self._server() as server:
            international = not envelope.recipient.isascii()
            if international and not server.has_extn("smtputf8"):
                raise Gone("the mail server takes no internationalised addresses")
            self._hand_over(server, envelope, message, international=international)

    def _hand_over(
        self, server: smtplib.SMTP, envelope: Envelope, message: EmailMessage, *, international: bool
    ) -> None:
        """Up to DATA nothing was sent; from then on an answer that does not come leaves it open."""
        options = ["SMTPUTF8"] if international else []
        content = message.as_bytes(policy=SMTPUTF8 if international else SMTP)
        try:
            _checked(server.mail(parseaddr(self._sender)[1], options))
            _checked(server.rcpt(envelope.recipient))
        except (smtplib.SMTPException, OSError) as error:
            raise Down(type(error).__name__) from error
        try:
            _checked(server.data(content))
        except smtplib.SMTPDataError as error:
            raise _refused(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Lost(type(error).__name__) from error

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        try:
            server = self._connected()
        except (smtplib.SMTPException, OSError) as error:
            raise Down(f"{type(error).__name__}: {error}"[:200]) from error
        try:
            yield server
        finally:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()

    def _connected(self) -> smtplib.SMTP:
        scheme, host = self._parts.scheme, self._parts.hostname or ""
        port = self._parts.port or _PORTS[scheme]
        if scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_PATIENCE_S, context=self._context)
        else:
            server = smtplib.SMTP(host, port, timeout=_PATIENCE_S)
        try:
            self._sign_in(server)
        except BaseException:
            server.close()
            raise
        return server

    def _sign_in(self, server: smtplib.SMTP) -> None:
        """Encrypted where the server can; a password goes over nothing else."""
        server.ehlo()
        if self._parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=self._context)
            server.ehlo()
        elif self._parts.scheme == "smtp" and self._parts.username:
            raise Down("the mail server offers no encryption, so the password was not sent")
        if self._parts.username:
            server.login(unquote(self._parts.username), unquote(self._parts.password or ""))


def written(envelope: Envelope, letter: Letter, tongue: Tongue, sender: str) -> EmailMessage:
    """The message with both its parts; nothing that a name holds can become a header or markup."""
    plain, rich = Speaker(tongue), Speaker(tongue, _escaped, ("<strong>", "</strong>"))
    message = EmailMessage()
    message["Subject"] = _line(plain.say(letter.subject))
    message["From"] = _address(sender)
    message["To"] = envelope.recipient
    message["Message-ID"] = envelope.message_id
    message["Auto-Submitted"] = "auto-generated"
    if envelope.repeat:
        message["X-Comptoir-Repeat"] = "yes"
    message.set_content(_filled("letter.txt", letter, tongue, plain))
    message.add_alternative(_filled("letter.html", letter, tongue, rich), subtype="html")
    message["Content-Language"] = tongue.language
    return message


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
    return str(escape(text))


def _line(text: str) -> str:
    """One line of a header, of a length that servers take."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:200]


def _address(text: str) -> Address:
    name, address = parseaddr(text)
    return Address(display_name=name, addr_spec=address)


def _checked(answer: tuple[int, bytes]) -> None:
    """`Gone` for a no for good, `Down` for one for now."""
    code, said = answer
    if code >= 400:  # noqa: PLR2004 - SMTP's refusals begin here
        raise _refused(code, said)


def _refused(code: int, said: bytes | str) -> Gone | Down:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    reason = f"{code} {_line(text)}"[:300]
    return Gone(reason) if code >= _PERMANENT else Down(reason)
