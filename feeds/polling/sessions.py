"""Which servers' TLS sessions are worth their memory: pure, of who was met and when.

A session costs some 16 KB, and saves what a host's certificates cost to check, if the host comes again and
remembers us. So a host with a session gives way only to one that comes more often: a round through more hosts
than there is room for does not throw out each session before its host is met again.
"""

from collections import OrderedDict
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

MOST_SESSIONS = 6_000
MOST_HOSTS = 50_000
"""Hosts of which it is known when they were last met."""

LONGEST = 6 * 3_600.0
"""Seconds after which a host must show its certificates again, however often its session was resumed."""

UNTRIED_FOR = 24 * 3_600.0
"""Seconds for which no session is kept of a host that refused one that it had just given."""


Session = TypeVar("Session")


class Kept(NamedTuple, Generic[Session]):
    """A session, with the times of its certificates' check and of its last use."""

    session: Session
    checked: float
    used: float
    has_served: bool = False


class Met(NamedTuple):
    """When a host was last met, and until when it is not worth a session."""

    at: float
    forgets_until: float = 0.0


class Sessions(Generic[Session]):
    """Sessions by host name. All times are seconds of one clock that never goes back."""

    def __init__(self, most: int = MOST_SESSIONS) -> None:
        self._most = most
        self._kept: OrderedDict[str, Kept[Session]] = OrderedDict()  # the longest unused first
        self._met: OrderedDict[str, Met] = OrderedDict()  # the longest ago first

    def __len__(self) -> int:
        """Give the number of sessions that are kept."""
        return len(self._kept)

    def of(self, host: str, now: float) -> Session | None:
        """Give the session to resume with a host, if its certificates were checked not too long ago."""
        kept = self._kept.get(host)
        if kept and now - kept.checked > LONGEST:
            del self._kept[host]
            return None
        return kept.session if kept else None

    def wants(self, host: str, now: float, *, was_offered: bool, is_resumed: bool) -> bool:
        """Learn how a connection began; say whether the session that it gave is to be kept."""
        before = self._met.get(host)
        self._meet(host, now, before.forgets_until if before else 0.0)
        kept = self._kept.pop(host, None)
        if kept and was_offered and not is_resumed:
            if not kept.has_served:
                self._meet(host, now, now + UNTRIED_FOR)
            return kept.has_served
        if kept:
            self._kept[host] = kept._replace(used=now, has_served=kept.has_served or is_resumed)
            return False
        if before and before.forgets_until > now:
            return False
        return self._has_room(now, gap=now - before.at if before else None)

    def keep(self, host: str, session: Session, now: float) -> None:
        """Keep the session of a host whose certificates were checked just now."""
        self._kept[host] = Kept(session, checked=now, used=now)

    def _has_room(self, now: float, *, gap: float | None) -> bool:
        """Whether there is room for a host that comes after such a gap; None: for the first time."""
        for host, kept in tuple(islice(self._kept.items(), 2)):  # two leave for each that comes
            if now - kept.used > LONGEST:
                del self._kept[host]
        if len(self._kept) < self._most:
            return True
        longest_unused, kept = next(iter(self._kept.items()))
        if gap is None or gap >= now - kept.used:
            return False
        del self._kept[longest_unused]
        return True

    def _meet(self, host: str, now: float, forgets_until: float) -> None:
        self._met[host] = Met(now, forgets_until)
        self._met.move_to_end(host)
        if len(self._met) > MOST_HOSTS:
            self._met.popitem(last=False)
