"""What a visit teaches us about a feed, however it ended: pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from feeds.errors import FeedError, ParserKilled
from feeds.model import Feed, Validators
from feeds.polling.diagnose import fault
from feeds.polling.links import site_of

CRASHES_BEFORE_QUARANTINE = 2
"""After two documents in a row that killed their parser a feed is left alone (MEASURED.md, 1)."""

MOVES_BELIEVED = 3
"""Visits in a row that a server must send us to another address for good before we believe it."""

ELSEWHERE_AFTER = timedelta(days=1)
"""How long it must say so where the new address is at another site: a break-in is noticed meanwhile."""


def well(feed: Feed, now: datetime) -> Feed:
    """Note that a feed answered as it should."""
    return replace(feed, polled=now, succeeded=now, failures=0, crashes=0, fault="", failing_since=None)


def failed(feed: Feed, error: FeedError, now: datetime) -> Feed:
    """Note that a visit failed; a feed that kills its parsers is no longer polled."""
    lesson = replace(
        stayed(feed),
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
    return replace(stayed(well(feed, now)), retired=True, fault="gone for good (410)")


def moved(feed: Feed, address: str | None, now: datetime) -> Feed:
    """Note whether a feed's server says that it has moved for good (301, 308); how often in a row counts."""
    if not address or address == feed.source.url:
        return stayed(feed)
    if address != feed.moved_to:
        return replace(feed, moved_to=address, moved_times=1, moved_since=now)
    return replace(feed, moved_times=feed.moved_times + 1)


def stayed(feed: Feed) -> Feed:
    """Forget what a feed's server said of a move."""
    return replace(feed, moved_to="", moved_times=0, moved_since=None)


def has_moved(feed: Feed) -> bool:
    """Whether we believe by its last visit that a feed has moved for good."""
    if feed.moved_times < MOVES_BELIEVED or not feed.polled or not feed.moved_since:
        return False
    return not leaves_site(feed) or feed.polled - feed.moved_since >= ELSEWHERE_AFTER


def leaves_site(feed: Feed) -> bool:
    """Whether the address that a feed has moved to is at another site."""
    return site_of(feed.moved_to) != site_of(feed.source.url)
