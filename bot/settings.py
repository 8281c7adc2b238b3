"""What the environment says: every setting, checked at start. `docs/settings.md` explains each."""

from __future__ import annotations

import os
import re
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Final, Literal, Self, cast
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bot.zones import zone_names

_LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}
_FILE: Final = "_FILE"
_SHORTEST_KEY: Final = 32


class BadSettings(Exception):
    """One line for each setting that is wrong, by its name."""


def _address(text: str) -> str:
    """`https://…`, or `http://` on this machine alone; without a slash at its end."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("not an address like https://bot.example.com")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ValueError("http:// is for this machine alone; use https://")
    return text.rstrip("/")


def _zone(text: str) -> str:
    if text not in zone_names():
        raise ValueError("not a time zone like Europe/Paris")
    return text


def _log_style(text: str) -> str:
    style, _, level = text.partition(",")
    if style not in {"json", "text"} or level not in {"debug", "info", "warning", "error"}:
        raise ValueError("a format and a level, like json,info or text,debug")
    return text


def _long(secret: SecretStr) -> SecretStr:
    if len(secret.get_secret_value()) < _SHORTEST_KEY:
        raise ValueError(f"too short: at least {_SHORTEST_KEY} random characters, from `openssl rand -hex 32`")
    return secret


def _mail_server(secret: SecretStr) -> SecretStr:
    try:
        parts = urlsplit(secret.get_secret_value())
        known = parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.port != 0
        readable = unquote(parts.netloc).isascii()
    except ValueError:
        known = readable = False
    if not known:
        raise ValueError("not an address like smtp://user:password@host:587 or smtps://…")
    if not readable:
        raise ValueError("a mail server's name, user and password are of ASCII letters, digits and signs")
    return secret


def _sender(text: str) -> str:
    """`licences@example.com`, or `Licences <licences@example.com>`."""
    address = parseaddr(text)[1]
    plain = text.isprintable() and address.isascii()
    if text and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", address if plain else ""):
        raise ValueError("not an address like licences@example.com or Licences <licences@example.com>")
    return text


def _all_long(secrets: SecretStr) -> SecretStr:
    for one in listed(secrets):
        _long(SecretStr(one))
    return secrets


def listed(secrets: SecretStr | None) -> list[str]:
    """Several secrets with commas or spaces between them."""
    return [part for part in re.split(r"[\s,]+", reveal(secrets)) if part]


def _database(secret: SecretStr) -> SecretStr:
    """SQLAlchemy's address; PostgreSQL's usual `postgresql://` is taken as well."""
    address = secret.get_secret_value()
    if re.match(r"sqlite:///[^:]", address):
        return secret
    if re.match(r"postgres(ql)?(\+psycopg)?://", address):
        return SecretStr("postgresql+psycopg" + address[address.index("://") :])
    raise ValueError("neither like sqlite:///comptoir.db nor like postgresql+psycopg://user:password@host/comptoir")


DatabaseUrl = Annotated[SecretStr, AfterValidator(_database)]
Address = Annotated[str, AfterValidator(_address)]
Zone = Annotated[str, AfterValidator(_zone)]
LongSecret = Annotated[SecretStr, AfterValidator(_long)]
MailServer = Annotated[SecretStr, AfterValidator(_mail_server)]
MailAddress = Annotated[str, AfterValidator(_sender)]
LongSecrets = Annotated[SecretStr, AfterValidator(_all_long)]
LogStyle = Annotated[str, AfterValidator(_log_style)]


class SecretFiles(PydanticBaseSettingsSource):
    """`NAME_FILE` names a file that holds the secret `NAME`."""

    def __init__(self, settings: type[BaseSettings], environment: dict[str, str | None]) -> None:
        super().__init__(settings)
        self._environment = environment

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[str | None, str, bool]:  # noqa: ARG002 - the base class asks so
        name = str(field.validation_alias)
        path = self._environment.get(name + _FILE) if is_secret(field) else None
        if not path:
            return None, name, False
        if self._environment.get(name):
            raise BadSettings(f"{name}: set either {name} or {name}{_FILE}, not both")
        try:
            return Path(path).read_text(encoding="utf-8").strip(), name, False
        except (OSError, UnicodeDecodeError) as error:
            raise BadSettings(f"{name}{_FILE}: {path} can't be read ({type(error).__name__})") from error

    def __call__(self) -> dict[str, str]:
        read = (self.get_field_value(field, name) for name, field in self.settings_cls.model_fields.items())
        return {name: value for value, name, _complex in read if value is not None}


def is_secret(field: FieldInfo) -> bool:
    """Whether a setting is kept out of every log and may come from a file."""
    return "SecretStr" in str(field.annotation)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        case_sensitive=True,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: DatabaseUrl = Field(SecretStr("sqlite:///comptoir.db"), validation_alias="DATABASE_URL")
    one_core: bool = Field(default=True, validation_alias="COMPTOIR_ONE_CORE")

    slack_bot_token: SecretStr | None = Field(None, validation_alias="SLACK_BOT_TOKEN")
    slack_signing_secret: SecretStr | None = Field(None, validation_alias="SLACK_SIGNING_SECRET")
    slack_app_token: SecretStr | None = Field(None, validation_alias="SLACK_APP_TOKEN")
    slack_api_url: Address = Field("https://slack.com/api", validation_alias="SLACK_API_URL")

    webex_token: SecretStr | None = Field(None, validation_alias="WEBEX_TEAMS_ACCESS_TOKEN")
    webex_webhook_secret: SecretStr | None = Field(None, validation_alias="WEBEX_WEBHOOK_SECRET")
    webex_api_url: Address = Field("https://webexapis.com/v1", validation_alias="WEBEX_API_URL")
    webex_discovery_url: Address = Field(
        "https://u2c.wbx2.com/u2c/api/v1/catalog", validation_alias="WEBEX_DISCOVERY_URL"
    )
    webex_org_id: str = Field("", validation_alias="WEBEX_ORG_ID")

    public_url: Address | None = Field(None, validation_alias="COMPTOIR_PUBLIC_URL")
    host: str = Field("127.0.0.1", validation_alias="COMPTOIR_HOST")
    port: int = Field(3000, ge=1, le=65535, validation_alias="COMPTOIR_PORT")

    vault_keys: LongSecrets | None = Field(None, validation_alias="COMPTOIR_VAULT_KEYS")
    secret_minutes: int = Field(10, ge=1, le=1440, validation_alias="COMPTOIR_SECRET_MINUTES")
    audit_key: LongSecret | None = Field(None, validation_alias="COMPTOIR_AUDIT_KEY")

    free_mail_domains: str = Field("", validation_alias="COMPTOIR_FREE_MAIL_DOMAINS")
    user_columns: str = Field("", validation_alias="COMPTOIR_USER_COLUMNS")
    sign_in_tries: int = Field(5, ge=1, le=100, validation_alias="COMPTOIR_SIGN_IN_TRIES")
    trusted_proxies: int = Field(0, ge=0, le=10, validation_alias="COMPTOIR_TRUSTED_PROXIES")

    smtp_url: MailServer | None = Field(None, validation_alias="SMTP_URL")
    mail_from: MailAddress = Field("", validation_alias="MAIL_FROM")

    language: Literal["en", "fr"] = Field("en", validation_alias="COMPTOIR_LANGUAGE")
    timezone: Zone = Field("UTC", validation_alias="COMPTOIR_TIMEZONE")
    log: LogStyle = Field("text,info", validation_alias="COMPTOIR_LOG")

    testing: bool = Field(default=False, validation_alias="COMPTOIR_TESTING")
    crashpoint: str = Field("", validation_alias="COMPTOIR_CRASHPOINT")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base class asks so
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        dotenv = cast("EnvSettingsSource", dotenv_settings).env_vars
        files = SecretFiles(settings_cls, {**dotenv, **os.environ})
        return init_settings, env_settings, files, dotenv_settings

    @model_validator(mode="after")
    def _together(self) -> Self:
        """What makes sense only with something else."""
        if self.slack_bot_token and not (self.slack_signing_secret or self.slack_app_token):
            raise ValueError("SLACK_SIGNING_SECRET: needed with SLACK_BOT_TOKEN (or SLACK_APP_TOKEN, for Socket Mode)")
        if self.slack_app_token and not self.slack_bot_token:
            raise ValueError("SLACK_BOT_TOKEN: needed with SLACK_APP_TOKEN")
        if self.webex_token and self.public_url and not self.webex_webhook_secret:
            raise ValueError("WEBEX_WEBHOOK_SECRET: needed with COMPTOIR_PUBLIC_URL, which Webex's webhooks call")
        if self.smtp_url and not self.mail_from:
            raise ValueError("MAIL_FROM: needed with SMTP_URL; the sender of mails, like licences@example.com")
        if self.crashpoint and not self.testing:
            raise ValueError("COMPTOIR_CRASHPOINT: kills the process; it is for tests, with COMPTOIR_TESTING=1")
        return self

    @property
    def database(self) -> str:
        """The database's address as the store takes it."""
        return self.database_url.get_secret_value()

    @property
    def vault_secrets(self) -> list[str]:
        """The keys of the vault, newest first; none where there is no vault."""
        return listed(self.vault_keys)

    @property
    def is_loopback(self) -> bool:
        """Whether nobody but this machine can reach the bot."""
        return self.host in _LOOPBACK


def load() -> Settings:
    """The settings of this environment and of a `.env` beside it. `BadSettings` says what is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise BadSettings("\n".join(_said(one["loc"], one["msg"]) for one in error.errors())) from None


def _said(location: tuple[int | str, ...], message: str) -> str:
    text = message.removeprefix("Value error, ")
    return f"{location[0]}: {text}" if location else text


def reveal(secret: SecretStr | None) -> str:
    """A secret's text, empty where it is not set."""
    return secret.get_secret_value() if secret else ""
