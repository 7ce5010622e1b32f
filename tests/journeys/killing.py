"""Kills the real program at moments that chance chooses; the local chats keep the truth of what was told.

An outlet publishes stories, each for one chat of either platform. After the last kill the program runs until
it owes nothing. Then each story must stand in each of its chats: at least once, or it was lost.
"""

import asyncio
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from feeds.model import WatchFilter
from storage.model import WatchWanted
from storage.store import open_store
from tests.journeys.outlet import OutletServer, open_outlet
from tests.journeys.program import start_bot
from tests.samples import NOON
from tests.servers.discord import LocalDiscord, local_discord
from tests.servers.telegram import LocalTelegram, local_telegram

STORIES_OF_A_CHAT = 4  # more at once would be a digest, and a digest waits ten minutes
EARLY = 0.25  # share of the ends that come while the program still starts; as many come after a visit,
START_SECONDS, LIFE_SECONDS = 1.5, 2.5
TELLING_SECONDS = 1.0  # and the others soon after it has read a page: while it keeps and tells a story
END_SECONDS, IDLE_SECONDS = 120.0, 30.0

SPELLS = (
    ("br", "gl", "v", "str", "k", "pl", "m", "zh", "tr", "d"),
    ("a", "e", "i", "o", "u"),
    ("nd", "rk", "l", "sh", "m"),
)
COUNTRIES = ("Estonia", "Denmark", "Italy", "Spain", "Portugal", "Norway", "Finland", "Romania", "Belgium")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the chats show in the end."""

    ends: int
    stories: int
    lost: tuple[str, ...]  # "telegram 7 brandom"
    twice: dict[str, int]  # messages too many, by platform
    most_in_a_chat: int  # messages too many in one chat of Telegram
    slowest: float  # seconds from SIGTERM to the end of the process; 0 where it was killed
    statuses: frozenset[int]
    violations: tuple[str, ...]


async def end_again_and_again(folder: Path, *, ends: int, seed: int, by: signal.Signals) -> Told:
    """Start the program and end it, so many times; then let it finish, and see what was told."""
    async with AsyncExitStack() as stack:
        outlet = await stack.enter_async_context(open_outlet())
        telegram = await stack.enter_async_context(local_telegram())
        discord = await stack.enter_async_context(local_discord())
        run = _Run(folder, outlet, telegram, discord, random.Random(seed))  # noqa: S311  the same in each run
        await run.open_chats(ends)
        slowest, statuses = 0.0, set()
        for _ in range(ends):
            seconds, status = await run.live_and_end(by)
            slowest = max(slowest, seconds)
            statuses.add(status)
        await run.finish()
        return run.verdict(ends, slowest, frozenset(statuses))


class _Run:
    def __init__(
        self,
        folder: Path,
        outlet: OutletServer,
        telegram: LocalTelegram,
        discord: LocalDiscord,
        dice: random.Random,
    ) -> None:
        self.folder, self.outlet, self.telegram, self.discord, self.dice = (
            folder,
            outlet,
            telegram,
            discord,
            dice,
        )
        self.marks: list[str] = []

    async def open_chats(self, ends: int) -> None:
        """Let there be as many chats as the stories need; each watches for a word of its own."""
        store = await open_store(self.folder / "troopwire.db")
        async with store.editing() as edition:
            for number in range(ends // STORIES_OF_A_CHAT + 2):
                self.telegram.room(_telegram(number), "supergroup")
                self.discord.channels.open_private(_discord(number))
                for platform, address in (
                    ("telegram", str(_telegram(number))),
                    ("discord", _discord(number)),
                ):
                    chat = await edition.meet_chat(platform, address, "")
                    word = ((f"group{number}x",),)
                    wanted = WatchWanted(words=word[0][0], filter=WatchFilter(terms=word))
                    await edition.add_watch(chat.id, wanted, NOON)
        await store.close()
        self.outlet.items.append(("old", "Rain expected over the weekend"))
        await self._run_until(self._was_polled)  # a first visit tells nobody of anything

    async def live_and_end(self, by: signal.Signals) -> tuple[float, int]:
        """Start the program, let news come, and end it; give how long that took, and its status."""
        bot = await start_bot(self.folder, self.outlet, self.telegram, self.discord)
        visits = len(self.outlet.statuses("feed.xml"))
        slug, chance = self.publish(), self.dice.random()
        if chance < EARLY:
            await asyncio.sleep(START_SECONDS * self.dice.random())
        elif chance < 2 * EARLY:
            await self._until(lambda: len(self.outlet.statuses("feed.xml")) > visits)
            await asyncio.sleep(LIFE_SECONDS * self.dice.random())
        else:
            await self._until(lambda: bool(self.outlet.statuses(slug)))
            await asyncio.sleep(TELLING_SECONDS * self.dice.random())
        asked = time.monotonic()
        if bot.returncode is None:
            bot.send_signal(by)
        status = await bot.wait()
        return time.monotonic() - asked, status

    def publish(self) -> str:
        """Let the outlet publish a story that is like no other; give the path of its page."""
        number, words = len(self.marks), [self._word() for _ in range(24)]
        mark, country = f"{words[0]}{number}", self.dice.choice(COUNTRIES)
        self.marks.append(mark)
        slug, group = f"story-{number}", f"group{number // STORIES_OF_A_CHAT}x"
        self.outlet.items.insert(
            0, (slug, f"{country} ready to send {500 + number} troops to Ukraine, {mark} says")
        )
        self.outlet.texts[slug] = (
            f"{country} is ready to send {500 + number} troops to Ukraine, {mark} said, {group}.",
            f"{' '.join(words[1:12])}.".capitalize(),
            f"{' '.join(words[12:])}.".capitalize(),
        )
        return slug

    async def finish(self) -> None:
        """Run until nothing is owed any more and every item was seen."""
        await self._run_until(self._is_done)

    async def _run_until(self, true: Callable[[], bool]) -> None:
        bot = await start_bot(self.folder, self.outlet, self.telegram, self.discord)
        try:
            await self._until(true)
            await asyncio.sleep(LIFE_SECONDS)  # whatever came twice comes now
        finally:
            bot.terminate()
            await bot.wait()

    def _was_polled(self) -> bool:
        return len(self.outlet.statuses("feed.xml")) > 1

    def _is_done(self) -> bool:
        with closing(sqlite3.connect(self.folder / "troopwire.db")) as driver:
            ((owed,),) = driver.execute(
                "SELECT count(*) FROM alert WHERE state NOT IN ('sent', 'dead')"
            ).fetchall()
            ((kept,),) = driver.execute("SELECT count(*) FROM article").fetchall()
        return not owed and bool(kept >= len(self.marks))

    def verdict(self, ends: int, slowest: float, statuses: frozenset[int]) -> Told:
        """Look for each story in each of its chats."""
        shown = dict(self._shown())
        lost, twice, by_chat = [], Counter[str](), Counter[str]()
        for number, mark in enumerate(self.marks):
            for platform in ("telegram", "discord"):
                group = number // STORIES_OF_A_CHAT
                times = sum(mark in words for words in shown[platform, group])
                lost += [f"{platform} {group} {mark}"] if not times else []
                twice[platform] += max(times - 1, 0)
                by_chat[f"{platform} {group}"] += max(times - 1, 0)
        return Told(
            ends=ends,
            stories=len(self.marks),
            lost=tuple(lost),
            twice=dict(twice),
            most_in_a_chat=max(by_chat.values(), default=0),
            slowest=slowest,
            statuses=statuses,
            violations=(*self.telegram.violations, *self.discord.violations),
        )

    def _shown(self) -> Iterator[tuple[tuple[str, int], list[str]]]:
        for group in range(len(self.marks) // STORIES_OF_A_CHAT + 1):
            yield ("telegram", group), [message.text for message in self.telegram.messages(_telegram(group))]
            cards = self.discord.messages(_discord(group))
            yield ("discord", group), [f"{card.content} {card.embeds}" for card in cards]

    def _word(self) -> str:
        return "".join(self.dice.choice(spell) for spell in SPELLS * 2)

    async def _until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(END_SECONDS):
            while not true():  # noqa: ASYNC110  what happens in another process has no event here
                await asyncio.sleep(0.02)


def _telegram(group: int) -> int:
    return -1_001_000_000_000 - group


def _discord(group: int) -> str:
    return str(910_000_000_000_000_000 + group)
