"""What visits without news taught us is written down for many feeds at once, and never lost."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest

from bot.notes import Notes
from feeds.errors import ParseError
from feeds.model import FeedId
from feeds.polling.lessons import failed
from storage.edition import Edition
from storage.errors import NoRoom
from storage.store import Store
from tests.samples import NOON, source


class FullDisk:
    """A store without room, until it has some."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.is_full = True

    @asynccontextmanager
    async def editing(self) -> AsyncIterator[Edition]:
        if self.is_full:
            raise NoRoom("the database can't be written: full")
        async with self._store.editing() as edition:
            yield edition


async def failing(store: Store, notes: Notes) -> None:
    """Note that both feeds failed."""
    for feed in await store.feeds():
        notes.add(replace(feed, failures=1))


async def failures(store: Store) -> list[int]:
    return [feed.failures for feed in await store.feeds()]


async def two_feeds(store: Store) -> None:
    async with store.editing() as edition:
        await edition.offer_feed(source("a"), NOON)
        await edition.offer_feed(source("b"), NOON)


async def test_what_is_noted_is_written_and_said_to_be(store: Store) -> None:
    await two_feeds(store)
    written: list[FeedId] = []
    notes = Notes(store, written=written.extend)
    await failing(store, notes)
    assert (await failures(store), written) == ([0, 0], [])
    await notes.write()
    assert (await failures(store), len(written)) == ([1, 1], 2)


async def test_a_stop_loses_no_note(store: Store) -> None:
    await two_feeds(store)
    notes = Notes(store, written=lambda _: None)
    writing = asyncio.create_task(notes.run())
    await asyncio.sleep(0)
    await failing(store, notes)
    writing.cancel()
    with suppress(asyncio.CancelledError):
        await writing
    assert await failures(store) == [1, 1]


async def test_a_full_disk_loses_no_note(store: Store) -> None:
    await two_feeds(store)
    disk = FullDisk(store)
    released: list[FeedId] = []

    def release(feeds: Iterable[FeedId]) -> None:
        released.extend(feeds)

    notes = Notes(disk, written=release)  # type: ignore[arg-type]  # a store that can only be edited
    await failing(store, notes)
    with suppress(NoRoom):
        await notes.write()
    assert released == []
    disk.is_full = False
    await notes.write()
    assert (await failures(store), len(released)) == ([1, 1], 2)


async def test_a_fault_of_ours_ends_the_notes_in_plain_sight(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await two_feeds(store)
    notes = Notes(store, written=lambda _: None)
    for feed in await store.feeds():
        notes.add(replace(feed, why="\udcff"))
    with pytest.raises(UnicodeEncodeError):
        async with asyncio.timeout(5):
            await notes.run()
    assert [record.levelname for record in caplog.records if record.name == "bot.notes"] == ["CRITICAL"]


async def test_a_servers_bytes_that_are_no_text_are_noted_all_the_same(store: Store) -> None:
    await two_feeds(store)
    notes = Notes(store, written=lambda _: None)
    for feed in await store.feeds():
        notes.add(failed(feed, ParseError("not a feed: \udcff\ud800"), NOON))
    await notes.write()
    assert {feed.fault for feed in await store.feeds()} == {"not a feed: ??"}
