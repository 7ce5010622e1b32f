"""Replays the demo's history into a database, each item at its own time; run it as a program.

`python -m tests.journeys.replay news.db` writes a line for each item that it keeps, so that whoever watches
can kill it anywhere. Started again, it goes over the history and keeps what is missing, as the poller does.
"""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.demo.articles import SampleArticle, SampleOutlet, Wording, load_articles, load_outlets
from bot.gather import Found
from bot.keep import keep_findings
from bot.shelves import Shelves
from bot.sift import is_outdated, sift
from feeds.model import Article, Basis, Entry, Feed, FeedSource
from feeds.stories.read import read_article
from storage.store import Store, open_store

OPENING = datetime(2026, 2, 2, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What an outlet publishes at a moment: an article, or its later wording."""

    at: datetime
    outlet: SampleOutlet
    sample: SampleArticle
    wording: Wording
    published: datetime

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"https://{self.outlet.key}.example/{self.sample.slug}"


async def replay(path: Path) -> None:
    """Keep the demo's history, as far as it is not kept."""
    store, shelves = await open_store(path), Shelves()
    for outlet in load_outlets():
        source = FeedSource(url=f"https://{outlet.key}.example/feed.xml", outlet=outlet.publisher)
        async with store.editing() as edition:
            await edition.offer_feed(source, OPENING)
    feeds = {feed.source.outlet.name: feed for feed in await store.feeds()}
    for item in history():
        await _keep(store, shelves, feeds[item.outlet.publisher.name], item)
    await store.close()


def history() -> tuple[Item, ...]:
    """Give all that the demo's outlets publish, the oldest first."""
    items = (
        item
        for outlet in load_outlets()
        for sample in load_articles(outlet.key)
        for item in _of(outlet, sample)
    )
    return tuple(sorted(items, key=lambda item: (item.at, item.url)))


def _of(outlet: SampleOutlet, sample: SampleArticle) -> Iterator[Item]:
    ago = timedelta(minutes=sample.minutes_ago or 0)
    published = OPENING - ago if ago else OPENING + timedelta(seconds=sample.after)
    yield Item(at=published, outlet=outlet, sample=sample, wording=sample.wording, published=published)
    if sample.correction:
        at = OPENING + timedelta(seconds=sample.correction.after)
        yield Item(
            at=at, outlet=outlet, sample=sample, wording=sample.correction.wording, published=published
        )


async def _keep(store: Store, shelves: Shelves, feed: Feed, item: Item) -> None:
    entry = Entry(
        guid=item.sample.slug,
        link=item.url,
        title=item.wording.title,
        summary=item.wording.text,
        body="",
        published=item.published,
        updated=item.at,
    )
    marks = await store.entry_marks(feed.id, [entry])
    article = Article(
        title=item.wording.title,
        text=item.wording.text,
        url=item.url,
        outlet=item.outlet.publisher,
        published=item.published,
        basis=Basis.FULL_TEXT,
    )
    for _, mark in sift([entry], marks, feed.identity, size=1).news:
        if is_outdated(entry, mark):
            continue
        found = Found(
            entry=entry,
            is_news=mark is None,
            edited=mark.article if mark else None,
            article=article,
            reading=read_article(article),
        )
        async with store.editing() as edition:
            await keep_findings(edition, shelves, feed, [found], now=item.at)
        sys.stdout.write(f"{item.url}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(replay(Path(sys.argv[1])))
