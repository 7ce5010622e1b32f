"""What visits without news taught us, written down for many feeds at once.

Nine visits in ten bring nothing: a transaction for each would cost more than the visit.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable

from feeds.model import Feed, FeedId
from storage.errors import StorageError
from storage.store import Store

log = logging.getLogger(__name__)

EVERY = 0.5
"""Seconds between two writings."""

REST = 60.0
"""Seconds until what could not be stored is tried again."""


class Notes:
    """Feeds as their last visits left them, until they are stored; `written` is told which are."""

    def __init__(self, store: Store, *, written: Callable[[Iterable[FeedId]], None]) -> None:
        self._store = store
        self._written = written
        self._noted: list[Feed] = []

    def add(self, feed: Feed) -> None:
        """Note what a visit taught us about a feed."""
        self._noted.append(feed)

    async def run(self) -> None:
        """Write now and then, until cancelled; and then once more.

        A database that fails for the moment is waited for. Any other error is a fault of ours, and ends us in
        plain sight: feeds that are never released would silently be polled no more.
        """
        try:
            while True:
                await asyncio.sleep(EVERY)
                await self._write_or_rest()
        except asyncio.CancelledError:
            await asyncio.shield(self._write_or_rest(rest=0))
            raise
        except Exception:
            log.critical("what visits taught can't be kept: no feed is polled any more")
            raise

    async def write(self) -> None:
        """Write all that is noted. Raises StorageError; it is then still noted."""
        noted, self._noted = self._noted, []
        if not noted:
            return
        try:
            async with self._store.editing() as edition:
                await edition.save_feeds(*noted)
        except BaseException:
            self._noted = noted + self._noted
            raise
        self._written(feed.id for feed in noted)

    async def _write_or_rest(self, *, rest: float = REST) -> None:
        try:
            await self.write()
        except StorageError as error:
            log.error("what visits taught is not kept yet: %s", error)  # noqa: TRY400  said in full
            await asyncio.sleep(rest)
