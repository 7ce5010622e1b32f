"""Rate limits as Discord has them: a bucket for each route and channel, and one for all of a bot's requests.

From discord.com/developers/docs/topics/rate-limits. What Discord really allows on a route it does not write
down and may change; these are what its answers have said: clients must go by the headers, as this one's do.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from http import HTTPStatus

ALLOWED: Mapping[str, tuple[int, float]] = {
    "send": (5, 5.0),
    "edit": (5, 5.0),
    "delete": (5, 1.0),
    "read": (5, 1.0),
    "private": (10, 10.0),
    "commands": (2, 5.0),
}
"""Requests in so many seconds, for each route and channel; others have no bucket of their own."""

GLOBAL, GLOBAL_SECONDS = 50, 1.0
EXEMPT = frozenset({"callback", "follow-up", "edit answer", "delete answer"})
"""What belongs to an interaction does not count among all requests."""

INVALID = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
MOST_INVALID, INVALID_SECONDS = 10_000, 600.0
"""More invalid requests in so many seconds, and Discord shuts the door for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a request may."""

    headers: Mapping[str, str]
    retry_after: float = 0.0  # seconds; more than none: it is refused
    is_global: bool = False


@dataclass(slots=True)
class _Bucket:
    ends: float = 0.0
    left: int = 0


@dataclass(slots=True)
class Buckets:
    """All that one bot has asked."""

    now: Callable[[], float] = time.monotonic
    refused: int = 0  # requests, because there were too many
    most_invalid: int = MOST_INVALID
    _buckets: dict[tuple[str, str], _Bucket] = field(default_factory=dict)
    _all: deque[float] = field(default_factory=deque)
    _invalid: deque[float] = field(default_factory=deque)

    def take(self, name: str, channel: str) -> Verdict:
        """Count a request, and say whether it may be made."""
        now = self.now()
        if name not in EXEMPT and (wait := self._global_wait(now)):
            self.refused += 1
            headers = {
                "X-RateLimit-Global": "true",
                "X-RateLimit-Scope": "global",
                "Retry-After": f"{wait:.3f}",
            }
            return Verdict(headers=headers, retry_after=wait, is_global=True)
        if name not in ALLOWED:
            return Verdict(headers={})
        limit, seconds = ALLOWED[name]
        bucket = self._buckets.setdefault((name, channel), _Bucket())
        if now >= bucket.ends:
            bucket.ends, bucket.left = now + seconds, limit
        after = bucket.ends - now
        headers = {
            "X-RateLimit-Limit": f"{limit}",
            "X-RateLimit-Remaining": f"{max(bucket.left - 1, 0)}",
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": blake2b(name.encode(), digest_size=16).hexdigest(),
        }
        if not bucket.left:
            self.refused += 1
            refused = {"X-RateLimit-Scope": "user", "Retry-After": f"{after:.3f}"}
            return Verdict(headers=headers | refused, retry_after=after)
        bucket.left -= 1
        return Verdict(headers=headers)

    def count(self, status: int) -> None:
        """Count an answer among the invalid requests, if it is one."""
        now = self.now()
        if status in INVALID:
            self._invalid.append(now)
        while self._invalid and self._invalid[0] <= now - INVALID_SECONDS:
            self._invalid.popleft()

    @property
    def invalid(self) -> int:
        """How many requests of the last minutes were invalid."""
        return len(self._invalid)

    @property
    def is_banned(self) -> bool:
        """Whether the bot has made so many invalid requests that nobody listens to it."""
        return self.invalid >= self.most_invalid

    def _global_wait(self, now: float) -> float:
        while self._all and self._all[0] <= now - GLOBAL_SECONDS:
            self._all.popleft()
        if len(self._all) >= GLOBAL:
            return self._all[0] + GLOBAL_SECONDS - now
        self._all.append(now)
        return 0.0
