"""Says how much two articles tell of one event, from their signatures.

Within a language their words decide, each weighted by how rare it is among the recent articles. Over
languages decide the names, numbers, acts and stances that `keys.py` finds. What somebody says is the same in
both when they quote the same words; and it is other news when somebody has changed sides.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from feeds.model import Signature
from feeds.stories.clusters.keys import LANGUAGE, QUOTE, STANCE, is_common_key, language_of, stances_of
from feeds.stories.clusters.sketch import overlap
from feeds.stories.texts.words import subject_words

JUST_ENOUGH = 1.0  # likeness from which two articles tell one story
WORDS_NEEDED = 0.29  # similarity, within a language, that is just enough
KEYS_NEEDED = 0.55  # similarity of keys, over languages, that is just enough
FEWEST_IN_COMMON = 3  # keys and telling words; with fewer, two articles share the subject only
SHARE_OF_KEYS = 0.15  # in the similarity within a language; words make the rest
HOPELESS = 0.1  # two articles whose words are less similar are not looked at closer
NEAR_DUPLICATE = 0.6  # share of one text in the other from which they tell one story, whatever their openings
SHARED_QUOTE, SHARED_STANCE = 0.3, 0.15  # what each statement in common adds
MOST_SHARED = 2  # so many count
OTHER_SIDE = 2.0  # what it takes off when somebody has changed sides
EARLIER = 60  # as if so many articles had been seen before, so that the first ones are weighed too
RARE = 1 / 150  # share of those that have an ordinary word,
USUAL = 0.1  # a country, a well-known name or an act,
COMMON = 0.35  # a word of our subject
UNWEIGHED = 0.0  # statements are counted, not weighed
SHARES = (RARE, USUAL, COMMON, UNWEIGHED)


@dataclass(frozen=True, slots=True)
class Scale:
    """What each word and key weighs: the rarer it is among the recent articles, the more."""

    seen: int
    weights: Mapping[str, float]  # of the newcomer's words and keys: only these are ever in common
    unseen: Mapping[float, float]  # of what no recent article has, by the share of the earlier ones

    @classmethod
    def of(cls, newcomer: Signature, seen: int, count: Callable[[str], int]) -> "Scale":
        """Weigh the newcomer's words and keys; `count` says how many of all `seen` have one."""
        every = newcomer.words | newcomer.entities
        weights = {word: _weight(seen, count(word), _share(word)) for word in every}
        return cls(seen, weights, {share: _weight(seen, 0, share) for share in SHARES})

    def weigh_common(self, words: Iterable[str]) -> float:
        """Add up the weights of words that the newcomer has, exactly: their order does not matter."""
        return math.fsum(map(self.weights.__getitem__, words))

    def similarity(self, own: float, common: frozenset[str], other: frozenset[str]) -> float:
        """Give the cosine (0 to 1) of a set of the newcomer's that weighs `own` with another set."""
        shared = self.weigh_common(common)
        if not shared:
            return 0.0
        # How often others have the words that are theirs alone is not counted: it would take too long.
        foreign = math.fsum([self.unseen[_share(word)] for word in other - common])
        return shared / math.sqrt(own * (shared + foreign))


class Alike(NamedTuple):
    """How much of the subject two articles share, and what the same or contrary statements add or take."""

    subject: float
    statements: float


UNLIKE = Alike(0.0, 0.0)


@dataclass(frozen=True)
class Newcomer:
    """An article that looks for its story."""

    signature: Signature
    scale: Scale

    def likeness_to(self, other: Signature) -> float:
        """Say how much the newcomer tells what another article told; JUST_ENOUGH is just enough."""
        alike = self.compare(other)
        return alike.subject + alike.statements

    def compare(self, other: Signature) -> "Alike":
        """Say how near the newcomer's subject is to another article's, and what their statements add."""
        if self._language not in other.entities:
            subject = self._similarity_over_languages(other) / KEYS_NEEDED
        elif (copied := overlap(self.signature.shingles, other.shingles)) >= NEAR_DUPLICATE:
            return Alike(JUST_ENOUGH + copied, 0.0)
        else:
            subject = self._similarity_within_language(other) / WORDS_NEEDED
        return Alike(subject, self._likeness_of_statements(other)) if subject > 0 else UNLIKE

    def _similarity_within_language(self, other: Signature) -> float:
        common = self.signature.words & other.words
        if not common or self._count_telling(common, other) < FEWEST_IN_COMMON:
            return 0.0
        if self.scale.weigh_common(common) < HOPELESS**2 * self._weight_of_words:
            return 0.0  # the cosine can't reach HOPELESS, whatever the other's own words weigh
        words = self.scale.similarity(self._weight_of_words, common, other.words)
        if words < HOPELESS:
            return 0.0
        common_keys = self.signature.entities & other.entities
        keys = self.scale.similarity(self._weight_of_keys, common_keys, other.entities)
        return (1 - SHARE_OF_KEYS) * words + SHARE_OF_KEYS * keys

    def _count_telling(self, words: frozenset[str], other: Signature) -> int:
        """Count what both have, but for the language and for the words of every article on the subject."""
        keys = self.signature.entities & other.entities
        return len(words - subject_words()) + len(keys) - 1

    def _similarity_over_languages(self, other: Signature) -> float:
        """Compare keys; a word that both languages have is a name that our lists do not know."""
        keys = self.signature.entities & other.entities
        names = (self.signature.words & other.words) - subject_words()
        if len(keys) + len(names) < FEWEST_IN_COMMON:
            return 0.0
        own = self._weight_of_keys + self.scale.weigh_common(names)
        return self.scale.similarity(own, keys | names, other.entities | names)

    def _likeness_of_statements(self, other: Signature) -> float:
        common = self.signature.entities & other.entities
        quotes = sum(key.startswith(QUOTE) for key in common)
        stances = sum(key.startswith(STANCE) for key in common)
        return (
            SHARED_QUOTE * min(quotes, MOST_SHARED)
            + SHARED_STANCE * min(stances, MOST_SHARED)
            - OTHER_SIDE * self._somebody_changed_sides(other)
        )

    def _somebody_changed_sides(self, other: Signature) -> bool:
        """See whether both say where somebody stands, and not once on the same side."""
        before = stances_of(other)
        return any(who in before and stances.isdisjoint(before[who]) for who, stances in self._sides.items())

    @cached_property
    def _weight_of_words(self) -> float:
        return self.scale.weigh_common(self.signature.words)

    @cached_property
    def _weight_of_keys(self) -> float:
        return self.scale.weigh_common(self.signature.entities)

    @cached_property
    def _language(self) -> str:
        return language_of(self.signature)

    @cached_property
    def _sides(self) -> Mapping[str, frozenset[str]]:
        return stances_of(self.signature)


@lru_cache(maxsize=10_000)
def _weight(seen: int, count: int, share: float) -> float:
    """Give the squared weight of what `count` of `seen` articles have, and `share` of the earlier ones."""
    if share == UNWEIGHED:
        return 0.0
    return math.log((seen + EARLIER + 1) / (count + EARLIER * share + 1)) ** 2


@lru_cache(maxsize=20_000)
def _share(word: str) -> float:
    if word in subject_words() or word.startswith(LANGUAGE):
        return COMMON
    if word.startswith((QUOTE, STANCE)):
        return UNWEIGHED
    return USUAL if is_common_key(word) else RARE
