"""What a worker does with a feed's document: parse it, and tell which new items may matter."""

from datetime import datetime

from feeds.polling.parse import parse_feed
from feeds.polling.parsed import ParsedFeed
from feeds.stories.read import screen


def parse_and_screen(
    body: bytes, url: str, content_type: str, now: datetime, known: frozenset[bytes], language: str
) -> tuple[ParsedFeed, tuple[bool, ...]]:
    """Read the items that are not `known`, and tell of each whether it may be on the subject."""
    parsed = parse_feed(body, url, content_type, now, known)
    return parsed, screen(parsed.entries, language)
