"""One page of the web that somebody names: fetched politely, and read as an article."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from feeds.errors import Blocked, FetchError
from feeds.model import Article, Basis, Feed, Outlet, Ownership, Reading, Wall
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.fulltext import extract_article
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from feeds.stories.read import read_article

PAGE_SECONDS = 10.0
READ_SECONDS = 20.0

SHORTEST_TEXT = 200
"""Characters below which a page's text is taken for a notice or a paywall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, read."""

    article: Article
    reading: Reading


class Pages:
    """Reads pages by their addresses."""

    def __init__(
        self, *, fetcher: Fetcher, robots: Robots, workers: Workers, clock: Callable[[], datetime]
    ) -> None:
        self._fetcher = fetcher
        self._robots = robots
        self._workers = workers
        self._clock = clock

    async def read(self, url: str, feeds: Sequence[Feed]) -> Page:
        """Read the article at an address; its outlet is that of the feeds from there. Raises FeedError."""
        if not await self._robots.allows(url):
            raise Blocked(url, "its robots.txt asks us not to read it")
        answer = await self._fetcher.fetch(url)
        if not isinstance(answer, Fetched):
            raise FetchError(url, "the page is gone")
        found = await self._workers.run(extract_article, answer.body, answer.url, seconds=PAGE_SECONDS)
        if found.wall is not Wall.NONE:
            raise FetchError(url, f"no article could be read there: {found.wall}")
        if len(found.text) < SHORTEST_TEXT:
            raise FetchError(url, "no article could be read there")
        now = self._clock()
        article = Article(
            title=found.title,
            text=found.text,
            url=answer.url,
            outlet=outlet_of(answer.url, feeds),
            published=min(found.published or now, now),
            basis=Basis.FULL_TEXT,
        )
        reading = await self._workers.run(read_article, article, seconds=READ_SECONDS)
        return Page(article=article, reading=reading)


def outlet_of(url: str, feeds: Sequence[Feed]) -> Outlet:
    """Give the outlet whose feeds come from an address's host; else one that is named by its host."""
    host = _site(url)
    known = (feed.source.outlet for feed in feeds if _site(feed.source.url) == host)
    named = Outlet(name=host, country="", language="", ownership=Ownership.PRIVATE)
    return next(known, named)


def _site(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")
