"""When a feed is due again: pure, of values and `now`."""

from datetime import datetime, timedelta

from feeds.model import Feed

PRIORITY_INTERVAL = timedelta(minutes=1)
LONGEST_WAIT = timedelta(days=1)  # also for a server that calls its feed fresh for a year
LONGEST_OBEDIENCE = timedelta(days=7)  # to an explicit Retry-After
MOST_DOUBLINGS = 20
JITTER = 0.1  # of the wait, at most


def next_due(  # noqa: PLR0913 - each is one thing that a server or an operator asks of us
    feed: Feed,
    *,
    now: datetime,
    interval: timedelta,
    max_age: float | None = None,
    ttl_minutes: int | None = None,
    retry_after: float | None = None,
    jitter: float = 0.0,
) -> datetime:
    """Say when to visit a feed again, after the visit that left it as it is now.

    The operator's `interval` (at most a minute for an outlet marked as priority) is the least. The server's
    `max_age` (seconds) or else the feed's `ttl_minutes` lengthens it, up to a day; each failure in a row
    doubles it, up to a day; `retry_after` (seconds) is obeyed up to a week. `jitter`, from 0 to 1, adds up to
    a tenth of the wait, so that feeds do not march in step; nothing ever comes earlier than asked.
    """
    usual = min(PRIORITY_INTERVAL, interval) if feed.source.priority else interval
    wait = backed_off(max(usual, freshness(max_age, ttl_minutes)), feed.failures)
    wait = max(wait, shorter(retry_after or 0.0, LONGEST_OBEDIENCE))
    return now + wait * (1 + JITTER * min(max(jitter, 0.0), 1.0))


def freshness(max_age: float | None, ttl_minutes: int | None) -> timedelta:
    """Give how long the server's answer stays fresh: HTTP has the first word, the feed the second."""
    return shorter((ttl_minutes or 0) * 60.0 if max_age is None else max_age, LONGEST_WAIT)


def shorter(seconds: float, limit: timedelta) -> timedelta:
    """Give some seconds, or the limit where that is shorter."""
    return timedelta(seconds=min(max(seconds, 0.0), limit.total_seconds()))


def backed_off(wait: timedelta, failures: int) -> timedelta:
    """Double the wait for each failure in a row, up to a day."""
    doublings = min(failures, MOST_DOUBLINGS)
    return min(wait * (1 << doublings), max(wait, LONGEST_WAIT))
