"""Decides which story an article belongs to, online: one article after the other, in order of arrival.

An article is compared with every article of the last days (see likeness.py) and joins the story that it is
most like. It had rather begin a story of its own than join a wrong one: a wrong merge hides news.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from feeds.model import Member, Position, Quote, Signature, Source, Span, StoryId
from feeds.stories.clusters.anchors import anchors
from feeds.stories.clusters.keys import find_keys, quote_keys, stance_keys
from feeds.stories.clusters.likeness import JUST_ENOUGH, Newcomer, Scale
from feeds.stories.clusters.reliance import relied_on
from feeds.stories.clusters.sketch import sketch
from feeds.stories.texts.debris import sentences_of
from feeds.stories.texts.words import content_words

WINDOW = timedelta(hours=72)
AGEING = 0.8  # likeness that an article loses over the whole window: later news is news
OPENING = 400  # characters of an article that say what it is about
LONGEST_HEAD = 2_000  # characters of a text within which its opening stands, whatever is above it
LONGEST_TEXT = 60_000  # of a longer text only the beginning is read
LONGEST_TITLE = 400


class Company(NamedTuple):
    """The articles of a story, or those that whoever runs the bot has rejected from it."""

    story: StoryId
    is_rejected: bool


def sign(
    title: str, text: str, language: str, quotes: tuple[Quote, ...], positions: tuple[Position, ...]
) -> Signature:
    """Reduce an article to what clustering compares; the same in every process."""
    title, text = title[:LONGEST_TITLE], text[:LONGEST_TEXT]
    opening, reach = _open(title, text)
    own_words = " ".join(_outside_quotes(text, quotes)) or title
    return Signature(
        words=frozenset(content_words(opening, language)),
        entities=find_keys(opening, language)
        | quote_keys(text, language, quotes)
        | stance_keys(positions, reach),
        shingles=sketch(content_words(own_words, language)),
        anchors=anchors(text, language),
        rests_on=relied_on(title, text),
    )


def choose_company(signature: Signature, published: datetime, recent: Sequence[Member]) -> Company | None:
    """Give the articles that an article belongs to: a story's, or those that were rejected from it.

    None when it begins a story. The order of `recent` does not matter.
    """
    near = [member for member in recent if abs(published - member.published) <= WINDOW]
    newcomer = Newcomer(signature, Scale.of(signature, [member.signature for member in near]))
    companies: dict[Company, list[float]] = defaultdict(list)
    for member in near:
        age = abs(published - member.published) / WINDOW
        company = Company(story=member.story, is_rejected=member.is_rejected)
        companies[company].append(newcomer.likeness_to(member.signature) - AGEING * age)
    alike = {company: values for company, values in companies.items() if max(values) >= JUST_ENOUGH}
    ranked = [
        (_likeness_to_story(values), not company.is_rejected, -company.story, company)
        for company, values in alike.items()
    ]
    best, *_, chosen = max(ranked, default=(0.0, True, 0, None))
    return chosen if best >= JUST_ENOUGH else None


def _open(title: str, text: str) -> tuple[str, int]:
    """Give what an article says at first, not what its page puts there, and where in the text that ends."""
    words, length, reach = [title], 0, 0
    for sentence in sentences_of(title, text[:LONGEST_HEAD]):
        if sentence.source is Source.TEXT and length < OPENING:
            part = Span(sentence.span.start, min(sentence.span.end, sentence.span.start + OPENING - length))
            words.append(part.of(text))
            length += part.end - part.start
            reach = part.end
    return "\n".join(words), reach


def _outside_quotes(text: str, quotes: Sequence[Quote]) -> Iterator[str]:
    """Give a text without what it quotes: two reporters may well have heard the same words."""
    start = 0
    for run in sorted(run for quote in quotes for run in quote.quoted):
        yield Span(start, max(start, run.start)).of(text)
        start = max(start, run.end)
    yield text[start:]


def _likeness_to_story(likenesses: Sequence[float]) -> float:
    """One very similar article is not enough to join a story whose others tell something else."""
    return (max(likenesses) + math.fsum(likenesses) / len(likenesses)) / 2
