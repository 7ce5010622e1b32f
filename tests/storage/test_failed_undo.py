"""A turn that can't even be undone holds up nobody after it."""

import asyncio
from pathlib import Path

import pytest

from bot.clock import utc_now
from storage.errors import StorageError
from tests.journeys.failing import open_failing_store
from tests.samples import source


async def test_a_turn_that_could_not_be_undone_is_undone_before_the_next(tmp_path: Path) -> None:
    async with open_failing_store(tmp_path / "news.db") as (store, writer):
        writer.fails_at, writer.seconds = 3, 1.0
        with pytest.raises(StorageError):
            async with store.editing() as edition:  # BEGIN, then an INSERT, and then COMMIT, ROLLBACK fail
                await edition.offer_feed(source("lost"), utc_now())
        await asyncio.sleep(1.1)
        async with asyncio.timeout(5), store.editing() as edition:
            await edition.offer_feed(source("kept"), utc_now())
        assert [feed.source.url for feed in await store.feeds()] == [source("kept").url]
