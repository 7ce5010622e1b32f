"""From the bytes of a feed to what its new items say: parse, sift, fetch full texts, read.

Parsing and reading run in worker processes; nothing here blocks the event loop.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.sift import sift
from feeds.errors import (
    Blocked,
    Challenged,
    FeedError,
    LoginAsked,
    NotInvited,
    ParserKilled,
    PaymentAsked,
)
from feeds.model import Article, ArticleId, Basis, Entry, Feed, Hints, Identity, Reading, Wall
from feeds.polling.bring import parse_and_screen
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.pages import find_article
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from feeds.stories.read import read_article
from storage.model import EntryMark
from storage.store import Store

log = logging.getLogger(__name__)

PARSE_SECONDS = 5.0
READ_SECONDS = 20.0

FULL_BODY = 1_500
"""Characters from which what the feed itself carries is taken for the whole article."""

PAGES_FOR = timedelta(minutes=1)
"""How long one visit may fetch pages; what is left after it is read by the feed's own words."""

NEWS_FOR = timedelta(days=2)
"""An item that was published longer ago is stored, and nobody is alerted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An item of a feed that is new or was edited; with its article, where it may matter."""

    entry: Entry
    is_news: bool  # someone may be alerted
    edited: ArticleId | None = None  # the article that this replaces
    article: Article | None = None
    reading: Reading | None = None
    identity: Identity = Identity.GUID  # by which its feed's items are told apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a feed brought; None where it taught us nothing."""

    found: tuple[Found, ...] = ()
    new: tuple[Entry, ...] = ()  # of these, the items that nobody has seen before
    items: tuple[bytes, ...] | None = None  # hashes of all items in its document
    hints: Hints | None = None
    identity: Identity | None = None

    def oldest_first(self, now: datetime) -> tuple[Found, ...]:
        """Give what was found in the order of its dates; what has none is from now."""
        return tuple(sorted(self.found, key=lambda item: item.entry.published or now))


NOTHING_GATHERED = Gathered()

REFUSED: tuple[tuple[type[FeedError], Wall], ...] = (
    (LoginAsked, Wall.LOGIN),
    (PaymentAsked, Wall.PAYWALL),
    (Challenged, Wall.CHALLENGE),
    (Blocked, Wall.FORBIDDEN),
)
"""What stands in a page's place where its server refuses us, the closest name first."""


class Gatherer:
    """Reads what feeds bring."""

    def __init__(
        self,
        *,
        store: Store,
        fetcher: Fetcher,
        robots: Robots,
        workers: Workers,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._robots = robots
        self._workers = workers
        self._clock = clock

    async def gather(self, feed: Feed, answer: Fetched) -> Gathered:
        """Parse a feed's body and read its new items. Raises FeedError."""
        parsed, matters = await self._workers.run(
            parse_and_screen,
            answer.body,
            answer.url,
            answer.content_type,
            self._clock(),
            await self._store.known_items(feed.id),
            feed.source.outlet.language,
            seconds=PARSE_SECONDS,
        )
        marks = await self._store.entry_marks(feed.id, parsed.entries)
        sifted = sift(parsed.entries, marks, feed.identity, size=max(len(parsed.items), len(parsed.entries)))
        may_matter = {entry for entry, is_one in zip(parsed.entries, matters, strict=True) if is_one}
        pages_until = self._clock() + PAGES_FOR
        found = [
            await self._read(feed, entry, mark, pages_until) if entry in may_matter else _passed(entry, mark)
            for entry, mark in sifted.news
        ]
        found += [_passed(entry, mark) for entry, mark in sifted.renamed]
        return Gathered(
            found=tuple(replace(item, identity=sifted.identity) for item in found),
            new=tuple(entry for entry, mark in sifted.news if mark is None),
            items=parsed.items,
            hints=parsed.hints,
            identity=sifted.identity,
        )

    async def _read(self, feed: Feed, entry: Entry, mark: EntryMark | None, pages_until: datetime) -> Found:
        wants_page = self._clock() < pages_until
        article = await self._article(feed, entry, wants_page=wants_page)
        try:
            reading = await self._workers.run(read_article, article, seconds=READ_SECONDS)
        except ParserKilled as error:
            log.warning("%s: could not be read: %s", article.url, error)
            return _passed(entry, mark)
        except OSError:  # no worker could be had: the visit fails, and its items are read at the next
            raise
        except Exception:  # one article's fault is not its feed's, which would stand still for it
            log.exception("%s: could not be read", article.url)
            return _passed(entry, mark)
        is_first_poll = feed.succeeded is None
        is_unheard = mark is None or mark.article is None  # an edit may bring an item onto the subject
        is_old = entry.published is not None and entry.published < self._clock() - NEWS_FOR
        return Found(
            entry=entry,
            is_news=is_unheard and not is_first_poll and not is_old,
            edited=mark.article if mark else None,
            article=article,
            reading=reading,
        )

    async def _article(self, feed: Feed, entry: Entry, *, wants_page: bool) -> Article:
        carried = max(entry.body, entry.summary, key=len)
        is_whole = len(carried) >= FULL_BODY
        text, wall = (carried, Wall.NONE) if is_whole else ("", Wall.NONE)
        if wants_page and entry.link and not is_whole:
            text, wall = await self._page(entry.link)
        return Article(
            title=entry.title,
            text=text or _words_of(entry),
            url=entry.page or entry.link or f"{feed.source.url}#{entry.key.hex()}",
            outlet=feed.source.outlet,
            published=min(entry.published or self._clock(), self._clock()),
            basis=_basis(entry, text),
            wall=wall,
        )

    async def _page(self, link: str) -> tuple[str, Wall]:
        """Give the text of a page, empty where it has none for us; and the wall that stands in its place."""
        try:
            found = await find_article(
                link, fetcher=self._fetcher, robots=self._robots, workers=self._workers
            )
        except NotInvited:
            return "", Wall.NONE
        except FeedError as error:
            log.info("%s: no full text: %s", link, error)
            return "", wall_of(error)
        if found is None:
            return "", Wall.MISSING
        return found.text if found.is_readable else "", found.wall


def wall_of(error: FeedError) -> Wall:
    """Give the wall that a page's server speaks of, if it does."""
    return next((wall for kind, wall in REFUSED if isinstance(error, kind)), Wall.NONE)


def _passed(entry: Entry, mark: EntryMark | None) -> Found:
    return Found(entry=entry, is_news=False, edited=mark.article if mark else None)


def _words_of(entry: Entry) -> str:
    return "\n".join(part for part in (entry.title, entry.body or entry.summary) if part)


def _basis(entry: Entry, text: str) -> Basis:
    if text:
        return Basis.FULL_TEXT
    return Basis.SUMMARY if entry.body or entry.summary else Basis.HEADLINE
