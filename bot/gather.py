"""From the bytes of a feed to what its new items say: parse, sift, fetch full texts, read.

Parsing and reading run in worker processes; nothing here blocks the event loop.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.sift import is_outdated, sift
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
from feeds.polling.bring import parse_and_screen, read_on_the_clock
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.pages import PAGE_SECONDS, find_article
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from storage.model import EntryMark
from storage.store import Store

log = logging.getLogger(__name__)

PARSE_SECONDS = 5.0
READ_SECONDS = 20.0

HEADLINE = 300
"""Characters of a title that are read where nothing else can be."""

FULL_BODY = 1_500
"""Characters from which what the feed itself carries is taken for the whole article."""

PAGES_FOR = timedelta(minutes=1)
"""How long one visit may fetch pages; what is left after it is read by the feed's own words."""

PURSE = 30.0
"""Seconds of a worker's CPU that one visit may spend on reading; what is left waits for the next visit, for
other feeds want to be read, too. An honest article takes some hundredths of a second; what kills its worker
is charged with all that it might have taken.
"""

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
    is_unread: bool = False  # its reading killed the worker: to be tried once more
    is_forgotten: bool = False  # its article was, and it stays so


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a feed brought; None where it taught us nothing."""

    found: tuple[Found, ...] = ()
    new: tuple[Entry, ...] = ()  # of these, the items that nobody has seen before
    items: tuple[bytes, ...] | None = None  # hashes of all items in its document
    hints: Hints | None = None
    identity: Identity | None = None
    kills: int = 0  # readings that killed their worker
    is_whole: bool = True  # False: some items are left to be read at the next visit

    @property
    def has_surprised(self) -> bool:
        """Whether a reading killed its worker where nothing had warned us."""
        return any(item.is_unread for item in self.found)

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


@dataclass(slots=True, kw_only=True)
class _Visit:
    """How far one visit has come."""

    pages_until: datetime
    spent: float = 0.0  # of the purse
    kills: int = 0
    is_cut_short: bool = False

    def may_read(self) -> bool:
        """Whether there is something left in the purse; else the visit is cut short."""
        self.is_cut_short = self.is_cut_short or self.spent >= PURSE
        return not self.is_cut_short


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

    async def gather(self, feed: Feed, answer: Fetched, *, is_pushed: bool = False) -> Gathered:
        """Parse a feed's body and read its new items. Raises FeedError.

        What a hub has pushed may be late: an earlier version of a known item is then no edit.
        """
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
        news = [(entry, mark) for entry, mark in sifted.news if not (is_pushed and is_outdated(entry, mark))]
        may_matter = {entry for entry, is_one in zip(parsed.entries, matters, strict=True) if is_one}
        may_matter -= {entry for entry, mark in news if _is_history(entry, mark, self._clock())}
        visit = _Visit(pages_until=self._clock() + PAGES_FOR)
        found = [_passed(entry, mark) for entry, mark in news if entry not in may_matter]
        for entry, mark in sorted(news, key=_has_killed):
            if entry in may_matter and visit.may_read():
                found.append(await self._read(feed, entry, mark, visit))
        found += [_passed(entry, mark) for entry, mark in sifted.renamed]
        seen = {item.entry for item in found}
        is_whole = not (visit.is_cut_short or any(item.is_unread for item in found))
        return Gathered(
            found=tuple(replace(item, identity=sifted.identity_of(item.entry)) for item in found),
            new=tuple(entry for entry, mark in news if mark is None and entry in seen),
            items=parsed.items if is_whole else None,
            hints=parsed.hints,
            identity=sifted.identity,
            kills=visit.kills,
            is_whole=is_whole,
        )

    async def _read(self, feed: Feed, entry: Entry, mark: EntryMark | None, visit: _Visit) -> Found:
        article = await self._article(feed, entry, visit)
        try:
            article, reading = await self._read_words(article, visit, is_second=_has_killed((entry, mark)))
        except ParserKilled as error:
            log.warning("%s: could not be read: %s", article.url, error)
            return replace(_passed(entry, mark), is_unread=not _has_killed((entry, mark)))
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

    async def _read_words(
        self, article: Article, visit: _Visit, *, is_second: bool
    ) -> tuple[Article, Reading]:
        """Read an article; what kills its worker a second time, by its headline. Raises ParserKilled."""
        try:
            return article, await self._spend(article, visit)
        except ParserKilled as error:
            if not is_second:
                raise
            log.warning("%s: killed its reader twice, only its headline is read: %s", article.url, error)
        headline = article.title[:HEADLINE]
        article = replace(article, title=headline, text=headline, basis=Basis.HEADLINE)
        return article, await self._spend(article, visit)

    async def _spend(self, article: Article, visit: _Visit) -> Reading:
        try:
            reading, seconds = await self._workers.run(read_on_the_clock, article, seconds=READ_SECONDS)
        except ParserKilled:
            visit.spent += READ_SECONDS
            visit.kills += 1
            raise
        visit.spent += seconds
        return reading

    async def _article(self, feed: Feed, entry: Entry, visit: _Visit) -> Article:
        carried = max(entry.body, entry.summary, key=len)
        is_whole = len(carried) >= FULL_BODY
        text, wall = (carried, Wall.NONE) if is_whole else ("", Wall.NONE)
        if entry.link and not is_whole and self._clock() < visit.pages_until:
            text, wall = await self._page(entry.link, visit)
        return Article(
            title=entry.title,
            text=text or _words_of(entry),
            url=entry.page or entry.link or f"{feed.source.url}#{entry.key.hex()}",
            outlet=feed.source.outlet,
            published=min(entry.published or self._clock(), self._clock()),
            basis=_basis(entry, text),
            wall=wall,
        )

    async def _page(self, link: str, visit: _Visit) -> tuple[str, Wall]:
        """Give the text of a page, empty where it has none for us; and the wall that stands in its place."""
        try:
            found = await find_article(
                link, fetcher=self._fetcher, robots=self._robots, workers=self._workers
            )
        except NotInvited:
            return "", Wall.NONE
        except FeedError as error:
            log.info("%s: no full text: %s", link, error)
            visit.spent += PAGE_SECONDS if isinstance(error, ParserKilled) else 0
            return "", wall_of(error)
        if found is None:
            return "", Wall.MISSING
        return found.text if found.is_readable else "", found.wall


def wall_of(error: FeedError) -> Wall:
    """Give the wall that a page's server speaks of, if it does."""
    return next((wall for kind, wall in REFUSED if isinstance(error, kind)), Wall.NONE)


def _has_killed(item: tuple[Entry, EntryMark | None]) -> bool:
    """Whether an item's reading killed its worker at an earlier visit; it then comes last."""
    _, mark = item
    return mark is not None and not mark.content_hash


def _is_history(entry: Entry, mark: EntryMark | None, now: datetime) -> bool:
    """Whether an item's article was forgotten; one that is dated anew, as a live page is, is news again."""
    is_new = entry.published is not None and entry.published >= now - NEWS_FOR
    return mark is not None and mark.is_forgotten and not is_new


def _passed(entry: Entry, mark: EntryMark | None) -> Found:
    return Found(
        entry=entry,
        is_news=False,
        edited=mark.article if mark else None,
        is_forgotten=mark is not None and mark.is_forgotten,
    )


def _words_of(entry: Entry) -> str:
    return "\n".join(part for part in (entry.title, entry.body or entry.summary) if part)


def _basis(entry: Entry, text: str) -> Basis:
    if text:
        return Basis.FULL_TEXT
    return Basis.SUMMARY if entry.body or entry.summary else Basis.HEADLINE
