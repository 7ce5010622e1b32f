"""Discord's rate limits: a bucket for each route and place, one for all requests, and a ban behind them."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.servers.discord_limits import Json

MOST_A_SECOND = 50
"""Requests of one bot, whatever they ask; answers to interactions are not counted."""

MOST_INVALID = 10_000
INVALID_SECONDS = 600.0
"""So many of the answers 401, 403 and 429 within this time, and Discord's cloud hears the bot no more."""

OTHER_ROUTES = (50, 1.0)
INTERACTION_PATHS = ("/interactions/", "/webhooks/")
MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")


@dataclass(slots=True)
class Window:
    """Requests of one kind that may come until `ends`."""

    most: int
    seconds: float
    used: int = 0
    ends: float = 0.0

    def take(self, now: float) -> bool:
        """Count a request; False when there were too many."""
        if now >= self.ends:
            self.used, self.ends = 0, now + self.seconds
        self.used += 1
        return self.used <= self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a request may pass, and what its answer says of the limits."""

    passes: bool
    headers: dict[str, str]
    body: Json = field(default_factory=dict)


class Rates:
    """All limits of one bot. `limits` gives number and seconds for each name of a request."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = {
            "send": (5, 5.0),
            "post": (5, 5.0),
            "edit": (5, 5.0),
            "delete": (5, 1.0),
            "follow-up": (5, 2.0),
        }
        self.most_invalid = MOST_INVALID
        self.invalid = 0  # since the start, for tests that allow none
        self._recent_invalid: deque[float] = deque()
        self._everything = Window(most=MOST_A_SECOND, seconds=1.0)
        self._windows: dict[tuple[str, ...], Window] = {}
        self._clock = clock

    @property
    def banned(self) -> bool:
        """Tell whether the bot has sent too many invalid requests."""
        while self._recent_invalid and self._recent_invalid[0] <= self._clock() - INVALID_SECONDS:
            self._recent_invalid.popleft()
        return len(self._recent_invalid) >= self.most_invalid

    def judge(self, name: str, path: str, where: dict[str, str]) -> Verdict:
        """Count a request, and say whether it may pass."""
        now = self._clock()
        if not path.startswith(INTERACTION_PATHS) and not self._everything.take(now):
            return _refused({}, self._everything.ends - now, scope="global")
        most, seconds = self.limits.get(name, OTHER_ROUTES)
        key = (name, *(where[part] for part in MAJOR if part in where))
        window = self._windows.setdefault(key, Window(most=most, seconds=seconds))
        passes = window.take(now)
        headers = _headers(name, window, now)
        return (
            Verdict(passes=True, headers=headers)
            if passes
            else _refused(headers, window.ends - now, scope="user")
        )

    def answered(self, status: int, scope: str = "") -> None:
        """Count an answer that was invalid; what others used up ("shared") is not the bot's fault."""
        if status in {401, 403} or (status == 429 and scope != "shared"):
            self.invalid += 1
            self._recent_invalid.append(self._clock())


def _headers(name: str, window: Window, now: float) -> dict[str, str]:
    left = max(window.ends - now, 0.0)
    return {
        "X-RateLimit-Limit": str(window.most),
        "X-RateLimit-Remaining": str(max(window.most - window.used, 0)),
        "X-RateLimit-Reset": f"{time.time() + left:.3f}",
        "X-RateLimit-Reset-After": f"{left:.3f}",
        "X-RateLimit-Bucket": name.replace(" ", "-").encode().hex(),
    }


def _refused(headers: dict[str, str], seconds: float, *, scope: str) -> Verdict:
    is_global = scope == "global"
    told = {"Via": "1.1 google", "Retry-After": str(int(seconds) + 1), "X-RateLimit-Scope": scope}
    body = {"message": "You are being rate limited.", "retry_after": round(seconds, 3), "global": is_global}
    return Verdict(
        passes=False,
        headers=headers | told | ({"X-RateLimit-Global": "true"} if is_global else {}),
        body=body,
    )
