"""How often a crash loses an alert, or tells it twice: seeded lives of the outbox (tests/simulation)."""

import asyncio
import logging
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.figure import Figure
from tests.simulation.run import live
from tests.simulation.verdict import judge

CRASHES = 1_000
"""Without a size; the issue's is 10,000: `make bench ARGS="delivery=10000"`."""


def measure(size: str = str(CRASHES)) -> Iterable[Figure]:
    """Live until the program has died so often."""
    crashes = int(size)
    logging.disable(logging.CRITICAL)
    died = owed = lost = discord = telegram = given_up = faults = seed = 0
    guilty: list[int] = []
    with TemporaryDirectory(dir=_memory()) as folder:
        while died < crashes:
            verdict = judge(asyncio.run(live(seed, Path(folder))))
            died += verdict.crashes
            owed += verdict.owed
            lost += verdict.lost
            discord += verdict.twice_discord
            telegram += verdict.twice_telegram
            given_up += verdict.given_up
            faults += len(verdict.faults)
            guilty += [seed] if verdict.faults else []
            seed += 1
            for file in Path(folder).iterdir():
                file.unlink()
    note = f"{died:,} crashes in {seed:,} lives, {owed:,} stories to tell"
    yield Figure(what="simulated crashes: lost", value=lost, unit="", must="at most 0", aim="", note=note)
    yield Figure(what="simulated crashes: twice on Discord", value=discord, unit="", must="at most 0", aim="")
    yield Figure(
        what="simulated crashes: twice on Telegram",
        value=telegram,
        unit="",
        must=f"at most {died * 3}",
        aim="",
        note="three chats there; answers are lost between crashes too",
    )
    yield Figure(what="given up after three lost answers", value=given_up, unit="", must="", aim="")
    seeds = f"seeds {', '.join(map(str, guilty))}" if guilty else ""
    yield Figure(
        what="rules of the promise broken", value=faults, unit="", must="at most 0", aim="", note=seeds
    )


def _memory() -> str | None:
    """A folder in memory where there is one: a disk that is waited for at each step proves nothing here."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  only where to make one of our own
