"""Find the feed of whatever address somebody gives: the feed itself, or a page of its site."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from feeds.errors import FeedError, FetchError, ParseError, ParserKilled
from feeds.polling.discovery import find_feeds, guessed_feeds
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.parse import parse_feed
from feeds.polling.parsed import ParsedFeed
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers

PARSE_SECONDS = 5.0
MOST_TRIED = 3
"""Of the feeds that a page names, or that we guess: so many requests follow the one for the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed that was seen to be one."""

    url: str  # where to ask for it from now on
    answer: Fetched
    parsed: ParsedFeed
    others: tuple[str, ...] = ()  # the other feeds that its page names


class Finder:
    """Looks for feeds, politely."""

    def __init__(
        self, *, fetcher: Fetcher, robots: Robots, workers: Workers, clock: Callable[[], datetime]
    ) -> None:
        self._fetcher = fetcher
        self._robots = robots
        self._workers = workers
        self._clock = clock

    async def find(self, url: str) -> FoundFeed:
        """Give the feed at an address, or the best one of the page there. Raises FeedError."""
        answer = await self._get(url)
        try:
            return await self._read(url, answer)
        except ParserKilled:
            raise
        except ParseError as error:
            named = await self._workers.run(find_feeds, answer.body, answer.url, seconds=PARSE_SECONDS)
            found = await self._first(named or await self._guesses(answer.url))
            if found is None:
                raise ParseError(f"{error}; {in_vain(named)}") from error
            return found if named else replace(found, others=())

    async def _first(self, urls: Sequence[str]) -> FoundFeed | None:
        """Give the first that is a feed, beside the others."""
        for url in urls[:MOST_TRIED]:
            with suppress(FeedError):
                found = await self._read(url, await self._get(url))
                return replace(found, others=tuple(other for other in urls if other != url))
        return None

    async def _guesses(self, page: str) -> tuple[str, ...]:
        return tuple([url for url in guessed_feeds(page) if await self._robots.allows(url)])

    async def _get(self, url: str) -> Fetched:
        answer = await self._fetcher.fetch(url)
        if not isinstance(answer, Fetched):
            raise FetchError(url, "gone for good (410)")
        return answer

    async def _read(self, url: str, answer: Fetched) -> FoundFeed:
        parsed = await self._workers.run(
            parse_feed, answer.body, answer.url, answer.content_type, self._clock(), seconds=PARSE_SECONDS
        )
        return FoundFeed(url=answer.moved_to or url, answer=answer, parsed=parsed)


def in_vain(named: Sequence[str]) -> str:
    """Say what a page had to offer instead of a feed."""
    if not named:
        return "it names no feed, and there is none where sites usually have theirs"
    return f"of the feeds that it names, none can be read: {', '.join(named[:MOST_TRIED])}"
