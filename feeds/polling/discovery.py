"""The feeds that a web page names, for somebody who gave us the page's address instead."""

from contextlib import suppress
from html.parser import HTMLParser

from feeds.polling.plain import safe_link, without_huge_references

FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/xml", "text/xml"}
)
MOST_FEEDS = 20
HEAD_BYTES = 512 * 1024  # links to feeds stand in the head of a page


def find_feeds(page: bytes, url: str) -> tuple[str, ...]:
    """Give the addresses of the feeds that a page names, in its order, each once. For a worker process."""
    reader = _LinkReader()
    with suppress(AssertionError):  # how html.parser gives up on some broken declarations
        reader.feed(without_huge_references(page[:HEAD_BYTES].decode("utf-8", "replace")))
    links = (safe_link(address, url) for address in reader.addresses)
    return tuple(dict.fromkeys(link for link in links if link))[:MOST_FEEDS]


class _LinkReader(HTMLParser):
    """Collects `<link rel="alternate" type="application/rss+xml" href="...">`."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        is_alternate = tag == "link" and "alternate" in given.get("rel", "").lower().split()
        if is_alternate and given.get("type", "").lower() in FEED_TYPES:
            self.addresses.append(given.get("href", ""))
