"""When a chat is told: not in its quiet hours, and of what it reads as a digest at its own time of day."""

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.model import ChatHours, Delivery, Watch

DIGEST_AT = 8 * 60
"""Minutes after midnight at which a digest is sent where the chat chose no time."""

BREAKING = 5
"""Outlets that carry a story from which on no quiet hours hold it back."""

MINUTES = 24 * 60

CLOCK = r"(?:[01]?[0-9]|2[0-3])(?:[:.hH][0-5][0-9])?"
"""A time of day, as it may be typed."""

_QUIET = re.compile(rf"({CLOCK})\s*(?:-|–|to)\s*({CLOCK})", re.IGNORECASE)


def hours_of(watch: Watch) -> ChatHours:
    """Give the hours of a watch: its own quiet ones, where it has some, and else its chat's."""
    if watch.wanted.quiet is None:
        return watch.chat.hours
    begins, ends = watch.wanted.quiet
    return replace(watch.chat.hours, quiet_from=begins, quiet_until=ends)


def due_at(hours: ChatHours, delivery: Delivery, now: datetime, *, outlets: int = 0) -> datetime:
    """Give the time at which one is told, in such hours, of what is found now."""
    if delivery is not Delivery.AT_ONCE:
        return _next(hours, DIGEST_AT if hours.digest_at is None else hours.digest_at, now, delivery)
    if outlets >= BREAKING or not is_quiet(hours, now):
        return now
    assert hours.quiet_until is not None  # noqa: S101  else it is never quiet
    return _next(hours, hours.quiet_until, now, Delivery.DAILY)


def read_quiet(typed: str) -> tuple[int, int] | None:
    """Read "22:00-07:00" or "22 to 7": minutes after midnight; None where it is no such thing."""
    found = _QUIET.fullmatch(typed.strip())
    return None if found is None else (minute_of(found[1]), minute_of(found[2]))


def minute_of(typed: str) -> int:
    """Give the minutes after midnight of a time like "7", "07:30" or "7h30"."""
    hour, _, minute = re.sub("[.hH]", ":", typed).partition(":")
    return int(hour) * 60 + int(minute or 0)


def clock(minute: int) -> str:
    """Write minutes after midnight as a clock shows them."""
    return f"{minute % MINUTES // 60:02}:{minute % 60:02}"


def is_quiet(hours: ChatHours, now: datetime) -> bool:
    """Tell whether a chat wants to be left in peace now; never, where quiet begins when it ends."""
    if hours.quiet_from is None or hours.quiet_until is None:
        return False
    local = now.astimezone(_zone(hours))
    minute = local.hour * 60 + local.minute
    begun, over = hours.quiet_from, hours.quiet_until
    return begun <= minute < over if begun <= over else minute >= begun or minute < over


def _next(hours: ChatHours, minute: int, now: datetime, delivery: Delivery) -> datetime:
    """Give the next time that a chat's clock shows so many minutes after midnight; of a week, on a Monday."""
    local = now.astimezone(_zone(hours))
    wanted = time(minute % MINUTES // 60, minute % 60)
    for days in range(9):
        day = local.date() + timedelta(days=days)
        moment = datetime.combine(day, wanted, local.tzinfo)
        if moment > local and (delivery is not Delivery.WEEKLY or day.weekday() == 0):
            return moment.astimezone(now.tzinfo)
    raise AssertionError("no day of a week is a Monday")


def _zone(hours: ChatHours) -> ZoneInfo:
    return ZoneInfo(hours.zone or "UTC")
