"""The life of a feed: it falls due, is fetched, parsed, read and kept, and is due again."""

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.clock import utc_now
from bot.gather import Found, Gatherer
from bot.keep import Kept, keep_findings
from feeds.errors import Busy, FeedError, ParserKilled
from feeds.model import Feed, FeedId
from feeds.polling.diagnose import fault
from feeds.polling.fetch import Fetched, Fetcher, Gone, NotModified
from feeds.polling.schedule import next_due
from storage.errors import StorageError
from storage.store import Store

log = logging.getLogger(__name__)

AT_ONCE = 16
"""Feeds visited at the same time; one connection per host is the fetcher's rule."""

TICK = 0.5
"""Seconds between two looks at which feeds are due."""

CRASHES_BEFORE_QUARANTINE = 2
"""After two documents in a row that killed their parser a feed is left alone (MEASURED.md, 1)."""

REST = timedelta(minutes=1)
"""How long a feed rests when what it brought could not be stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What one visit to a feed came to."""

    feed: Feed  # as it is now
    found: tuple[Found, ...] = ()
    kept: tuple[Kept, ...] = ()


class Poller:
    """Visits the feeds that are due, some at a time."""

    def __init__(
        self,
        *,
        store: Store,
        fetcher: Fetcher,
        gatherer: Gatherer,
        interval: timedelta,
        visited: Callable[[Visited], None] = lambda visited: None,  # noqa: ARG005
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._gatherer = gatherer
        self._interval = interval
        self._visited = visited
        self._clock = clock
        self._in_hand: set[FeedId] = set()
        self._resting: dict[FeedId, datetime] = {}

    async def run(self) -> None:
        """Visit feeds as they fall due, until cancelled."""
        async with asyncio.TaskGroup() as visits:
            while True:
                for feed in await self._next_feeds():
                    self._in_hand.add(feed.id)
                    visits.create_task(self.visit(feed), name=f"visit {feed.source.url}")
                await asyncio.sleep(TICK)

    async def run_once(self) -> None:
        """Visit every feed that is due now, once."""
        for feeds in _batches(await self._store.due_feeds(self._clock(), limit=100_000)):
            async with asyncio.TaskGroup() as visits:
                for feed in feeds:
                    visits.create_task(self.visit(feed), name=f"visit {feed.source.url}")

    async def visit(self, feed: Feed) -> None:
        """Visit one feed and keep what came of it. Whatever goes wrong, the others live."""
        try:
            self._visited(await self._visit(feed))
        except StorageError as error:
            log.error("%s: not kept, to be visited again: %s", feed.source.url, error)  # noqa: TRY400  said in full
            self._resting[feed.id] = self._clock() + REST
        except Exception:
            log.exception("%s: the visit failed", feed.source.url)
            await self._settle_fault(feed)
        finally:
            self._in_hand.discard(feed.id)

    async def _settle_fault(self, feed: Feed) -> None:
        """A fault of ours is the feed's like any other: said in `health`, and tried again later and later."""
        failed = _failed(feed, FeedError("a fault of the program; its log says which"), self._clock())
        try:
            await self._settle(failed)
        except StorageError:
            self._resting[feed.id] = self._clock() + REST

    async def _next_feeds(self) -> list[Feed]:
        try:
            return await self._startable()
        except StorageError as error:
            log.error("the feeds can't be read: %s", error)  # noqa: TRY400  said in full
            await asyncio.sleep(REST.total_seconds())
            return []

    async def _startable(self) -> list[Feed]:
        free = AT_ONCE - len(self._in_hand)
        now = self._clock()
        due = await self._store.due_feeds(now, limit=AT_ONCE + len(self._resting)) if free else ()
        return [
            feed for feed in due if feed.id not in self._in_hand and self._resting.get(feed.id, now) <= now
        ][:free]

    async def _visit(self, feed: Feed) -> Visited:
        try:
            return await self._look(feed)
        except FeedError as error:
            log.info("%s: %s", feed.source.url, fault(error))
            return await self._settle(_failed(feed, error, self._clock()), retry_after=_asked_for(error))

    async def _look(self, feed: Feed) -> Visited:
        answer = await self._fetcher.fetch(feed.source.url, feed.validators)
        match answer:
            case NotModified():
                return await self._settle(
                    _well(feed, self._clock()), max_age=answer.max_age, retry_after=answer.retry_after
                )
            case Gone():
                log.warning("%s: gone for good, no longer polled", feed.source.url)
                return await self._settle(
                    replace(_well(feed, self._clock()), retired=True, fault="gone (410)")
                )
            case Fetched():
                return await self._read(feed, answer)

    async def _read(self, feed: Feed, answer: Fetched) -> Visited:
        body_hash = blake2b(answer.body, digest_size=16).digest()
        feed_now = replace(_well(feed, self._clock()), validators=answer.validators, body_hash=body_hash)
        if body_hash == feed.body_hash:
            return await self._settle(feed_now, max_age=answer.max_age, retry_after=answer.retry_after)
        gathered = await self._gatherer.gather(feed, answer)
        return await self._settle(
            feed_now,
            gathered.found,
            max_age=answer.max_age,
            ttl_minutes=gathered.ttl_minutes,
            retry_after=answer.retry_after,
        )

    async def _settle(
        self,
        feed: Feed,
        found: tuple[Found, ...] = (),
        *,
        max_age: float | None = None,
        ttl_minutes: int | None = None,
        retry_after: float | None = None,
    ) -> Visited:
        now = self._clock()
        due = next_due(
            feed,
            now=now,
            interval=self._interval,
            max_age=max_age,
            ttl_minutes=ttl_minutes,
            retry_after=retry_after,
            jitter=random.random(),  # noqa: S311  spreads the load, guards nothing
        )
        scheduled = replace(feed, due=due)
        async with self._store.editing() as edition:
            kept = await keep_findings(edition, scheduled, found, now=now)
            await edition.save_feed(scheduled)
        return Visited(feed=scheduled, found=found, kept=kept)


def _well(feed: Feed, now: datetime) -> Feed:
    return replace(feed, polled=now, succeeded=now, failures=0, crashes=0, fault="", failing_since=None)


def _failed(feed: Feed, error: FeedError, now: datetime) -> Feed:
    crashes = feed.crashes + 1 if isinstance(error, ParserKilled) else 0
    quarantined = crashes >= CRASHES_BEFORE_QUARANTINE
    return replace(
        feed,
        polled=now,
        failures=feed.failures + 1,
        fault=f"{fault(error)}; in quarantine" if quarantined else fault(error),
        failing_since=feed.failing_since or now,
        crashes=crashes,
        retired=quarantined,
    )


def _asked_for(error: FeedError) -> float | None:
    return error.retry_after if isinstance(error, Busy) else None


def _batches(feeds: tuple[Feed, ...]) -> list[tuple[Feed, ...]]:
    return [feeds[start : start + AT_ONCE] for start in range(0, len(feeds), AT_ONCE)]
