"""The bot's poller over the newswire, in a process of its own: first visits, a minute, a flood."""

import asyncio
import contextlib
import json
import logging
import os
import random
import sqlite3
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from bot.app import Newsroom, open_newsroom
from bot.clock import utc_now
from bot.config import Settings
from bot.poll import Visited
from feeds.model import Feed, FeedSource, Outlet, Ownership, Validators
from feeds.polling.sessions import MOST_SESSIONS
from tests.bench.invented import State, address, brings_anything, last_modified
from tests.bench.newswire import pin, play_the_resolver
from tests.bench.reckoning import (
    cpu_seconds,
    descendants,
    feel_pulse,
    main_thread_seconds,
    memory_mb,
    percentile,
)

CORE = 0
FEEDS = 10_000
INTERVAL = 300.0
A_SECOND = FEEDS / INTERVAL
LEAD = 200  # visits before the measured ones: a worker starts, and modules are loaded
MINUTE = range(LEAD + 2_000)  # the feeds that fall due in the measured minute and before it
# The feeds that are all due at once; one on the subject is among the first, so that what reads is loaded.
FLOOD = range(2_500, 2_500 + LEAD + 2_000)
WARM = tuple(number for number in range(FLOOD.stop) if brings_anything(number))
QUIET = tuple(number for number in range(FEEDS) if not brings_anything(number))
# As many hosts as the poller remembers the TLS sessions of, spread over all: what a bot that has been running
# for long has in memory, and the share of the 10,000 whose visits that makes cheaper.
ACQUAINTED = tuple(random.Random(1).sample(QUIET, MOST_SESSIONS))  # noqa: S311  the same in every process
PATIENCE = 120.0


@dataclass(slots=True)
class Meter:
    """What was seen of the measured visits."""

    visits: int = 0
    found: int = 0
    faults: int = 0
    stored_after: list[float] = field(
        default_factory=list
    )  # seconds from a body's arrival to its being stored
    lags: list[float] = field(default_factory=list)
    cpu: float = 0.0
    main_thread: float = 0.0
    began: float = 0.0

    def note(self, visited: Visited) -> None:
        """Count a visit; the measured time begins after the first ones."""
        self.visits += 1
        self.faults += bool(visited.feed.fault)
        if self.visits == LEAD:
            self.begin()
        if visited.found and visited.feed.polled:
            self.found += len(visited.found)
            if self.visits > LEAD:
                self.stored_after.append((utc_now() - visited.feed.polled).total_seconds())

    def begin(self) -> None:
        """Begin to measure."""
        self.lags.clear()
        self.cpu, self.main_thread, self.began = cpu_seconds(), main_thread_seconds(), monotonic()


def main() -> None:
    """Run one phase; print what it came to as JSON. Arguments: phase, database, port, start."""
    phase, database, port, started = sys.argv[1:]
    pin(CORE)
    play_the_resolver()
    logging.basicConfig(level=logging.WARNING)
    result = asyncio.run(PHASES[phase](Path(database), int(port), datetime.fromisoformat(started)))
    sys.stdout.write(json.dumps(result) + "\n")


async def first_visits(database: Path, port: int, started: datetime) -> dict[str, float]:
    """Visit for the first time, unmeasured, the feeds that will have news for us."""
    meter = Meter()
    async with opened(database, port, meter) as newsroom:
        now = utc_now()
        await set_out(newsroom, dict.fromkeys(WARM, now), started)
        await poll_until(newsroom, meter, len(WARM))
    return {"visits": meter.visits, "faults": meter.faults}


async def minute(database: Path, port: int, started: datetime) -> dict[str, float]:
    """Poll 10,000 feeds at five minutes, for a minute."""
    meter = Meter()
    async with opened(database, port, meter) as newsroom:
        await get_acquainted(newsroom, meter, started)
        now = utc_now()
        due = {number: now + timedelta(seconds=number / A_SECOND) for number in range(FEEDS)}
        await set_out(newsroom, due, started)
        return await measured(newsroom, meter, MINUTE, database)


async def flood(database: Path, port: int, started: datetime) -> dict[str, float]:
    """Poll as fast as it goes."""
    meter = Meter()
    async with opened(database, port, meter) as newsroom:
        await get_acquainted(newsroom, meter, started)
        await set_out(newsroom, dict.fromkeys(FLOOD, utc_now()), started)
        return await measured(newsroom, meter, FLOOD, database)


async def get_acquainted(newsroom: Newsroom, meter: Meter, started: datetime) -> None:
    """Visit some hosts, unmeasured, so that they are met again in what is measured."""
    await set_out(newsroom, dict.fromkeys(ACQUAINTED, utc_now()), started)
    await poll_until(newsroom, meter, len(ACQUAINTED))
    meter.visits = meter.found = 0


async def measured(newsroom: Newsroom, meter: Meter, feeds: range, database: Path) -> dict[str, float]:
    """Poll some feeds, and say what it took."""
    known = entries(database)
    await poll_until(newsroom, meter, len(feeds))
    seconds, cpu = monotonic() - meter.began, cpu_seconds() - meter.cpu
    main_thread = main_thread_seconds() - meter.main_thread
    workers = sum(memory_mb(process) for process in descendants(os.getpid()))
    polls = len(feeds) - LEAD
    return {
        "polls": polls,
        "faults": meter.faults,
        "seconds": seconds,
        "cpu": cpu,
        "main thread": main_thread,
        "new": meter.found,
        "stored": entries(database) - known,
        "lag p99": percentile(meter.lags, 99) * 1_000,
        "lag most": max(meter.lags, default=0.0) * 1_000,
        "stored p50": percentile(meter.stored_after, 50) * 1_000,
        "stored p95": percentile(meter.stored_after, 95) * 1_000,
        "memory": memory_mb(os.getpid()),
        "memory of workers": workers,
    }


@contextlib.asynccontextmanager
async def opened(database: Path, port: int, meter: Meter) -> AsyncIterator[Newsroom]:
    """Open the bot's own newsroom over the newswire's feeds."""
    settings = Settings(database=database, poll_seconds=INTERVAL, allow_loopback=True)
    sources = [source(number, port) for number in range(FEEDS)]
    async with open_newsroom(settings, sources, visited=meter.note) as newsroom:
        yield newsroom


def source(number: int, port: int) -> FeedSource:
    """Give a feed of an invented outlet."""
    outlet = Outlet(
        name=f"Invented outlet {number}", country="Estonia", language="en", ownership=Ownership.PRIVATE
    )
    return FeedSource(url=address(number, port), outlet=outlet)


async def set_out(newsroom: Newsroom, due: dict[int, datetime], started: datetime) -> None:
    """Say when feeds fall due; the quiet ones have been visited before, the others fall due tomorrow."""
    tomorrow = utc_now() + timedelta(days=1)
    known = [
        replace(visited_before(feed, started), due=due.get(number_of(feed), tomorrow))
        for feed in await newsroom.store.feeds()
    ]
    async with newsroom.store.editing() as edition:
        await edition.save_feeds(*known)


def visited_before(feed: Feed, started: datetime) -> Feed:
    """Give a feed as after a visit; one that will bring something is visited in earnest."""
    number = number_of(feed)
    if feed.succeeded or brings_anything(number):
        return feed
    state = State(number=number, port=0)
    validators = Validators(etag=state.etag, last_modified=last_modified(state, started))
    return replace(feed, validators=validators, succeeded=utc_now(), polled=utc_now())


def number_of(feed: Feed) -> int:
    """Give a feed's number."""
    return int(feed.source.url.partition("//f")[2].partition(".")[0])


async def poll_until(newsroom: Newsroom, meter: Meter, visits: int) -> None:
    """Run the poller until it has made so many visits."""
    polling = asyncio.create_task(newsroom.poller.run())
    beating = asyncio.create_task(feel_pulse(meter.lags))
    seconds = PATIENCE + visits / A_SECOND
    end = monotonic() + seconds
    while meter.visits < visits:
        assert monotonic() < end, f"{meter.visits} of {visits} visits in {seconds:.0f} s"
        await asyncio.sleep(0.05)
        if polling.done():
            await polling
    beating.cancel()
    polling.cancel()
    await asyncio.wait([polling, beating])


def entries(database: Path) -> int:
    """Count the items that are remembered."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as driver:
        return int(driver.execute("SELECT count(*) FROM entry").fetchone()[0])


PHASES = {"first": first_visits, "minute": minute, "flood": flood}

if __name__ == "__main__":
    main()
