"""A newsstand: one feed whose document a test changes, and a poller before it, on a clock that tests turn."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import blake2b
from html import escape
from typing import Any

from bot.gather import Gatherer
from bot.poll import Poller
from feeds.errors import ParserKilled, WrongStatus
from feeds.model import Article, Feed, FeedSource, Validators
from feeds.polling.bring import read_on_the_clock
from feeds.polling.fetch import NO_VALIDATORS, Fetched, Fetcher, Gone, NotModified
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from storage.model import WatchWanted
from storage.store import Store
from tests.bot.outlets import Clock
from tests.journeys.outlet import SUBJECT
from tests.samples import HERALD, NOON

URL = "https://stand.example/feed.xml"
WORDS = " ".join(SUBJECT)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of the feed."""

    guid: str
    title: str = "Estonia ready to send troops to Ukraine after a ceasefire"
    words: str = WORDS
    link: str = ""
    published: datetime | None = NOON

    def __str__(self) -> str:
        """Write it as RSS."""
        link = f"<link>{self.link}</link>" if self.link else ""
        date = f"<pubDate>{format_datetime(self.published, usegmt=True)}</pubDate>" if self.published else ""
        said = f"<title>{escape(self.title)}</title><description>{escape(self.words)}</description>"
        return f"<item><guid>{self.guid}</guid>{link}{said}{date}</item>"


def document(*items: Item) -> bytes:
    """Write a feed."""
    written = "".join(map(str, items))
    return f'<rss version="2.0"><channel><title>Stand</title>{written}</channel></rss>'.encode()


def pushed(*items: Item) -> Fetched:
    """What a hub sends."""
    return Fetched(body=document(*items), url=URL, content_type="", validators=NO_VALIDATORS)


class Stall(Fetcher):
    """The feed's server: it knows its document again by its ETag. It has no pages."""

    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[Item, ...] = ()
        self.asked = 0
        self.whole = 0  # how often the whole document was given

    async def fetch(self, url: str, validators: Validators = NO_VALIDATORS) -> Fetched | NotModified | Gone:
        """Answer."""
        if url != URL:
            raise WrongStatus(url, 404, "Not Found")
        self.asked += 1
        body = document(*self.items)
        etag = blake2b(body, digest_size=8).hexdigest()
        if validators.etag == etag:
            return NotModified(url=url)
        self.whole += 1
        return Fetched(body=body, url=url, content_type="", validators=Validators(etag=etag))


class Readers(Workers):
    """Workers in our own process that are killed by articles with bad words, and slow over others."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: set[str] = set()
        self.slow: set[str] = set()
        self.deadly: set[object] = set()  # functions that kill their worker, whatever they are given
        self.read: list[str] = []  # the titles of what was tried

    async def run(
        self,
        function: Callable[..., Any],
        *arguments: object,
        seconds: float,  # noqa: ARG002  nothing here takes long
    ) -> Any:
        """Run, or be killed."""
        if function in self.deadly:
            raise ParserKilled("stalled its parser")
        if function is not read_on_the_clock:
            return function(*arguments)
        (article,) = arguments
        assert isinstance(article, Article)
        self.read.append(article.title)
        if any(word in article.text for word in self.bad):
            raise ParserKilled("stalled its parser")
        reading, spent = function(*arguments)
        return reading, 12.0 if any(word in article.text for word in self.slow) else spent


@dataclass(kw_only=True)
class Stand:
    """All of it."""

    store: Store
    stall: Stall
    readers: Readers
    poller: Poller
    clock: Clock = field(default_factory=lambda: Clock(NOON))

    async def poll(self, *items: Item) -> Feed:
        """Let an hour pass and visit the feed as it is then; gives it as it was stored."""
        self.stall.items = items
        self.clock.now += HOUR
        await self.poller.run_once()
        return await self.feed()

    async def feed(self) -> Feed:
        """The feed as it was stored."""
        (feed,) = await self.store.feeds()
        return feed

    async def push(self, *items: Item) -> Feed:
        """Let the feed's hub send some items."""
        await self.poller.receive((await self.feed()).id, pushed(*items))
        return await self.feed()

    async def cards(self) -> int:
        """How many alerts are owed."""
        return (await self.store.counts()).alerts_due

    async def texts(self) -> list[str]:
        """The articles' titles as they are now, in order of arrival."""
        stories = await self.store.latest(limit=100)
        kept = sorted((kept for story in stories for kept in story.articles), key=lambda kept: kept.id)
        return [each.article.title for each in kept]


@asynccontextmanager
async def open_stand(store: Store, *, now: datetime = NOON) -> AsyncIterator[Stand]:
    """Open the stand, with a chat that watches."""
    clock, stall = Clock(now), Stall()
    async with store.editing() as edition:
        await edition.offer_feed(FeedSource(url=URL, outlet=HERALD), now)
        chat = await edition.meet_chat("telegram", "1", "newsroom")
        await edition.add_watch(chat.id, WatchWanted(), now)
    async with Readers() as readers:
        gatherer = Gatherer(store=store, fetcher=stall, robots=Robots(stall), workers=readers, clock=clock)
        poller = Poller(
            store=store, fetcher=stall, gatherer=gatherer, interval=timedelta(minutes=5), clock=clock
        )
        yield Stand(store=store, stall=stall, readers=readers, poller=poller, clock=clock)
