"""Keeps the recent articles by their words, so that a newcomer is compared with few of them.

What it answers depends on the articles that stand on it and are near in time, not on the order in which they
came or on how long it has stood: a shelf that is filled anew from the database answers the same.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from heapq import nlargest
from itertools import chain
from typing import TypeAlias, TypeVar

from feeds.model import ArticleId, Member, Signature, StoryId

MOST_OF_A_WORD = 200  # articles that have a word, the nearest before the newcomer, that are looked at
MOST_LOOKED_AT = 2_500  # articles that are looked at, over all words, the rarest first
MOST_COMPARED = 60  # articles that share the most with the newcomer are compared closely
MOST_OF_A_STORY = 60  # articles that speak for a story, the newest
HASHES = 8  # of a sketch that an article is found by

LAST_ARTICLE = ArticleId(2**63 - 1)

Slot: TypeAlias = tuple[datetime, ArticleId]
Term: TypeAlias = str | int
Key = TypeVar("Key")


class Shelf:
    """The articles that a newcomer may join, found by what they say."""

    def __init__(self, members: Iterable[Member] = (), *, newcomer: Signature | None = None) -> None:
        """Fill the shelf; one that is filled for a single newcomer need not know what others say."""
        self._newcomer = newcomer
        self._members: dict[ArticleId, Member] = {}
        self._slots: list[Slot] = []
        self._by_term: dict[Term, list[Slot]] = {}
        self._by_story: dict[StoryId, list[Slot]] = {}
        for member in sorted(
            members, key=lambda member: member.published
        ):  # the lists then grow at their ends
            self.add(member)

    def add(self, member: Member) -> None:
        """Put an article on the shelf; one that stands there already is replaced."""
        self.drop(member.article)
        slot = (member.published, member.article)
        self._members[member.article] = member
        insort(self._slots, slot)
        insort(self._by_story.setdefault(member.story, []), slot)
        for term in self._terms(member.signature):
            insort(self._by_term.setdefault(term, []), slot)

    def drop(self, article: ArticleId) -> None:
        """Take an article off the shelf, if it stands there."""
        member = self._members.pop(article, None)
        if member is None:
            return
        slot = (member.published, member.article)
        _remove(self._slots, slot)
        _take_out(self._by_story, member.story, slot)
        for term in self._terms(member.signature):
            _take_out(self._by_term, term, slot)

    def drop_before(self, oldest: datetime) -> None:
        """Take off what was published before a time."""
        for _, article in self._slots[: bisect_left(self._slots, (oldest, ArticleId(0)))]:
            self.drop(article)

    def count(self, term: Term | None, since: datetime, until: datetime) -> int:
        """Count the articles published between two times that have a word or a key; of None, all."""
        slots = self._slots if term is None else self._by_term.get(term, [])
        return len(_between(slots, since, until))

    def of_story(self, story: StoryId, since: datetime, until: datetime) -> tuple[Member, ...]:
        """Give the newest articles of a story published between two times."""
        slots = self._by_story.get(story, [])
        near = _between(slots, since, until)[-MOST_OF_A_STORY:]
        return tuple(self._members[slots[place][1]] for place in near)

    def alike(
        self, signature: Signature, weights: Mapping[str, float], around: datetime, reach: timedelta
    ) -> Iterator[Member]:
        """Give the articles that share the heaviest words, keys and runs of words with a newcomer."""
        shared: dict[ArticleId, float] = defaultdict(float)
        looked_at = 0
        for weight, slots, near in self._shared_terms(signature, weights, around, reach):
            if looked_at >= MOST_LOOKED_AT:
                break
            looked_at += len(near)
            for _, article in slots[near.start : near.stop]:
                shared[article] += weight
        enough = min(nlargest(MOST_COMPARED, shared.values()), default=0.0)
        best = [self._members[article] for article, weight in shared.items() if weight >= enough]
        best.sort(key=lambda member: (shared[member.article], member.published, member.article), reverse=True)
        return iter(best[:MOST_COMPARED])

    def _shared_terms(
        self, signature: Signature, weights: Mapping[str, float], around: datetime, reach: timedelta
    ) -> list[tuple[float, list[Slot], range]]:
        """Give each word that others have with its weight and those others, the rarest word first."""
        found: list[tuple[int, str, float, list[Slot], range]] = []
        terms: Iterable[Term] = chain(signature.words, signature.entities, signature.shingles)
        for term in terms:
            slots = self._by_term.get(term)
            near = _between(slots, around - reach, around + reach) if slots else range(0)
            weight = weights.get(term, 0.0) if isinstance(term, str) else _weight_of_hash(len(near))
            if slots and near and weight:
                found.append((len(near), str(term), weight, slots, _nearest(slots, near, around)))
        return [(weight, slots, near) for _, _, weight, slots, near in sorted(found, key=lambda one: one[:2])]

    def _terms(self, signature: Signature) -> Iterator[Term]:
        """Give what an article is found by."""
        hashes = sorted(signature.shingles)[:HASHES]
        if (newcomer := self._newcomer) is None:
            return chain(signature.words, signature.entities, hashes)
        return chain(
            signature.words & newcomer.words,
            signature.entities & newcomer.entities,
            newcomer.shingles.intersection(hashes),
        )


def _weight_of_hash(count: int) -> float:
    """Give the weight of a run of words: heavy enough that a copy is always compared."""
    return 100.0 / count if count else 0.0


def _between(slots: list[Slot], since: datetime, until: datetime) -> range:
    first = bisect_left(slots, (since, ArticleId(0)))
    return range(first, bisect_right(slots, (until, LAST_ARTICLE), lo=first))


def _nearest(slots: list[Slot], near: range, around: datetime) -> range:
    """Cut down to the last ones before a time, and as many as are still free after it."""
    if len(near) <= MOST_OF_A_WORD:
        return near
    now = bisect_right(slots, (around, LAST_ARTICLE), lo=near.start, hi=near.stop)
    first = max(near.start, now - MOST_OF_A_WORD)
    return range(first, min(near.stop, first + MOST_OF_A_WORD))


def _remove(slots: list[Slot], slot: Slot) -> None:
    del slots[bisect_left(slots, slot)]


def _take_out(table: dict[Key, list[Slot]], key: Key, slot: Slot) -> None:
    _remove(table[key], slot)
    if not table[key]:
        del table[key]
