"""How long the event loop stands still while the hostile suite goes through the real workers."""

import asyncio
import time

from feeds.errors import FeedError
from feeds.polling.parse import parse_feed
from feeds.polling.workers import Workers
from tests.bench.figure import Figure
from tests.feeds.polling.documents import NOW, URL
from tests.feeds.polling.hostile.bodies import SLOWEST, all_bodies

TICK = 0.005  # seconds between two looks at the clock
PATIENCE = 5.0  # seconds that a document gets, as in bot/gather.py
IMPATIENCE = 0.5  # for those that would take minutes; killing them is what stalls, not waiting


def measure() -> tuple[Figure, ...]:
    """Send all hostile bodies through one worker; gives the loop's lag in milliseconds."""
    lags, killed = asyncio.run(_lags())
    note = f"{len(all_bodies())} bodies, {killed} workers killed"
    return (
        _figure("loop lag p99 under the hostile suite", lags[len(lags) * 99 // 100], note),
        Figure(
            what="longest standstill under the hostile suite",
            value=lags[-1] * 1_000,
            unit="ms",
            must="",
            aim="",
            note=note,
        ),
    )


def _figure(what: str, seconds: float, note: str) -> Figure:
    return Figure(
        what=what, value=seconds * 1_000, unit="ms", must="at most 300", aim="at most 100", note=note
    )


async def _lags() -> tuple[list[float], int]:
    """Give how late each tick came, sorted, in seconds; and how many workers were killed."""
    bodies = [
        (name, make()) for name, make in all_bodies().items()
    ]  # made first, so that making lags nothing
    lags: list[float] = []
    ticking = asyncio.create_task(_tick(lags))
    async with Workers(1) as workers:
        killed = [await _is_killed(workers, body, is_slow=name in SLOWEST) for name, body in bodies]
    ticking.cancel()
    return sorted(lags), sum(killed)


async def _tick(lags: list[float]) -> None:
    while True:
        before = time.perf_counter()
        await asyncio.sleep(TICK)
        lags.append(time.perf_counter() - before - TICK)


async def _is_killed(workers: Workers, body: bytes, *, is_slow: bool) -> bool:
    seconds = IMPATIENCE if is_slow else PATIENCE
    try:
        await workers.run(parse_feed, body, URL, "", NOW, seconds=seconds)
    except FeedError as error:
        return "its parser" in str(error)
    return False
