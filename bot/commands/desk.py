"""What a command works with, and what a command is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.fairness import Allowance
from bot.night import Night
from bot.page import Pages
from bot.platforms.port import Ask
from bot.pulse import Pulse
from bot.replies import Reply
from bot.speech import ENGLISH
from feeds.polling.finder import Finder
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the commands work with."""

    store: Store
    zone: ZoneInfo
    clock: Callable[[], datetime]
    pulse: Pulse
    language: str = ENGLISH  # in which the bot speaks where nobody asks for another
    admins: frozenset[str] = frozenset()  # "telegram:123": they run the bot, and may administer every chat
    pages: Pages | None = None  # None where nothing is fetched
    finder: Finder | None = None  # likewise
    allowance: Allowance | None = None  # of pages, for each user; likewise
    night: Night | None = None  # None where the bot does not run

    def is_run_by(self, ask: Ask) -> bool:
        """Whether the asker is one of those who run the bot."""
        return f"{ask.platform}:{ask.user}" in self.admins


class Suggested(StrEnum):
    """What is suggested to somebody who types the argument of a command."""

    NAMES = "names"  # of people, bodies and countries
    STORIES = "stories"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command that a user can give on any platform."""

    name: str
    summary: str  # at most 100 characters: Discord's limit for a description
    answer: Callable[[Desk, Ask], Awaitable[Reply]]
    argument: str = ""  # what may stand behind it: "name"
    argument_help: str = ""
    completes: tuple[Suggested, ...] = ()
    administers: bool = False  # changes the chat's settings: only for those who may
    for_admins: bool = False  # changes what all chats see: only for those who run the bot
    takes_place: bool = False  # can be asked about another chat of the same server: see elsewhere.py
