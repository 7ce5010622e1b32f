"""Finds listed phrases in the words of a text; each stands for a meaning, such as a country or a role.

A phrase is a few words: `troop*` is any word that begins so, `send|sent` is either word, `the?` may be
missing. Words in capitals (`US`) match as they are written, all others in any case. The longest phrase wins.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from typing import NamedTuple

from feeds.model import Span

SHORTEST_STEM = 2
LONGEST_WORD = 40  # of a longer word only the beginning is looked at
KNOWN_WORDS = 10_000  # of which it is remembered what they open; most words of a text are met again
WORD = re.compile(r"(?:[A-Z]\.){2,}|\w+")  # "U.S." is one word


class Word(NamedTuple):
    """A word as it is compared: in small letters, as written without full stops, and its place."""

    folded: str
    written: str
    start: int
    end: int


class Phrase(NamedTuple):
    """One spelling of a listed phrase, word by word."""

    words: tuple[str, ...]
    meaning: str


class Match(NamedTuple):
    """A phrase found: what it stands for, and its first and last word, counted from 0."""

    meaning: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Phrases, to be found by their first word."""

    opening: Callable[[str], tuple[Phrase, ...]]  # those that a word may open, longest first; remembers words

    def find(self, words: Sequence[Word]) -> tuple[Match, ...]:
        """Find the phrases in reading order, without overlaps."""
        found: list[Match] = []
        reached = 0
        for place, word in enumerate(words):
            phrases = self.opening(word.written)
            if not phrases or place < reached:
                continue
            for phrase in phrases:
                if len(phrase.words) == 1 or _goes_on(phrase, words, place):
                    reached = place + len(phrase.words)
                    found.append(Match(phrase.meaning, place, reached - 1))
                    break
        return tuple(found)


def split_words(text: str, within: Span | None = None) -> Iterator[Word]:
    """Cut a text, or a part of it, into words."""
    start, end = within or (0, len(text))
    for match in WORD.finditer(text, start, end):
        written = match.group()[:LONGEST_WORD].replace(".", "")
        yield Word(written.lower(), written, match.start(), match.end())


def make_phrasebook(phrases_of: Iterable[tuple[str, Iterable[str]]]) -> Phrasebook:
    """Build a book from meanings, each with its phrases."""
    phrases = [
        Phrase(words, meaning)
        for meaning, lines in phrases_of
        for line in lines
        for words in _spellings(line)
    ]
    by_word = _by_first_word(phrase for phrase in phrases if not phrase.words[0].endswith("*"))
    by_stem = _by_first_word(phrase for phrase in phrases if phrase.words[0].endswith("*"))

    def opening(written: str) -> tuple[Phrase, ...]:
        folded = written.lower()
        whole = dict.fromkeys((folded, written))
        stems = (folded[:length] for length in range(SHORTEST_STEM, len(folded) + 1))
        known = (*(by_word.get(word, ()) for word in whole), *(by_stem.get(stem, ()) for stem in stems))
        return tuple(sorted(chain.from_iterable(known), key=_weight, reverse=True))

    return Phrasebook(lru_cache(maxsize=KNOWN_WORDS)(opening))


def _goes_on(phrase: Phrase, words: Sequence[Word], place: int) -> bool:
    """See whether a phrase that a word opens is there to its end."""
    if place + len(phrase.words) > len(words):
        return False
    return all(map(_same, phrase.words[1:], words[place + 1 : place + len(phrase.words)]))


def _same(word: str, token: Word) -> bool:
    if word[-1] == "*":
        return token.folded.startswith(word[:-1])
    return word == token.folded or word == token.written  # noqa: PLR1714 - a tuple would be built each time


def _weight(phrase: Phrase) -> tuple[int, int]:
    return len(phrase.words), sum(map(len, phrase.words))


def _spellings(line: str) -> Iterator[tuple[str, ...]]:
    """Write out what a line allows: `in|to the? field` has four spellings."""
    for choice in product(*map(_alternatives, line.split())):
        yield tuple(word for word in choice if word)


def _alternatives(word: str) -> tuple[str, ...]:
    written = tuple(part if _is_capitals(part) else part.lower() for part in word.rstrip("?").split("|"))
    return (*written, "") if word.endswith("?") else written


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _by_first_word(phrases: Iterable[Phrase]) -> Mapping[str, tuple[Phrase, ...]]:
    groups: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        groups.setdefault(phrase.words[0].rstrip("*"), []).append(phrase)
    return {first: tuple(group) for first, group in groups.items()}
