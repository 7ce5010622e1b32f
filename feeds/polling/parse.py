"""From a body to its entries, of which only those are read that are not known. Runs in a worker."""

from datetime import datetime

from feeds.errors import ParseError
from feeds.polling.cut import cut_items
from feeds.polling.hints import read_hints
from feeds.polling.jsonfeed import read_json_feed
from feeds.polling.parsed import ParsedFeed, clean_entry
from feeds.polling.plain import plain_line
from feeds.polling.prepare import decode, root_name, strip_prolog


def parse_feed(
    body: bytes, url: str, content_type: str, now: datetime, known: frozenset[bytes] = frozenset()
) -> ParsedFeed:
    """Read a feed of any format; raises ParseError, in words, when it is none.

    `url` is where the body came from: relative links count from there. `known` are digests out of an earlier
    `ParsedFeed.items`: what they stand for is passed over.
    """
    text = strip_prolog(decode(body, content_type))
    if text.startswith("{"):
        return read_json_feed(text, url=url, now=now, known=known)
    root = root_name(text)
    if root == "html":
        raise ParseError("a web page, not a feed")
    if not root:
        raise ParseError("neither XML nor JSON, so not a feed")
    return read_xml_feed(text, url=url, now=now, known=known)


def read_xml_feed(text: str, *, url: str, now: datetime, known: frozenset[bytes]) -> ParsedFeed:
    """Read what is new in an RSS, RDF or Atom document that begins with its root."""
    from feeds.polling import feedreader  # noqa: PLC0415 - a worker loads feedparser when it is needed

    document = text.encode("utf-8", "replace")
    cut = cut_items(document)
    items = cut.digests if cut else ()
    unseen = sum(digest not in known for digest in items)
    raw = feedreader.read_items(cut.without(known)) if cut else feedreader.read_whole(document)
    if raw.independent != unseen:
        if unseen < len(items):
            raw = feedreader.read_whole(document)
        items = ()
    if not raw.version:
        raise ParseError(f"XML, but not a feed: its root element is <{root_name(text)}>")
    return ParsedFeed(
        title=plain_line(raw.title),
        entries=tuple(clean_entry(entry, base=url, now=now) for entry in raw.entries),
        items=items,
        hints=read_hints(cut.surroundings if cut else document, ttl=raw.ttl, links=raw.links, base=url),
    )
