"""Finds listed phrases in the words of a text; each stands for a meaning, such as a country or a role.

A phrase is a few words: `troop*` is any word that begins so, `send|sent` is either word, `the?` may be
missing. Words in capitals (`US`) match as they are written, all others in any case. The longest phrase wins.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from feeds.model import Span

SHORTEST_STEM = 2
LONGEST_WORD = 40  # of a longer word only the beginning is looked at
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
    """Phrases by their first word, stems by their letters."""

    by_word: Mapping[str, tuple[Phrase, ...]]
    by_stem: Mapping[str, tuple[Phrase, ...]]

    def find(self, words: Sequence[Word]) -> tuple[Match, ...]:
        """Find the phrases in reading order, without overlaps."""
        return tuple(self._walk(words))

    def _walk(self, words: Sequence[Word]) -> Iterator[Match]:
        position = 0
        while position < len(words):
            phrase = self._longest(words, position)
            if phrase is None:
                position += 1
                continue
            last = position + len(phrase.words) - 1
            yield Match(phrase.meaning, position, last)
            position = last + 1

    def _longest(self, words: Sequence[Word], position: int) -> Phrase | None:
        fitting = (phrase for phrase in self._candidates(words[position]) if _fits(phrase, words, position))
        return max(fitting, key=_weight, default=None)

    def _candidates(self, word: Word) -> Iterator[Phrase]:
        yield from self.by_word.get(word.folded, ())
        if word.written != word.folded:
            yield from self.by_word.get(word.written, ())
        for length in range(SHORTEST_STEM, len(word.folded) + 1):
            yield from self.by_stem.get(word.folded[:length], ())


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
    return Phrasebook(
        by_word=_by_first_word(phrase for phrase in phrases if not phrase.words[0].endswith("*")),
        by_stem=_by_first_word(phrase for phrase in phrases if phrase.words[0].endswith("*")),
    )


def _fits(phrase: Phrase, words: Sequence[Word], position: int) -> bool:
    if position + len(phrase.words) > len(words):
        return False
    return all(_same(word, words[place]) for place, word in enumerate(phrase.words, start=position))


def _same(word: str, token: Word) -> bool:
    if word.endswith("*"):
        return token.folded.startswith(word[:-1])
    return word in (token.folded, token.written)


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
