"""Keeps a few hashes of a text in place of the text, enough to see a rewrite (a bottom-k sketch)."""

from collections.abc import Iterable, Sequence
from heapq import nsmallest
from zlib import crc32

RUN = 3  # content words in a row
SIZE = 64  # hashes that are kept
EVERY_HASH = 2**32
FEWEST = 4  # with fewer hashes in common nothing can be said


def sketch(words: Sequence[str]) -> frozenset[int]:
    """Give the smallest hashes of all runs of words, the same in every process."""
    return hashes((" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)), SIZE)


def hashes(features: Iterable[str], size: int) -> frozenset[int]:
    """Give the smallest hashes of some features, the same in every process."""
    return frozenset(nsmallest(size, {crc32(one.encode("utf-8", "surrogatepass")) for one in features}))


def overlap(one: frozenset[int], other: frozenset[int], size: int = SIZE) -> float:
    """Estimate which share of the shorter text stands in the other too (0 to 1).

    Below the lower of the two reaches each sketch is an even sample of its text, taken at one rate.
    """
    common = len(one & other)
    if common < FEWEST:
        return 0.0
    reach = min(_reach(one, size), _reach(other, size))
    fewer = min(sum(value <= reach for value in one), sum(value <= reach for value in other))
    return common / fewer


def _reach(kept: frozenset[int], size: int) -> int:
    """Up to here the sketch has every hash of its text."""
    return max(kept) if len(kept) >= size else EVERY_HASH
