"""Makes summaries out of the sources' own sentences: what happened first, then who says what."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from feeds.model import KeptArticle, Quote, Reason, Span
from feeds.stories.clusters.keys import find_keys, is_common_key
from feeds.stories.texts.prose import is_teaser
from feeds.stories.texts.sentences import Candidate, candidate_of, says_the_same, weigh_sentences

OPENING = 3  # sentences at the beginning, among which the lede stands
FADING_OF_LEDE = 0.6  # what each of them loses to the one before: most often the first one is the lede
SHORTEST_TITLE, LONGEST_TITLE = 5, 16  # words of a clear title
MOST_KEYS = 4  # a title that names more is no clearer
NO_TEASER, FIRST_LANGUAGE, RIGHT_LENGTH, FROM_KEY = 4.0, 2.0, 1.0, 0.5  # what makes a title clear


def summarise(  # noqa: PLR0913, PLR0917 - all that was read of one article
    text: str,
    sentences: Sequence[Span],
    title: str,
    language: str,
    quotes: tuple[Quote, ...],
    reasons: tuple[Reason, ...],
    length: int = 3,
) -> tuple[Span, ...]:
    """Choose up to `length` of the sentences of a text, in reading order.

    The lede, then what matters most, then who says what; nothing twice in other words.
    """
    candidates = weigh_sentences(text, sentences, title, language, quotes, reasons)
    chosen: list[Candidate] = []
    for candidate in _by_preference(candidates, length):
        if len(chosen) < length and not any(says_the_same(candidate, other) for other in chosen):
            chosen.append(candidate)
    return tuple(sorted(candidate.span for candidate in chosen))


def summarise_story(articles: Sequence[KeptArticle], length: int = 4) -> tuple[tuple[KeptArticle, Span], ...]:
    """Choose up to `length` sentences over all the articles of a story, each with its article.

    The first sentences of the summaries come before the second ones, so what happened comes first. Whoever
    reads one language gets it: sentences in that of the first article come before all others.
    """
    chosen: list[tuple[KeptArticle, Candidate]] = []
    for kept, span in _first_language_first(articles):
        candidate = candidate_of(kept.article.text, span, kept.reading.language)
        if len(chosen) < length and not any(says_the_same(candidate, other) for _, other in chosen):
            chosen.append((kept, candidate))
    return tuple((kept, candidate.span) for kept, candidate in chosen)


def headline(articles: Sequence[KeptArticle]) -> KeptArticle:
    """Choose the article whose title tells most clearly who does what; of equal ones the first.

    Raises ValueError when there is no article.
    """
    language = articles[0].reading.language if articles else ""
    return max(articles, key=lambda kept: _clearness(kept, language))


def _by_preference(candidates: Sequence[Candidate], length: int) -> Iterator[Candidate]:
    """Give the lede, the worthiest, then the worthiest in which somebody speaks, then the rest."""
    if not candidates:
        return
    yield max(enumerate(candidates[:OPENING]), key=_worth_as_lede)[1]
    ranked = sorted(candidates, key=_worth, reverse=True)
    yield from ranked[: max(length - 2, 0)]
    yield from (candidate for candidate in ranked if candidate.has_quote)
    yield from ranked


def _worth_as_lede(placed: tuple[int, Candidate]) -> float:
    place, candidate = placed
    return candidate.worth - FADING_OF_LEDE * place


def _worth(candidate: Candidate) -> float:
    return candidate.worth


def _first_language_first(articles: Sequence[KeptArticle]) -> Iterator[tuple[KeptArticle, Span]]:
    """Give the sentences of all summaries: the first of each article, then the second of each, and so on."""
    first = articles[0].reading.language if articles else ""
    ours = [kept for kept in articles if kept.reading.language == first]
    others = [kept for kept in articles if kept.reading.language != first]
    for group in (ours, others):
        rows = [[(kept, span) for span in kept.reading.summary] for kept in group]
        for turn in zip_longest(*rows):
            yield from (told for told in turn if told is not None)


def _clearness(kept: KeptArticle, first_language: str) -> float:
    title = kept.article.title
    named = sum(map(is_common_key, find_keys(title, kept.reading.language)))
    return (
        NO_TEASER * (bool(title.strip()) and not is_teaser(title))
        + FIRST_LANGUAGE * (kept.reading.language == first_language)
        + RIGHT_LENGTH * (SHORTEST_TITLE <= len(title.split()) <= LONGEST_TITLE)
        + FROM_KEY * min(named, MOST_KEYS)
    )
