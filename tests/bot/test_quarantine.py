"""A feed whose documents kill their parser twice is left alone, also by the program that starts next."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.gather import Gatherer
from bot.poll import Poller
from feeds.model import Feed, FeedSource
from feeds.polling.fetch import Fetcher
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from storage.store import open_store
from tests.feeds.polling.documents import item, rss
from tests.feeds.polling.servers import serving
from tests.samples import HERALD, NOON

TIGHT = 80 * 1024 * 1024  # bytes: an honest document fits; the killer does not, and fails at once
KILLER = rss(item(inside="<description>" + "войска " * 700_000 + "</description>"))
DAY = timedelta(days=1)


async def poll_on(folder: Path, day: int, source: FeedSource) -> Feed:
    """Start the program on a day, visit what is due, and end it again; gives the feed as it was stored."""
    async with polling(folder, NOON + day * DAY, source) as poller:
        await poller.run_once()
    store = await open_store(folder / "news.db")
    (feed,) = await store.feeds()
    await store.close()
    return feed


@asynccontextmanager
async def polling(folder: Path, now: datetime, source: FeedSource) -> AsyncIterator[Poller]:
    store = await open_store(folder / "news.db")
    try:
        async with store.editing() as edition:
            await edition.offer_feed(source, now)
        async with Fetcher(allow_loopback=True) as fetcher, Workers(memory_limit=TIGHT) as workers:
            gatherer = Gatherer(
                store=store, fetcher=fetcher, robots=Robots(fetcher), workers=workers, clock=lambda: now
            )
            yield Poller(
                store=store,
                fetcher=fetcher,
                gatherer=gatherer,
                interval=timedelta(minutes=5),
                clock=lambda: now,
            )
    finally:
        await store.close()


async def test_feed_that_kills_its_parser_twice_is_retired_and_not_visited_after_a_restart(
    tmp_path: Path,
) -> None:
    visits: list[str] = []

    async def deadly(request: web.Request) -> web.Response:
        visits.append(request.path)
        return web.Response(body=KILLER, content_type="application/rss+xml")

    async with serving(deadly) as url:
        source = FeedSource(url=f"{url}/feed.xml", outlet=HERALD)
        once = await poll_on(tmp_path, 0, source)
        assert (once.crashes, once.retired) == (1, False)
        assert "parser" in once.fault
        twice = await poll_on(tmp_path, 7, source)
        assert (twice.crashes, twice.retired) == (2, True)
        assert "parser" in twice.fault
        assert "quarantine" in twice.fault
        assert await poll_on(tmp_path, 30, source) == twice
    assert visits == ["/feed.xml", "/feed.xml"]


async def test_feed_that_recovers_after_one_killed_parser_goes_on(tmp_path: Path) -> None:
    bodies = [KILLER, rss(item()), KILLER, rss(item(guid="tag:2"))]
    left = iter(bodies)

    async def moody(_: web.Request) -> web.Response:
        return web.Response(body=next(left), content_type="application/rss+xml")

    async with serving(moody) as url:
        source = FeedSource(url=f"{url}/feed.xml", outlet=HERALD)
        visits = [await poll_on(tmp_path, week * 7, source) for week in range(len(bodies))]
    assert [feed.crashes for feed in visits] == [1, 0, 1, 0]
    assert not any(feed.retired for feed in visits)
