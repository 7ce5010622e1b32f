"""Both platforms are away at the start, and drop out in turns afterwards, while stories keep coming.

The real clients and the real supervisor, over lines that are cut: what was not carried was never sent, and so
nothing may come twice.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bot.app import menu, supervise
from bot.clock import utc_now
from bot.commands.desk import Desk
from bot.deliver import Deliverer
from bot.keep import keep_article
from bot.platforms.discord import DiscordPlatform
from bot.platforms.port import Platform
from bot.platforms.telegram import TelegramPlatform
from bot.pulse import Pulse
from bot.shelves import living_around
from feeds.model import Label, WatchFilter
from feeds.stories.cluster import sign
from storage.model import WatchWanted
from storage.store import Store, open_store
from tests.samples import article, reading
from tests.servers.discord import TOKEN as DISCORD_TOKEN
from tests.servers.discord import LocalDiscord, local_discord
from tests.servers.line import Line, line_to
from tests.servers.telegram import TOKEN as TELEGRAM_TOKEN
from tests.servers.telegram import LocalTelegram, local_telegram

STORIES_EACH = 4
"""Stories that one chat hears of: more at once would be a digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the chats show in the end: for each, the numbers of its stories as they came."""

    owed: Mapping[str, Sequence[int]]
    shown: Mapping[str, Sequence[int]]
    outages: int
    seconds: float

    @property
    def lost(self) -> int:
        """How many messages never came."""
        return sum(len(set(owed) - set(self.shown[chat])) for chat, owed in self.owed.items())

    @property
    def twice(self) -> int:
        """How many came again."""
        return sum(len(shown) - len(set(shown)) for shown in self.shown.values())

    @property
    def disordered(self) -> int:
        """In how many chats they came in another order than they were owed."""
        return sum(list(shown) != sorted(shown) for shown in self.shown.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The servers, the lines to them, and the chats there."""

    telegram: LocalTelegram
    discord: LocalDiscord
    lines: Sequence[Line]
    platforms: Sequence[Platform]
    chats: Mapping[str, Sequence[str]]  # addresses, by platform

    def shown(self) -> dict[str, tuple[int, ...]]:
        """Give the numbers of the stories that each chat shows, as they came."""
        texts = {
            chat: [one.text for one in self.telegram.messages(int(chat))] for chat in self.chats["telegram"]
        } | {chat: [one.text for one in self.discord.messages(chat)] for chat in self.chats["discord"]}
        return {chat: tuple(map(_number, said)) for chat, said in texts.items()}


async def live_through_outages(folder: Path, *, chats: int, outages: int, seconds: float) -> Told:
    """Live through so many outages of so many seconds; `chats` on each platform."""
    begun = asyncio.get_running_loop().time()
    async with _world(chats) as world:
        store = await open_store(folder / "outages.db")
        await _watch(store, world)
        async with _bot(store, world.platforms):
            coming = asyncio.create_task(_publish(store, chats * STORIES_EACH, (outages + 1) * seconds))
            await asyncio.sleep(seconds)  # both are away at the start
            for line in world.lines:
                await line.mend()
            for number in range(outages):
                line = world.lines[number % 2]
                await line.cut()
                await asyncio.sleep(seconds)
                await line.mend()
            await coming
            while (await store.counts()).alerts_due:  # noqa: ASYNC110  the store tells nobody
                await asyncio.sleep(0.2)
        await store.close()
        owed = tuple(range(chats * STORIES_EACH))
        return Told(
            owed={
                chat: owed[place::chats]
                for addresses in world.chats.values()
                for place, chat in enumerate(addresses)
            },
            shown=world.shown(),
            outages=outages + 2,
            seconds=asyncio.get_running_loop().time() - begun,
        )


@asynccontextmanager
async def _world(chats: int) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(local_telegram())
        discord = await stack.enter_async_context(local_discord())
        lines = [await stack.enter_async_context(line_to(server.api)) for server in (telegram, discord)]
        discord.gateway.url = f"ws://127.0.0.1:{lines[1].port}/gateway"
        groups = [f"{-1_001_000_000_000 - number}" for number in range(chats)]
        for group in groups:
            telegram.room(int(group))
        channels = [discord.channels.open_private(f"{800_000_000_000_000_000 + n}") for n in range(chats)]
        yield World(
            telegram=telegram,
            discord=discord,
            lines=lines,
            platforms=(
                TelegramPlatform(token=TELEGRAM_TOKEN, api=lines[0].address, commands=menu()),
                DiscordPlatform(token=DISCORD_TOKEN, api=lines[1].address, commands=menu()),
            ),
            chats={"telegram": groups, "discord": channels},
        )


async def _watch(store: Store, world: World) -> None:
    """Let each chat hear of its own stories."""
    async with store.editing() as edition:
        for platform, addresses in world.chats.items():
            for place, address in enumerate(addresses):
                chat = await edition.meet_chat(platform, address, "")
                own = WatchFilter(labels=(Label.CORE,), terms=((_word(place),),))
                await edition.add_watch(chat.id, WatchWanted(words=_word(place), filter=own), utc_now())


@asynccontextmanager
async def _bot(store: Store, platforms: Sequence[Platform]) -> AsyncIterator[None]:
    desk = Desk(store=store, zone=ZoneInfo("UTC"), clock=utc_now, pulse=Pulse())
    stop = asyncio.Event()
    deliverer = Deliverer(store=store, platforms={one.name: one for one in platforms}, zone=ZoneInfo("UTC"))
    delivering = asyncio.create_task(deliverer.run(stop))
    connecting = [asyncio.create_task(supervise(platform, desk, stop)) for platform in platforms]
    try:
        yield
    finally:
        stop.set()
        await delivering
        for task in connecting:
            task.cancel()
        await asyncio.gather(*connecting, return_exceptions=True)


async def _publish(store: Store, stories: int, seconds: float) -> None:
    """Let stories come one after the other."""
    chats = stories // STORIES_EACH
    for number in range(stories):
        own = Random(number)  # noqa: S311  no secret
        words = " ".join("".join(own.choices("abcdefghiklmnoprstuvw", k=9)) for _ in range(8))
        title = f"Spokesman no. {number}; {_word(number % chats)} could send troops"
        read = replace(reading(), signature=sign(words, f"{words} " * 5, "en", (), ()))
        now = utc_now()
        written = replace(article(number + 1), title=title, published=now)
        async with store.editing() as edition:
            shelf = await living_around(edition, now, read.signature)
            await keep_article(edition, shelf, written, read, now, is_news=True)
        await asyncio.sleep(seconds / stories)


def _word(place: int) -> str:
    return "place" + "".join(chr(ord("a") + int(digit)) for digit in f"{place:03}")


def _number(said: str) -> int:
    return int(said.partition("Spokesman no. ")[2].partition(";")[0])
