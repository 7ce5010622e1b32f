"""Gives every chat its turn: who asks much waits for himself, and nobody else waits for him."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.platforms.port import Answer, Ask
from bot.replies import Reply, note
from bot.speech import speaking, spoken, worded

IN_HAND = 2
"""Questions of one chat that are answered at the same time."""

WAITING = 10
"""Questions of one chat that wait for these; more are refused."""

SILENT_SECONDS = 30.0
"""So long nobody is told again that he asks too much: the refusals must not flood a chat either."""

PAGES = 20
"""Web pages that one user may have read in an hour."""

HOUR = timedelta(hours=1)


@dataclass(slots=True)
class _Line:
    """The questions of one chat."""

    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(IN_HAND))
    there: int = 0  # in hand, and waiting
    refused: float | None = None  # when that was said last, by the loop's clock


class Turns:
    """Answers questions, of each chat a few at a time."""

    def __init__(self, answer: Answer, language: str) -> None:
        """`language`: in which too many questions are refused where the asker's is not ours."""
        self._answer = answer
        self._language = language
        self._lines: dict[tuple[str, str], _Line] = {}

    @property
    def chats(self) -> int:
        """How many chats have questions now."""
        return len(self._lines)

    async def answer(self, ask: Ask) -> Reply:
        """Answer a question when its chat has its turn; refuse it where too many of that chat wait."""
        chat = (ask.platform, ask.address)
        line = self._lines.setdefault(chat, _Line())
        if line.there >= IN_HAND + WAITING:
            return self._refused(ask, line)
        line.there += 1
        try:
            async with line.room:
                return await self._answer(ask)
        finally:
            line.there -= 1
            if not line.there:
                del self._lines[chat]

    def _refused(self, ask: Ask, line: _Line) -> Reply:
        """Say that these are too many, and to who goes on asking nothing for a while: no words."""
        now = asyncio.get_running_loop().time()
        if line.refused is not None and now < line.refused + SILENT_SECONDS:
            return Reply(blocks=(), private=True)
        line.refused = now
        with speaking(spoken(ask.language) or self._language):
            words = worded("Too many questions at once here. Please ask again in a moment.")
        return note(words, private=True)


@dataclass(slots=True)
class Allowance:
    """How many pages each user may still have read: whoever asks for them makes us fetch what he wants."""

    clock: Callable[[], datetime]
    most: int = PAGES
    _read: dict[str, deque[datetime]] = field(default_factory=dict)

    @property
    def users(self) -> int:
        """How many users are remembered."""
        return len(self._read)

    def take(self, user: str) -> bool:
        """Take one page; False where he has had his share of this hour."""
        now = self.clock()
        for known in [known for known, times in self._read.items() if times[-1] <= now - HOUR]:
            del self._read[known]
        times = self._read.setdefault(user, deque(maxlen=self.most))
        if len(times) == self.most and times[0] > now - HOUR:
            return False
        times.append(now)
        return True
