"""Feeds that move: where to, when it is believed, and that nobody stops being polled in silence."""

from dataclasses import replace
from datetime import timedelta

from storage.store import Store
from tests.bot.outlets import START, Clock, Emigrant, Server, live

DAY = timedelta(days=1)


async def offered(store: Store, *servers: Server) -> None:
    async with store.editing() as edition:
        for server in servers:
            await edition.offer_feed(server.source, START)


async def notices(store: Store, clock: Clock) -> list[str]:
    """What whoever runs the bot is told."""
    told: list[str] = []
    async with store.editing() as edition:
        while alert := await edition.claim_alert(now=clock.now, platforms=["telegram"], busy=[]):
            told.append(alert.notice)
            await edition.settle_sent(alert, message="1", shown=b"", at=clock.now)
    return told


async def test_a_move_to_another_site_is_believed_after_a_day_and_told(store: Store) -> None:
    clock = Clock()
    new = Server(clock, "new")
    old = Emigrant(clock, "old", new=new.source.url)
    await offered(store, old)
    await live(store, [old, new], clock, days=3)
    assert len(old.visits) > 3
    assert old.visits[-2] - old.visits[0] < DAY <= old.visits[-1] - old.visits[0]
    assert len(new.visits) > 3
    assert await notices(store, clock) == [f"{old.source.url} has moved to {new.source.url}"]


async def test_a_move_within_a_site_is_believed_soon_and_troubles_nobody(store: Store) -> None:
    clock = Clock()
    old = Emigrant(clock, "old", new="https://www.old.example/feed.xml")
    await offered(store, old)
    await live(store, [old, Server(clock, "www.old")], clock, days=3)
    assert len(old.visits) == 3
    assert await notices(store, clock) == []


async def test_a_feed_that_moves_to_one_that_is_polled_stops_and_the_admins_are_told(store: Store) -> None:
    clock = Clock()
    there = Server(clock, "there")
    old = Emigrant(clock, "old", new=there.source.url)
    await offered(store, old, there)
    await live(store, [old, there], clock, days=3)
    fault = f"it has moved to {there.source.url}, which is polled already"
    assert {feed.source.url for feed in await store.feeds() if not feed.retired} == {there.source.url}
    assert await notices(store, clock) == [f"{old.source.url} is no longer polled: {fault}"]


async def test_a_feed_that_moves_to_one_that_was_given_up_is_polled_there(store: Store) -> None:
    clock = Clock()
    back = Server(clock, "back")
    old = Emigrant(clock, "old", new=back.source.url)
    await offered(store, back)
    (given_up,) = await store.feeds()
    async with store.editing() as edition:
        await edition.save_feeds(replace(given_up, retired=True, fault="gone for good (410)"))
    await offered(store, old)
    await live(store, [old, back], clock, days=3)
    (feed,) = await store.feeds()
    assert (feed.source.url, feed.retired, len(back.visits) > 3) == (back.source.url, False, True)
    assert await notices(store, clock) == [f"{old.source.url} has moved to {back.source.url}"]


async def test_a_feed_that_moves_to_where_the_operator_wants_none_stops_and_that_is_told(
    store: Store,
) -> None:
    clock = Clock()
    unwanted = Server(clock, "unwanted")
    old = Emigrant(clock, "old", new=unwanted.source.url)
    await offered(store, old, unwanted)
    async with store.editing() as edition:
        await edition.remove_feed(unwanted.source.url)
    await live(store, [old, unwanted], clock, days=3)
    fault = f"it has moved to {unwanted.source.url}, which was removed from the feeds"
    assert await notices(store, clock) == [f"{old.source.url} is no longer polled: {fault}"]
    assert unwanted.visits == []
