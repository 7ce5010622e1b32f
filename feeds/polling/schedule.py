"""When a feed is due again, and why then: pure, of values and `now`.

What a server or a feed asks for is never undercut; within it we come as often as the feed brings news.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.model import Feed, Hints
from feeds.polling.pace import pace_now

EAGER = timedelta(minutes=1)
"""The interval of a priority outlet, and of one where a story is breaking."""

MOST_INTERVALS = 12
"""The longest wait that we choose ourselves: even a ministry's feed may be the first to say it."""

PER_GAP = 4
"""Visits in the usual gap between two items: an item then waits an eighth of the gap on average."""

LONGEST_WAIT = timedelta(days=1)  # also for a server that calls its feed fresh for a year
LONGEST_OBEDIENCE = timedelta(days=7)  # to an explicit Retry-After
MOST_DOUBLINGS = 20
JITTER = 0.1  # of the wait, at most
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an answer asks of us, in seconds; None where it does not say."""

    max_age: float | None = None
    retry_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The next visit to a feed."""

    due: datetime
    not_before: datetime  # its server does not want us earlier
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A time to wait, with its reason in words."""

    time: timedelta
    why: str


NOTHING_ASKED = Asked()


def plan_next(
    feed: Feed,
    *,
    now: datetime,
    interval: timedelta,
    asked: Asked = NOTHING_ASKED,
    jitter: float = 0.0,
) -> Plan:
    """Plan the next visit, after the one that left the feed as it is now.

    The operator's `interval` is the least. The longest of what follows wins: our own wait; what the answer
    asks (`max-age` or `Expires`, up to a day; `Retry-After`, up to a week); the feed's `ttl`. Then come the
    hours and days that the feed wants to be left alone in. `jitter`, from 0 to 1, adds up to a tenth of the
    wait, so that feeds do not march in step; after the first visit, and after one that came late (a long
    stop of the program), it adds up to the whole wait, so that those who fell due together part.
    """
    ours = our_wait(feed, now, interval)
    asks = max(asked_waits(feed.hints, asked), key=lambda wait: wait.time)
    longest = max(ours, asks, key=lambda wait: wait.time)
    parts = 1.0 if not feed.why or now - feed.due >= ours.time else JITTER
    due = now + longest.time * (1 + parts * min(max(jitter, 0.0), 1.0))
    awake = awake_at(due, feed.hints)
    why = longest.why if awake == due else f"{longest.why}; it asks not to be read before then"
    return Plan(due=awake, not_before=awake_at(now + asks.time, feed.hints), why=why)


def our_wait(feed: Feed, now: datetime, interval: timedelta) -> Wait:
    """Give the wait that we would choose ourselves."""
    usual = willing_wait(feed, now, interval)
    if feed.failures:
        return Wait(time=backed_off(usual.time, feed.failures), why=f"{failures(feed.failures)} in a row")
    if is_urgent(feed, now) or not is_told(feed, now):
        return usual
    trust = min(1 << min(feed.pushes, MOST_DOUBLINGS), MOST_INTERVALS)
    return max(usual, Wait(time=trust * interval, why="its hub tells us of news"), key=lambda wait: wait.time)


def is_urgent(feed: Feed, now: datetime) -> bool:
    """Whether a feed is read as often as we may, whatever else is known of it."""
    return feed.source.priority or bool(feed.breaking_until and feed.breaking_until > now)


def is_told(feed: Feed, now: datetime) -> bool:
    """Whether a hub tells us of a feed's news: it has promised to, and has done so since it last failed to.

    The longer it keeps its word, the seldomer we look for ourselves.
    """
    return feed.pushes > 0 and feed.subscribed_until is not None and feed.subscribed_until > now


def willing_wait(feed: Feed, now: datetime, interval: timedelta) -> Wait:
    """Give the wait where nothing is wrong: by the outlet's importance, or by how often it brings news."""
    if feed.breaking_until and feed.breaking_until > now:
        return Wait(time=min(EAGER, interval), why="a story is breaking there")
    if feed.source.priority:
        return Wait(time=min(EAGER, interval), why="a priority outlet")
    if not feed.pace:
        return Wait(time=interval, why="how often it brings news is not known yet")
    pace = pace_now(feed, now)
    gap = timedelta(days=1 / max(pace, 0.01))
    wait = min(max(gap / PER_GAP, interval), MOST_INTERVALS * interval)
    return Wait(time=wait, why=f"it brings {a_day(pace)}")


def asked_waits(hints: Hints, asked: Asked) -> Iterator[Wait]:
    """Give what the server and the feed ask for."""
    yield Wait(time=shorter(asked.max_age, LONGEST_WAIT), why="its server calls the answer fresh until then")
    yield Wait(time=shorter((hints.ttl_minutes or 0) * 60.0, LONGEST_WAIT), why="the feed's own ttl")
    yield Wait(time=shorter(asked.retry_after, LONGEST_OBEDIENCE), why="its server asks us to wait")


def awake_at(due: datetime, hints: Hints) -> datetime:
    """Give the first time from `due` on that the feed does not ask us to skip; `due` where it skips all."""
    start = due
    for _ in range(7 * 24):
        if start.hour not in hints.skip_hours and start.weekday() not in hints.skip_days:
            return start
        start = start.replace(minute=0, second=0, microsecond=0) + HOUR
    return due


def backed_off(wait: timedelta, failures: int) -> timedelta:
    """Double the wait for each failure in a row, up to a day."""
    doublings = min(failures, MOST_DOUBLINGS)
    return min(wait * (1 << doublings), max(wait, LONGEST_WAIT))


def shorter(seconds: float | None, limit: timedelta) -> timedelta:
    """Give some seconds, or the limit where that is shorter."""
    return timedelta(seconds=min(max(seconds or 0.0, 0.0), limit.total_seconds()))


def a_day(pace: float) -> str:
    """Say how many items a day a feed brings."""
    if pace >= 1:
        return f"{pace:.0f} items a day" if pace >= 1.5 else "1 item a day"
    a_week = pace * 7
    return f"{a_week:.0f} items a week" if a_week >= 1.5 else "an item a week or less"


def failures(count: int) -> str:
    """Say how many visits failed."""
    return "1 failure" if count == 1 else f"{count} failures"
