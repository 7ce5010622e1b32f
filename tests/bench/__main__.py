"""`make bench`: speed and memory as ratios against something else that is measured in the same run.

The machine's own speed cancels out; a ratio that changes is a change of ours.
"""

import asyncio
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import feedparser

from bot.demo.newsroom import open_newsroom
from feeds.model import Label
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.fulltext import extract_article
from feeds.polling.parse import parse_feed
from feeds.stories.read import read_text
from storage.store import open_store
from tests.samples import NOON, article, reading

ROUNDS = 5
KEPT = 300


def main() -> int:
    """Measure and print."""
    feeds, pages = asyncio.run(_sample())
    now = datetime.now(UTC)
    ours = _seconds(lambda: [parse_feed(feed.body, feed.url, feed.content_type, now) for feed in feeds])
    plain = _seconds(lambda: [feedparser.parse(feed.body) for feed in feeds])
    _print("parse a feed", plain / ours, "times as fast as plain feedparser", len(feeds) / ours, "feeds/s")
    extract = _seconds(lambda: [extract_article(page.body, page.url) for page in pages])
    texts = [extract_article(page.body, page.url) for page in pages]
    read = _seconds(lambda: [read_text(page.title, page.text, day=now.date()) for page in texts])
    _print(
        "read an article",
        extract / read,
        "times as fast as extracting its text",
        len(texts) / read,
        "articles/s",
    )
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare_inserts(Path(folder) / "bare.db")
        kept = asyncio.run(_keep(Path(folder) / "news.db"))
    _print("keep an article", bare / kept, "of the speed of a bare durable insert", KEPT / kept, "articles/s")
    ours_memory, bare_memory = _memory("import bot.verbs.serving"), _memory("import asyncio")
    both = _memory("import bot.verbs.serving, bot.platforms.telegram, bot.platforms.discord")
    _print("memory, console", ours_memory / bare_memory, "times a bare Python", ours_memory, "MB")
    _print("memory, both chats", both / bare_memory, "times a bare Python", both, "MB")
    return 0


async def _sample() -> tuple[list[Fetched], list[Fetched]]:
    """Fetch the feeds and some pages of the sample newsroom."""
    async with open_newsroom(datetime.now(UTC), pace=0) as room, Fetcher(allow_loopback=True) as fetcher:
        feeds = [await _fetch(fetcher, source.url) for source in room.sources]
        links = [
            entry.link
            for feed in feeds
            for entry in parse_feed(feed.body, feed.url, feed.content_type, datetime.now(UTC)).entries[:4]
        ]
        return feeds, [await _fetch(fetcher, link) for link in links]


async def _fetch(fetcher: Fetcher, url: str) -> Fetched:
    answer = await fetcher.fetch(url)
    assert isinstance(answer, Fetched)
    return answer


async def _keep(path: Path) -> float:
    store = await open_store(path)
    started = time.perf_counter()
    for number in range(KEPT):
        async with store.editing() as edition:
            story = await edition.begin_story(Label.CORE, NOON)
            await edition.keep_article(article(number), reading(), story=story, origin=None, seen=NOON)
    seconds = time.perf_counter() - started
    await store.close()
    return seconds


def _bare_inserts(path: Path) -> float:
    driver = sqlite3.connect(path, isolation_level=None)
    driver.execute("PRAGMA journal_mode = WAL")
    driver.execute("PRAGMA synchronous = FULL")
    driver.execute("CREATE TABLE article (text TEXT)")
    started = time.perf_counter()
    for number in range(KEPT):
        driver.execute("INSERT INTO article VALUES (?)", (article(number).text,))
    seconds = time.perf_counter() - started
    driver.close()
    return seconds


def _seconds(work: Callable[[], object]) -> float:
    """CPU seconds of the quickest of some rounds; the first warms caches up."""
    measured = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        measured.append(time.process_time() - started)
    return min(measured)


def _memory(code: str) -> float:
    """Resident MB of a fresh Python after running some code."""
    measure = "print(int(open('/proc/self/status').read().split('VmRSS:')[1].split()[0]) / 1024)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{measure}"], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _print(what: str, ratio: float, compared: str, value: float, unit: str) -> None:
    sys.stdout.write(f"{what:20} {ratio:7.2f} {compared} ({value:.0f} {unit} here)\n")


if __name__ == "__main__":
    sys.exit(main())
