"""How long an answer takes on the way: from what somebody typed to the request that shows the answer.

The real clients of both platforms, against the local servers, over 100,000 invented articles, while the
poller visits the sample newsroom in the same process. Questions take turns, as they do in a chat.
"""

import asyncio
import logging
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import menu, open_newsroom
from bot.clock import utc_now
from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.config import Settings
from bot.demo.newsroom import open_newsroom as open_sample_newsroom
from bot.fairness import Turns
from bot.platforms.discord import DiscordPlatform
from bot.platforms.port import Platform
from bot.platforms.telegram import TelegramPlatform
from bot.pulse import Pulse
from storage.store import Store, open_store
from tests.bench.asking import ARTICLES, NOW, fill
from tests.bench.figure import Figure
from tests.bench.reckoning import percentile
from tests.servers.discord import TOKEN as DISCORD_TOKEN
from tests.servers.discord import LocalDiscord, local_discord
from tests.servers.listening import eventually
from tests.servers.telegram import TOKEN as TELEGRAM_TOKEN
from tests.servers.telegram import LocalTelegram, local_telegram

TIMES = 12
SECONDS_BETWEEN = 0.6
"""Between two questions: slower than bot/fairness.py lets a chat ask without end."""

GROUPS = tuple(-1_001_000_000_100 - number for number in range(TIMES))
"""One for each time that all is asked: Telegram takes 20 messages a minute for a group."""

NOISY = -1_001_000_000_002
NOISE = "/quotes France page:20"
NOISE_SECONDS = 0.01
"""Between two questions of the noisy chat."""

QUESTIONS: Mapping[str, str] = {
    "latest": "10",
    "story": "12000",
    "summary": "12000",
    "quotes": "Macron",
    "search": "brigade Lviv",
    "verify": "could send peacekeepers",
    "first": "whatever happens",
    "who": "",
    "position": "Macron",
    "timeline": "France",
    "why": "12000",
    "health": "",
    "help": "",
}

Ask = Callable[[int, str, str], Awaitable[float]]
"""Types a command, for the n-th time, and gives the moment at which its answer came."""


class Stamped(list[Any]):
    """Requests, each with the moment at which it came."""

    def __init__(self) -> None:
        """Nothing came yet."""
        super().__init__()
        self.at: list[float] = []

    def append(self, request: Any) -> None:
        """Keep a request."""
        self.at.append(time.perf_counter())
        super().append(request)


def measure() -> Iterable[Figure]:
    """Give a figure for each platform."""
    logging.disable(logging.ERROR)
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.db"
        store = await open_store(path)
        await fill(store)
        await store.close()
        async with _polling(path) as busy:
            return [
                _figure("Telegram", await _on_telegram(busy)),
                _figure("Telegram beside a noisy chat", await _on_telegram(busy, noisy=True)),
                _figure("Discord", await _on_discord(busy)),
            ]


@asynccontextmanager
async def _polling(path: Path) -> AsyncIterator[Store]:
    """Let the real poller visit the sample newsroom meanwhile."""
    settings = Settings(database=path, poll_seconds=1.5, allow_loopback=True)
    async with (
        open_sample_newsroom(utc_now()) as sample,
        open_newsroom(settings, sample.sources) as newsroom,
    ):
        polling = asyncio.create_task(newsroom.poller.run())
        try:
            yield newsroom.store
        finally:
            polling.cancel()
            with suppress(asyncio.CancelledError):
                await polling


async def _on_telegram(store: Store, *, noisy: bool = False) -> dict[str, list[float]]:
    async with local_telegram() as server:
        for group in GROUPS:
            server.room(group)
        platform = TelegramPlatform(token=TELEGRAM_TOKEN, api=server.api, commands=menu())
        async with _connected(platform, store, lambda: bool(server.commands)):
            stamped: Stamped = Stamped()
            server.requests = stamped
            noise = asyncio.create_task(_make_noise(server)) if noisy else None
            try:
                return await _times(partial(_say, server, stamped), stamped)
            finally:
                if noise:
                    noise.cancel()


async def _make_noise(server: LocalTelegram) -> None:
    """Ask in one chat without end."""
    while True:
        server.say(NOISE, chat=NOISY, kind="supergroup", user=2)
        await asyncio.sleep(NOISE_SECONDS)


async def _say(server: LocalTelegram, stamped: Stamped, turn: int, command: str, words: str) -> float:
    server.say(f"/{command} {words}".strip(), chat=GROUPS[turn], kind="supergroup")
    await eventually(lambda: any(_is_answer(*request) for request in stamped))
    sent = next(place for place, request in enumerate(stamped) if _is_answer(*request))
    return stamped.at[sent]


def _is_answer(method: str, given: Mapping[str, Any]) -> bool:
    return method.startswith("send") and given["chat_id"] in GROUPS


async def _on_discord(store: Store) -> dict[str, list[float]]:
    async with local_discord() as server:
        platform = DiscordPlatform(token=DISCORD_TOKEN, api=server.api, commands=menu())
        async with _connected(platform, store, lambda: server.gateway.connected):
            stamped: Stamped = Stamped()
            server.requests = stamped
            return await _times(partial(_type, server, stamped), stamped)


async def _type(server: LocalDiscord, stamped: Stamped, turn: int, command: str, words: str) -> float:
    del turn
    [entry] = [each for each in server.commands if each["name"] == command]
    given: dict[str, Any] = {entry["options"][0]["name"]: words} if words else {}
    await server.command(command, **given)
    await eventually(lambda: bool(stamped))
    return stamped.at[0]


@asynccontextmanager
async def _connected(platform: Platform, store: Store, ready: Callable[[], bool]) -> AsyncIterator[None]:
    desk = Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOW, pulse=Pulse())
    running = asyncio.create_task(platform.run(Turns(partial(answer, desk), "en").answer))
    try:
        await eventually(ready)
        await asyncio.sleep(1)  # menus and commands are set by then
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError, ConnectionError):
            await running


async def _times(ask: Ask, stamped: Stamped) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {command: [] for command in QUESTIONS}
    for turn in range(TIMES):
        for command, words in QUESTIONS.items():
            await asyncio.sleep(SECONDS_BETWEEN)  # what came late for the question before has come
            stamped.clear()
            stamped.at.clear()
            begun = time.perf_counter()
            taken[command].append(1_000 * (await ask(turn, command, words) - begun))
    return taken


def _figure(platform: str, taken: Mapping[str, list[float]]) -> Figure:
    every = [each for times in taken.values() for each in times]
    slowest = max(taken, key=lambda command: percentile(taken[command], 50))
    return Figure(
        what=f"{platform}: from what is typed to the answer's request, p99",
        value=percentile(every, 99),
        unit="ms",
        must="at most 50",
        aim="",
        note=f"median {percentile(every, 50):.0f}; slowest /{slowest}, "
        f"median {percentile(taken[slowest], 50):.0f}; {ARTICLES:,} articles, the poller beside",
    )
