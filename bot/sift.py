"""Which items of a feed are new, and which are known under another guid or link: pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from feeds.model import Entry, Identity
from storage.model import EntryMark

UNSTABLE = 0.05
"""Of a document's items: where more guids than these mislead, none is believed (MEASURED.md, 1)."""

TELLING_WORDS = 60
"""Characters of title and summary by which an item is known again; "Live updates" may stand for any day's."""

WORD = re.compile(r"\w{1,40}")
SKETCHED = 2_000
"""Characters of an item from which its sketch is made."""

SKETCH = 48
"""Words in a sketch, two bytes each: all of a title and of most summaries."""

MOST = 0.5
"""Of the words of two versions: what they share at least, where an edit changed the link too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """What of a feed's items is new to us."""

    news: tuple[tuple[Entry, EntryMark | None], ...]  # new or edited; with what is remembered of them
    renamed: tuple[tuple[Entry, EntryMark], ...]  # known, but under another guid or link
    identity: Identity  # by which the feed's items are told apart from now on
    reused: frozenset[Entry] = field(default_factory=frozenset)  # whose guid was another item's

    def identity_of(self, entry: Entry) -> Identity:
        """By what an item is remembered: one whose guid was another's, by its link."""
        return max(self.identity, Identity.LINK, key=_rank) if entry in self.reused else self.identity


def sift(entries: Sequence[Entry], marks: Sequence[EntryMark], identity: Identity, *, size: int) -> Sifted:
    """Tell new and edited items from known ones, each once, in their order.

    `size` is the number of items in the document, of which `entries` may be only the unseen ones. Where guids
    change, repeat or go to other items in more than a twentieth of them, links count instead, and after these
    the words.
    """
    identity = max(identity, _by_repetition(entries, size), key=_rank)
    memory = _Memory(marks)
    each_once = {key_of(entry, identity): entry for entry in reversed(entries)}
    news: list[tuple[Entry, EntryMark | None]] = []
    renamed: list[tuple[Entry, EntryMark]] = []
    reused: set[Entry] = set()
    changed: Counter[Identity] = Counter()
    for entry in reversed(each_once.values()):
        known_by, mark = memory.find(entry, identity)
        if memory.is_reused(entry, identity):
            reused.add(entry)
            known_by = max(known_by, Identity.LINK, key=_rank)
        changed[known_by] += 1
        if mark is None or mark.content_hash != entry.content_hash:
            news.append((entry, mark))
        elif known_by is not identity:
            renamed.append((entry, mark))
    unstable = [
        known_by for known_by, count in changed.items() if known_by is not identity and _is_much(count, size)
    ]
    return Sifted(
        news=tuple(news),
        renamed=tuple(renamed),
        identity=max([identity, *unstable], key=_rank),
        reused=frozenset(reused),
    )


def is_edit(entry: Entry, mark: EntryMark) -> bool:
    """Whether an item under a known guid is an edit of what is remembered; else the guid was used again.

    An edit keeps its link, as a live page does, or most of its words, as where the title is edited and the
    link follows it. Where there is nothing to compare the guid is believed.
    """
    if not entry.link_key or not mark.link_key or entry.link_key == mark.link_key:
        return True
    return not mark.words or likeness(sketch_of(entry), mark.words) >= MOST


def is_outdated(entry: Entry, mark: EntryMark | None) -> bool:
    """Whether an item is an earlier version of what is remembered, by the dates that both give."""
    return bool(mark and mark.dated and entry.dated and entry.dated < mark.dated)


def sketch_of(entry: Entry) -> bytes:
    """Give the hashes (2 bytes) of an item's words, without repetition and the lowest ones only."""
    words = f"{entry.title[:SKETCHED]} {(entry.summary or entry.body)[:SKETCHED]}".casefold()
    hashes = sorted({crc32(word.encode("utf-8", "surrogatepass")) & 0xFFFF for word in WORD.findall(words)})[
        :SKETCH
    ]
    return b"".join(number.to_bytes(2, "big") for number in hashes)


def likeness(one: bytes, other: bytes) -> float:
    """Give the share of words that two sketches have in common, from 0 to 1; of long texts an estimate."""
    these, those = _numbers(one), _numbers(other)
    lowest = sorted(these | those)[:SKETCH]
    return sum(number in these and number in those for number in lowest) / max(len(lowest), 1)


def _numbers(sketch: bytes) -> set[bytes]:
    return {sketch[start : start + 2] for start in range(0, len(sketch), 2)}


def key_of(entry: Entry, identity: Identity) -> bytes:
    """Give what an item is remembered under (16 bytes)."""
    match identity:
        case Identity.LINK:
            return entry.link_key or entry.key
        case Identity.WORDS:
            return entry.content_hash
    return entry.key


class _Memory:
    """What is remembered, by guid, by link and by words."""

    def __init__(self, marks: Iterable[EntryMark]) -> None:
        self._by_key = {mark.key: mark for mark in marks}
        self._by_link = {mark.link_key: mark for mark in marks if mark.link_key}
        self._by_words = {mark.content_hash: mark for mark in marks}

    def find(self, entry: Entry, identity: Identity) -> tuple[Identity, EntryMark | None]:
        """Find an item again, and by what; nothing above the feed's identity is believed.

        What is new is told apart by the feed's identity.
        """
        if identity is Identity.GUID and (mark := self._by_guid(entry)):
            return Identity.GUID, mark
        mark = None if identity is Identity.WORDS else self._by_link.get(entry.link_key)
        if mark and (identity is Identity.LINK or mark.content_hash == entry.content_hash):
            return Identity.LINK, mark  # else it is the next post of a live page
        is_telling = identity is Identity.WORDS or len(entry.title + entry.summary) >= TELLING_WORDS
        mark = self._by_words.get(entry.content_hash) if is_telling else None
        return Identity.WORDS if mark else identity, mark

    def is_reused(self, entry: Entry, identity: Identity) -> bool:
        """Whether an item's guid was another item's before."""
        mark = self._by_key.get(entry.key) if identity is Identity.GUID else None
        return mark is not None and not is_edit(entry, mark)

    def _by_guid(self, entry: Entry) -> EntryMark | None:
        """What is remembered under an item's guid; or, where that was another's, under its own link."""
        own = entry.link_key if self.is_reused(entry, Identity.GUID) else entry.key
        return self._by_key.get(own)


def _by_repetition(entries: Sequence[Entry], size: int) -> Identity:
    """Tell whether different items share their guids."""
    links: dict[str, set[str]] = {}
    for entry in entries:
        if entry.guid and entry.link:
            links.setdefault(entry.guid, set()).add(entry.link)
    repeated = sum(len(shared) for shared in links.values() if len(shared) > 1)
    return Identity.LINK if _is_much(repeated, size) else Identity.GUID


def _is_much(count: int, size: int) -> bool:
    return count > max(1, UNSTABLE * size)


def _rank(identity: Identity) -> int:
    return tuple(Identity).index(identity)
