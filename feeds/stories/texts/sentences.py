"""Weighs the sentences of an article for a summary, and tells two that say the same."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from feeds.model import Quote, Reason, Source, Span
from feeds.stories.clusters.keys import find_keys
from feeds.stories.texts.prose import find_prose, leans_back
from feeds.stories.texts.words import content_words, words_of_sentence

FROM_REASON, FROM_TITLE, FROM_TEXT, FROM_PLACE, FROM_QUOTE = 1.6, 3.0, 1.5, 1.0, 0.4  # what each is worth
FADING = 0.15  # how fast the place of a sentence loses its worth
LEANING = 0.8  # what a sentence loses that begins like "But he"
LONG_WINDED, EASY_TO_READ = 0.5, 40  # what a sentence loses that has more words
MOST_REASONS = 2
MOST_SENTENCES = 300  # of an article; what a summary needs stands before
ALIKE = 0.55  # share of the shorter sentence's words that the longer one has too: the same in other words
ALIKE_OVER_LANGUAGES = 0.75  # the same for names, acts and numbers
FEWEST_KEYS = 3  # with fewer of them nothing can be said


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may enter a summary."""

    span: Span
    written: str
    language: str
    words: frozenset[str]
    worth: float = 0.0
    has_quote: bool = False  # somebody says something in it

    @property
    def keys(self) -> frozenset[str]:
        """What it names, in every language; looked for only where two languages are compared."""
        return find_keys(self.written, self.language)


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What the sentences of one article are weighed by."""

    text: str
    title_words: frozenset[str]
    reasons: tuple[Span, ...]
    quotes: tuple[Span, ...]
    counts: Mapping[str, int]  # of sentences that have a word


def weigh_sentences(
    text: str,
    sentences: Sequence[Span],
    title: str,
    language: str,
    quotes: Sequence[Quote],
    reasons: Sequence[Reason],
) -> tuple[Candidate, ...]:
    """Give the sentences of an article that can be shown, in reading order, with what each is worth."""
    prose = find_prose(text, sentences, title, language)[:MOST_SENTENCES]
    candidates = [candidate_of(text, span, language) for span in prose]
    yardstick = Yardstick(
        text=text,
        title_words=frozenset(content_words(title, language)),
        reasons=tuple(reason.span for reason in reasons if reason.source is Source.TEXT),
        quotes=tuple(span for quote in quotes for span in quote.spans),
        counts=Counter(chain.from_iterable(candidate.words for candidate in candidates)),
    )
    return tuple(_weigh(candidate, place, yardstick) for place, candidate in enumerate(candidates))


def candidate_of(text: str, span: Span, language: str) -> Candidate:
    """Take a sentence as it stands, not weighed."""
    written = span.of(text)
    return Candidate(span, written, language, words_of_sentence(written, language))


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """See whether two sentences say the same, be it in other words or in another language."""
    if one.language == other.language:
        return _shared(one.words, other.words) >= ALIKE
    if min(len(one.keys), len(other.keys)) <= FEWEST_KEYS:  # the language is one of them
        return False
    return _shared(one.keys, other.keys) >= ALIKE_OVER_LANGUAGES


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Give the share of the smaller set that stands in the larger one; of nothing all does."""
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else 1.0


def _weigh(sentence: Candidate, place: int, yardstick: Yardstick) -> Candidate:
    quotes = _count_touching(yardstick.quotes, sentence.span)
    reasons = min(_count_touching(yardstick.reasons, sentence.span), MOST_REASONS)
    worth = (
        FROM_PLACE / (1 + FADING * place)
        + FROM_REASON * reasons
        + FROM_TITLE * len(sentence.words & yardstick.title_words) / max(len(yardstick.title_words), 1)
        + FROM_TEXT * _centrality(sentence, yardstick.counts)
        + FROM_QUOTE * bool(quotes)
        - _clumsiness(sentence.span.of(yardstick.text), sentence.language)
    )
    return replace(sentence, worth=worth, has_quote=bool(quotes))


def _count_touching(spans: Sequence[Span], sentence: Span) -> int:
    return sum(span.start < sentence.end and sentence.start < span.end for span in spans)


def _centrality(sentence: Candidate, counts: Mapping[str, int]) -> float:
    """Say how much a sentence speaks of what the whole article speaks of: 0 to 1."""
    if not sentence.words:
        return 0.0
    most = math.log1p(max(counts.values()))
    return math.fsum(math.log1p(counts[word]) for word in sentence.words) / (most * len(sentence.words))


def _clumsiness(sentence: str, language: str) -> float:
    long_winded = len(sentence.split()) > EASY_TO_READ
    return LEANING * leans_back(sentence, language) + LONG_WINDED * long_winded
