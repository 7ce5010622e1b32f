"""Keeps which names and numbers stand side by side in a text, in any language: it shows a translation.

A name is reduced to its consonants, which outlive transliteration and most endings.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from feeds.stories.clusters.keys import LANGUAGE, find_keys
from feeds.stories.clusters.sketch import hashes
from feeds.stories.texts.words import fold, split

SIZE = 48  # hashes that are kept
PIECE_END = re.compile(r"[.!?…»”\"]\s|\n")
LONGEST_PIECE = 600  # characters of a sentence that are looked at
MOST_ANCHORS = 12  # of a sentence
SHORTEST_NAME = 3  # letters
CONSONANTS = 4
FEWEST_CONSONANTS = 2
VOWELS = str.maketrans("", "", "aeiouyjh")


def anchors(text: str, language: str) -> frozenset[int]:
    """Give the smallest hashes of all pairs of names and numbers that share a sentence."""
    return hashes((" ".join(pair) for piece in _pieces(text) for pair in _pairs(piece, language)), SIZE)


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for end in PIECE_END.finditer(text):
        yield text[start : min(end.end(), start + LONGEST_PIECE)]
        start = end.end()
    yield text[start : start + LONGEST_PIECE]


def _pairs(piece: str, language: str) -> Iterator[tuple[str, str]]:
    keys = {key for key in find_keys(piece, language) if not key.startswith(LANGUAGE)}
    found = sorted(keys | set(_names(piece)))[:MOST_ANCHORS]
    return combinations(found, 2)


def _names(piece: str) -> Iterator[str]:
    for word in split(piece):
        if len(word) >= SHORTEST_NAME and word[0].isupper():
            skeleton = fold(word).translate(VOWELS)[:CONSONANTS]
            if len(skeleton) >= FEWEST_CONSONANTS:
                yield skeleton
