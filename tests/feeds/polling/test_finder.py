"""From the address of a page to its feed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from feeds.errors import FetchError, ParseError, WrongStatus
from feeds.polling.fetch import Fetcher
from feeds.polling.finder import Finder, FoundFeed
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from tests.feeds.polling.documents import HONEST, NOW
from tests.feeds.polling.servers import serving

PAGE = b"<!DOCTYPE html><html><head>%s</head><body>News</body></html>"


def naming(*addresses: str) -> bytes:
    """A page that names some feeds."""
    links = (f'<link rel="alternate" type="application/rss+xml" href="{address}">' for address in addresses)
    return PAGE % "".join(links).encode()


class Site:
    """What a site has, and what it was asked for."""

    def __init__(self, **pages: bytes | web.HTTPException) -> None:
        self.pages = {f"/{name}": page for name, page in pages.items()}
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        page = self.pages.get(request.path)
        if isinstance(page, web.HTTPException):
            raise page
        return web.Response(status=404) if page is None else web.Response(body=page)


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    async with Workers() as pool:
        yield pool


@asynccontextmanager
async def visiting(site: Site, workers: Workers) -> AsyncIterator[tuple[Finder, str]]:
    async with Fetcher(allow_loopback=True) as fetcher, serving(site.answer) as url:
        yield (
            Finder(fetcher=fetcher, robots=Robots(fetcher), workers=workers, clock=lambda: NOW),
            url,
        )


async def found(site: Site, workers: Workers, path: str = "/") -> tuple[FoundFeed, str]:
    async with visiting(site, workers) as (finder, url):
        feed = await finder.find(url + path)
        return feed, feed.url.removeprefix(url)


async def test_a_feeds_own_address_costs_one_request(workers: Workers) -> None:
    site = Site(rss=HONEST)
    feed, path = await found(site, workers, "/rss")
    assert (path, feed.parsed.title, feed.others) == ("/rss", "The Harbour Courier", ())
    assert site.asked == ["/rss"]


async def test_a_page_leads_to_its_best_feed_and_the_others_are_said(workers: Workers) -> None:
    site = Site(news=naming("/comments/feed", "/all"), all=HONEST)
    feed, path = await found(site, workers, "/news")
    assert path == "/all"
    assert [other.rpartition(":")[2].partition("/")[2] for other in feed.others] == ["comments/feed"]
    assert site.asked == ["/news", "/all"]


async def test_a_feed_that_is_none_is_passed_over(workers: Workers) -> None:
    site = Site(news=naming("/gone", "/page", "/all"), page=PAGE, all=HONEST)
    assert (await found(site, workers, "/news"))[1] == "/all"


async def test_a_feed_that_moved_is_known_by_its_new_address(workers: Workers) -> None:
    site = Site(news=naming("/old"), old=web.HTTPMovedPermanently("/all"), all=HONEST)
    feed, path = await found(site, workers, "/news")
    assert (path, feed.others) == ("/all", ())


async def test_where_a_page_names_none_the_usual_places_are_asked(workers: Workers) -> None:
    site = Site(news=PAGE, rss=HONEST)
    feed, path = await found(site, workers, "/news")
    assert (path, feed.others) == ("/rss", ())
    assert site.asked[:2] == ["/news", "/robots.txt"]


async def test_usual_places_that_a_site_does_not_want_to_be_asked_for_are_not(workers: Workers) -> None:
    site = Site(**{"news": PAGE, "rss": HONEST, "robots.txt": b"User-agent: *\nDisallow: /"})
    with pytest.raises(ParseError, match="it names no feed, and there is none"):
        await found(site, workers, "/news")
    assert site.asked == ["/news", "/robots.txt"]


@pytest.mark.parametrize("page", [PAGE, naming("/1", "/2", "/3", "/4", "/5")])
async def test_in_vain_no_more_than_three_are_tried(workers: Workers, page: bytes) -> None:
    site = Site(news=page)
    with pytest.raises(ParseError, match=r"a web page, not a feed; (it names no|of the feeds that it names)"):
        await found(site, workers, "/news")
    assert len([path for path in site.asked if path != "/robots.txt"]) == 4


async def test_a_page_that_cannot_be_had_is_said_to_be_so(workers: Workers) -> None:
    with pytest.raises(WrongStatus, match="404"):
        await found(Site(), workers, "/news")
    with pytest.raises(FetchError, match="gone for good"):
        await found(Site(news=web.HTTPGone()), workers, "/news")
