"""Writes down what the small model looks at in an article: what the frames saw in it, and its words.

A feature is a number below BUCKETS, the hash of its name. The frames speak the same language whatever the
article's; the words, cut to their first letters, are its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from zlib import crc32

from feeds.model import Source
from feeds.stories.detection.lexicon import WORD, Slot
from feeds.stories.detection.sight import Sight

BUCKETS = 1 << 14
LETTERS = 6  # of a word; its ending is left out
MOST_WORDS = 80
OPENING = 600  # characters of title and text whose words are looked at
MOST_SIGHTS = 12  # sentences whose frames are looked at
SILENT = frozenset({Slot.PAUSE, Slot.OWNED_BY, Slot.IGNORE})


def features_of(title: str, text: str, sights: Sequence[Sight]) -> tuple[int, ...]:
    """Give the features of an article: what was seen in its first sentences, and its first words."""
    words = WORD.findall(f"{title[:OPENING]} {text.removeprefix(title)[:OPENING]}")[:MOST_WORDS]
    names = {*_of_frames(sights[:MOST_SIGHTS]), *_of_words(words)}
    return tuple(sorted({crc32(name.encode()) % BUCKETS for name in names}))


def _of_frames(sights: Iterable[Sight]) -> Iterator[str]:
    for sight in sights:
        where = "title" if sight.sentence.source is Source.TITLE else "text"
        slots = sorted({hit.slot for hit in sight.hits} - SILENT)
        yield from (f"slot {where} {slot}" for slot in slots)
        if sight.is_telling:
            yield from (f"slots {one} {other}" for one, other in combinations(slots, 2))
        if sight.finding is not None:
            yield f"rule {where} {sight.finding.rule}"
            yield f"label {where} {sight.finding.label}"
            yield f"strength {sight.finding.label} {sight.finding.strength:.1f}"


def _of_words(words: Sequence[str]) -> Iterator[str]:
    stems = [word[:LETTERS].lower() for word in words]
    yield from (f"word {stem}" for stem in stems)
    yield from (f"words {one} {other}" for one, other in pairwise(stems))
