"""Tells at a glance, in any language that is read, that an entry is about something else.

Of each term that counts one word is looked up, its key; an entry may be on the subject when its words hold
keys of both kinds of one of the PAIRS, in one language. Most entries don't, and cost nothing more. Of the
others the terms themselves are read, so that nothing is passed by that a lexicon would find.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from operator import or_

from feeds.stories.detection.lexicon import LONGEST_WORD, Lexicon, Slot, languages, terms_of
from feeds.stories.detection.notation import STEM_KEY
from feeds.stories.detection.patterns import pattern_of
from feeds.stories.detection.scene import UKRAINE_SLOTS
from feeds.stories.texts.words import stop_words

KNOWN_WORDS = 10_000  # of which it is remembered what they are keys to
SHORTEST_KEY = 4  # letters; a shorter word is a key only where a term has no other
FORCE_SLOTS = frozenset({Slot.FORCE, Slot.MISSION, Slot.PRESENCE, Slot.JETS, Slot.DRAWDOWN})
ACTOR_SLOTS = FORCE_SLOTS | {Slot.FOREIGN, Slot.GUARANTEE, Slot.COALITION, Slot.PLANNING, Slot.KOREAN}
NEAR_SLOTS = frozenset({Slot.FLANK, Slot.REAR, Slot.BORDER, Slot.RUSSIAN, Slot.KOREAN, Slot.CUT})
PAIRS = (  # an entry passes that has something of both
    (UKRAINE_SLOTS, ACTOR_SLOTS),
    (FORCE_SLOTS, NEAR_SLOTS),
    (frozenset({Slot.BELARUSIAN}), FORCE_SLOTS | {Slot.JOIN_WAR}),
    (frozenset({Slot.COALITION}), frozenset({Slot.COALITION})),
    (frozenset({Slot.DRAWDOWN}), frozenset({Slot.FOREIGN})),
    (frozenset({Slot.RUSSIAN}), frozenset({Slot.KOREAN, Slot.READINESS})),
)
OTHER_SIDE = 128  # bits; more than there can be pairs in all languages

Term = tuple[str, ...]


def languages_held(text: str) -> tuple[str, ...]:
    """Name the languages in which a text may be on the subject; mostly none."""
    table = _table()
    found = reduce(or_, map(table.sides_of, table.pattern.findall(text.lower())), 0)
    both = found & (found >> OTHER_SIDE)
    return tuple(code for code, bits in table.languages if both & bits) if both else ()


def holds_pair(text: str, lexicon: Lexicon) -> bool:
    """Tell whether the terms of a language that a text holds may be on the subject."""
    slots = lexicon.slots_in(text)
    return any(slots & one and slots & other for one, other in PAIRS)


@dataclass(frozen=True, slots=True)
class Table:
    """All keys of all languages."""

    pattern: re.Pattern[str]  # finds the words that are keys, in small letters
    sides_of: Callable[[str], int]  # to which sides of which pairs: one bit for each pair, language and side
    languages: tuple[tuple[str, int], ...]  # with the bits of their pairs


@cache
def _table() -> Table:
    sides: defaultdict[str, int] = defaultdict(int)
    of_languages = []
    for place, language in enumerate(sorted(languages())):
        first = place * len(PAIRS)
        of_languages.append((language, ((1 << len(PAIRS)) - 1) << first))
        for key, bits in _sides(language):
            sides[key] |= bits << first
    return Table(re.compile(pattern_of(sides)), lru_cache(KNOWN_WORDS)(_Sides(sides).of), tuple(of_languages))


@dataclass(frozen=True, slots=True)
class _Sides:
    keys: Mapping[str, int]

    def of(self, word: str) -> int:
        """Look up a word, and each of its beginnings as a stem."""
        word = word[:LONGEST_WORD]
        stems = (f"{word[:length]}*" for length in range(STEM_KEY, len(word) + 1))
        return reduce(or_, (self.keys.get(key, 0) for key in (word, *stems)), 0)


def _sides(language: str) -> Iterator[tuple[str, int]]:
    """Give each key of a language with the bit of a side of a pair."""
    for place, (one, other) in enumerate(PAIRS):
        for key in _keys(language, one):
            yield key.lower(), 1 << place
        for key in _keys(language, other):
            yield key.lower(), 1 << (place + OTHER_SIDE)


@cache
def _keys(language: str, slots: frozenset[Slot]) -> frozenset[str]:
    """Choose few words such that each term of these slots has one of them."""
    terms = sorted({term for term, slot in terms_of(language) if slot in slots})
    counts = Counter(word for term in terms for word in term[1:] or term)
    alone = frozenset(term[0] for term in terms if len(term) == 1)
    longer = (term for term in terms if not any(_is_among(word, alone) for word in term))
    return alone | {_key(term, counts, stop_words(language)) for term in longer}


def _is_among(word: str, keys: frozenset[str]) -> bool:
    stem = word.removesuffix("*")
    stems = (f"{stem[:length]}*" for length in range(STEM_KEY, len(stem) + 1))
    return word in keys or any(shorter in keys for shorter in stems)


def _key(term: Term, counts: Mapping[str, int], ignored: frozenset[str]) -> str:
    """Choose the word that most terms end with, so that keys are few; no small one if it can be helped."""
    telling = [word for word in term if len(word) >= SHORTEST_KEY and word.rstrip("*") not in ignored]
    return max(telling or term, key=lambda word: (counts[word], len(word)))
