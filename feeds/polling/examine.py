"""What one look at a feed's document shows, beside its items: for somebody who asks what is wrong with it.

Runs in a worker, as does all that touches XML.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from xml.parsers import expat

from feeds.model import Entry
from feeds.polling.dates import read_date
from feeds.polling.jsonfeed import raw_entry, read_items
from feeds.polling.parse import parse_feed
from feeds.polling.parsed import ParsedFeed, RawEntry
from feeds.polling.prepare import announced_encoding, declared_encoding, decode, strip_prolog
from feeds.stories.language import identify

WHOLE_TEXT = 1_500
"""Characters from which a feed's own text is taken for the whole article."""

FAR_AHEAD = timedelta(days=365 * 100)
READ_FOR_LANGUAGE = 20  # entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A feed's document, looked at closely. Numbers are of items."""

    parsed: ParsedFeed
    form: str  # "RSS 2.0"
    language: str  # of its words, whatever it says itself
    without_guid: int
    repeated: int  # with the guid of an earlier one
    undated: int
    unreadable_dates: int
    future_dates: int
    whole_texts: int
    is_newest_first: bool
    broken_at: str  # where it is not well-formed, in words; empty when it is
    lost_letters: int
    misnamed: str  # the encoding that it says it is in, and is not

    @property
    def newest(self) -> datetime | None:
        """When its newest item was published."""
        return max((entry.published for entry in self.parsed.entries if entry.published), default=None)

    @property
    def size(self) -> int:
        """How many items it has."""
        return len(self.parsed.entries)


def examine(body: bytes, url: str, content_type: str, now: datetime) -> Examined:
    """Look at a feed; raises ParseError, in words, when it is none."""
    parsed = parse_feed(body, url, content_type, now)
    text = strip_prolog(decode(body, content_type))
    form, raw = read_json(text) if text.startswith("{") else read_xml(text)
    dates = [date_fault(entry, now) for entry in raw]
    guids = Counter(entry.guid for entry in raw if entry.guid)
    return Examined(
        parsed=parsed,
        form=form,
        language=language_of(parsed.entries),
        without_guid=sum(not entry.guid for entry in raw),
        repeated=guids.total() - len(guids),
        undated=dates.count("none"),
        unreadable_dates=dates.count("unreadable"),
        future_dates=dates.count("future"),
        whole_texts=sum(len(entry.body or entry.summary) >= WHOLE_TEXT for entry in parsed.entries),
        is_newest_first=is_newest_first(parsed.entries),
        broken_at="" if text.startswith("{") else broken_at(text),
        lost_letters=text.count("\ufffd"),
        misnamed=misnamed(body, content_type),
    )


def read_json(text: str) -> tuple[str, Sequence[RawEntry]]:
    """Give the items of a JSON feed as they stand; it was parsed before."""
    import json  # noqa: PLC0415 - most feeds need none

    return "JSON Feed", [raw_entry(item) for item in read_items(json.loads(text))]


def read_xml(text: str) -> tuple[str, Sequence[RawEntry]]:
    """Give the format of an XML feed, and its items as they stand."""
    from feeds.polling import feedreader  # noqa: PLC0415 - a worker loads feedparser when it is needed

    raw = feedreader.read_whole(text.encode("utf-8", "replace"))
    name = raw.version.rstrip("0123456789un")  # "rss20", "rss091u"
    number = raw.version[len(name) :].rstrip("un")
    word = name.upper() if name == "rss" else name.capitalize()
    return (f"{word} {number[0]}.{number[1:]}" if number else word), raw.entries


def date_fault(entry: RawEntry, now: datetime) -> str:
    """Say what is wrong with an item's date: "none", "future" or "unreadable"; empty when it is well."""
    written = [words for words in entry.dates if words.strip()]
    if not written:
        return "none"
    if any(read_date(words, now=now) for words in written):
        return ""
    return "future" if any(read_date(words, now=now + FAR_AHEAD) for words in written) else "unreadable"


def language_of(entries: Sequence[Entry]) -> str:
    """Tell the language of a feed by its words."""
    first = entries[:READ_FOR_LANGUAGE]
    return identify("\n".join(f"{entry.title}\n{entry.summary[:300]}" for entry in first))


def is_newest_first(entries: Sequence[Entry]) -> bool:
    """Whether the dated items stand in the order in which most feeds have them."""
    dates = [entry.published for entry in entries if entry.published]
    return all(first >= second for first, second in pairwise(dates))


def broken_at(text: str) -> str:
    """Say where a document is not well-formed; empty when it is."""
    try:
        expat.ParserCreate("utf-8").Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        return str(error)
    return ""


def misnamed(body: bytes, content_type: str) -> str:
    """Give the encoding that a document names wrongly: one that it is not in."""
    named = declared_encoding(body) or announced_encoding(content_type)
    try:
        is_utf8 = not body.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return named if named == "utf-8" else ""
    return named if is_utf8 and named != "utf-8" else ""
