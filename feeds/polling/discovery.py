"""The feeds that a web page names, for somebody who gave us the page's address instead: pure."""

import re
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from feeds.polling.plain import plain_line, safe_link, without_huge_references

FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/xml", "text/xml"}
)
MOST_FEEDS = 20
LONGEST_TITLE = 200  # characters
HEAD_BYTES = 512 * 1024  # links to feeds stand in the head of a page
WORD = re.compile(r"[^\W\d_]{3,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFeed:
    """A feed as a page names it; whether it is one, nobody has looked."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What tells feeds apart, in lower case; see `discovery.toml`."""

    comments: tuple[str, ...]
    recordings: tuple[str, ...]
    guesses: tuple[str, ...]


def find_feeds(page: bytes, url: str) -> tuple[str, ...]:
    """Give the addresses of the feeds that a page names, each once, the best first. For a worker process.

    News come before recordings, and comments last; of the others the one of the page's own section is best,
    then the one that the page names first.
    """
    reader = _LinkReader(url)
    with suppress(AssertionError):  # how html.parser gives up on some broken declarations
        reader.feed(without_huge_references(page[:HEAD_BYTES].decode("utf-8", "replace")))
    return tuple(feed.url for feed in best_first(tuple(reader.feeds.values())[:MOST_FEEDS], url))


def best_first(feeds: Sequence[NamedFeed], url: str) -> Sequence[NamedFeed]:
    """Sort the feeds of the page at an address."""
    section = words_of(urlsplit(url).path)
    known = known_words()

    def rank(feed: NamedFeed) -> tuple[bool, bool, int]:
        named = f"{feed.title} {urlsplit(feed.url).path}".lower()
        return (
            any(word in named for word in known.comments),
            any(word in named for word in known.recordings),
            -len(section & words_of(named)),
        )

    return sorted(feeds, key=rank)


def words_of(text: str) -> frozenset[str]:
    """Give the words of an address or a title."""
    return frozenset(WORD.findall(text.lower()))


def guessed_feeds(url: str) -> tuple[str, ...]:
    """Give the few places where the feed of a site usually is, for a page that names none."""
    return tuple(urljoin(url, path) for path in known_words().guesses)


class _LinkReader(HTMLParser):
    """Collects `<link rel="alternate" type="application/rss+xml" href="..." title="...">`."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.feeds: dict[str, NamedFeed] = {}  # by address
        self._base = url

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "base":
            self._base = safe_link(given.get("href", ""), self._base) or self._base
        is_alternate = tag == "link" and "alternate" in given.get("rel", "").lower().split()
        if is_alternate and given.get("type", "").lower() in FEED_TYPES:
            self._keep(given)

    def _keep(self, given: dict[str, str]) -> None:
        address = safe_link(given.get("href", ""), self._base)
        if address and address not in self.feeds:
            title = plain_line(given.get("title", ""))[:LONGEST_TITLE]
            self.feeds[address] = NamedFeed(url=address, title=title)


@cache
def known_words() -> Words:
    """Load what tells feeds apart, once."""
    words = tomllib.loads(Path(__file__).with_name("discovery.toml").read_text("utf-8"))
    return Words(
        comments=tuple(words["comments"]),
        recordings=tuple(words["recordings"]),
        guesses=tuple(words["guesses"]),
    )
