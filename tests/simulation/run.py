"""Plays one seeded life of the outbox: news, deliveries, faults and crashes in any order; then a calm end."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bot.deliver import AT_ONCE, Deliverer
from bot.keep import keep_article
from bot.shelves import Shelves
from bot.whereabouts import learn
from feeds.model import StoryId
from feeds.stories.cluster import sign
from storage.health import Counts
from storage.model import WatchWanted
from storage.store import Store, open_store
from tests.samples import NOON, article, reading
from tests.simulation.world import Flight, Landing, World

CHATS = 3
"""On each platform."""

STEPS = 80
"""Between the start and the calm end."""

LANDINGS: Mapping[Landing, int] = {
    Landing.ARRIVED: 60,
    Landing.ANSWER_LOST: 6,
    Landing.LOST: 3,
    Landing.REFUSED_FOR_NOW: 8,
    Landing.UNREACHABLE: 8,
    Landing.KICKED: 2,
    Landing.MIGRATED: 2,
}
"""How often each is, in some unit."""

LONGEST_FLIGHT = timedelta(seconds=60)
"""The clients give up then."""

LONGEST_CALM = 3_000
"""Steps in which all that is owed is delivered once nothing fails any more."""


def mark(number: int) -> str:
    """Name a story, as its headlines do."""
    return f"Spokesman no. {number};"


MakeDeliverer = Callable[..., Deliverer]


@dataclass(kw_only=True, eq=False)
class Life:
    """One life."""

    rng: Random
    store: Store
    make: MakeDeliverer
    now: datetime = NOON
    worlds: dict[str, World] = field(default_factory=dict)
    flying: "dict[asyncio.Task[None], Flight]" = field(default_factory=dict)
    stories: dict[int, StoryId] = field(default_factory=dict)
    risked: Counter[str] = field(default_factory=Counter)  # answers that were lost, by chat
    articles: int = 0
    crashes: int = 0
    left: Counts | None = None
    deliverer: Deliverer = field(init=False)
    shelves: Shelves = field(init=False)

    def __post_init__(self) -> None:
        for name, knows_nonces in (("telegram", False), ("discord", True)):
            self.worlds[name] = World(
                name=name, repeats_harmlessly=knows_nonces, rng=self.rng, now=lambda: self.now
            )
        self.worlds["telegram"].tells_news = True
        self.deliverer = self.begin()

    def begin(self) -> Deliverer:
        """Start the program anew."""
        self.shelves = Shelves()
        return self.make(
            store=self.store, platforms=self.worlds, zone=ZoneInfo("UTC"), clock=lambda: self.now
        )

    async def open_chats(self) -> None:
        """Let every chat watch."""
        async with self.store.editing() as edition:
            for world in self.worlds.values():
                for number in range(CHATS):
                    room = world.open_room(f"{world.name}-{number}")
                    chat = await edition.meet_chat(world.name, room.address, room.name)
                    await edition.add_watch(chat.id, WatchWanted(), self.now)

    async def news(self) -> None:
        """A new story, or another article of one."""
        self.articles += 1
        is_new = not self.stories or self.rng.random() < 0.6
        number = len(self.stories) + 1 if is_new else self.rng.randint(1, len(self.stories))
        own = Random(number)  # noqa: S311  no secret
        words = " ".join("".join(own.choices("abcdefghiklmnoprstuvw", k=9)) for _ in range(8))
        title = f"{mark(number)} says Estonia could send troops"
        written = replace(article(self.articles), title=title, published=self.now)
        read = replace(reading(), signature=sign(words, f"{words} " * 5, "en", (), ()))
        async with self.store.editing() as edition:
            shelf = await self.shelves.around(edition, self.now, read.signature, self.now)
            _, kept = await keep_article(edition, shelf, written, read, self.now, is_news=True)
        self.stories.setdefault(number, kept.story)

    async def launch(self) -> bool:
        """Claim an alert and send it on its way. Says whether there was one."""
        alert = await self.deliverer.claim() if len(self.flying) < AT_ONCE else None
        if alert is None:
            return False
        world = self.worlds[alert.chat.platform]
        await self._to_gate(asyncio.create_task(self.deliverer.deliver(alert)), world)
        return True

    async def _to_gate(self, task: "asyncio.Task[None]", world: World) -> None:
        """Wait until a delivery is under way, or at its end."""
        gate = asyncio.create_task(world.at_gate.get())
        await asyncio.wait({task, gate}, return_when=asyncio.FIRST_COMPLETED)
        if gate.done():
            self.flying[task] = gate.result()
        else:
            gate.cancel()
            await task

    async def land(self, landing: Landing | None = None) -> None:
        """Let something that is under way land."""
        if not self.flying:
            return
        task = self.rng.choice(list(self.flying))
        flight = self.flying.pop(task)
        fate = landing or self.rng.choices(list(LANDINGS), list(LANDINGS.values()))[0]
        if fate is Landing.MIGRATED and flight.world.repeats_harmlessly:
            fate = Landing.ARRIVED  # only Telegram's groups move
        if fate in (Landing.ANSWER_LOST, Landing.LOST):
            self.risked[flight.room.name] += 1
        flight.world.land(flight, fate)
        await self._to_gate(task, flight.world)

    async def tick(self) -> None:
        """Let some time pass; what is due then is sent, as the program looks twice a second."""
        while await self.launch():
            pass
        while any(self.now - flight.begun > LONGEST_FLIGHT for flight in self.flying.values()):
            await self.land()
        self.now += timedelta(seconds=self.rng.choice((0.3, 1.0, 5.0, 20.0, 40.0)))

    async def crash(self) -> None:
        """Kill the program; of what is under way some has arrived. Then start it anew."""
        self.crashes += 1
        for task, flight in self.flying.items():
            self.risked[flight.room.name] += 1
            flight.world.land(flight, self.rng.choice((Landing.ANSWER_LOST, Landing.LOST)), is_heard=False)
            task.cancel()
        await asyncio.gather(*self.flying, return_exceptions=True)
        self.flying.clear()
        self.now += timedelta(seconds=self.rng.uniform(1, 60))
        self.deliverer = self.begin()
        await self.deliverer.recover()

    async def shut(self) -> None:
        """Throw the bot out of a chat, whether or not something is under way there."""
        world = self.rng.choice(list(self.worlds.values()))
        world.shut(self.rng.choice(list(world.rooms.values())))

    async def reopen(self) -> None:
        """Let the bot back into a chat; where that is not told, whoever does so gives it a command there."""
        closed = [room for world in self.worlds.values() for room in world.rooms.values() if not room.is_open]
        if closed:
            room = self.rng.choice(closed)
            world = self.worlds[room.platform]
            world.open(room)
            if not world.tells_news or self.rng.random() < 0.5:
                async with self.store.editing() as edition:
                    await edition.meet_chat(room.platform, room.address, room.name)

    async def hear(self) -> None:
        """Hear what became of a chat, perhaps long after it became so."""
        for world in self.worlds.values():
            if world.news:
                await learn(self.store, world.name, world.news.popleft())

    async def step(self) -> None:
        """Do something."""
        steps: Mapping[Callable[[], Awaitable[object]], int] = {
            self.news: 10,
            self.launch: 40,
            self.land: 60,
            self.tick: 20,
            self.crash: 8,
            self.shut: 2,
            self.reopen: 4,
            self.hear: 6,
        }
        await self.rng.choices(list(steps), list(steps.values()))[0]()

    async def calm_down(self) -> None:
        """Let nothing fail any more, until nothing is owed."""
        for _ in range(LONGEST_CALM):
            await self.reopen()
            await self.hear()
            await self.launch()
            await self.land(Landing.ARRIVED)
            self.now += timedelta(seconds=2)
            if self._is_calm() and await self.store.next_alert_due(tuple(self.worlds)) is None:
                return

    def _is_calm(self) -> bool:
        """Whether nothing is under way, and every chat is open to the bot and said so."""
        worlds = self.worlds.values()
        is_open = all(room.is_open for world in worlds for room in world.rooms.values())
        return is_open and not self.flying and not any(world.news for world in worlds)


async def live(seed: int, folder: Path, *, make: MakeDeliverer = Deliverer, steps: int = STEPS) -> Life:
    """Live one life to its calm end."""
    store = await open_store(folder / f"life-{seed}.db")
    try:
        life = Life(rng=Random(seed), store=store, make=make)  # noqa: S311  a seed that can be played again
        await life.open_chats()
        for _ in range(steps):
            await life.step()
        await life.calm_down()
        life.left = await store.counts()
        return life
    finally:
        await store.close()
