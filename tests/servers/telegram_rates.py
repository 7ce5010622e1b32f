"""Telegram's limits on what a bot sends (core.telegram.org/bots/faq#broadcasting-to-users).

About 30 messages a second over all chats, 20 a minute to one group or channel. What is refused is asked to
wait; who goes on regardless is refused for longer, so a refusal counts, too.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from tests.servers.telegram_refusal import Refusal

OVER_ALL = (30, 1.0)
IN_A_GROUP = (20, 60.0)
"""Messages, and the seconds in which no more may come."""

COUNTED = ("sendMessage", "sendPhoto", "sendDocument")


@dataclass(slots=True)
class SlidingWindow:
    """The times of the newest requests."""

    most: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Count a request; give the seconds after which it may come, 0 where it may now."""
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        if len(self.times) >= self.most:
            return self.times[0] + self.seconds - now
        self.times.append(now)
        return 0.0


class TelegramRates:
    """All limits of one bot. `refused` counts what was too much."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.refused = 0
        self._clock = clock
        self._over_all = SlidingWindow(*OVER_ALL)
        self._chats: dict[int, SlidingWindow] = {}

    def check(self, method: str, chat: int) -> None:
        """Count a message; a group or channel has a negative id. Raises Refusal where it is one too many."""
        if method not in COUNTED:
            return
        waits = [self._over_all.wait(self._clock())]
        if chat < 0:
            window = self._chats.setdefault(chat, SlidingWindow(*IN_A_GROUP))
            waits.append(window.wait(self._clock()))
        if longest := max(waits):
            self.refused += 1
            seconds = ceil(longest)
            raise Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
