"""Cut a feed's document into its items, so that only those that are new need be read.

expat tells where an item begins and ends: it knows CDATA, comments and quoted brackets, is linear on any
input, and refuses what is not well-formed, which is then read whole. Runs in a worker, as does all that
touches XML.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from xml.parsers import expat

from feeds.polling.parsed import MOST_ENTRIES

ROOTS = frozenset({"rss", "RDF", "feed"})
# The namespaces in which feedparser takes an element for an item, as expat writes them before a name.
NAMESPACES = ("", "http://www.w3.org/2005/Atom ", "http://purl.org/rss/1.0/ ", "http://purl.org/atom/ns# ",
              "http://my.netscape.com/rdf/simple/0.9/ ", "http://backend.userland.com/rss2 ")  # fmt: skip
ITEMS = frozenset(f"{namespace}{name}" for namespace in NAMESPACES for name in ("item", "entry"))
# What a feed says of itself that neither we nor its items need. Not its titles: feedparser weighs each
# against those before it.
UNREAD = frozenset(
    f"{namespace}{name}"
    for namespace in NAMESPACES
    for name in ("link", "url", "width", "height", "language", "copyright", "generator", "docs", "category",
                 "pubDate", "lastBuildDate", "updated", "managingEditor", "webMaster", "id", "icon", "logo",
                 "hour", "day")
)  # fmt: skip
DEEPEST_ITEM = 3  # rss, channel, item
DEEPEST_UNREAD = 4  # rss, channel, image, url
MOST_UNREAD = 100
START_TAG = re.compile(rb"""<[^"'>]*+(?:"[^"]*+"[^"'>]*+|'[^']*+'[^"'>]*+)*+>""")
LEAF = re.compile(rb"<([^\s/>:]+)>[^<]*+</\1>")  # without attributes, which might say more
NAME = re.compile(rb"<([^\s/>]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A document, where its items stand in it, and what tells whether one has changed."""

    document: bytes
    spans: tuple[tuple[int, int], ...]  # bytes, the end exclusive; the first MOST_ENTRIES items
    digests: tuple[bytes, ...]  # one for each span
    unread: tuple[tuple[int, int], ...]  # elements around the items that need not be read
    rest: tuple[int, int]  # from the first item above that number to the last; empty when there is none

    def without(self, known: frozenset[bytes]) -> bytes:
        """Give the document with those items only that are not known, and what it takes to read them."""
        pairs = zip(self.spans, self.digests, strict=True)
        dropped = [span for span, digest in pairs if digest in known]
        # With all its items it stays as it stands: if it is tangled, it need not be read a second time.
        unread = self.unread if dropped else ()
        kept, position = bytearray(), 0
        for start, end in sorted((*dropped, *unread, self.rest)):
            kept += self.document[position:start]
            position = max(position, end)
        return bytes(kept + self.document[position:])

    @property
    def surroundings(self) -> bytes:
        """What stands before the first item and after the last."""
        if not self.spans:
            return self.document
        last = max(self.spans[-1][1], self.rest[1]) if self.rest[0] < self.rest[1] else self.spans[-1][1]
        return self.document[: self.spans[0][0]] + self.document[last:]


def cut_items(document: bytes) -> Cut | None:
    """Cut a document in UTF-8 that begins with its root; None where that cannot be done with certainty."""
    scissors = Scissors(document)
    if not scissors.run():
        return None
    # An item's meaning hangs on the namespaces and the xml:base of the tags around it, so that these are the
    # key of its digest; nothing else in the head has a say (`feedreader.py` makes sure of that), and a
    # `lastBuildDate` must not make every item new.
    key = blake2b(b"\0".join(scissors.around), digest_size=32).digest()
    return Cut(
        document=document,
        spans=tuple(scissors.spans),
        digests=tuple(
            blake2b(document[start:end], digest_size=16, key=key).digest() for start, end in scissors.spans
        ),
        unread=tuple(scissors.unread),
        rest=scissors.rest,
    )


class Scissors:
    """One pass of expat over a document."""

    def __init__(self, document: bytes) -> None:
        self.spans: list[tuple[int, int]] = []
        self.unread: list[tuple[int, int]] = []
        self.rest = (len(document), len(document))
        self.around: list[bytes] = []  # the start tags of the root and of the channel
        self._document = document
        self._depth = 0
        self._start = 0
        self._item_depth = 0  # of the item that we are in; 0 outside
        self._in_channel = False
        self._certain = True
        self._prefixes: dict[str, str] = {}
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.ordered_attributes = True  # the quicker of two forms: we look at neither
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.StartNamespaceDeclHandler = self._declare

    def run(self) -> bool:
        """Cut; False when the document is not well-formed or not built as feeds are."""
        try:
            self._parser.Parse(self._document, True)
        except expat.ExpatError:
            return False
        return self._certain

    def _open(self, name: str, _attributes: list[str]) -> None:
        self._depth += 1
        if self._item_depth or self._depth > DEEPEST_UNREAD:
            return
        if name in UNREAD:
            self._pass_over()
        elif self._depth <= DEEPEST_ITEM:
            self._open_outer(name)

    def _open_outer(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if self._depth == 1:
            self._certain &= local in ROOTS
            self.around.append(self._start_tag())
        elif name in ITEMS and (self._depth == 2 or self._in_channel):
            self._start, self._item_depth = self._parser.CurrentByteIndex, self._depth
        elif local == "title":
            self._certain &= not self.spans  # behind the items: what it means hangs on them
        elif local == "channel" and self._depth == 2:
            self._in_channel = True
            self._certain &= len(self.around) == 1  # the items of two channels need not mean the same
            self.around.append(self._start_tag())

    def _close(self, _name: str) -> None:
        if self._depth == self._item_depth:
            self._item_depth = 0
            self._keep((self._start, self._end_of_item()))
        elif self._depth == 2:
            self._in_channel = False
        self._depth -= 1

    def _declare(self, prefix: str | None, uri: str) -> None:
        """Doubt a prefix that means two things: feedparser knows no end of a declaration."""
        if prefix and self._prefixes.setdefault(prefix, uri) != uri:
            self._certain = False

    def _keep(self, span: tuple[int, int]) -> None:
        """Keep where an item stands; of those above the limit, only where the whole of them does."""
        if len(self.spans) < MOST_ENTRIES:
            self.spans.append(span)
        else:
            self.rest = (min(self.rest[0], span[0]), span[1])

    def _pass_over(self) -> None:
        """Keep where an element stands that need not be read, if all that it holds is text."""
        leaf = LEAF.match(self._document, self._parser.CurrentByteIndex)
        if leaf and len(self.unread) < MOST_UNREAD:
            self.unread.append(leaf.span())

    def _start_tag(self) -> bytes:
        tag = START_TAG.match(self._document, self._parser.CurrentByteIndex)
        return tag.group() if tag else b""

    def _end_of_item(self) -> int:
        """Find where the item ends: expat stands before its end tag, but behind an item that is one tag."""
        position = self._parser.CurrentByteIndex
        name = NAME.match(self._document, self._start)
        if name and self._document.startswith(b"</" + name.group(1), position):
            return self._document.find(b">", position) + 1
        return position
