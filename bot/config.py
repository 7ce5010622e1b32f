"""Settings: the only reader of the environment and of `.env`. All faults are named at once."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

from bot.speech import ENGLISH, LANGUAGES, spoken

PREFIX = "TROOPWIRE_"
LEAST_DAYS = 30
"""A new watch looks back so far, and says what it would have told."""

CATALOGUE = Path(__file__).parent.parent / "feeds" / "catalogue.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator decides. Each field is described in `.env.example`."""

    telegram_token: str = field(default="", repr=False)
    discord_token: str = field(default="", repr=False)
    telegram_api: str = "https://api.telegram.org"
    discord_api: str = "https://discord.com/api/v10"
    database: Path = Path("troopwire.db")
    feeds: Path = CATALOGUE
    admins: frozenset[str] = frozenset()
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    language: str = ENGLISH
    log_level: str = "INFO"
    contact: str = ""
    poll_seconds: float = 300
    keep_days: int = 0
    backups: Path | None = None
    allow_loopback: bool = False
    public_url: str = ""
    web_listen: tuple[str, int] | None = None
    telegram_webhook: bool = False


class SettingsError(Exception):
    """Some settings are wrong; the message names each of them, a line each."""

    def __init__(self, faults: list[str], sound: Settings | None = None) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)
        self.sound = sound or Settings()  # the settings that could be read, for `check`


def load_settings(environment: Mapping[str, str] = os.environ, *, file: Path = Path(".env")) -> Settings:
    """Read `.env` and the environment, which wins. Raises SettingsError."""
    written = {name: value for name, value in _from_file(file).items() if value is not None}
    given = {
        name: value.strip()
        for name, value in {**written, **environment}.items()
        if name.startswith(PREFIX) and value.strip()
    }
    faults = [f"{name} is not a setting of Troopwire; see .env.example" for name in _strangers(given)]
    read: dict[str, object] = {}
    for name, parse in PARSERS.items():
        try:
            if PREFIX + name in given:
                read[name.lower()] = parse(given[PREFIX + name])
        except ValueError as error:
            faults.append(f"{PREFIX}{name} {error}")
    settings = Settings(**read)  # type: ignore[arg-type]  # each parser below gives its field's type
    if bool(settings.public_url) != bool(settings.web_listen):
        faults.append(f"{PREFIX}PUBLIC_URL and {PREFIX}WEB_LISTEN are only of use together")
    if settings.telegram_webhook and not (settings.public_url and settings.web_listen):
        faults.append(f"{PREFIX}TELEGRAM_WEBHOOK needs {PREFIX}PUBLIC_URL and {PREFIX}WEB_LISTEN")
    if faults:
        raise SettingsError(faults, settings)
    return settings


def _from_file(file: Path) -> Mapping[str, str | None]:
    try:
        return dotenv_values(file, interpolate=False) if file.is_file() else {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([f"{file} can't be read: {error}"]) from error


def _strangers(given: Mapping[str, str]) -> list[str]:
    return sorted(name for name in given if name.removeprefix(PREFIX) not in PARSERS)


def _telegram_token(written: str) -> str:
    if not re.fullmatch(r"\d{3,20}:[\w-]{20,}", written):
        raise ValueError("does not look like a token of BotFather (digits, a colon, then letters)")
    return written


def _discord_token(written: str) -> str:
    if not re.fullmatch(r"[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}", written):
        raise ValueError("does not look like a bot token (three parts joined by dots)")
    return written


def _address(written: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", written):
        raise ValueError("must be an http or https address")
    return written.rstrip("/")


def _listen(written: str) -> tuple[str, int]:
    address, _, port = written.rpartition(":")
    if not address or not port.isdecimal() or not 1 <= int(port) <= 65_535:
        raise ValueError('must be an address and a port, like "127.0.0.1:8080"')
    return address.strip("[]"), int(port)


def _admins(written: str) -> frozenset[str]:
    admins = frozenset(filter(None, re.split(r"[\s,]+", written)))
    if wrong := sorted(admin for admin in admins if not re.fullmatch(r"(telegram|discord):\d+", admin)):
        raise ValueError(f'must list users as "telegram:123" or "discord:456", not "{wrong[0]}"')
    return admins


def _timezone(written: str) -> ZoneInfo:
    try:
        return ZoneInfo(written)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f'must be a time zone like "Europe/Berlin", not "{written}"') from error


def _language(written: str) -> str:
    if not spoken(written):
        raise ValueError(f"must be one of {', '.join(LANGUAGES)}")
    return spoken(written)


def _log_level(written: str) -> str:
    if written.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
    return written.upper()


def _poll_seconds(written: str) -> float:
    try:
        seconds = float(written)
    except ValueError:
        seconds = 0
    if not 1 <= seconds <= 86_400:
        raise ValueError("must be a number of seconds from 1 to 86400")
    return seconds


def _keep_days(written: str) -> int:
    days = int(written) if re.fullmatch("[0-9]{1,5}", written) else 1
    if 0 < days < LEAST_DAYS:
        raise ValueError(f"must be a number of days from {LEAST_DAYS}, or 0 to keep everything")
    return days


def _switch(written: str) -> bool:
    switches = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    if written.lower() not in switches:
        raise ValueError("must be yes or no")
    return switches[written.lower()]


PARSERS: Mapping[str, Callable[[str], object]] = {
    "TELEGRAM_TOKEN": _telegram_token,
    "DISCORD_TOKEN": _discord_token,
    "TELEGRAM_API": _address,
    "DISCORD_API": _address,
    "DATABASE": Path,
    "FEEDS": Path,
    "ADMINS": _admins,
    "TIMEZONE": _timezone,
    "LANGUAGE": _language,
    "LOG_LEVEL": _log_level,
    "CONTACT": str,
    "POLL_SECONDS": _poll_seconds,
    "KEEP_DAYS": _keep_days,
    "BACKUPS": Path,
    "ALLOW_LOOPBACK": _switch,
    "PUBLIC_URL": _address,
    "WEB_LISTEN": _listen,
    "TELEGRAM_WEBHOOK": _switch,
}
"""How each setting is read; the names without their prefix."""
