"""One page of the web that somebody names: fetched politely, and read as an article."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.gather import READ_SECONDS
from bot.outlets import outlet_of
from feeds.errors import FetchError
from feeds.model import Article, Basis, Feed, Reading, Wall
from feeds.polling.fetch import Fetcher
from feeds.polling.pages import find_article
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from feeds.stories.read import read_article


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
        found = await find_article(url, fetcher=self._fetcher, robots=self._robots, workers=self._workers)
        if found is None:
            raise FetchError(url, "the page is gone")
        if not found.is_readable:
            wall = "" if found.wall is Wall.NONE else f": {found.wall}"
            raise FetchError(url, f"no article could be read there{wall}")
        now = self._clock()
        article = Article(
            title=found.title,
            text=found.text,
            url=found.url,
            outlet=outlet_of(found.url, feeds),
            published=min(found.published or now, now),
            basis=Basis.FULL_TEXT,
        )
        reading = await self._workers.run(read_article, article, seconds=READ_SECONDS)
        return Page(article=article, reading=reading)
