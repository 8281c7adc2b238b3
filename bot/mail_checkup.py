"""Whether the mail server lets the bot in."""

from __future__ import annotations

import smtplib
import ssl
from typing import Final
from urllib.parse import unquote, urlsplit

_PATIENCE_S: Final = 10
_PORTS: Final = {"smtp": 587, "smtps": 465}


class NoMail(Exception):
    """Why not, in the server's words or ours."""


def knock(address: str) -> str:
    """Go in and out again, sending nothing; the server's name. `NoMail` if it does not let us in."""
    parts = urlsplit(address)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise NoMail("not an address like smtp://user:password@host:587 or smtps://…")
    try:
        with _connected(parts.scheme, parts.hostname, parts.port or _PORTS[parts.scheme]) as server:
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.noop()
    except smtplib.SMTPAuthenticationError as error:
        raise NoMail("the server refuses the user name or the password") from error
    except (smtplib.SMTPException, OSError) as error:
        raise NoMail(f"{type(error).__name__}: {error}") from error
    return parts.hostname


def _connected(scheme: str, host: str, port: int) -> smtplib.SMTP:
    """Encrypted from the start, or as soon as the server offers it."""
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=_PATIENCE_S, context=context)
    server = smtplib.SMTP(host, port, timeout=_PATIENCE_S)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=context)
    return server
