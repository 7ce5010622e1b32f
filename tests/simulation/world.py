"""A world of chats that keeps the truth: what arrived where, whatever the bot believes."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from random import Random

from bot.platforms.port import (
    Address,
    Answer,
    ChatGone,
    ChatMoved,
    ChatNews,
    Closed,
    Complete,
    DeliveryError,
    Later,
    Learn,
    MessageGone,
    MessageRef,
    Moved,
    Opened,
    Uncertain,
    no_completions,
    no_news,
)
from bot.render.plain import render
from bot.replies import Reply

NONCE_MEMORY = timedelta(minutes=5)
"""How long a platform with nonces knows a repetition: "some minutes" (MEASURED.md, 5)."""


class Landing(Enum):
    """What becomes of a message that is under way."""

    ARRIVED = "it arrived and was answered"
    ANSWER_LOST = "it arrived, and its answer was lost"
    LOST = "it was lost, and so there is no answer"
    REFUSED_FOR_NOW = "429"
    UNREACHABLE = "no connection"
    KICKED = "the bot was thrown out"
    MIGRATED = "the chat has a new address"


@dataclass(kw_only=True)
class Message:
    """A message as the people in a chat see it."""

    text: str
    at: datetime
    nonce: str


@dataclass(kw_only=True)
class Room:
    """A chat: its messages, and whether the bot may write."""

    platform: str
    name: str
    address: str
    messages: dict[str, Message] = field(default_factory=dict)
    is_open: bool = True


@dataclass(kw_only=True, eq=False)
class Flight:
    """A message under way: it waits for the world to say what becomes of it."""

    world: "World"
    room: Room
    landed: "asyncio.Future[Landing]"
    arrive: Callable[[], None]
    begun: datetime


@dataclass(kw_only=True)
class World:
    """All chats of one platform."""

    name: str
    repeats_harmlessly: bool
    rng: Random
    now: Callable[[], datetime]
    seconds_between: float = 1.0
    seconds_between_any: float = 0.0
    rooms: dict[str, Room] = field(default_factory=dict)
    at_gate: "asyncio.Queue[Flight]" = field(default_factory=asyncio.Queue)
    news: deque[ChatNews] = field(default_factory=deque)  # of its chats, not heard yet
    tells_news: bool = False
    _ids: int = 0

    async def run(self, answer: Answer, complete: Complete = no_completions, learn: Learn = no_news) -> None:
        """Nobody types here."""
        raise NotImplementedError

    async def send(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef:
        """Send a message: it is under way until the world lets it land."""
        room = self._room(address)
        made: list[str] = []

        def arrive() -> None:
            made.append(self._put(room, render(reply), nonce))

        await self._fly(room, arrive)
        return MessageRef(made[0])

    async def edit(self, address: Address, message: MessageRef, reply: Reply) -> None:
        """Edit a message likewise."""
        room = self._room(address)
        if message not in room.messages:
            raise MessageGone(message)

        def arrive() -> None:
            room.messages[message].text = render(reply)

        await self._fly(room, arrive)

    async def find(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef | None:
        """Look for a message, over the same line on which all others get lost."""
        del reply
        room = self._room(address)
        found: list[str] = []

        def arrive() -> None:
            found.extend(number for number, message in room.messages.items() if message.nonce == nonce)

        await self._fly(room, arrive)
        return MessageRef(found[0]) if found else None

    def open_room(self, name: str) -> Room:
        """Open a chat."""
        self.rooms[name] = Room(platform=self.name, name=name, address=name)
        return self.rooms[name]

    def shut(self, room: Room) -> None:
        """Throw the bot out of a chat."""
        room.is_open = False
        self._tell(Closed(address=Address(room.address), why="kicked"))

    def open(self, room: Room) -> None:
        """Let the bot back into a chat."""
        room.is_open = True
        self._tell(Opened(address=Address(room.address)))

    def _tell(self, news: ChatNews) -> None:
        if self.tells_news:
            self.news.append(news)

    def land(self, flight: Flight, landing: Landing, *, is_heard: bool = True) -> None:
        """Let a message land in some way, whether or not somebody is left to hear of it."""
        if landing in (Landing.ARRIVED, Landing.ANSWER_LOST):
            flight.arrive()
        if landing is Landing.KICKED:
            self.shut(flight.room)
        if is_heard:
            flight.landed.set_result(landing)

    def _room(self, address: Address) -> Room:
        room = self.rooms.get(address)
        if room is None:
            raise ChatMoved(Address(next(new for new in self.rooms if new.startswith(f"{address}+"))))
        if not room.is_open:
            raise ChatGone("not in the chat")
        return room

    async def _fly(self, room: Room, arrive: Callable[[], None]) -> None:
        landed: asyncio.Future[Landing] = asyncio.get_running_loop().create_future()
        self.at_gate.put_nowait(Flight(world=self, room=room, landed=landed, arrive=arrive, begun=self.now()))
        landing = await landed
        if landing is not Landing.ARRIVED:
            raise self._failure(room, landing)

    def _failure(self, room: Room, landing: Landing) -> DeliveryError:
        match landing:
            case Landing.REFUSED_FOR_NOW:
                return Later("429", seconds=self.rng.uniform(1, 60))
            case Landing.UNREACHABLE:
                return Later("no connection")
            case Landing.KICKED:
                return ChatGone("kicked")
            case Landing.MIGRATED:
                new = f"{room.address}+"
                self.rooms[new] = self.rooms.pop(room.address)
                self._tell(Moved(address=Address(room.address), to=Address(new)))
                room.address = new
                return ChatMoved(Address(new))
            case _:
                return Uncertain("no answer")

    def _put(self, room: Room, words: str, nonce: str) -> str:
        if self.repeats_harmlessly:
            for reference, message in room.messages.items():
                if message.nonce == nonce and self.now() - message.at <= NONCE_MEMORY:
                    return reference
        self._ids += 1
        room.messages[str(self._ids)] = Message(text=words, at=self.now(), nonce=nonce)
        return str(self._ids)
