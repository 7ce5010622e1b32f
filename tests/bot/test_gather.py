"""One article's fault is not its feed's."""

from collections.abc import Callable
from typing import Any

from bot.clock import utc_now
from bot.gather import Gatherer
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from feeds.stories.read import read_article
from storage.store import Store
from tests.journeys.outlet import open_outlet


class FaultyWorkers(Workers):
    """Workers whose reader has a fault."""

    async def run(self, function: Callable[..., Any], *arguments: object, seconds: float) -> Any:
        if function is read_article:
            raise RuntimeError("a fault of ours")
        return await super().run(function, *arguments, seconds=seconds)


async def test_an_article_that_our_reader_fails_at_is_passed_and_the_feed_goes_on(store: Store) -> None:
    async with (
        open_outlet() as outlet,
        Fetcher(allow_loopback=True) as fetcher,
        FaultyWorkers() as workers,
    ):
        outlet.items.append(("core", "Estonia ready to send troops to Ukraine after a ceasefire"))
        async with store.editing() as edition:
            await edition.offer_feed(outlet.source(), utc_now())
        (feed,) = await store.feeds()
        answer = await fetcher.fetch(feed.source.url)
        assert isinstance(answer, Fetched)
        gatherer = Gatherer(
            store=store, fetcher=fetcher, robots=Robots(fetcher), workers=workers, clock=utc_now
        )
        (found,) = (await gatherer.gather(feed, answer)).found
    assert found.entry.guid == "core"
    assert found.article is None
    assert not found.is_news
