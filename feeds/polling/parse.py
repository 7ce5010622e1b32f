"""From bytes to entries: the one door to feedparser. Runs in a worker, for a document can kill its parser."""

from datetime import datetime
from io import BytesIO
from typing import Any

from feeds.errors import ParseError
from feeds.polling.jsonfeed import read_json_feed
from feeds.polling.parsed import MOST_ENTRIES, ParsedFeed, RawEntry, clean_entry, read_ttl
from feeds.polling.plain import plain_line
from feeds.polling.prepare import decode, root_name, strip_prolog

XML_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
DATES = ("published", "updated", "created")
# feedparser must have some address to resolve relative ones against, or one item's xml:base leaks into the
# next. We give it this one and take it off again, for a guid must stay the same when its feed moves.
NOWHERE = "https://nowhere.invalid"
BASE = f"{NOWHERE}/feed/"


def parse_feed(body: bytes, url: str, content_type: str, now: datetime) -> ParsedFeed:
    """Read a feed of any format; raises ParseError, in words, when it is none.

    `url` is where the body came from: relative links count from there.
    """
    document = strip_prolog(decode(body, content_type))
    if document.startswith("{"):
        return read_json_feed(document, url=url, now=now)
    root = root_name(document)
    if root == "html":
        raise ParseError("a web page, not a feed")
    if not root:
        raise ParseError("neither XML nor JSON, so not a feed")
    result = ask_feedparser(document)
    if not result.get("version"):
        raise ParseError(f"XML, but not a feed: its root element is <{root}>")
    raw = (raw_entry(item) for item in result.entries[:MOST_ENTRIES])
    return ParsedFeed(
        title=plain_line(field(result.feed, "title")),
        entries=tuple(clean_entry(item, base=url, now=now) for item in raw),
        ttl_minutes=read_ttl(field(result.feed, "ttl")),
    )


def ask_feedparser(document: str) -> Any:
    """Let feedparser read a prepared document; we clean its text and links ourselves."""
    import feedparser  # noqa: PLC0415 - a worker loads it when it is needed

    try:
        return feedparser.parse(
            BytesIO((XML_HEAD + document).encode("utf-8", "replace")),
            response_headers={"content-location": BASE, "content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except MemoryError:
        raise
    except Exception as error:  # feedparser lets through whatever its own libraries raise
        raise ParseError(f"feedparser cannot read it ({type(error).__name__})") from error


def raw_entry(item: Any) -> RawEntry:
    """Take an item's parts as feedparser gives them."""
    contents = item.get("content", ())
    return RawEntry(
        guid=as_written(field(item, "id")),
        link=as_written(field(item, "link")),
        title=field(item, "title"),
        summary=field(item, "summary"),
        # Media captions stand here, too, as plain text and before the article.
        contents=tuple(field(content, "value") for content in contents if content.get("type") in HTML_TYPES),
        dates=tuple(field(item, name) for name in DATES),
    )


def field(item: Any, name: str) -> str:
    """Give a field's text; looked up only when it is there, for feedparser answers some with others."""
    return str(item[name] or "") if name in item else ""


def as_written(address: str) -> str:
    """Make an address relative again that was so in the document."""
    return address.removeprefix(BASE).removeprefix(NOWHERE)
