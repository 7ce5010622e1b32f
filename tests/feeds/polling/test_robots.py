"""Which pages a site lets us read."""

import asyncio
import tracemalloc

import pytest
from aiohttp import web

from feeds.model import Validators
from feeds.polling.fetch import NO_VALIDATORS, Fetched, Fetcher
from feeds.polling.robots import Robots, read_rules
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
        ("User-agent: *\nDisallow: /*/print$", "/news/1/print", False),
        ("User-agent: *\nDisallow: /*/print$", "/news/1/printer", True),
        ("User-agent: *\nDisallow: /*?session=", "/news/1?session=4", False),
        ("User-agent: *\nDisallow: /news/\nAllow: /news/world/", "/news/world/1", True),
        ("User-agent: *\nAllow: /news/\nDisallow: /news/world/", "/news/world/1", False),
        ("User-agent: *\nDisallow: /caf%C3%A9/", "/café/1", False),
        ("User-agent: Troopwire/0.1 # the bot\nDisallow: /", "/news/1", False),
        ("User-agent: OtherBot\nUser-agent: Troopwire\nDisallow: /", "/news/1", False),
        ("User-agent: troop\nDisallow: /", "/news/1", True),
        ("User-agent: *bot\nDisallow: /", "/news/1", True),
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
        assert not await Robots(fetcher).allows("http://[example.com/x")


async def test_unreachable_site_allows_all_for_its_pages_cannot_be_reached_either() -> None:
    async with Fetcher(allow_loopback=True) as fetcher:
        async with serving(Site().answer) as url:
            pass
        assert await Robots(fetcher).allows(f"{url}/news/1")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0.0),
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 3600", 60.0),
        ("User-agent: *\nCrawl-delay: soon", 0.0),
        ("User-agent: *\nCrawl-delay: nan", 0.0),
        ("User-agent: OtherBot\nCrawl-delay: 30", 0.0),
    ],
)
async def test_pause_between_pages_is_given_out_up_to_a_minute(text: str, seconds: float) -> None:
    async with Fetcher(allow_loopback=True) as fetcher, serving(Site(text).answer) as url:
        assert await Robots(fetcher).delay(f"{url}/news/1") == seconds


async def test_what_is_no_address_asks_for_no_pause() -> None:
    async with Fetcher(allow_loopback=True) as fetcher:
        assert await Robots(fetcher).delay("http://[x") == 0.0


def test_names_before_rules_do_not_multiply() -> None:
    names = "".join(f"User-agent: robot{number}\n" for number in range(15_000))
    hostile = (names + "User-agent: *\n" + "Disallow: /a\n" * 15_000).encode()
    tracemalloc.start()
    try:
        rules = read_rules(hostile)
        assert tracemalloc.get_traced_memory()[1] < 100 * 1024**2
    finally:
        tracemalloc.stop()
    assert not rules.can_fetch("https://courier.example/a", "troopwire")


class Sites(Fetcher):
    """A web of sites with long files, and who was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def fetch(self, url: str, validators: Validators = NO_VALIDATORS) -> Fetched:
        del validators
        self.asked.append(url)
        return Fetched(body=b"Disallow: /\n" * 40_000, url=url, content_type="", validators=NO_VALIDATORS)


async def test_of_many_long_files_the_oldest_are_forgotten() -> None:
    sites = Sites()
    robots = Robots(sites)
    for number in (1, 2, 3, 4, 5, 6, 6, 1):
        assert await robots.allows(f"https://site-{number}.example/1")
    assert [url[13:14] for url in sites.asked] == ["1", "2", "3", "4", "5", "6", "1"]


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
