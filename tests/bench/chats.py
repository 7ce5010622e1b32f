"""How long 500 chats wait for one story, beside what the platforms' own limits allow; and what they refuse.

The real clients against the local servers, which keep the platforms' limits. These have a process of their
own: they check every request against the specifications, which takes longer than to make it.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import menu
from bot.clock import utc_now
from bot.deliver import Deliverer
from bot.keep import keep_article
from bot.platforms.discord import DiscordPlatform
from bot.platforms.port import Ask, Platform
from bot.platforms.telegram import TelegramPlatform
from bot.replies import Reply, note
from bot.shelves import living_around
from storage.model import WatchWanted
from storage.store import Store, open_store
from tests.bench.figure import Figure
from tests.samples import article, reading
from tests.servers.discord import TOKEN as DISCORD_TOKEN
from tests.servers.discord import local_discord
from tests.servers.discord_rates import MOST_A_SECOND
from tests.servers.telegram import TOKEN as TELEGRAM_TOKEN
from tests.servers.telegram import local_telegram
from tests.servers.telegram_rates import OVER_ALL

CHATS = 500
PATIENCE = 120.0  # seconds
GROUPS = [-1_001_000_000_000 - number for number in range(CHATS)]
CHANNELS = [f"{800_000_000_000_000_000 + number}" for number in range(CHATS)]

Asked = Mapping[str, Callable[[], Any]]
"""What can be asked of a server."""


def measure() -> Iterable[Figure]:
    """Measure both platforms, one after the other."""
    logging.disable(logging.ERROR)
    telegram = TelegramPlatform, TELEGRAM_TOKEN, _telegram, [f"{chat}" for chat in GROUPS]
    discord = DiscordPlatform, DISCORD_TOKEN, _discord, CHANNELS
    yield from _figures("Telegram", *asyncio.run(_told(*telegram)), allowed=OVER_ALL[0], refusals=1)
    yield from _figures("Discord", *asyncio.run(_told(*discord)), allowed=MOST_A_SECOND, refusals=0)


def _figures(name: str, seconds: float, refused: int, *, allowed: float, refusals: int) -> Iterator[Figure]:
    least = CHATS / allowed
    yield Figure(
        what=f"{name}: {CHATS} chats told of one story, beside the platform's limit",
        value=seconds / least,
        unit="times",
        must="at most 1.1",
        aim="",
        note=f"{seconds:.1f} s; {allowed:.0f} a second are allowed: {least:.1f} s",
    )
    yield Figure(
        what=f"{name}: messages refused as too many",
        value=refused,
        unit="",
        must=f"at most {refusals}",
        aim="",
    )


async def _told(
    kind: type[TelegramPlatform | DiscordPlatform],
    token: str,
    serve: Callable[[], Any],
    addresses: list[str],
) -> tuple[float, int]:
    """Give the seconds from the story's first article to the last chat's message, and what was refused."""
    with TemporaryDirectory() as folder:
        store = await _stored(Path(folder) / "chats.db", kind.name, addresses)
        async with _served(serve) as ask:
            platform = kind(token=token, api=await ask("api"), commands=menu())
            async with _running(platform, store):
                await _until(ask, "ready", True)
                await asyncio.sleep(1)  # what is said at the start is said by then
                begun = time.perf_counter()
                await _publish(store)
                await _until(ask, "told", CHATS)
                seconds = time.perf_counter() - begun
            refused = await ask("refused")
        await store.close()
    return seconds, refused


async def _until(ask: Callable[[str], Any], what: str, wanted: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while await ask(what) < wanted:  # noqa: ASYNC110  it is another process
            await asyncio.sleep(0.05)


async def _stored(path: Path, platform: str, addresses: list[str]) -> Store:
    store = await open_store(path)
    async with store.editing() as edition:
        for address in addresses:
            chat = await edition.meet_chat(platform, address, "")
            await edition.add_watch(chat.id, WatchWanted(), utc_now())
    return store


async def _publish(store: Store) -> None:
    async with store.editing() as edition:
        kept, read = article(1), reading()
        shelf = await living_around(edition, kept.published, read.signature)
        await keep_article(edition, shelf, kept, read, utc_now(), is_news=True)


@asynccontextmanager
async def _running(platform: Platform, store: Store) -> AsyncIterator[None]:
    stop = asyncio.Event()
    connected = asyncio.create_task(platform.run(_nothing))
    deliverer = Deliverer(store=store, platforms={platform.name: platform}, zone=ZoneInfo("UTC"))
    delivering = asyncio.create_task(deliverer.run(stop))
    try:
        yield
    finally:
        stop.set()
        await delivering
        connected.cancel()
        with suppress(asyncio.CancelledError, ConnectionError):
            await connected


async def _nothing(ask: Ask) -> Reply:
    return note(ask.words)


# The server, in its own process.


@asynccontextmanager
async def _served(serve: Callable[[], Any]) -> AsyncIterator[Callable[[str], Any]]:
    """Run a server; give how it is asked."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_answer_all, args=(serve, theirs), daemon=True)
    process.start()

    async def ask(what: str) -> Any:
        ours.send(what)
        return await asyncio.to_thread(ours.recv)

    try:
        yield ask
    finally:
        ours.send("")
        process.join()


def _answer_all(serve: Callable[[], Any], pipe: "Connection[Any, Any]") -> None:
    logging.disable(logging.ERROR)
    asyncio.run(_answer(serve, pipe))


async def _answer(serve: Callable[[], Any], pipe: "Connection[Any, Any]") -> None:
    async with serve() as asked:
        while what := await asyncio.to_thread(pipe.recv):
            pipe.send(asked[what]())


@asynccontextmanager
async def _telegram() -> AsyncIterator[Asked]:
    async with local_telegram() as server:
        for chat in GROUPS:
            server.room(chat)
        yield {
            "api": lambda: server.api,
            "ready": lambda: bool(server.commands),
            "told": lambda: sum(len(server.messages(chat)) for chat in GROUPS),
            "refused": lambda: server.rates.refused,
        }


@asynccontextmanager
async def _discord() -> AsyncIterator[Asked]:
    async with local_discord() as server:
        for channel in CHANNELS:
            server.channels.open_private(channel)
        yield {
            "api": lambda: server.api,
            "ready": lambda: server.gateway.connected,
            "told": lambda: len(server.channels.messages),
            "refused": lambda: server.rates.invalid,
        }
