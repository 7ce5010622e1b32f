"""How many messages the demo's busiest day makes in a chat, where each article comes at its own time."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.deliver import Deliverer
from bot.keep import keep_article
from bot.platforms.port import Address, Answer, Complete, Learn, MessageRef, no_completions, no_news
from bot.render.plain import render
from bot.replies import Reply
from bot.shelves import Shelves
from feeds.model import Article, Basis, Label, WatchFilter
from feeds.stories.read import read_article
from storage.model import WatchWanted
from storage.store import Store, open_store
from tests.bench.figure import Figure
from tests.journeys.replay import history

DAY = timedelta(days=1)
EVERYTHING = WatchWanted(words="related", filter=WatchFilter(labels=(Label.CORE, Label.RELATED)))
LAST_DIGEST = timedelta(hours=1)


class Listener:
    """A chat that keeps what it sees."""

    name = "telegram"
    repeats_harmlessly = False
    seconds_between = 1.0
    seconds_between_any = 0.0

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self.shown: dict[str, str] = {}

    async def run(self, answer: Answer, complete: Complete = no_completions, learn: Learn = no_news) -> None:
        """Nobody types here."""
        raise NotImplementedError

    async def send(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef:
        """Show a message."""
        del address
        self.shown[nonce] = render(reply)
        return MessageRef(nonce)

    async def find(self, address: Address, reply: Reply, *, nonce: str) -> None:
        """Tell nothing."""
        del address, reply, nonce

    async def edit(self, address: Address, message: MessageRef, reply: Reply) -> None:
        """Show a message as it is now."""
        del address
        self.shown[message] = render(reply)


def measure() -> Iterable[Figure]:
    """Play the day once."""
    logging.disable(logging.WARNING)
    articles, stories, listener = asyncio.run(_day())
    missed = sum(not any(title in shown for shown in listener.shown.values()) for title in stories)
    share = len(listener.shown) / articles
    yield Figure(
        what="messages of a day, for each article that the feeds brought",
        value=share,
        unit="",
        must="at most 0.2",
        aim="",
        note=f"{len(listener.shown)} messages, {articles} articles, {len(stories)} stories on the subject",
    )
    yield Figure(what="stories of the day not told", value=missed, unit="", must="at most 0", aim="")


async def _day() -> tuple[int, set[str], Listener]:
    """Let the articles come in their order; give their number, a headline of each story, and the chat."""
    articles = _articles()
    listener, now = Listener(), articles[0].published
    with TemporaryDirectory() as folder:
        store = await open_store(Path(folder) / "day.db")
        async with store.editing() as edition:
            chat = await edition.meet_chat("telegram", "1", "newsroom")
            await edition.add_watch(chat.id, EVERYTHING, now)
        clock, shelves = [now], Shelves()
        deliverer = Deliverer(
            store=store, platforms={"telegram": listener}, zone=ZoneInfo("UTC"), clock=lambda: clock[0]
        )
        for article in articles:
            await _wait(deliverer, clock, article.published)
            await _keep(store, shelves, article)
        await _wait(deliverer, clock, articles[-1].published + LAST_DIGEST)
        found = await store.latest(limit=1_000)
        titles = {story.articles[0].article.title for story in found}
        await store.close()
    return len(articles), titles, listener


async def _wait(deliverer: Deliverer, clock: list[datetime], until: datetime) -> None:
    """Let time pass by half minutes, and deliver what is due."""
    while clock[0] < until:
        clock[0] = min(clock[0] + timedelta(seconds=30), until)
        while alert := await deliverer.claim():
            await deliverer.deliver(alert)


async def _keep(store: Store, shelves: Shelves, article: Article) -> None:
    reading = read_article(article)
    if reading.assessment.label is not Label.NO:
        async with store.editing() as edition:
            published = article.published
            shelf = await shelves.around(edition, published, reading.signature, published)
            await keep_article(edition, shelf, article, reading, published, is_news=True)


def _articles() -> tuple[Article, ...]:
    """Give what the demo's outlets publish on the day on which they publish most, at its own times."""
    items = [
        item for item in history() if item.at == item.published
    ]  # what they edit later is no other article
    days = ([item for item in items if begin.at <= item.at < begin.at + DAY] for begin in items)
    return tuple(
        Article(
            title=item.wording.title,
            text=item.wording.text,
            url=item.url,
            outlet=item.outlet.publisher,
            published=item.published,
            basis=Basis.FULL_TEXT,
        )
        for item in max(days, key=len)
    )
