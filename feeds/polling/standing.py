"""How a feed stands, in one word and in a few: pure, of values and `now`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from feeds.model import Feed
from feeds.polling.pace import is_silent, pace_now
from feeds.polling.schedule import a_day


class Standing(StrEnum):
    """How a feed is, the worst first."""

    ENDED = "no longer polled"
    BROKEN = "broken"
    SILENT = "silent"
    NEW = "not yet visited"
    WELL = "ok"


WORST_FIRST = tuple(Standing)


def standing(feed: Feed, now: datetime) -> Standing:
    """Tell how a feed is; one that has no news is told from one that fails."""
    if feed.retired:
        return Standing.ENDED
    if feed.fault:
        return Standing.BROKEN
    if feed.polled is None:
        return Standing.NEW
    return Standing.SILENT if is_silent(feed, now) else Standing.WELL


def worst_first(feeds: Iterable[Feed], now: datetime) -> Sequence[Feed]:
    """Sort feeds by how bad they are, then by outlet."""
    return sorted(
        feeds,
        key=lambda feed: (WORST_FIRST.index(standing(feed, now)), feed.source.outlet.name, feed.source.url),
    )


def in_short(feed: Feed, now: datetime) -> str:
    """Say how a feed is, and since when where that matters."""
    how = standing(feed, now)
    since = {Standing.BROKEN: feed.failing_since, Standing.SILENT: feed.news}.get(how)
    return f"{how} since {moment(since)}" if since else how.value


def rhythm(feed: Feed, now: datetime) -> str:
    """Say how often a feed brings news."""
    return a_day(pace_now(feed, now)) if feed.pace else "not known yet"


def next_visit(feed: Feed) -> str:
    """Say when a feed is visited next."""
    return "never" if feed.retired else moment(feed.due)


def why_then(feed: Feed) -> str:
    """Say why a feed is visited next when it is; nothing where it is visited no more."""
    return "" if feed.retired else feed.why


def moment(time: datetime | None) -> str:
    """Give a time, or say that there was none."""
    return f"{time:%d %b %H:%M} UTC" if time else "never"
