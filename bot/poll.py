"""The life of a feed: it falls due, is fetched, parsed, read and kept, and is due again."""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.clock import utc_now
from bot.gather import NOTHING_GATHERED, Found, Gathered, Gatherer
from bot.keep import Kept, keep_findings
from bot.notes import REST, Notes
from bot.notices import owe_notices
from bot.rounds import Rounds
from bot.shelves import Shelves
from feeds.errors import Busy, FeedError, ParserKilled
from feeds.model import Feed, FeedId, Label
from feeds.polling.diagnose import fault
from feeds.polling.fetch import NO_VALIDATORS, Fetched, Fetcher, Gone, NotModified
from feeds.polling.lessons import (
    failed,
    gone,
    has_moved,
    killed,
    leaves_site,
    moved,
    pushed,
    read,
    unpushed,
    well,
)
from feeds.polling.pace import wants_whole, with_news
from feeds.polling.schedule import NOTHING_ASKED, Asked, plan_next
from storage.edition import Edition
from storage.errors import StorageError
from storage.store import Store
from storage.values import batched

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Feeds visited at the same time."""

HOST_PAUSE = timedelta(seconds=1)
"""Between two visits to one host; less where the operator polls every few seconds, as the demo does."""

IN_ONE_GO = 20
"""Items kept in one transaction: a burst of hundreds holds nobody up."""

BREAKING_FOR = timedelta(hours=1)
"""For how long an outlet is polled more often after it brought news on the subject."""

SOON = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What one visit to a feed came to."""

    feed: Feed  # as it is now
    found: tuple[Found, ...] = ()
    kept: tuple[Kept, ...] = ()


class Poller:
    """Visits the feeds that are due, some at a time. `admins` are told of feeds that are given up."""

    def __init__(  # noqa: PLR0913 - what it works with; each is given once, in bot/app.py
        self,
        *,
        store: Store,
        fetcher: Fetcher,
        gatherer: Gatherer,
        interval: timedelta,
        admins: frozenset[str] = frozenset(),
        visited: Callable[[Visited], None] = lambda visited: None,  # noqa: ARG005
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._gatherer = gatherer
        self._interval = interval
        self._admins = admins
        self._visited = visited
        self._clock = clock
        self._rounds = Rounds(store, host_pause=min(HOST_PAUSE, interval / 100), clock=clock)
        self._shelves = Shelves()
        self._notes = Notes(store, written=self._rounds.release)

    async def run(self) -> None:
        """Visit feeds as they fall due, until cancelled."""
        room = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as visits:
            visits.create_task(self._notes.run(), name="notes")
            while True:
                await room.acquire()
                feed = await self._next_feed()
                visit = visits.create_task(self.visit(feed), name=f"visit {feed.source.url}")
                visit.add_done_callback(lambda _: room.release())

    async def run_once(self) -> None:
        """Visit every feed that is due now, once."""
        for feeds in batched(await self._store.due_feeds(self._clock(), limit=100_000), AT_ONCE):
            async with asyncio.TaskGroup() as visits:
                for feed in feeds:
                    visits.create_task(self.visit(feed), name=f"visit {feed.source.url}")
            await self._notes.write()

    async def visit(self, feed: Feed) -> None:
        """Visit one feed and keep what came of it. Whatever goes wrong, the others live."""
        try:
            visited = await self._visit(feed)
        except StorageError as error:
            log.error("%s: not kept, to be visited again: %s", feed.source.url, error)  # noqa: TRY400  said in full
            asyncio.get_running_loop().call_later(REST, self._rounds.release, [feed.id])
        except Exception:
            log.exception("%s: the visit failed", feed.source.url)
            self._note(failed(feed, FeedError("a fault of the program; its log says which"), self._clock()))
        else:
            self._visited(visited)
        finally:
            self._rounds.free_host(feed)

    async def receive(self, feed_id: FeedId, answer: Fetched) -> None:
        """Keep what a feed's hub sent us; its schedule stays as it is. Raises FeedError, StorageError."""
        while not self._rounds.hold_alone(feed_id):  # noqa: ASYNC110  a visit of seconds; no event for it
            await asyncio.sleep(1)
        try:
            feed = await self._store.feed(feed_id)
            if feed and not feed.retired:
                await self._take(feed, answer)
        finally:
            self._rounds.release([feed_id])

    async def _next_feed(self) -> Feed:
        while True:
            try:
                return await self._rounds.next_feed()
            except StorageError as error:
                log.error("the feeds can't be read: %s", error)  # noqa: TRY400  said in full
                await asyncio.sleep(REST)

    async def _visit(self, feed: Feed) -> Visited:
        try:
            return await self._look(feed)
        except FeedError as error:
            lesson = failed(feed, error, self._clock())
            log.info("%s: %s", feed.source.url, lesson.fault)
            asked = Asked(retry_after=error.retry_after) if isinstance(error, Busy) else NOTHING_ASKED
            return await self._settle(lesson, asked=asked)

    async def _take(self, feed: Feed, answer: Fetched) -> None:
        """Read what was pushed; what kills its parser counts as it does at a visit."""
        try:
            gathered = await self._gatherer.gather(feed, answer, is_pushed=True)
        except ParserKilled as error:
            await self._keep(killed(feed, fault(error)), NOTHING_GATHERED)
            raise
        brought = bool(gathered.found) or not gathered.is_whole
        lesson = pushed(with_news(replace(feed, crashes=0), gathered.new, self._clock()), brought=brought)
        lesson = _as_read(lesson, feed, gathered)
        await self._keep(lesson, replace(gathered, items=() if brought else None))

    async def _look(self, feed: Feed) -> Visited:
        validators = NO_VALIDATORS if wants_whole(feed, self._clock()) else feed.validators
        answer = await self._fetcher.fetch(feed.source.url, validators)
        match answer:
            case NotModified():
                now = self._clock()
                asked = Asked(max_age=answer.max_age, retry_after=answer.retry_after)
                return await self._settle(moved(well(feed, now), answer.moved_to, now), asked=asked)
            case Gone():
                return await self._settle(gone(feed, self._clock()))
            case Fetched():
                return await self._read(feed, answer)

    async def _read(self, feed: Feed, answer: Fetched) -> Visited:
        now = self._clock()
        body_hash = blake2b(answer.body, digest_size=16).digest()
        is_known = body_hash == feed.body_hash
        gathered = NOTHING_GATHERED if is_known else await self._gatherer.gather(feed, answer)
        visited = replace(
            moved(well(feed, now), answer.moved_to, now),
            validators=answer.validators,
            body_hash=body_hash,
            whole=now,
            hints=gathered.hints or feed.hints,
            identity=gathered.identity or feed.identity,
        )
        visited = _as_read(visited, feed, gathered)
        visited = unpushed(with_news(visited, gathered.new, now), feed, brought=bool(gathered.new))
        asked = Asked(max_age=answer.max_age, retry_after=answer.retry_after)
        return await self._settle(visited, gathered, asked=asked)

    async def _settle(
        self, feed: Feed, gathered: Gathered = NOTHING_GATHERED, *, asked: Asked = NOTHING_ASKED
    ) -> Visited:
        """Plan the next visit and keep what this one brought: at once where there is more to it than that."""
        scheduled = self._scheduled(feed, asked)
        if gathered is NOTHING_GATHERED and not feed.retired and not has_moved(feed):
            self._notes.add(scheduled)
            return Visited(feed=scheduled)
        kept = await self._keep(scheduled, gathered)
        self._rounds.release([feed.id])
        return Visited(feed=scheduled, found=gathered.found, kept=kept)

    def _note(self, feed: Feed) -> None:
        self._notes.add(self._scheduled(feed, NOTHING_ASKED))

    def _scheduled(self, feed: Feed, asked: Asked) -> Feed:
        jitter = random.random()  # noqa: S311  spreads the load, guards nothing
        plan = plan_next(feed, now=self._clock(), interval=self._interval, asked=asked, jitter=jitter)
        return replace(feed, due=plan.due, not_before=plan.not_before, why=plan.why)

    async def _keep(self, feed: Feed, gathered: Gathered) -> tuple[Kept, ...]:
        """Keep what a feed brought, oldest first; its validators with the last items, never apart."""
        now = self._clock()
        kept: list[Kept] = []
        *parts, last = tuple(batched(gathered.oldest_first(now), IN_ONE_GO)) or ((),)
        for part in parts:
            async with self._store.editing() as edition:
                kept += await keep_findings(edition, self._shelves, feed, part, now=now)
        async with self._store.editing() as edition:
            kept += await keep_findings(edition, self._shelves, feed, last, now=now)
            await self._keep_feed(edition, feed, gathered.items)
            if any(each.is_news and each.label is Label.CORE for each in kept):
                await edition.hurry_outlet(feed.source.outlet, until=now + BREAKING_FOR, due=now + SOON)
        return tuple(kept)

    async def _keep_feed(self, edition: Edition, feed: Feed, items: Sequence[bytes] | None) -> None:
        await edition.save_feeds(feed)
        if items is not None:
            await edition.save_items(feed.id, items)
        if has_moved(feed):
            feed = await self._move(edition, feed)
        if feed.retired:
            log.warning("%s: no longer polled: %s", feed.source.url, feed.fault)
            notice = f"{feed.source.url} is no longer polled: {feed.fault}"
            await owe_notices(edition, self._admins, notice, self._clock())

    async def _move(self, edition: Edition, feed: Feed) -> Feed:
        """Let a feed move to where its server sends us, unless that is taken; gives it as it is then."""
        settled = await edition.move_feed(feed.id, feed.moved_to)
        if not settled.retired:
            log.warning("%s: has moved to %s", feed.source.url, feed.moved_to)
            if leaves_site(feed):
                notice = f"{feed.source.url} has moved to {feed.moved_to}"
                await owe_notices(edition, self._admins, notice, self._clock())
        return settled


def _as_read(feed: Feed, before: Feed, gathered: Gathered) -> Feed:
    kills, surprised, whole = gathered.kills, gathered.has_surprised, gathered.is_whole
    return read(feed, before, kills=kills, has_surprised=surprised, is_whole=whole)
