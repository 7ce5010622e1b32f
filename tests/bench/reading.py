"""Reading and keeping the sample newsroom's articles, and the memory of the whole program.

Each against something that is measured beside it.
"""

import asyncio
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.demo.newsroom import open_newsroom
from feeds.model import Label
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.fulltext import extract_article
from feeds.polling.parse import parse_feed
from feeds.stories.quotes import find_quotes
from feeds.stories.read import read_text
from storage.store import open_store
from tests.bench.figure import Figure
from tests.samples import NOON, article, reading

ROUNDS = 5
KEPT = 300
SIZES = (1_000, 10_000, 100_000, 1_000_000)
LEAST_READ = 50_000  # characters of one measurement
TOLD = (
    'The minister of Freedonia, Ada Roe, said on Monday that no troops would go to Ukraine. "We have no such '
    'plan, and nobody asked us for one," she told reporters. Her neighbour disagreed.'
)


def measure() -> tuple[Figure, ...]:
    """Measure reading, keeping and memory."""
    return (reading_figure(), *flatness_figures(), keeping_figure(), *memory_figures())


def reading_figure() -> Figure:
    """Read articles; extracting their text from their pages is the measure."""
    pages = asyncio.run(_pages())
    extract = _seconds(lambda: [extract_article(page.body, page.url) for page in pages])
    texts = [extract_article(page.body, page.url) for page in pages]
    day = datetime.now(UTC).date()
    read = _seconds(lambda: [read_text(page.title, page.text, day=day) for page in texts])
    return _figure("read an article", extract / read, "of extracting", f"{len(texts) / read:.0f} articles/s")


def flatness_figures() -> tuple[Figure, ...]:
    """Read ever longer texts; the size that is quickest by the character is the measure for the slowest."""
    day = datetime.now(UTC).date()
    quotes = [_per_character(lambda text: find_quotes(text, "en", day), size) for size in SIZES]
    whole = [_per_character(lambda text: read_text("", text, hint="en", day=day), size) for size in SIZES]
    return (_flatness("quotes, 1 KB to 1 MB", quotes), _flatness("reading, 1 KB to 1 MB", whole))


def _per_character(read: Callable[[str], object], size: int) -> float:
    """CPU seconds for a character of a text of invented paragraphs; the short ones are read often."""
    told = "\n".join(f"{TOLD} It was meeting number {number}." for number in range(size // len(TOLD) + 1))
    text, times = told[:size], max(1, LEAST_READ // size)
    return _seconds(lambda: [read(text) for _ in range(times)], rounds=2) / (size * times)


def _flatness(what: str, seconds: Sequence[float]) -> Figure:
    slowest = SIZES[seconds.index(max(seconds))]
    return _figure(
        what, max(seconds) / min(seconds), "slowest/quickest", f"slowest by the character: {slowest}"
    )


def keeping_figure() -> Figure:
    """Keep articles; a bare durable insert is the measure."""
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare_inserts(Path(folder) / "bare.db")
        kept = asyncio.run(_keep(Path(folder) / "news.db"))
    return _figure("keep an article", bare / kept, "of a bare insert", f"{KEPT / kept:.0f} articles/s")


def memory_figures() -> tuple[Figure, ...]:
    """Measure the program at rest; a Python that imports asyncio is the measure."""
    bare = _memory("import asyncio")
    console = _memory("import bot.verbs.serving")
    both = _memory("import bot.verbs.serving, bot.platforms.telegram, bot.platforms.discord")
    return (
        _figure("memory, console", console / bare, "times Python", f"{console:.0f} MB"),
        _figure("memory, both chats", both / bare, "times Python", f"{both:.0f} MB"),
    )


async def _pages() -> list[Fetched]:
    """Fetch some pages of the sample newsroom."""
    now = datetime.now(UTC)
    async with open_newsroom(now, pace=0) as room, Fetcher(allow_loopback=True) as fetcher:
        feeds = [await _fetch(fetcher, source.url) for source in room.sources]
        parsed = [parse_feed(feed.body, feed.url, feed.content_type, now) for feed in feeds]
        return [await _fetch(fetcher, entry.link) for feed in parsed for entry in feed.entries[:4]]


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


def _seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """CPU seconds of the quickest of some rounds; the first warms caches up."""
    measured = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        measured.append(time.process_time() - started)
    return min(measured)


def _memory(code: str) -> float:
    """Resident MB of a fresh Python after running some code."""
    measuring = "print(int(open('/proc/self/status').read().split('VmRSS:')[1].split()[0]) / 1024)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{measuring}"], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _figure(what: str, value: float, unit: str, note: str) -> Figure:
    return Figure(what=what, value=value, unit=unit, must="", aim="", note=note)
