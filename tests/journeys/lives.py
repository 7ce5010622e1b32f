"""The real process over strict local servers, ended again and again; the servers keep the truth."""

import asyncio
import random
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.clock import utc_now
from bot.platforms.discord_threads import FORUM
from feeds.model import Label, WatchFilter
from storage.model import WatchWanted
from storage.store import open_store
from tests.journeys.outlet import OutletServer, open_outlet
from tests.journeys.program import start_bot
from tests.journeys.stories import TOLD_TOGETHER, group_word, invented
from tests.servers.discord import LocalDiscord, local_discord
from tests.servers.telegram import LocalTelegram, local_telegram

MOMENTS = {"starting": 2.5, "polling": 0.3, "storing": 0.8, "sending": 0.15}
"""What a process is let come to before it is ended, and the longest seconds that it lives on then."""

ON_THE_WAY = 0.04
"""Seconds that a message takes to a chat: a process may end meanwhile, and the message arrives."""

IN_FEED = 40
"""Items that the outlet's feed names: more than are published while no process lives to read them."""

PATIENCE = 30.0
CHATS = 2
"""Chats on each platform that are told of a story; on Discord a channel and a forum."""


@dataclass(slots=True, kw_only=True)
class Life:
    """What happened in all the lives of one database, and what the chats show at the end."""

    ends: int = 0
    ended_at: dict[str, int] = field(default_factory=dict)
    codes: list[int] = field(default_factory=list)  # exit codes
    seconds: list[float] = field(default_factory=list)  # from the signal to the end
    stories: int = 0
    owed: int = 0  # messages, over all chats
    lost: int = 0
    twice_discord: int = 0
    twice_telegram: int = 0
    most_in_a_chat: int = 0  # messages that came twice, of one chat
    unsettled: int = 0  # alerts that the outbox still owes or has given up
    unquoted: int = 0  # messages without the words of their story
    tracebacks: int = 0
    errors: tuple[str, ...] = ()  # how they end


@dataclass(slots=True, kw_only=True)
class Stage:
    """What outlives the process."""

    folder: Path
    outlet: OutletServer
    telegram: LocalTelegram
    discord: LocalDiscord
    chance: random.Random
    life: Life = field(default_factory=Life)

    def publish(self) -> None:
        """Let the outlet bring one more story."""
        story = invented(self.life.stories)
        self.outlet.pages[story.slug] = story.paragraphs
        self.outlet.items.insert(0, (story.slug, story.title))
        del self.outlet.items[IN_FEED:]
        self.life.stories += 1

    def chats(self, group: int) -> list[tuple[str, str]]:
        """Name the chats that are told of a group's stories."""
        numbers = [1 + group * CHATS + number for number in range(CHATS)]
        channel, forum = (f"{2_000_000_000_000_000_000 + number}" for number in numbers)
        telegram = [("telegram", str(number)) for number in numbers]
        return [*telegram, ("discord", channel), ("discord", f"{FORUM}{forum}")]

    def texts(self, platform: str, address: str) -> list[str]:
        """Give all that a chat shows."""
        if platform == "telegram":
            return [message.text for message in self.telegram.messages(int(address))]
        forum = address.removeprefix(FORUM)
        posts = [thread.id for thread in self.discord.threads.all.values() if thread.parent == forum]
        places = [address] if forum == address else posts
        shown = (message for place in places for message in self.discord.messages(place))
        return [f"{message.content}{message.embeds}" for message in shown]

    def sends(self) -> int:
        """Count the messages that the bot has asked to be shown."""
        asked = sum(method == "sendMessage" for method, _ in self.telegram.requests)
        return asked + self.discord.requests.count("send") + self.discord.requests.count("post")


async def live(folder: Path, *, ends: int, number: signal.Signals, seed: int = 0) -> Life:
    """End a process so often with a signal, start it again each time, and judge what the chats show."""
    async with open_outlet() as outlet, local_telegram() as telegram, local_discord() as discord:
        chance = random.Random(seed)  # noqa: S311  guards nothing
        stage = Stage(folder=folder, outlet=outlet, telegram=telegram, discord=discord, chance=chance)
        telegram.faults.delays["sendMessage"] = ON_THE_WAY
        discord.faults.delays |= {"send": ON_THE_WAY, "post": ON_THE_WAY}
        await _prepare(stage, most=2 * ends)
        while stage.life.ends < ends:
            await _live_once(stage, number)
        await _settle(stage)
        _judge(stage)
        return stage.life


async def _prepare(stage: Stage, most: int) -> None:
    """Let chats watch, and the feed have had its first, silent visit."""
    stage.outlet.items.append(("old", "Rain expected over the weekend"))
    store = await open_store(stage.folder / "troopwire.db")
    async with store.editing() as edition:
        for group in range(most // TOLD_TOGETHER + 1):
            words = group_word(group)
            wanted = WatchWanted(words=words, filter=WatchFilter(labels=(Label.CORE,), terms=((words,),)))
            for platform, address in stage.chats(group):
                chat = await edition.meet_chat(platform, address, "newsroom")
                await edition.add_watch(chat.id, wanted, utc_now())
                if platform == "telegram":
                    stage.telegram.room(int(address))
                elif address.startswith(FORUM):
                    stage.discord.channels.open_forum(address.removeprefix(FORUM))
                else:
                    stage.discord.channels.open_private(address)
    await store.close()
    bot = await start_bot(stage.folder, stage.outlet, stage.telegram, stage.discord)
    await _until(lambda: len(stage.outlet.statuses("feed.xml")) > 1)
    await _end(stage, bot, signal.SIGTERM)


async def _live_once(stage: Stage, number: signal.Signals) -> None:
    """Start the process, publish one or two stories, and end it at a moment that chance picks."""
    moment = stage.chance.choice(list(MOMENTS))
    late = stage.chance.random() * MOMENTS[moment]
    for _ in range(stage.chance.choice((1, 1, 2))):
        stage.publish()
    visits, pages, sends = len(stage.outlet.statuses("feed.xml")), len(stage.outlet.requests), stage.sends()
    reached = {
        "starting": lambda: True,
        "polling": lambda: len(stage.outlet.statuses("feed.xml")) > visits,
        "storing": lambda: any(path.startswith("/story") for path, _ in stage.outlet.requests[pages:]),
        "sending": lambda: stage.sends() > sends,
    }
    bot = await start_bot(stage.folder, stage.outlet, stage.telegram, stage.discord)
    await _until(reached[moment])
    await asyncio.sleep(late)
    stage.life.ended_at[moment] = stage.life.ended_at.get(moment, 0) + 1
    code, seconds = await _end(stage, bot, number)
    stage.life.ends += 1
    stage.life.codes.append(code)
    stage.life.seconds.append(seconds)


async def _settle(stage: Stage) -> None:
    """Run once more until nothing is owed; what is put off for an hour after two lost answers is due now."""
    with closing(sqlite3.connect(stage.folder / "troopwire.db")) as driver, driver:
        driver.execute("UPDATE alert SET due = (SELECT min(owed) FROM alert) WHERE state = 'due'")
    visits = len(stage.outlet.statuses("feed.xml"))
    bot = await start_bot(stage.folder, stage.outlet, stage.telegram, stage.discord)
    await _until(lambda: len(stage.outlet.statuses("feed.xml")) > visits + 2)
    await _until(lambda: not _count(stage, "state IN ('due', 'sending')"), patience=180)
    await _end(stage, bot, signal.SIGTERM)


async def _end(stage: Stage, bot: asyncio.subprocess.Process, number: signal.Signals) -> tuple[int, float]:
    """Send a signal; give the exit code, and the seconds until then."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    if bot.returncode is None:
        bot.send_signal(number)
    code = await bot.wait()
    stage.telegram.updates.end_polls()
    return code, loop.time() - begun


async def _until(true: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait for something; what does not come in time is seen by the verdict."""
    loop = asyncio.get_running_loop()
    last = loop.time() + patience
    while not true() and loop.time() < last:  # noqa: ASYNC110  what is waited for has no event of its own
        await asyncio.sleep(0.005)


def _count(stage: Stage, condition: str) -> int:
    with closing(sqlite3.connect(stage.folder / "troopwire.db")) as driver:
        counted: int = driver.execute(f"SELECT count(*) FROM alert WHERE {condition}").fetchone()[0]  # noqa: S608  our own words
        return counted


def _judge(stage: Stage) -> None:
    """Compare what the chats show with what was published."""
    life = stage.life
    for group in range((life.stories - 1) // TOLD_TOGETHER + 1):
        numbers = range(group * TOLD_TOGETHER, min((group + 1) * TOLD_TOGETHER, life.stories))
        for platform, address in stage.chats(group):
            texts = stage.texts(platform, address)
            again = 0
            for story in map(invented, numbers):
                cards = [text for text in texts if story.mark in text]
                life.owed += 1
                life.lost += not cards
                life.unquoted += any(story.paragraphs[1].split('"')[1] not in card for card in cards)
                again += max(0, len(cards) - 1)
            life.twice_telegram += again * (platform == "telegram")
            life.twice_discord += again * (platform == "discord")
            life.most_in_a_chat = max(life.most_in_a_chat, again)
    life.unsettled = _count(stage, "state <> 'sent'")
    log = (stage.folder / "log").read_text()
    life.tracebacks = log.count("Traceback")
    ends = (line for line in log.splitlines() if line.partition(":")[0].endswith(("Error", "Exception")))
    life.errors = tuple(dict.fromkeys(ends))
