"""One new item in a feed: our reading of it against feedparser's of the whole document, in CPU time.

Both take turns, document by document, so that whatever else the machine does slows both. feedparser runs as
it ships: our door to it remembers the addresses that it joins, which is taken back for its turns.
"""

import asyncio
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

import feedparser
from feedparser import mixin, urls

from bot.demo.newsroom import open_newsroom
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.parse import parse_feed
from tests.bench.figure import Figure

REAL = Path(__file__).parents[3] / "shared/data/feeds/news_feeds.tar.xz"
URL = "https://courier.example/rss/all.xml"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
ROUNDS = 7  # the best of which counts: the machine is shared
LONG = 40  # items


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One document: how many items it has, and the seconds that both took."""

    items: int
    plain: float
    ours: float


def measure() -> list[Figure]:
    """Measure the feeds of ../shared where they are, else those of the sample newsroom."""
    bodies = real_bodies() if REAL.exists() else asyncio.run(sample_bodies())
    trials = [one_new_item(body) for body in bodies]
    note = f"{len(trials)} {'real' if REAL.exists() else 'invented'} feeds"
    long = [trial for trial in trials if trial.items >= LONG]
    what = "one new item, times as fast as feedparser on the whole"
    figures = [
        Figure(
            what=f"{what}: median",
            value=median(trial.plain / trial.ours for trial in trials),
            unit="times",
            must="at least 8",
            aim="at least 12",
            note=note,
        ),
        Figure(
            what=f"{what}: total",
            value=sum(trial.plain for trial in trials) / sum(trial.ours for trial in trials),
            unit="times",
            must="at least 12",
            aim="at least 20",
            note=note,
        ),
    ]
    if long:
        figures.append(
            Figure(
                what=f"{what}: median of feeds with {LONG} items or more",
                value=median(trial.plain / trial.ours for trial in long),
                unit="times",
                must="at least 8",
                aim="at least 12",
                note=f"{len(long)} feeds",
            )
        )
    return figures


def one_new_item(body: bytes) -> Trial:
    """Time a document of which all but the first item is known."""
    items = parse_feed(body, URL, "", NOW).items
    known = frozenset(items[1:]) - frozenset(items[:1])
    ours = partial(parse_feed, body, URL, "", NOW, known)
    with unquickened():
        feedparser.parse(body)  # both begin warm
    rounds = [one_round(partial(feedparser.parse, body), ours) for _ in range(ROUNDS)]
    return Trial(
        items=len(items), plain=min(plain for plain, _ in rounds), ours=min(quick for _, quick in rounds)
    )


def one_round(plain: Callable[[], object], ours: Callable[[], object]) -> tuple[float, float]:
    """Give the CPU seconds of both, one after the other."""
    with unquickened():
        plain_seconds = seconds(plain)
    return plain_seconds, seconds(ours)


@contextmanager
def unquickened() -> Iterator[None]:
    """Let feedparser join addresses with its own function, as it ships."""
    quickened = mixin.make_safe_absolute_uri
    mixin.make_safe_absolute_uri = urls.make_safe_absolute_uri
    try:
        yield
    finally:
        mixin.make_safe_absolute_uri = quickened


def seconds(work: Callable[[], object]) -> float:
    """Give the CPU seconds of one round."""
    started = process_time()
    work()
    return process_time() - started


def real_bodies() -> Sequence[bytes]:
    """Unpack the real feeds."""
    with tarfile.open(REAL) as archive:
        files = [archive.extractfile(member) for member in archive]
        return [file.read() for file in files if file]


async def sample_bodies() -> Sequence[bytes]:
    """Fetch the feeds of the sample newsroom."""
    async with open_newsroom(datetime.now(UTC), pace=0) as room, Fetcher(allow_loopback=True) as fetcher:
        answers = [await fetcher.fetch(source.url) for source in room.sources]
        return [answer.body for answer in answers if isinstance(answer, Fetched)]
