"""When a chat is told: not in its quiet hours, and of what it reads as a digest at its own time of day."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.model import ChatHours, Delivery

DIGEST_AT = 8 * 60
"""Minutes after midnight at which a digest is sent where the chat chose no time."""

BREAKING = 5
"""Outlets that carry a story from which on no quiet hours hold it back."""

MINUTES = 24 * 60


def due_at(hours: ChatHours, delivery: Delivery, now: datetime, *, outlets: int = 0) -> datetime:
    """Give the time at which a chat is told of what is found now."""
    if delivery is not Delivery.AT_ONCE:
        return _next(hours, DIGEST_AT if hours.digest_at is None else hours.digest_at, now, delivery)
    if outlets >= BREAKING or not is_quiet(hours, now):
        return now
    assert hours.quiet_until is not None  # noqa: S101  else it is never quiet
    return _next(hours, hours.quiet_until, now, Delivery.DAILY)


def is_quiet(hours: ChatHours, now: datetime) -> bool:
    """Tell whether a chat wants to be left in peace now."""
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
