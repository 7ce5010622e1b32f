"""What stands between a story and its alert: the watches that are asked, and the outbox."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.clock import utc_now
from bot.deliver import Deliverer
from bot.keep import keep_article
from bot.platforms.port import Address, Answer, Complete, Learn, MessageRef, no_completions, no_news
from bot.replies import Reply
from bot.shelves import Shelves
from feeds.model import ArticleId, KeptArticle, Label, Stance, StoryId, WatchFilter
from feeds.stories.cluster import sign
from feeds.stories.watch import facts_of, hears
from storage.model import WatchWanted
from storage.store import open_store
from tests.bench.figure import Figure
from tests.samples import NOON, article, reading

WATCHES = 5_000
ALERTS = 200
ROUNDS = 20


class Stopwatch:
    """A platform that notes when a message came to it."""

    name = "telegram"
    repeats_harmlessly = False
    seconds_between = 0.0
    seconds_between_any = 0.0

    def __init__(self) -> None:
        """Nothing came yet."""
        self.arrived: list[float] = []
        self.heard = asyncio.Event()

    async def run(self, answer: Answer, complete: Complete = no_completions, learn: Learn = no_news) -> None:
        """Nobody types here."""
        raise NotImplementedError

    async def send(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef:
        """Note the time."""
        del address, reply
        self.arrived.append(time.perf_counter())
        self.heard.set()
        return MessageRef(nonce)

    async def find(self, address: Address, reply: Reply, *, nonce: str) -> None:
        """Tell nothing."""
        del address, reply, nonce

    async def edit(self, address: Address, message: MessageRef, reply: Reply) -> None:
        """Do nothing."""


def measure() -> Iterable[Figure]:
    """Measure both."""
    yield Figure(
        what=f"{WATCHES:,} watches asked of one story",
        value=_asked() * 1_000,
        unit="ms",
        must="at most 50",
        aim="",
        note="three articles; the slowest of 20",
    )
    late = sorted(asyncio.run(_delays()))
    yield Figure(
        what="stored story to request, idle, p99",
        value=late[int(len(late) * 0.99)] * 1_000,
        unit="ms",
        must="at most 250",
        aim="",
        note=f"{len(late)} stories, one chat each; median {late[len(late) // 2] * 1_000:.0f} ms",
    )


def _asked() -> float:
    kept = [
        KeptArticle(
            id=ArticleId(number),
            story=StoryId(1),
            origin=ArticleId(number),
            article=article(number),
            reading=reading(),
            seen=NOON,
        )
        for number in (1, 2, 3)
    ]
    kinds = (
        WatchFilter(),
        WatchFilter(labels=(Label.CORE, Label.RELATED), terms=(("battalion", "brigade"),)),
        WatchFilter(who=(("Germany",),), stances=(Stance.OPPOSES,)),
        WatchFilter(terms=(('"special forces"',),), without=("exercise",), languages=("fr",)),
        WatchFilter(outlets_at_least=3, origins_at_least=2),
    )
    watches = [replace(kinds[number % len(kinds)], outlets=(f"o{number}",)) for number in range(WATCHES)]
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        facts = facts_of(kept)
        for watch in watches:
            hears(watch, facts)
        spent.append(time.perf_counter() - begun)
    return max(spent)


async def _delays() -> list[float]:
    platform, shelves, stored = Stopwatch(), Shelves(), []
    with TemporaryDirectory() as folder:
        store = await open_store(Path(folder) / "alerts.db")
        deliverer = Deliverer(store=store, platforms={"telegram": platform}, zone=ZoneInfo("UTC"))
        stop = asyncio.Event()
        running = asyncio.create_task(deliverer.run(stop))
        for number in range(ALERTS):
            words = " ".join(f"{word}{number}x" for word in ("north", "wind", "tower", "bridge", "river"))
            signature = sign(words, f"{words} " * 5, "en", (), ())
            async with store.editing() as edition:
                chat = await edition.meet_chat("telegram", str(number), "")
                await edition.unwatch(chat.id)
                await edition.add_watch(chat.id, WatchWanted(), NOON)
                read = replace(reading(), signature=signature)
                shelf = await shelves.around(edition, NOON, signature, NOON)
                await keep_article(edition, shelf, article(number + 1), read, utc_now(), is_news=True)
            stored.append(time.perf_counter())
            await platform.heard.wait()
            platform.heard.clear()
            async with store.editing() as edition:
                await edition.unwatch(chat.id)
        stop.set()
        await running
        await store.close()
    return [arrived - begun for begun, arrived in zip(stored, platform.arrived, strict=False)]
