"""Questions to the ledger of a big archive: how long an answer takes, the rendering included."""

import asyncio
import tempfile
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.platforms.console import parse_ask
from bot.pulse import Pulse
from bot.render.telegram import render
from tests.bench.archive import open_archive
from tests.bench.figure import Figure
from tests.samples import NOON

ARTICLES = 100_000
ROUNDS = 60
ASKED = ("/who", "/who France", "/position Macron", "/timeline Russia")


def measure() -> tuple[Figure, ...]:
    """Measure the answers over an archive of 100,000 articles."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder) / "news.db"))


async def _measure(path: Path) -> tuple[Figure, ...]:
    store = await open_archive(path, ARTICLES)
    desk = Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOON, pulse=Pulse())
    figures = [_figure(line, [await _seconds(desk, line) for _ in range(ROUNDS)]) for line in ASKED]
    await store.close()
    return tuple(figures)


async def _seconds(desk: Desk, line: str) -> float:
    started = time.perf_counter()
    render(await answer(desk, parse_ask(line)))
    return time.perf_counter() - started


def _figure(line: str, seconds: list[float]) -> Figure:
    p95 = sorted(seconds)[int(0.95 * len(seconds))] * 1_000
    bounds = {"must": "at most 150", "aim": "at most 30"} if line == "/who" else {"must": "", "aim": ""}
    return Figure(what=f"{line}, p95", value=p95, unit="ms", note=f"{ARTICLES:,} stored articles", **bounds)
