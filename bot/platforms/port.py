"""What the rest of the program asks of a chat platform, and how a platform says that it could not.

DeliveryError
├── Later       nothing was sent: try again, after `seconds` where the platform named them
│   └── NotConnected  nothing can be sent to any chat of the platform for the moment
├── Uncertain   the answer was lost: the message may or may not have arrived
├── ChatGone    the chat is closed to us (kicked, deleted, no permission): park it, keep what it is owed
├── ChatMoved   the chat has a new address (a Telegram group became a supergroup)
├── MessageGone the message to edit no longer exists
└── Refused     the platform refuses this message for good: a fault of ours
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import NewType, Protocol

from bot.replies import Reply

Address = NewType("Address", str)
"""A chat in its platform's own terms: "-100123", "-100123/45" (a Telegram topic), a Discord channel id.

What stands behind a slash is a part of the chat before it, and closes, opens and moves with it.
"""

PRIVATE = "user:"
"""How the address of the private chat with a user begins, on any platform; his id there follows."""

MessageRef = NewType("MessageRef", str)
"""A sent message in its platform's own terms, enough to edit it; ids of several parts joined by commas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Some members of a server on Discord, who can be called by one name."""

    id: str
    name: str
    mention: str  # what stands for it in what somebody types
    may_be_pinged: bool  # by the asker and by us


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Another chat of the same server, which the asker sees."""

    mention: str  # what stands for it in what somebody types
    address: Address
    title: str
    may_be_written_in: bool  # by us


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A command as somebody typed it."""

    command: str  # "quotes"
    words: str  # what stood behind it: "macron"
    platform: str
    address: Address
    title: str = ""  # of the chat, for the operator
    user: str = ""  # the asker's id on the platform; never stored
    language: str = ""  # the asker's own where the answer is in it unless the chat wants another: "uk"
    may_administer: bool = False  # the platform says that the asker may change this chat's settings
    roles: tuple[Role, ...] = ()  # that there are where it was asked
    places: tuple[Place, ...] = ()  # that its words name


Answer = Callable[[Ask], Awaitable[Reply]]
"""Answers a command. Never raises: a failure is a Reply in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What may stand behind a command, suggested to somebody who is typing it."""

    words: str  # at most 100 characters: they take the place of what was typed
    label: str  # what he reads before he chooses


Complete = Callable[[str, str], Awaitable[Sequence[Completion]]]
"""Suggests what may stand behind a command, from its name and what is typed so far. Never raises."""


async def no_completions(command: str, typed: str) -> Sequence[Completion]:
    """Suggest nothing."""
    del command, typed
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """We may no longer write in a chat."""

    address: Address
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """We may write in a chat, perhaps again."""

    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A chat has a new address, and is open there."""

    address: Address
    to: Address


ChatNews = Closed | Opened | Moved

Learn = Callable[[ChatNews], Awaitable[None]]
"""Takes in what a platform tells of a chat without being asked. Never raises."""


async def no_news(news: ChatNews) -> None:
    """Forget it: the next send will tell."""
    del news


class Platform(Protocol):
    """A chat platform. `run` and the others are called from one event loop."""

    name: str  # "telegram", "discord", "console"
    repeats_harmlessly: bool  # a message sent again with the same nonce appears once
    seconds_between: float  # two messages of ours in one chat
    seconds_between_any: float  # two messages of ours, wherever they go

    async def run(self, answer: Answer, complete: Complete = no_completions, learn: Learn = no_news) -> None:
        """Connect, hear commands and answer them until cancelled. Raises when the connection is lost."""

    async def send(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef:
        """Send a message. Raises DeliveryError."""

    async def edit(self, address: Address, message: MessageRef, reply: Reply) -> None:
        """Change a message sent before, without a sound. Raises DeliveryError."""

    async def find(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef | None:
        """Look for a message that was sent with this nonce, whatever it said. Raises DeliveryError.

        None where there is none, and where the platform can't tell.
        """


class DeliveryError(Exception):
    """A message did not get through, or may not have."""


class Later(DeliveryError):
    """Nothing was sent; try again."""

    def __init__(self, reason: str, *, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class NotConnected(Later):
    """The platform is not reached at all for the moment: no message was tried."""


class Uncertain(DeliveryError):
    """The answer was lost: the message may or may not have arrived."""


class ChatGone(DeliveryError):
    """The chat is closed to us."""


class ChatMoved(DeliveryError):
    """The chat has a new address."""

    def __init__(self, address: Address) -> None:
        super().__init__(f"the chat moved to {address}")
        self.address = address


class MessageGone(DeliveryError):
    """The message to edit no longer exists."""


class Refused(DeliveryError):
    """The platform refuses this message for good."""
