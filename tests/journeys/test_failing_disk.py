"""The database fails at every step between a feed and its card: nothing untrue is kept, nothing is lost."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clock import utc_now
from bot.deliver import Deliverer
from bot.gather import Gatherer
from bot.poll import Poller
from feeds.polling.fetch import Fetcher
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from storage.errors import StorageError
from storage.model import WatchWanted
from storage.store import Store
from tests.bot.fakes import FakePlatform
from tests.journeys.failing import FailingWriter, open_failing_store
from tests.journeys.outlet import OutletServer, open_outlet

FAILING_FOR = 0.5
"""Seconds, where an operation does not fail alone."""

PATIENCE = 120.0


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Hundreds of failures are foreseen here, and each is logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@dataclass(kw_only=True)
class Program:
    """All of the bot but its chats, over a database of its own that may fail."""

    path: Path
    store: Store
    writer: FailingWriter
    outlet: OutletServer
    later: timedelta = timedelta(0)
    platforms: dict[str, FakePlatform] = field(
        default_factory=lambda: {
            "telegram": FakePlatform("telegram"),
            "discord": FakePlatform("discord", repeats_harmlessly=True),
        }
    )
    poller: Poller = field(init=False)
    deliverer: Deliverer = field(init=False)

    def begin(self, fetcher: Fetcher, workers: Workers) -> None:
        robots = Robots(fetcher)
        gatherer = Gatherer(
            store=self.store, fetcher=fetcher, robots=robots, workers=workers, clock=self.clock
        )
        self.poller = Poller(
            store=self.store, fetcher=fetcher, gatherer=gatherer, interval=timedelta(seconds=60),
            clock=self.clock,
        )  # fmt: skip
        self.deliverer = Deliverer(
            store=self.store, platforms=self.platforms, zone=ZoneInfo("UTC"), clock=self.clock
        )

    def clock(self) -> datetime:
        return utc_now() + self.later

    async def prepare(self) -> None:
        """Let both chats watch, and the feed have had its first, silent visit."""
        async with self.store.editing() as edition:
            await edition.offer_feed(self.outlet.source(), utc_now())
            for name in self.platforms:
                chat = await edition.meet_chat(name, "1", "newsroom")
                await edition.add_watch(chat.id, WatchWanted(), utc_now())
        await self.poller.run_once()
        assert self._faults() == [], "the first visit failed, and nobody is told what the next one brings"
        self.writer.operations = 0

    def _faults(self) -> list[str]:
        with closing(sqlite3.connect(self.path)) as driver:
            return [fault for (fault,) in driver.execute("SELECT fault FROM feed WHERE succeeded IS NULL")]

    async def live(self) -> None:
        """Poll and deliver, without a restart, until both chats were told."""
        stop = asyncio.Event()
        delivering = asyncio.create_task(self.deliverer.run(stop))
        async with asyncio.timeout(PATIENCE):
            while self.count("state = 'sent'") < len(self.platforms):
                self.check()
                await self._poll()
                await asyncio.sleep(0.5)
        stop.set()
        await delivering
        self.check()

    async def _poll(self) -> None:
        """Visit the feed again until what it brought is kept."""
        if self.count("TRUE"):
            return
        self.later += timedelta(minutes=5)
        with suppress(StorageError):
            await self.poller.run_once()

    def check(self) -> None:
        """Nothing is written down that is not so."""
        assert self.count("state = 'sent'") <= sum(self.shown()), "marked as sent, and no chat shows it"
        with closing(sqlite3.connect(self.path)) as driver:
            seen, stored = driver.execute(
                "SELECT (SELECT count(*) FROM feed WHERE etag LIKE '\"2-%'), (SELECT count(*) FROM article)"
            ).fetchone()
        assert stored >= seen, "the feed is marked as read, and its article is not there"

    def shown(self) -> list[int]:
        return [len(platform.messages) for platform in self.platforms.values()]

    def count(self, condition: str) -> int:
        with closing(sqlite3.connect(self.path)) as driver:
            counted: int = driver.execute(f"SELECT count(*) FROM alert WHERE {condition}").fetchone()[0]  # noqa: S608  our own words
            return counted


@asynccontextmanager
async def programs(folder: Path, count: int) -> AsyncIterator[Sequence[Program]]:
    """Prepare programs whose feed has just brought a story."""
    async with AsyncExitStack() as stack:
        outlet = await stack.enter_async_context(open_outlet())
        fetcher = await stack.enter_async_context(Fetcher(contact="", allow_loopback=True))
        workers = await stack.enter_async_context(Workers())
        outlet.items.append(("old", "Rain expected over the weekend"))
        prepared = []
        for number in range(count):
            path = folder / f"{number}.db"
            store, writer = await stack.enter_async_context(open_failing_store(path))
            program = Program(path=path, store=store, writer=writer, outlet=outlet)
            program.begin(fetcher, workers)
            prepared.append(program)
        await asyncio.gather(*(program.prepare() for program in prepared))
        outlet.items.insert(0, ("new", "Estonia ready to send troops to Ukraine after a ceasefire"))
        yield prepared


async def operations_of_a_calm_life(folder: Path) -> int:
    async with programs(folder, 1) as (program,):
        await program.live()
        return program.writer.operations


@pytest.mark.parametrize(("seconds", "step"), [(0.0, 1), (FAILING_FOR, 4)])
async def test_whichever_operation_fails_nothing_is_lost_and_nothing_told_twice(
    tmp_path: Path, seconds: float, step: int
) -> None:
    (tmp_path / "calm").mkdir()
    total = await operations_of_a_calm_life(tmp_path / "calm")
    assert total > len(("fetched", "kept", "owed", "claimed", "settled"))
    numbers = range(1, total + 1, step)
    async with programs(tmp_path, len(numbers)) as prepared:
        for number, program in zip(numbers, prepared, strict=True):
            program.writer.fails_at, program.writer.seconds = number, seconds
        await asyncio.gather(*(program.live() for program in prepared))
        assert all(program.writer.failures for program in prepared)
        assert [program.shown() for program in prepared] == [[1, 1]] * len(numbers)
