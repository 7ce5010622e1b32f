"""Whose turn it is among the feeds that are due."""

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.rounds import Rounds
from feeds.model import Feed, FeedSource
from storage.database import open_database
from storage.store import Store
from tests.samples import HERALD, NOON

PAUSE = timedelta(seconds=1)


class OtherHosts(Store):
    """A store that never knows a host as busy, and counts how often it is asked."""

    looks = 0

    async def due_feeds(
        self, now: datetime, *, limit: int, busy_hosts: Collection[str] = ()
    ) -> tuple[Feed, ...]:
        del busy_hosts
        self.looks += 1
        return await super().due_feeds(now, limit=limit)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> object:
        return self.now


async def rounds(store: Store, clock: Clock, *urls: str) -> Rounds:
    async with store.editing() as edition:
        for number, url in enumerate(urls):
            due = NOON - timedelta(hours=1) + timedelta(seconds=number)
            await edition.offer_feed(FeedSource(url=f"https://{url}", outlet=HERALD), due)
    return Rounds(store, host_pause=PAUSE, clock=clock)  # type: ignore[arg-type]  # a clock that tests turn


async def turn(taken: Rounds) -> Feed:
    """The next feed, at once."""
    async with asyncio.timeout(0.3):
        return await taken.next_feed()


async def is_nobodys_turn(taken: Rounds) -> bool:
    try:
        await turn(taken)
    except TimeoutError:
        return True
    return False


async def test_the_longest_overdue_goes_first_and_each_once(store: Store) -> None:
    taken = await rounds(store, Clock(), "a.example/1", "b.example/1")
    assert [(await turn(taken)).source.host for _ in range(2)] == ["a.example", "b.example"]
    assert await is_nobodys_turn(taken)


async def test_feeds_of_one_host_wait_for_each_other_and_hold_up_nobody_else(store: Store) -> None:
    clock = Clock()
    taken = await rounds(store, clock, *(f"many.example/{number}" for number in range(400)), "b.example/1")
    first = await turn(taken)
    assert (await turn(taken)).source.host == "b.example"
    assert await is_nobodys_turn(taken)
    taken.free_host(first)
    assert await is_nobodys_turn(taken), "a host is left in peace for a moment"
    clock.now += PAUSE
    assert (await turn(taken)).source.url == "https://many.example/1"


@pytest.mark.parametrize("urls", [("a.example?1", "A.example:443?2"), ("a.example/1", "a.example#2")])
async def test_however_an_address_names_its_host_one_feed_of_it_is_visited_at_a_time(
    store: Store, urls: tuple[str, str]
) -> None:
    clock = Clock()
    taken = await rounds(store, clock, *urls)
    first = await turn(taken)
    assert await is_nobodys_turn(taken)
    taken.free_host(first)
    clock.now += PAUSE
    assert (await turn(taken)).source.url == f"https://{urls[1]}"


async def test_where_nobody_may_begin_the_store_is_not_asked_without_end(tmp_path: Path) -> None:
    store = OtherHosts(await open_database(tmp_path / "news.db"))
    taken = await rounds(store, Clock(), "a.example/1", "a.example/2")
    await turn(taken)
    looks = store.looks
    assert await is_nobodys_turn(taken)
    assert store.looks - looks <= 2
    await store.close()


async def test_a_feed_is_held_until_its_visit_is_written_down(store: Store) -> None:
    clock = Clock()
    taken = await rounds(store, clock, "a.example/1")
    feed = await turn(taken)
    taken.free_host(feed)
    clock.now += PAUSE
    assert await is_nobodys_turn(taken)
    assert not taken.hold(feed)
    taken.release([feed.id])
    assert await turn(taken) == feed
