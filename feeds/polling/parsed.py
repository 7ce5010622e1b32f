"""What a feed's document comes to, whatever its format."""

from dataclasses import dataclass
from datetime import datetime

from feeds.model import Entry, Hints
from feeds.polling.dates import read_date
from feeds.polling.links import canonical_link
from feeds.polling.plain import plain_line, plain_text, safe_link

MOST_ENTRIES = 2_000  # the longest honest feed that we saw has 500
LONGEST_GUID = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed's document, read."""

    title: str
    # In the document's order, which need not be newest first; without those that were known.
    entries: tuple[Entry, ...]
    # Digests (16 bytes) of all items, the known ones too; empty where the document cannot be read by items,
    # so that `entries` holds all.
    items: tuple[bytes, ...]
    hints: Hints


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One item as its format gives it: markup and words that nobody has checked."""

    guid: str
    link: str
    title: str
    summary: str
    contents: tuple[str, ...]  # of HTML: a caption in plain text is no body
    dates: tuple[str, ...]  # the best first
    updated: str = ""


def clean_entry(raw: RawEntry, *, base: str, now: datetime) -> Entry:
    """Turn an item into plain text, an absolute link and a believable date."""
    summary = plain_text(raw.summary)
    link = safe_link(raw.link, base)
    return Entry(
        guid=" ".join(plain_line(raw.guid).split())[:LONGEST_GUID],
        link=link,
        page=canonical_link(link),
        title=plain_line(raw.title),
        summary=summary,
        body=longest_body(raw.contents, summary),
        published=first_date(raw.dates, now),
        updated=first_date((raw.updated,), now),
    )


def longest_body(contents: tuple[str, ...], summary: str) -> str:
    """Give the longest content; none when the summary says as much, for then it is but a caption."""
    body = max((plain_text(content) for content in contents), key=len, default="")
    return body if len(body) > len(summary) else ""


def first_date(dates: tuple[str, ...], now: datetime) -> datetime | None:
    """Give the first date that can be read and believed."""
    read = (read_date(words, now=now) for words in dates)
    return next((date for date in read if date), None)
