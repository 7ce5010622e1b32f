"""Reads how a lexicon writes its terms: `troop*` is any word that begins so, `send|sent` is either word.

`the?` may be missing (of alternatives, all may: `east|west?`). Words in capitals (`US`) match as they are,
all others in any case.
"""

from collections.abc import Iterator
from itertools import product

from feeds.stories import DATA

FOLDER = DATA / "detect"
STEM_KEY = 3  # a stem is looked up by its first letters, so it has at least as many


def spellings(term: str) -> Iterator[tuple[str, ...]]:
    """Write out the alternatives of a term: `in|to the? Ukraine` has four spellings."""
    choices = [_alternatives(word) for word in term.split()]
    for choice in product(*choices):
        yield tuple(word for word in choice if word)


def _alternatives(word: str) -> tuple[str, ...]:
    optional = ("",) if word.endswith("?") else ()
    written = tuple(part if _is_capitals(part) else part.lower() for part in word.rstrip("?").split("|"))
    return written + optional


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()
