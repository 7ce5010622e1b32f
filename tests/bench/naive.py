"""The naive bot: httpx and feedparser on the event loop, and the same storage; what most bots do.

It knows the feeds and their items from a copy of our database, so that both begin at the same point. It keeps
the items and reads nothing in them: less work than ours does.
"""

import asyncio
import json
import logging
import sys
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import feedparser
import httpx

from bot.clock import utc_now
from feeds.model import Entry, Feed, Validators
from storage.model import EntryMark
from storage.store import Store, open_store
from tests.bench.newswire import pin, play_the_resolver
from tests.bench.ours import CORE, number_of
from tests.bench.reckoning import cpu_seconds, feel_pulse, percentile

FEEDS = range(800)
AT_ONCE = 32
INTERVAL = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """What it works with."""

    store: Store
    client: httpx.AsyncClient
    room: asyncio.Semaphore


def main() -> None:
    """Visit some feeds once; print what it took as JSON. The argument is the database."""
    pin(CORE)
    play_the_resolver()
    logging.basicConfig(level=logging.WARNING)
    sys.stdout.write(json.dumps(asyncio.run(poll(Path(sys.argv[1])))) + "\n")


async def poll(database: Path) -> dict[str, float]:
    """Visit some feeds, as many at once as our poller does."""
    store = await open_store(database)
    lags: list[float] = []
    async with httpx.AsyncClient(timeout=30) as client:
        bot = Bot(store=store, client=client, room=asyncio.Semaphore(AT_ONCE))
        feeds = [feed for feed in await store.feeds() if number_of(feed) in FEEDS]
        beating = asyncio.create_task(feel_pulse(lags))
        cpu, began = cpu_seconds(), monotonic()
        new = await asyncio.gather(*(visit(bot, feed) for feed in feeds))
        result = {
            "polls": len(feeds),
            "cpu": cpu_seconds() - cpu,
            "seconds": monotonic() - began,
            "new": sum(new),
            "lag p99": percentile(lags, 99) * 1_000,
        }
        beating.cancel()
    await store.close()
    return result


async def visit(bot: Bot, feed: Feed) -> int:
    """Visit one feed; give the number of new items."""
    async with bot.room:
        validators = feed.validators
        conditions = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        answer = await bot.client.get(feed.source.url, headers=headers)
        return await keep(bot.store, feed, answer)


async def keep(store: Store, feed: Feed, answer: httpx.Response) -> int:
    """Store what an answer brought, in a transaction of its own."""
    now = utc_now()
    visited = replace(feed, polled=now, succeeded=now, due=now + INTERVAL)
    marks: list[EntryMark] = []
    if answer.status_code == 200:
        entries = [entry(item) for item in feedparser.parse(answer.content).entries]
        known = {mark.key for mark in await store.entry_marks(feed.id, entries)}
        marks = [mark_of(each) for each in entries if each.key not in known]
        validators = Validators(etag=answer.headers["ETag"], last_modified=answer.headers["Last-Modified"])
        visited = replace(visited, validators=validators)
    async with store.editing() as edition:
        await edition.remember_entries(feed.id, marks, now)
        await edition.save_feeds(visited)
    return len(marks)


def entry(item: Any) -> Entry:
    """Take an item as feedparser gives it."""
    return Entry(
        guid=item.id,
        link=item.link,
        title=item.title,
        summary=item.summary,
        body=item.content[0].value,
        published=datetime(*item.published_parsed[:6]).astimezone(),
    )


def mark_of(item: Entry) -> EntryMark:
    """Remember an item."""
    return EntryMark(key=item.key, link_key=item.link_key, content_hash=item.content_hash, article=None)


if __name__ == "__main__":
    main()
