"""What the real program loses or tells twice when it is killed, and when it is asked to end."""

import asyncio
import signal
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.figure import Figure
from tests.journeys.killing import Told, end_again_and_again

KILLS, RESTARTS = 200, 100
SEED = 11


def measure(size: str = str(KILLS)) -> Iterable[Figure]:
    """Kill so often with SIGKILL, then half as often with SIGTERM."""
    kills = int(size)
    killed = _told(kills, signal.SIGKILL)
    yield from _figures("kill -9", killed, twice_on_telegram=kills)
    restarted = _told(max(1, kills * RESTARTS // KILLS), signal.SIGTERM)
    yield from _figures("SIGTERM", restarted, twice_on_telegram=0)
    yield Figure(
        what="SIGTERM: slowest end", value=restarted.slowest, unit="s", must="at most 5", aim="",
        note=f"statuses {sorted(restarted.statuses)}",
    )  # fmt: skip


def _told(ends: int, by: signal.Signals) -> Told:
    with TemporaryDirectory() as folder:
        return asyncio.run(end_again_and_again(Path(folder), ends=ends, seed=SEED, by=by))


def _figures(what: str, told: Told, *, twice_on_telegram: int) -> Iterable[Figure]:
    note = f"{told.ends} times, {told.stories} stories, each for a chat of either platform"
    lost = Figure(what=f"{what}: lost", value=len(told.lost), unit="", must="at most 0", aim="", note=note)
    yield lost
    yield Figure(
        what=f"{what}: twice on Discord", value=told.twice["discord"], unit="", must="at most 0", aim=""
    )
    yield Figure(
        what=f"{what}: twice on Telegram",
        value=told.twice["telegram"],
        unit="",
        must=f"at most {twice_on_telegram}",
        aim="",
        note=f"at most {told.most_in_a_chat} in one chat",
    )
    faults = len(told.violations)
    yield Figure(
        what=f"{what}: breaches of the specifications", value=faults, unit="", must="at most 0", aim=""
    )
