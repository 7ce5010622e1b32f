"""What a feed's document says of how it wants to be polled."""

import re
from collections.abc import Iterable, Mapping

from feeds.model import Hints
from feeds.polling.plain import safe_link

LONGEST_TTL = 7 * 24 * 60  # minutes
LONGEST_SKIP = 2_000  # bytes: 24 hours, generously indented
DAYS = (b"monday", b"tuesday", b"wednesday", b"thursday", b"friday", b"saturday", b"sunday")
HOUR = re.compile(rb"<hour>\s{0,20}(\d{1,2})\s{0,20}</hour>")
DAY = re.compile(rb"<day>\s{0,20}([a-z]{6,9})\s{0,20}</day>")


def read_hints(head: bytes, *, ttl: str, links: Iterable[Mapping[str, str]], base: str) -> Hints:
    """Read the hints of a document from what stands around its items, its `ttl` and its links."""
    links = tuple(links)
    return Hints(
        ttl_minutes=read_ttl(ttl),
        # RSS 0.91 counts from 1, and says 24 for midnight.
        skip_hours=frozenset(
            int(hour) % 24 for hour in HOUR.findall(skipped(head, b"hours")) if int(hour) <= 24
        ),
        skip_days=frozenset(DAYS.index(day) for day in DAY.findall(skipped(head, b"days")) if day in DAYS),
        hub=first_link(links, "hub", base),
        topic=first_link(links, "self", base),
    )


def read_ttl(words: str) -> int | None:
    """Read a feed's time to live in minutes; None when there is none, or it is no sensible number."""
    digits = words.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        return None
    return min(int(digits), LONGEST_TTL) or None


def skipped(head: bytes, what: bytes) -> bytes:
    """Give the inside of `skipHours` or `skipDays` in lower case; feedparser keeps but the last of each."""
    start = head.find(b"<skip" + what.capitalize())
    block = head[start : start + LONGEST_SKIP].lower() if start >= 0 else b""
    return block.partition(b"</skip")[0]


def first_link(links: Iterable[Mapping[str, str]], relation: str, base: str) -> str:
    """Give the first address of a relation that is safe to call; empty when there is none."""
    addresses = (safe_link(link.get("href", ""), base) for link in links if link.get("rel") == relation)
    return next((address for address in addresses if address), "")
