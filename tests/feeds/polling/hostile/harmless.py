"""What must hold of whatever came out of a hostile body."""

import re
import unicodedata
from datetime import timedelta
from urllib.parse import urlsplit

from feeds.errors import FeedError
from feeds.model import Entry
from feeds.polling.dates import EARLIEST
from feeds.polling.parsed import LONGEST_GUID, MOST_ENTRIES, ParsedFeed
from feeds.polling.plain import LONGEST_LINK, LONGEST_TEXT
from tests.feeds.polling.documents import NOW

REORDERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LONGEST_TTL = 7 * 24 * 60  # minutes
LONGEST_REASON = 300  # characters, so that it fits a line of `health`


def assert_harmless(feed: ParsedFeed) -> None:
    """A feed's texts are bounded and plain, its links safe, its dates believable."""
    assert len(feed.entries) <= MOST_ENTRIES
    assert feed.hints.ttl_minutes is None or 0 < feed.hints.ttl_minutes <= LONGEST_TTL
    assert_plain(feed.title, LONGEST_TEXT)
    for link in (feed.hints.hub, feed.hints.topic):
        assert link == "" or is_web_address(link)
    for entry in feed.entries:
        assert_harmless_entry(entry)


def assert_harmless_entry(entry: Entry) -> None:
    """The same of one item."""
    assert_plain(entry.guid, LONGEST_GUID)
    assert_plain(entry.link, LONGEST_LINK)
    assert_plain(entry.title, LONGEST_TEXT)
    for text in (entry.summary, entry.body):
        assert_plain(text.replace("\n", " "), LONGEST_TEXT)
    assert entry.link == "" or is_web_address(entry.link)
    assert entry.published is None or EARLIEST <= entry.published <= NOW + timedelta(days=1)


def assert_plain(text: str, longest: int) -> None:
    """No control characters, no half pairs, nothing that turns the text around, and an end."""
    assert len(text) <= longest
    assert not REORDERING.search(text)
    assert not {unicodedata.category(letter) for letter in set(text)} & {"Cc", "Cs", "Zl", "Zp"}


def is_web_address(link: str) -> bool:
    """Whether a link is absolute, without blanks, and of a kind that may be shown."""
    parts = urlsplit(link)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", link)


def assert_in_words(error: FeedError) -> None:
    """A refusal reads as one short line."""
    assert_plain(str(error), LONGEST_REASON)
    assert " " in str(error)
