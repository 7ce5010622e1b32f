"""One article's fault is not its feed's, and a wall's words are not its article's."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.clock import utc_now
from bot.gather import Found, Gatherer, wall_of
from feeds.errors import Blocked, Challenged, FeedError, LoginAsked, PaymentAsked, WrongStatus
from feeds.model import Basis, Wall
from feeds.polling.bring import read_on_the_clock
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from storage.store import Store
from tests.journeys.outlet import SUBJECT, open_outlet


class FaultyWorkers(Workers):
    """Workers whose reader has a fault."""

    async def run(self, function: Callable[..., Any], *arguments: object, seconds: float) -> Any:
        if function is read_on_the_clock:
            raise RuntimeError("a fault of ours")
        return await super().run(function, *arguments, seconds=seconds)


class NoWorkers(Workers):
    """Workers of which none can be had for reading."""

    async def run(self, function: Callable[..., Any], *arguments: object, seconds: float) -> Any:
        if function is read_on_the_clock:
            raise OSError("a parser process does not start")
        return await super().run(function, *arguments, seconds=seconds)


PAGE = "https://herald.example/1"
TITLE = "Estonia ready to send troops to Ukraine after a ceasefire"


async def gathered(store: Store, workers: Workers, *, behind: str = "", status: int = 0) -> Found:
    """What one item brings whose page ends on some words, or is refused."""
    async with open_outlet() as outlet, Fetcher(allow_loopback=True) as fetcher, workers:
        outlet.items.append(("core", TITLE))
        outlet.paragraphs += (behind,) if behind else ()
        outlet.refused |= {"core": status} if status else {}
        async with store.editing() as edition:
            await edition.offer_feed(outlet.source(), utc_now())
        (feed,) = await store.feeds()
        answer = await fetcher.fetch(feed.source.url)
        assert isinstance(answer, Fetched)
        gatherer = Gatherer(
            store=store, fetcher=fetcher, robots=Robots(fetcher), workers=workers, clock=utc_now
        )
        (found,) = (await gatherer.gather(feed, answer)).found
    return found


async def test_an_article_that_our_reader_fails_at_is_passed_and_the_feed_goes_on(store: Store) -> None:
    found = await gathered(store, FaultyWorkers())
    assert found.entry.guid == "core"
    assert found.article is None
    assert not found.is_news


async def test_where_no_worker_can_be_had_the_item_is_left_for_the_next_visit(store: Store) -> None:
    with pytest.raises(OSError, match="does not start"):
        await gathered(store, NoWorkers())
    assert (await store.counts()).entries == 0


async def test_behind_a_wall_the_feeds_own_words_are_read_and_marked(store: Store) -> None:
    article = (await gathered(store, Workers(), behind="Subscribe to continue reading")).article
    assert article is not None
    assert (article.text, article.basis, article.wall) == (TITLE, Basis.HEADLINE, Wall.PAYWALL)


@pytest.mark.parametrize(
    ("error", "wall"),
    [
        (LoginAsked(PAGE, "401"), Wall.LOGIN),
        (PaymentAsked(PAGE, "402"), Wall.PAYWALL),
        (Challenged(PAGE, "403"), Wall.CHALLENGE),
        (Blocked(PAGE, "403"), Wall.FORBIDDEN),
        (WrongStatus(PAGE, 404, "Not Found"), Wall.NONE),
    ],
)
def test_what_a_pages_server_asks_for_is_told_apart(error: FeedError, wall: Wall) -> None:
    assert wall_of(error) is wall


async def test_a_page_that_is_forbidden_is_not_called_a_bot_wall(store: Store) -> None:
    article = (await gathered(store, Workers(), status=403)).article
    assert article is not None
    assert (article.text, article.wall) == (TITLE, Wall.FORBIDDEN)


async def test_a_page_without_a_wall_is_read(store: Store) -> None:
    article = (await gathered(store, Workers())).article
    assert article is not None
    assert article.text.splitlines()[-1] == SUBJECT[-1]
    assert (article.basis, article.wall) == (Basis.FULL_TEXT, Wall.NONE)
