"""What a server says beside its answer: when to come again, and how to ask whether anything changed."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from feeds.model import Validators

NO_TEXT = re.compile("[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")


def validators_of(headers: Mapping[str, str]) -> Validators:
    """Take ETag and Last-Modified verbatim, quotes included; what no text can hold is left out."""
    return Validators(
        etag=returnable(headers.get("ETag")), last_modified=returnable(headers.get("Last-Modified"))
    )


def returnable(value: str | None) -> str | None:
    """Leave out a value that could be neither stored nor sent back verbatim."""
    return value if value and is_text(value) else None


def is_text(value: str) -> bool:
    """Whether a header's value holds no bytes that are not UTF-8, and no control characters but tabs."""
    return not NO_TEXT.search(value)


def conditions(validators: Validators) -> dict[str, str]:
    """Turn validators into the headers that ask for news only."""
    asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in asked.items() if value}


def max_age(headers: Mapping[str, str], now: datetime) -> float | None:
    """Give the seconds for which an answer stays fresh, None where the server does not say.

    Cache-Control comes before Expires; time that the answer spent in caches counts (RFC 9111).
    """
    directives = headers.get("Cache-Control", "").lower().replace(" ", "").split(",")
    for directive in directives:
        name, _, value = directive.partition("=")
        if name == "max-age":
            lifetime = seconds(value.strip('"'))
            return None if lifetime is None else max(0.0, lifetime - (seconds(headers.get("Age")) or 0.0))
    if {"no-cache", "no-store"} & set(directives):
        return None
    expires = headers.get("Expires")
    return seconds_until(expires, http_date(headers.get("Date")) or now) if expires else None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Give the seconds after which the server wants to see us again, None where it does not say."""
    value = headers.get("Retry-After")
    asked = seconds(value)
    return seconds_until(value, now) if value and asked is None else asked


def seconds(value: str | None) -> float | None:
    """Read a whole number of seconds; at most ten digits are believed."""
    digits = (value or "").strip()
    return float(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 10 else None


def seconds_until(value: str | None, now: datetime) -> float | None:
    """Give the seconds from now to a date, zero when it has passed."""
    date = http_date(value)
    return max(0.0, (date - now).total_seconds()) if date else None


def http_date(value: str | None) -> datetime | None:
    """Read a date as HTTP headers give it, always in UTC."""
    try:
        date = parsedate_to_datetime((value or "")[:64])
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
