"""Whose turn it is: feeds as they fall due, one per host at a time, with a pause between two."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from feeds.model import Feed, FeedId
from storage.store import Store

LINE = 256
"""Due feeds read from the store at once."""

TICK = 0.5
"""Seconds between two looks at which feeds are due, when none could begin."""

BETWEEN_STARTS = 0.001
"""Seconds between two visits that begin, at most: a dozen TLS handshakes in a row would hold up the loop.

Spread over the whole tick they would hold it up less, and cost nearly twice the CPU: each then starts cold.
"""

NEVER = datetime.max.replace(tzinfo=UTC)


class Rounds:
    """Gives out the feeds that are due; each is held until it is released."""

    def __init__(self, store: Store, *, host_pause: timedelta, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._host_pause = host_pause
        self._clock = clock
        self._line: deque[Feed] = deque()
        self._pause = 0.0  # seconds, so that a line of any length begins within one tick
        self._held: set[FeedId] = set()
        self._hosts_free_at: dict[str, datetime] = {}

    async def next_feed(self) -> Feed:
        """Wait for a feed that is due and whose host is free, and hold it. Raises StorageError."""
        while True:
            while self._line:
                feed = self._line.popleft()
                if self._may_begin(feed):
                    self.hold(feed)
                    await asyncio.sleep(self._pause)
                    return feed
            await self._line_up()

    async def _line_up(self) -> None:
        now = self._clock()
        self._hosts_free_at = {host: at for host, at in self._hosts_free_at.items() if at > now}
        due = await self._store.due_feeds(now, limit=LINE, busy_hosts=self._hosts_free_at)
        self._line.extend(feed for feed in due if self._may_begin(feed))
        self._pause = min(BETWEEN_STARTS, TICK / max(len(self._line), 1))
        if not self._line:
            await asyncio.sleep(TICK)

    def _may_begin(self, feed: Feed) -> bool:
        now = self._clock()
        return feed.id not in self._held and self._hosts_free_at.get(feed.source.host, now) <= now

    def hold(self, feed: Feed) -> bool:
        """Hold a feed and its host; False when the feed is held already."""
        if feed.id in self._held:
            return False
        self._held.add(feed.id)
        self._hosts_free_at[feed.source.host] = NEVER
        return True

    def hold_alone(self, feed: FeedId) -> bool:
        """Hold a feed whose host is not asked, while what is known of it changes; False as above."""
        if feed in self._held:
            return False
        self._held.add(feed)
        self._line = deque(waiting for waiting in self._line if waiting.id != feed)  # to be read anew
        return True

    def free_host(self, feed: Feed) -> None:
        """Let the next feed of the same host have its turn, after a pause."""
        self._hosts_free_at[feed.source.host] = self._clock() + self._host_pause

    def release(self, feeds: Iterable[FeedId]) -> None:
        """Let feeds be visited again: what became of their visits is written down."""
        self._held.difference_update(feeds)
