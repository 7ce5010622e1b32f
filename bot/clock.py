"""The one clock of the program."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Give the time; passed to whatever needs it, so that tests bring their own."""
    return datetime.now(UTC)
