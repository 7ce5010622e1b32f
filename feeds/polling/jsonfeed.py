"""Read JSON Feed 1 and 1.1 (jsonfeed.org), which feedparser does not."""

import json
from collections.abc import Mapping
from datetime import datetime
from html import escape

from feeds.errors import ParseError
from feeds.polling.parsed import MOST_ENTRIES, ParsedFeed, RawEntry, clean_entry
from feeds.polling.plain import plain_line


def read_json_feed(text: str, *, url: str, now: datetime) -> ParsedFeed:
    """Read the text of a JSON feed; raises ParseError when it is none."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError("JSON that cannot be read") from error
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list) or "jsonfeed.org/version" not in words(document, "version"):
        raise ParseError("JSON, but not a JSON feed")
    raw = (raw_entry(item) for item in items[:MOST_ENTRIES] if isinstance(item, dict))
    return ParsedFeed(
        title=plain_line(words(document, "title")),
        entries=tuple(clean_entry(item, base=url, now=now) for item in raw),
    )


def raw_entry(item: Mapping[str, object]) -> RawEntry:
    """Take an item's parts as they stand; what is plain text becomes markup, as in the other formats."""
    text = escape(words(item, "content_text"))
    return RawEntry(
        guid=words(item, "id"),
        link=words(item, "url") or words(item, "external_url"),
        title=escape(words(item, "title")),
        summary=escape(words(item, "summary")) or text,
        contents=(words(item, "content_html"), text),
        dates=(words(item, "date_published"), words(item, "date_modified")),
    )


def words(item: Mapping[str, object], name: str) -> str:
    """Give a field's text; ids may be numbers."""
    value = item.get(name)
    return str(value) if isinstance(value, str | int | float) else ""
