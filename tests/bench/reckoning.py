"""What a process and its children cost: CPU, memory, and how long its event loop was held up."""

import asyncio
import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path

BEAT = 0.02
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds() -> float:
    """CPU time of this process and all its children, those that have ended included."""
    ours, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    alive = sum(_ticks(process) for process in descendants(os.getpid())) / TICKS
    return ours.ru_utime + ours.ru_stime + ended.ru_utime + ended.ru_stime + alive


def main_thread_seconds() -> float:
    """CPU time of this process's main thread alone, if that is who asks."""
    return time.thread_time()


def descendants(process: int) -> Iterator[int]:
    """Give the children of a process, and theirs."""
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from descendants(int(child))


def memory_mb(process: int) -> float:
    """Resident memory of a process; pages that it shares with others are shared out (PSS)."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(rollup.split("\nPss:")[1].split()[0]) / 1024


async def feel_pulse(lags: list[float]) -> None:
    """Note how late each beat comes, in seconds, until cancelled."""
    while True:
        before = time.monotonic()
        await asyncio.sleep(BEAT)
        lags.append(time.monotonic() - before - BEAT)


def percentile(values: list[float], percent: float) -> float:
    """Give the value below which so many percent of them are."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * percent / 100), len(ordered) - 1)] if ordered else 0.0


def _ticks(process: int) -> int:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0  # it has ended since; then it is among the ended ones
    return sum(int(fields[place]) for place in (11, 12))
