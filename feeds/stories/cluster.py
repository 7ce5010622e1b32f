"""Decides which story an article belongs to, online: one article after the other, in order of arrival.

An article is compared with those of the last days that share its rarer words (see shelf.py, likeness.py) and
joins the story that it is most like. It had rather begin a story of its own than join a wrong one: a wrong
merge hides news. A story that begins may follow an older one, of which it tells more.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from feeds.model import Member, Position, Quote, Signature, Source, Span, StoryId
from feeds.stories.clusters.anchors import anchors
from feeds.stories.clusters.keys import find_keys, quote_keys, stance_keys
from feeds.stories.clusters.likeness import JUST_ENOUGH, Newcomer, Scale
from feeds.stories.clusters.reliance import relied_on
from feeds.stories.clusters.shelf import Shelf
from feeds.stories.clusters.sketch import sketch
from feeds.stories.texts.debris import sentences_of
from feeds.stories.texts.words import content_words

WINDOW = timedelta(hours=72)
KIN_ENOUGH = 0.6  # likeness of subject from which a later story follows an earlier one
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


class Placement(NamedTuple):
    """Where an article belongs: its company, or else the story that the one it begins follows."""

    company: Company | None
    follows: StoryId | None


def find_place(signature: Signature, published: datetime, shelf: Shelf) -> Placement:
    """Find the company of an article among those on the shelf, or the story that its own one follows.

    It is a story's articles, or those that were rejected from it; none when it begins a story.
    """
    since, until = published - WINDOW, published + WINDOW
    scale = Scale.of(signature, shelf.count(None, since, until), lambda word: shelf.count(word, since, until))
    newcomer = _Arrival(Newcomer(signature, scale), published)
    near = {
        member.article: (member, newcomer.meet(member))
        for member in shelf.alike(signature, scale.weights, published, WINDOW)
    }
    promising = {member.story for member, meeting in near.values() if meeting.likeness >= JUST_ENOUGH}
    ranked = [
        ranking
        for story in promising
        for ranking in newcomer.rank(story, shelf.of_story(story, since, until))
    ]
    best, *_, chosen = max(ranked, default=(0.0, True, 0, None))
    if best >= JUST_ENOUGH and chosen is not None:
        return Placement(company=chosen, follows=None)
    return Placement(company=None, follows=_followed(near.values()))


class _Meeting(NamedTuple):
    """How like an older article a newcomer is: as news of the same event, and as news of the same affair."""

    likeness: float
    kinship: float


@dataclass(frozen=True, slots=True)
class _Arrival:
    """An article that looks for its story, at its time."""

    newcomer: Newcomer
    published: datetime

    def meet(self, member: Member) -> _Meeting:
        """Compare with an article; nothing follows what was published after it."""
        alike = self.newcomer.compare(member.signature)
        age = abs(self.published - member.published) / WINDOW
        is_earlier = member.published < self.published and not member.is_rejected
        return _Meeting(
            likeness=alike.subject + alike.statements - AGEING * age,
            kinship=alike.subject if is_earlier else 0.0,
        )

    def rank(self, story: StoryId, members: Iterable[Member]) -> Iterator[tuple[float, bool, int, Company]]:
        """Say how like a story's articles the newcomer is, apart for those that were rejected."""
        companies: dict[bool, list[float]] = defaultdict(list)
        for member in members:
            companies[member.is_rejected].append(self.meet(member).likeness)
        for is_rejected, values in companies.items():
            if max(values) >= JUST_ENOUGH:
                company = Company(story=story, is_rejected=is_rejected)
                yield _likeness_to_story(values), not is_rejected, -story, company


def _followed(near: Iterable[tuple[Member, _Meeting]]) -> StoryId | None:
    """Give the story of the earlier article that is nearest in subject; of equals the newest."""
    akin = [
        (meeting.kinship, member.published, member.story)
        for member, meeting in near
        if meeting.kinship >= KIN_ENOUGH
    ]
    return max(akin)[-1] if akin else None


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
