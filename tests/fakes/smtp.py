"""A real mail server on this machine: aiosmtpd, with TLS and sign-in where wanted, that keeps what it takes."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "licences", "p@ss/word"


@dataclass
class Mailbox:
    """What came in.

    `refuses` answers a sender or recipient, `answers` a whole mail; `cuts` drops the line after DATA; at the command
    `silent_at` it falls silent for ever.
    """

    mails: list[EmailMessage] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    cuts: int = 0
    silent_at: str = ""

    async def handle_MAIL(self, _server, _session, envelope: Envelope, address: str, options):  # noqa: N802 - aiosmtpd's
        if refusal := self.refuses.get(address):
            return refusal
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope: Envelope, address: str, options):  # noqa: N802 - aiosmtpd's
        await self._perhaps_never("RCPT")
        if refusal := self.refuses.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        if self.answers:
            return self.answers.pop(0)
        content = envelope.original_content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        if self.cuts:
            self.cuts -= 1
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        await self._perhaps_never("DATA")
        return "250 OK"

    async def _perhaps_never(self, command: str) -> None:
        if self.silent_at == command:
            await asyncio.get_running_loop().create_future()

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]


class MailServer:
    """`with MailServer() as server`: `server.box` has the mails, `server.url` and `server.trust` are for the client."""

    def __init__(
        self, folder: Path, *, tls: bool = False, sign_in: bool = False, utf8: bool = True, smtps: bool = False
    ) -> None:
        """`tls` is begun by STARTTLS, with `smtps` from the first byte on."""
        self.box = Mailbox()
        self.trust = ssl.create_default_context()
        context = self._certified(folder) if tls or smtps else None
        self._scheme = "smtps" if smtps else "smtp"
        self._controller = Controller(
            self.box,
            hostname="127.0.0.1",
            port=_free_port(),
            tls_context=context if tls else None,
            ssl_context=context if smtps else None,
            require_starttls=tls,
            auth_required=sign_in,
            auth_require_tls=tls,
            authenticator=_authenticated,
            enable_SMTPUTF8=utf8,
        )
        self._sign_in = sign_in

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        who = "licences:p%40ss%2Fword@" if self._sign_in else ""
        return f"{self._scheme}://{who}127.0.0.1:{self._controller.port}"

    def _certified(self, folder: Path) -> ssl.SSLContext:
        """A certificate for this machine that `trust` alone believes in."""
        key, certificate = _certificate()
        (folder / "key.pem").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        self.trust.load_verify_locations(folder / "certificate.pem")
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
        return context


def _free_port() -> int:
    """aiosmtpd knocks at the port that it was given, so it can't choose one itself."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _authenticated(_server: object, _session: object, _envelope: object, _way: str, given: object) -> AuthResult:
    good = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=good)


def _certificate() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    return key, certificate
