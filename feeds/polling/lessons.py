"""What a visit teaches us about a feed, however it ended: pure."""

from dataclasses import replace
from datetime import datetime

from feeds.errors import FeedError, ParserKilled
from feeds.model import Feed, Validators
from feeds.polling.diagnose import fault

CRASHES_BEFORE_QUARANTINE = 2
"""After two documents in a row that killed their parser a feed is left alone (MEASURED.md, 1)."""


def well(feed: Feed, now: datetime) -> Feed:
    """Note that a feed answered as it should."""
    return replace(feed, polled=now, succeeded=now, failures=0, crashes=0, fault="", failing_since=None)


def failed(feed: Feed, error: FeedError, now: datetime) -> Feed:
    """Note that a visit failed; a feed that kills its parsers is no longer polled."""
    lesson = replace(
        feed,
        polled=now,
        failures=feed.failures + 1,
        fault=fault(error),
        failing_since=feed.failing_since or now,
    )
    return killed(lesson, lesson.fault) if isinstance(error, ParserKilled) else replace(lesson, crashes=0)


def killed(feed: Feed, how: str) -> Feed:
    """Note that what a feed brought killed who read it; the second time in a row is the last."""
    crashes = feed.crashes + 1
    if crashes < CRASHES_BEFORE_QUARANTINE:
        return replace(feed, crashes=crashes)
    return replace(feed, crashes=crashes, fault=f"{how}; in quarantine", retired=True)


def read(feed: Feed, before: Feed, *, kills: int, has_surprised: bool, is_whole: bool) -> Feed:
    """Note how the items of a feed that answered could be read; `before` is the feed as it was until then.

    An item that killed its reader counts once: trying it again, and being killed again, is our own choice.
    Where some are left for the next visit, that one gets the whole document again; what a first visit left is
    then no more news than it was at first.
    """
    if kills:
        feed = replace(feed, crashes=before.crashes)
    if has_surprised:
        feed = killed(feed, "its items killed their reader")
    return feed if is_whole else replace(unseen(feed), succeeded=before.succeeded and feed.succeeded)


def unseen(feed: Feed) -> Feed:
    """Let the next visit get the whole document, whatever is known of it."""
    return replace(feed, validators=Validators(), body_hash=b"")


def pushed(feed: Feed, *, brought: bool) -> Feed:
    """Note that a feed's hub told us of something; the next poll checks what it `brought`, if anything.

    What a hub sends may be late and its words old: only the feed's own document says how things are.
    """
    told = replace(feed, pushes=feed.pushes + 1)
    return unseen(told) if brought else told


def unpushed(feed: Feed, before: Feed, *, brought: bool) -> Feed:
    """Note what a poll means for the hub: news that it had not told us of, or another hub, begin anew."""
    return replace(feed, pushes=0) if brought or feed.hints.hub != before.hints.hub else feed


def gone(feed: Feed, now: datetime) -> Feed:
    """Note that a feed will not come back."""
    return replace(well(feed, now), retired=True, fault="gone for good (410)")


def moved(feed: Feed, address: str | None) -> Feed:
    """Note whether a feed's server says that it has moved for good (301, 308); how often in a row counts."""
    if not address or address == feed.source.url:
        return replace(feed, moved_to="", moved_times=0) if feed.moved_times else feed
    times = feed.moved_times + 1 if address == feed.moved_to else 1
    return replace(feed, moved_to=address, moved_times=times)
