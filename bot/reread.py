"""Reads again, in the background, what an earlier version read by other rules. Nobody is alerted."""

import asyncio
import logging

from bot.gather import READ_SECONDS
from feeds.errors import ParserKilled
from feeds.model import KeptArticle, Reading
from feeds.polling.workers import Workers
from feeds.stories.read import read_article
from storage.errors import StorageError
from storage.store import Store

log = logging.getLogger(__name__)

AT_ONCE = 10
"""Articles in one transaction, so that feeds and alerts wait for none of them long."""

BETWEEN = 0.05
"""Seconds between two transactions."""

RETRY_SECONDS = 60.0


async def reread_outdated(store: Store, workers: Workers) -> None:
    """Read again until nothing of earlier rules is left; a database that fails meanwhile is tried again."""
    while True:
        try:
            while some := await store.outdated_articles(limit=AT_ONCE):
                await _reread(store, workers, some)
                await asyncio.sleep(BETWEEN)
        except (StorageError, OSError) as error:
            log.error("articles of an earlier version wait: %s", error)  # noqa: TRY400  said in full
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return


async def _reread(store: Store, workers: Workers, some: tuple[KeptArticle, ...]) -> None:
    readings = [(kept, await _read(workers, kept)) for kept in some]
    async with store.editing() as edition:
        for kept, reading in readings:
            await edition.reread_article(kept, reading)


async def _read(workers: Workers, kept: KeptArticle) -> Reading | None:
    """Read an article; one that kills its reader stays as it was read, and is not tried at each start."""
    try:
        return await workers.run(read_article, kept.article, seconds=READ_SECONDS)
    except ParserKilled as error:
        log.warning("%s: could not be read again: %s", kept.article.url, error)
        return None
