"""What a visit teaches us about a feed, however it ended: pure."""

from dataclasses import replace
from datetime import datetime

from feeds.errors import FeedError, ParserKilled
from feeds.model import Feed
from feeds.polling.diagnose import fault

CRASHES_BEFORE_QUARANTINE = 2
"""After two documents in a row that killed their parser a feed is left alone (MEASURED.md, 1)."""


def well(feed: Feed, now: datetime) -> Feed:
    """Note that a feed answered as it should."""
    return replace(feed, polled=now, succeeded=now, failures=0, crashes=0, fault="", failing_since=None)


def failed(feed: Feed, error: FeedError, now: datetime) -> Feed:
    """Note that a visit failed; a feed that kills its parsers is no longer polled."""
    crashes = feed.crashes + 1 if isinstance(error, ParserKilled) else 0
    is_quarantined = crashes >= CRASHES_BEFORE_QUARANTINE
    return replace(
        feed,
        polled=now,
        failures=feed.failures + 1,
        fault=f"{fault(error)}; in quarantine" if is_quarantined else fault(error),
        failing_since=feed.failing_since or now,
        crashes=crashes,
        retired=is_quarantined,
    )


def gone(feed: Feed, now: datetime) -> Feed:
    """Note that a feed will not come back."""
    return replace(well(feed, now), retired=True, fault="gone for good (410)")


def moved(feed: Feed, address: str | None) -> Feed:
    """Note whether a feed's server says that it has moved for good (301, 308); how often in a row counts."""
    if not address or address == feed.source.url:
        return replace(feed, moved_to="", moved_times=0) if feed.moved_times else feed
    times = feed.moved_times + 1 if address == feed.moved_to else 1
    return replace(feed, moved_to=address, moved_times=times)
