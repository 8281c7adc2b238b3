"""E-mail over SMTP: one connection a mail, encrypted wherever the server can, refused in the words of `bot.errand`."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from threading import Timer
from typing import Final
from urllib.parse import unquote, urlsplit

from bot.errand import Down, Gone, Lost
from bot.letters import Letter
from bot.mail_writing import Envelope, address, written
from bot.phrases import Tongue

_PORTS: Final = {"smtp": 587, "smtps": 465}
_NO: Final = 400
_NEVER: Final = 500
_BROKEN: Final = (smtplib.SMTPException, OSError)


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds that a server may take: for one `step`, for its `verdict` on a whole mail, and `whole` for everything."""

    step: float = 15
    verdict: float = 60
    whole: float = 100


class Mailer:
    """Sends letters by the server of `SMTP_URL`, from `MAIL_FROM`; `trust` says which certificates are believed."""

    def __init__(
        self, server: str, sender: str, trust: ssl.SSLContext | None = None, waits: Waits | None = None
    ) -> None:
        self._parts = urlsplit(server)
        self._sender = address(sender)
        self._trust = trust or ssl.create_default_context()
        self._waits = waits or Waits()

    def send(self, envelope: Envelope, letter: Letter, tongue: Tongue) -> None:
        """Hand it to the server. `Gone`: never, with its reason; `Down`: not now; `Lost`: nobody knows."""
        message = written(envelope, letter, tongue, self._sender)
        to = address(envelope.recipient).addr_spec
        with self._server() as server:
            if not to.isascii() and not server.has_extn("smtputf8"):
                raise Gone("the mail server takes no internationalised addresses")
            content = self._announced(server, to, message)
            _hand_over(server, content, self._waits.verdict)

    def knock(self) -> str:
        """Go in, name the sender, and out again; the server's name. `Down` if it lets nobody in."""
        with self._server() as server:
            self._begun(server, [])
        return self._parts.hostname or ""

    def _announced(self, server: smtplib.SMTP, to: str, message: EmailMessage) -> bytes:
        """The message in bytes, once the server takes mails for that address. Nothing was sent yet."""
        international = not to.isascii()
        try:
            self._begun(server, ["SMTPUTF8"] if international else [])
            code, said = server.rcpt(to)
        except _BROKEN as error:
            raise Down(type(error).__name__) from error
        if code >= _NO:
            raise _refused(code, said)
        return message.as_bytes(policy=SMTPUTF8 if international else SMTP)

    def _begun(self, server: smtplib.SMTP, options: list[str]) -> None:
        """A sender who is refused is our own fault, and no recipient's."""
        code, said = server.mail(self._sender.addr_spec, options)
        if code >= _NO:
            raise Down(f"MAIL_FROM is refused: {_reason(code, said)}")

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        """Let in, until the block ends or the patience does."""
        try:
            server = self._connected()
        except _BROKEN as error:
            raise Down(f"{type(error).__name__}: {error}"[:300]) from error
        patience = Timer(self._waits.whole, _hang_up, [server])
        patience.start()
        try:
            self._let_in(server)
            yield server
            with suppress(*_BROKEN):
                server.quit()
        finally:
            patience.cancel()
            server.close()

    def _connected(self) -> smtplib.SMTP:
        scheme, host = self._parts.scheme, self._parts.hostname or ""
        port, step = self._parts.port or _PORTS[scheme], self._waits.step
        if scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=step, context=self._trust)
        return smtplib.SMTP(host, port, timeout=step)

    def _let_in(self, server: smtplib.SMTP) -> None:
        try:
            self._sign_in(server)
        except smtplib.SMTPAuthenticationError as error:
            reason = _reason(error.smtp_code, error.smtp_error)
            raise Down(f"the server refuses the user name or the password: {reason}") from error
        except _BROKEN as error:
            raise Down(f"{type(error).__name__}: {error}"[:300]) from error

    def _sign_in(self, server: smtplib.SMTP) -> None:
        """Encrypted where the server can; a password goes over nothing else."""
        server.ehlo_or_helo_if_needed()
        if self._parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=self._trust)
            server.ehlo()
        elif self._parts.scheme == "smtp" and self._parts.username:
            raise Down("the mail server offers no encryption, so the password was not sent")
        if self._parts.username:
            server.login(unquote(self._parts.username), unquote(self._parts.password or ""))


def _hand_over(server: smtplib.SMTP, content: bytes, patience: float) -> None:
    """From here on, an answer that does not come leaves it open whether the mail goes out."""
    try:
        if server.sock is not None:
            server.sock.settimeout(patience)
        code, said = server.data(content)
    except smtplib.SMTPDataError as error:
        raise _refused(error.smtp_code, error.smtp_error) from error
    except _BROKEN as error:
        raise Lost(type(error).__name__) from error
    if code >= _NO:
        raise _refused(code, said)


def _hang_up(server: smtplib.SMTP) -> None:
    """The plain way, under any encryption: whoever reads or writes there is told at once."""
    if server.sock is not None:
        with suppress(OSError):
            socket.socket.shutdown(server.sock, socket.SHUT_RDWR)


def _refused(code: int, said: bytes | str) -> Gone | Down:
    reason = _reason(code, said)
    return Gone(reason) if code >= _NEVER else Down(reason)


def _reason(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:300]
