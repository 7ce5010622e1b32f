"""Which pages a site lets us read."""

import asyncio

import pytest
from aiohttp import web

from feeds.polling.fetch import Fetcher
from feeds.polling.robots import Robots
from tests.feeds.polling.servers import serving


class Site:
    """A site with a robots.txt, and how often it was asked for it."""

    def __init__(self, text: str = "", status: int = 200) -> None:
        self.text = text
        self.status = status
        self.asked = 0

    async def answer(self, request: web.Request) -> web.Response:
        assert request.path == "/robots.txt"
        self.asked += 1
        return web.Response(text=self.text, status=self.status)


async def allowed(site: Site, path: str) -> bool:
    async with Fetcher(allow_loopback=True) as fetcher, serving(site.answer) as url:
        return await Robots(fetcher).allows(url + path)


@pytest.mark.parametrize(
    ("text", "path", "answer"),
    [
        ("", "/news/1", True),
        ("User-agent: *\nDisallow: /private/", "/news/1", True),
        ("User-agent: *\nDisallow: /private/", "/private/1", False),
        ("User-agent: troopwire\nDisallow: /", "/news/1", False),
        ("User-agent: OtherBot\nDisallow: /", "/news/1", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Troopwire\nAllow: /", "/news/1", True),
        ("<!DOCTYPE html><html>Not found</html>", "/news/1", True),
    ],
)
async def test_rules_are_followed(text: str, path: str, answer: bool) -> None:
    assert await allowed(Site(text), path) is answer


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (404, True),
        (410, True),
        (400, True),
        (401, False),
        (403, False),
        (429, False),
        (500, False),
        (503, False),
    ],
)
async def test_site_without_rules_allows_all_and_site_in_trouble_nothing(status: int, answer: bool) -> None:
    assert await allowed(Site(status=status), "/news/1") is answer


async def test_what_is_no_address_is_not_allowed_and_stops_nothing() -> None:
    async with Fetcher(allow_loopback=True) as fetcher:
        assert not await Robots(fetcher).allows("http://example.com%5B/x")


async def test_unreachable_site_allows_all_for_its_pages_cannot_be_reached_either() -> None:
    async with Fetcher(allow_loopback=True) as fetcher:
        async with serving(Site().answer) as url:
            pass
        assert await Robots(fetcher).allows(f"{url}/news/1")


async def test_site_is_asked_once_a_day_however_many_pages_are_read() -> None:
    site, times = Site(), [0.0]
    async with Fetcher(allow_loopback=True) as fetcher, serving(site.answer) as url:
        robots = Robots(fetcher, clock=lambda: times[0])
        await asyncio.gather(*(robots.allows(f"{url}/{n}") for n in range(5)))
        times[0] = 23 * 3600
        await robots.allows(url)
        assert site.asked == 1
        times[0] = 25 * 3600
        await robots.allows(url)
    assert site.asked == 2
