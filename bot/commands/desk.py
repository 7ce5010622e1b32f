"""What a command works with, and what a command is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.platforms.port import Ask
from bot.pulse import Pulse
from bot.replies import Reply
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the commands work with."""

    store: Store
    zone: ZoneInfo
    clock: Callable[[], datetime]
    pulse: Pulse
    admins: frozenset[str] = frozenset()  # "telegram:123": they may administer every chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command that a user can give on any platform."""

    name: str
    summary: str  # at most 100 characters: Discord's limit for a description
    answer: Callable[[Desk, Ask], Awaitable[Reply]]
    argument: str = ""  # what may stand behind it: "name"
    argument_help: str = ""
    administers: bool = False  # changes the chat's settings: only for those who may
