"""What a worker does for a feed: parse its document, tell which new items may matter, read these."""

from datetime import datetime
from time import process_time

from feeds.model import Article, Reading
from feeds.polling.parse import parse_feed
from feeds.polling.parsed import ParsedFeed
from feeds.stories.read import read_article, screen


def parse_and_screen(
    body: bytes, url: str, content_type: str, now: datetime, known: frozenset[bytes], language: str
) -> tuple[ParsedFeed, tuple[bool, ...]]:
    """Read the items that are not `known`, and tell of each whether it may be on the subject."""
    parsed = parse_feed(body, url, content_type, now, known)
    return parsed, screen(parsed.entries, language)


def read_on_the_clock(article: Article) -> tuple[Reading, float]:
    """Read an article; gives the seconds of CPU, too, that it took."""
    start = process_time()
    reading = read_article(article)
    return reading, process_time() - start
