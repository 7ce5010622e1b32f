"""Read JSON Feed 1 and 1.1 (jsonfeed.org), which feedparser does not."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from html import escape

from feeds.errors import ParseError
from feeds.model import Hints
from feeds.polling.parsed import MOST_ENTRIES, ParsedFeed, RawEntry, clean_entry
from feeds.polling.plain import plain_line, safe_link

Item = Mapping[str, object]


def read_json_feed(text: str, *, url: str, now: datetime, known: frozenset[bytes]) -> ParsedFeed:
    """Read what is new in the text of a JSON feed; raises ParseError when it is none."""
    try:
        document = json.loads(text)
        items = read_items(document)
        digests = tuple(digest(item) for item in items)
    except (ValueError, RecursionError) as error:
        raise ParseError("JSON that cannot be read") from error
    unseen = (item for item, mark in zip(items, digests, strict=True) if mark not in known)
    return ParsedFeed(
        title=plain_line(words(document, "title")),
        entries=tuple(clean_entry(raw_entry(item), base=url, now=now) for item in unseen),
        items=digests,
        hints=Hints(hub=hub(document, url), topic=safe_link(words(document, "feed_url"), url)),
    )


def read_items(document: object) -> tuple[Item, ...]:
    """Give the items of a JSON feed; raises ParseError when it is none."""
    items = document.get("items") if isinstance(document, dict) else None
    if not (
        isinstance(document, dict)
        and isinstance(items, list)
        and "jsonfeed.org/version" in words(document, "version")
    ):
        raise ParseError("JSON, but not a JSON feed")
    return tuple(item for item in items[:MOST_ENTRIES] if isinstance(item, dict))


def digest(item: Item) -> bytes:
    """Give what changes when an item does: 16 bytes of its words, in whatever order they were sent."""
    return blake2b(json.dumps(item, sort_keys=True).encode(), digest_size=16).digest()


def hub(document: Item, base: str) -> str:
    """Give the first WebSub hub that the feed names, empty when it names none."""
    hubs = document.get("hubs")
    addresses = (
        safe_link(words(hub, "url"), base)
        for hub in (hubs if isinstance(hubs, list) else ())
        if isinstance(hub, dict) and words(hub, "type").lower() == "websub"
    )
    return next((address for address in addresses if address), "")


def raw_entry(item: Item) -> RawEntry:
    """Take an item's parts as they stand; what is plain text becomes markup, as in the other formats."""
    text = escape(words(item, "content_text"))
    return RawEntry(
        guid=words(item, "id"),
        link=words(item, "url") or words(item, "external_url"),
        title=escape(words(item, "title")),
        summary=escape(words(item, "summary")) or text,
        contents=(words(item, "content_html"), text),
        dates=(words(item, "date_published"), words(item, "date_modified")),
        updated=words(item, "date_modified"),
    )


def words(item: Item, name: str) -> str:
    """Give a field's text; ids may be numbers."""
    value = item.get(name)
    return str(value) if isinstance(value, str | int | float) else ""
