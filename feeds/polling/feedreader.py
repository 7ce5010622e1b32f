"""The one door to feedparser, the authority on what an item means. Runs in a worker, and is imported there.

It is given either a whole document or one that some items were cut from. What the rest come to is then the
same only if an item's meaning does not hang on the items before it. feedparser is not built so: inline markup
can leave its flags, its stack of bases and its prefixes changed for all that follows. So it is watched, and
an item that does not leave it as the channel's start tag did is a reason to read the document whole.
"""

import xml.sax.expatreader
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

import feedparser
from feedparser import mixin
from feedparser.api import StrictFeedParser

from feeds.errors import ParseError
from feeds.polling.parsed import MOST_ENTRIES, RawEntry

XML_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n'
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
DATES = ("published", "updated", "created")
# feedparser must have some address to resolve relative ones against, or one item's xml:base leaks into the
# next. We give it this one and take it off again, for a guid must stay the same when its feed moves.
NOWHERE = "https://nowhere.invalid"
BASE = f"{NOWHERE}/feed/"
FLAGS = (
    "version", "incontent", "insource", "inimage", "intextinput", "inauthor", "incontributor", "inpublisher",
    "svgOK", "_summaryKey", "contentparams", "sourcedata",
)  # fmt: skip

# feedparser joins the same two addresses at every start tag, a fifth of its time. The function is pure: its
# last answers may be remembered.
mixin.make_safe_absolute_uri = lru_cache(maxsize=64)(mixin.make_safe_absolute_uri)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A document as feedparser reads it."""

    version: str  # empty: no feed
    title: str
    ttl: str
    links: tuple[Mapping[str, str], ...]
    entries: tuple[RawEntry, ...]
    independent: int | None = None  # how many items it has, if no item's meaning hangs on another


def read_whole(document: bytes) -> RawFeed:
    """Read a document that may be broken; raises ParseError where feedparser fails."""
    try:
        result = feedparser.parse(
            BytesIO(XML_HEAD + document),
            response_headers={"content-location": BASE, "content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except MemoryError:
        raise
    except Exception as error:
        raise unreadable(error) from error
    return raw_feed(result.feed, result.entries, result.get("version"))


def read_items(document: bytes) -> RawFeed:
    """Read a document that is well-formed, and say whether its items can be read apart.

    Does what `feedparser.parse` does, less the detection of an encoding that we know.
    """
    watched = WatchedParser(BASE, None, "utf-8")
    watched.resolve_relative_uris = watched.sanitize_html = False
    driver = WholeText()
    driver.setFeature(xml.sax.handler.feature_namespaces, True)
    driver.setContentHandler(watched)
    try:
        driver.feed(document)
        driver.close()
    except MemoryError:
        raise
    except Exception as error:
        raise unreadable(error) from error
    independent = None if watched.tangled else watched.left
    return raw_feed(watched.feeddata, watched.entries, watched.version, independent)


class WholeText(xml.sax.expatreader.ExpatParser):
    """The usual parser, but for text that comes in one piece, where it else comes line by line."""

    def reset(self) -> None:
        """Begin a document."""
        super().reset()
        self._parser.buffer_text = True  # type: ignore[attr-defined]  # expat's own, which typeshed leaves out


class WatchedParser(StrictFeedParser):  # type: ignore[misc]  # feedparser has no types
    """feedparser's own parser, watched for what an item leaves behind."""

    def __init__(self, base: str, language: None, encoding: str) -> None:
        super().__init__(base, language, encoding)
        self.tangled = False  # an item left something behind, or found something left by another
        self.left = 0  # items that were read to their end
        self._pristine: object = None
        self._bases = 0
        self._own = frozenset(self._matchnamespaces.values()) - {""}

    def _start_channel(self, attrs_d: Any) -> None:
        super()._start_channel(attrs_d)
        self._pristine = self._condition(self.basestack[-1])

    def _start_feed(self, attrs_d: Any) -> None:
        super()._start_feed(attrs_d)
        self._pristine = self._condition(self.basestack[-1])

    def _start_item(self, attrs_d: Any) -> None:
        self._bases = len(self.basestack)
        self._watch(clean=not self.inentry)
        super()._start_item(attrs_d)

    def _end_item(self) -> None:
        super()._end_item()
        self.left += 1
        self._watch(clean=len(self.basestack) == self._bases)

    _start_entry, _end_entry = _start_item, _end_item

    def _watch(self, *, clean: bool) -> None:
        """Compare with what the channel's start tag left; the item's own base, on top, does not count."""
        around = self.basestack[-2] if len(self.basestack) > 1 else ""
        self.tangled |= not clean or self._condition(around) != self._pristine

    def _condition(self, base: str) -> tuple[object, ...]:
        """All that an item's meaning hangs on, beside its own text."""
        flags = tuple(bool(value) if isinstance(value, dict) else value for value in map(self._flag, FLAGS))
        # A declaration works on where feedparser has an own use for its prefix. (That no prefix has two
        # meanings, `cut.py` makes sure of.)
        renamed = [pair for pair in self.namespacemap.items() if pair[0] in self._own and pair[0] != pair[1]]
        unknown = [
            pair
            for pair in self.namespaces_in_use.items()
            if pair[0] in self._own and pair[1].lower() not in self._matchnamespaces
        ]
        return (base, flags, renamed, unknown)

    def _flag(self, name: str) -> Any:
        return getattr(self, name)

    def _get_context(self) -> Any:
        context = super()._get_context()
        # An item with a picture of its own reads and writes the feed's.
        if self.inentry and not self.insource and context is not self.entries[-1]:
            self.tangled = True
        return context


def raw_feed(feed: Any, entries: Any, version: Any, independent: int | None = None) -> RawFeed:
    """Take the parts of a feed that we use."""
    return RawFeed(
        version=str(version or ""),
        title=field(feed, "title"),
        ttl=field(feed, "ttl"),
        links=tuple(
            {"rel": field(link, "rel"), "href": as_written(field(link, "href"))}
            for link in feed.get("links", ())
        ),
        entries=tuple(raw_entry(entry) for entry in entries[:MOST_ENTRIES]),
        independent=independent,
    )


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
        updated=field(item, "updated"),
    )


def field(item: Any, name: str) -> str:
    """Give a field's text; looked up only when it is there, for feedparser answers some with others."""
    return str(item[name] or "") if name in item else ""


def as_written(address: str) -> str:
    """Make an address relative again that was so in the document."""
    return address.removeprefix(BASE).removeprefix(NOWHERE)


def unreadable(error: Exception) -> ParseError:
    """Say that feedparser failed, which lets through whatever its own libraries raise."""
    return ParseError(f"feedparser cannot read it ({type(error).__name__})")
