"""Which items of a feed are new, and which are known under another guid or link: pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feeds.model import Entry, Identity
from storage.model import EntryMark

UNSTABLE = 0.05
"""Of a document's items: where more guids than these mislead, none is believed (MEASURED.md, 1)."""

TELLING_WORDS = 60
"""Characters of title and summary by which an item is known again; "Live updates" may stand for any day's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """What of a feed's items is new to us."""

    news: tuple[tuple[Entry, EntryMark | None], ...]  # new or edited; with what is remembered of them
    renamed: tuple[tuple[Entry, EntryMark], ...]  # known, but under another guid or link
    identity: Identity  # by which the feed's items are told apart from now on


def sift(entries: Sequence[Entry], marks: Sequence[EntryMark], identity: Identity, *, size: int) -> Sifted:
    """Tell new and edited items from known ones, each once, in their order.

    `size` is the number of items in the document, of which `entries` may be only the unseen ones. Where guids
    change or repeat in more than a twentieth of them, links count instead, and after these the words.
    """
    identity = max(identity, _by_repetition(entries, size), key=_rank)
    memory = _Memory(marks)
    each_once = {key_of(entry, identity): entry for entry in reversed(entries)}
    news: list[tuple[Entry, EntryMark | None]] = []
    renamed: list[tuple[Entry, EntryMark]] = []
    changed: Counter[Identity] = Counter()
    for entry in reversed(each_once.values()):
        known_by, mark = memory.find(entry, identity)
        if mark is None or mark.content_hash != entry.content_hash:
            news.append((entry, mark))
        elif known_by is not identity:
            renamed.append((entry, mark))
            changed[known_by] += 1
    unstable = [known_by for known_by, count in changed.items() if _is_much(count, size)]
    return Sifted(news=tuple(news), renamed=tuple(renamed), identity=max([identity, *unstable], key=_rank))


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
        """Find an item again, and by what; nothing above the feed's identity is believed."""
        if identity is Identity.GUID and (mark := self._by_key.get(entry.key)):
            return Identity.GUID, mark
        mark = None if identity is Identity.WORDS else self._by_link.get(entry.link_key)
        if mark and (identity is Identity.LINK or mark.content_hash == entry.content_hash):
            return Identity.LINK, mark  # else it is the next post of a live page
        is_telling = identity is Identity.WORDS or len(entry.title + entry.summary) >= TELLING_WORDS
        return Identity.WORDS, self._by_words.get(entry.content_hash) if is_telling else None


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
