"""Gives every chat and user their turn: who asks much waits for himself, and nobody else waits for him."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.platforms.port import Answer, Ask
from bot.replies import Reply, note
from bot.speech import speaking, spoken, worded

IN_HAND = 2
"""Questions of one chat, or of one user anywhere, that are answered at the same time."""

WAITING = 10
"""Questions of one chat that wait for these; more are refused."""

WAITING_OF_USER = 5
"""Fewer, so that one who asks without end leaves room for the others of his chat."""

BURST = 10
"""Questions that are answered as soon as they can be, however quickly they follow each other ..."""

SECONDS_EACH = 0.5
"""... and after these one in so long: answers without end to one chat would slow down every other's.
Telegram takes 20 messages a minute for a group, so nobody sees fewer than he would."""

SILENT_SECONDS = 30.0
"""So long nobody is told again that he asks too much: the refusals must not flood a chat either."""

PAGES = 20
"""Web pages that one user may have read in an hour."""

HOUR = timedelta(hours=1)


@dataclass(slots=True)
class _Line:
    """The questions of one chat, or of one user."""

    waiting: int  # so many may
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(IN_HAND))
    there: int = 0  # in hand, and waiting
    paid: float = 0.0  # by the loop's clock: until when its questions of before count
    refused: float | None = None  # when that was said last, by the same clock

    @property
    def is_full(self) -> bool:
        return self.there >= IN_HAND + self.waiting

    def is_idle(self, now: float) -> bool:
        return not self.there and self.paid <= now

    @asynccontextmanager
    async def turn(self, each: float) -> AsyncIterator[None]:
        """Wait until there is room for one more question, and until those of before are paid for."""
        async with self.room:
            now = asyncio.get_running_loop().time()
            self.paid = max(self.paid, now) + each
            if (early := self.paid - now - BURST * each) > 0:
                await asyncio.sleep(early)
            yield


class Turns:
    """Answers questions, of each chat and of each user a few at a time."""

    def __init__(self, answer: Answer, language: str, *, seconds_each: float = SECONDS_EACH) -> None:
        """`language`: in which too many questions are refused where the asker's is not ours."""
        self._answer = answer
        self._language = language
        self._seconds_each = seconds_each
        self._lines: dict[tuple[str, ...], _Line] = {}

    @property
    def lines(self) -> int:
        """How many chats and users have questions now, or asked much a moment ago."""
        return len(self._lines)

    async def answer(self, ask: Ask) -> Reply:
        """Answer a question when its user and its chat have their turn; refuse it where too many wait."""
        self._forget_idle()
        chat = self._lines.setdefault((ask.platform, "chat", ask.address), _Line(WAITING))
        who = ask.user or ask.address  # a channel's posts have no user
        user = self._lines.setdefault((ask.platform, "user", who), _Line(WAITING_OF_USER))
        if chat.is_full or user.is_full:
            return self._refused(ask, chat)
        chat.there, user.there = chat.there + 1, user.there + 1
        try:
            async with user.turn(self._seconds_each), chat.turn(self._seconds_each):
                return await self._answer(ask)
        finally:
            chat.there, user.there = chat.there - 1, user.there - 1

    def _forget_idle(self) -> None:
        now = asyncio.get_running_loop().time()
        for of in [of for of, line in self._lines.items() if line.is_idle(now)]:
            del self._lines[of]

    def _refused(self, ask: Ask, line: _Line) -> Reply:
        """Say that these are too many; what was said a moment ago need not be said again to everybody."""
        now = asyncio.get_running_loop().time()
        is_repeated = line.refused is not None and now < line.refused + SILENT_SECONDS
        line.refused = line.refused if is_repeated else now
        with speaking(spoken(ask.language) or self._language):
            words = worded("Too many questions at once here. Please ask again in a moment.")
        return replace(note(words, private=True), is_repeated=is_repeated)


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
