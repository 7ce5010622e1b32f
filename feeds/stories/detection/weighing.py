"""Weighs the sentences of an article: what it is about, and whether that is its main point.

What the title says, the article is about; without that, one sentence is only a mention in passing, and two
make the subject a part of the article.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from feeds.model import Label, Salience, Source
from feeds.stories.detection.scene import Finding
from feeds.stories.detection.sight import Sight
from feeds.stories.texts.debris import Sentence

OPENING_PARAGRAPHS = 2
OPENING_LENGTH = 500  # characters of the text that open it
UNDER_HEADING = 2  # lines
PART = 2  # sentences that make the subject a part of an article
RELATED_PART = 3  # the same for the neighbourhood, which is named more often in passing


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with what was found in it."""

    sentence: Sentence
    finding: Finding
    counts: int  # as how many sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an article is about, and the sentences that made it so."""

    label: Label
    salience: Salience
    because: tuple[Judged, ...]


def weigh(sights: Sequence[Sight], *, is_short: bool) -> Verdict:
    """Judge an article by its sentences; of a short one all are its opening."""
    judged = _judged(sights, is_short=is_short)
    core = [item for item in judged if item.finding.label is Label.CORE]
    related = [item for item in judged if item.finding.label is Label.RELATED]
    core_opening = [item for item in core if is_short or _is_opening(item.sentence)]
    related_opening = [item for item in related if is_short or _is_opening(item.sentence)]
    only_caveats = bool(related_opening) and not core_opening and len(core) <= len(related)
    if _is_enough(core, is_short=is_short) and not only_caveats:
        return _verdict(Label.CORE, core_opening or core, is_main=bool(core_opening))
    if related_opening or len(related) >= RELATED_PART:
        return _verdict(Label.RELATED, related_opening or related, is_main=bool(related_opening))
    mentions = core or related
    return _verdict(Label.NO, mentions, is_main=not mentions)


def _judged(sights: Sequence[Sight], *, is_short: bool) -> list[Judged]:
    """Give the sentences that count: a heading only over one that does; told and then quoted, twice."""
    judged: list[Judged] = []
    for sight in reversed(sights):
        if sight.finding is None:
            continue
        if sight.is_heading and not (is_short or _is_opening(sight.sentence) or _stands_over(sight, judged)):
            continue
        judged.append(Judged(sight.sentence, sight.finding, 1 + sight.is_borne_out))
    return judged[::-1]


def _stands_over(heading: Sight, below: Sequence[Judged]) -> bool:
    return bool(below) and below[-1].sentence.paragraph <= heading.sentence.paragraph + UNDER_HEADING


def _is_enough(judged: Sequence[Judged], *, is_short: bool) -> bool:
    """A headline says what an article is about; one sentence further down is only a mention."""
    if sum(item.counts for item in judged) >= PART or (judged and is_short):
        return True
    return any(item.sentence.source is Source.TITLE for item in judged)


def _is_opening(sentence: Sentence) -> bool:
    if sentence.source is Source.TITLE:
        return True
    return sentence.paragraph <= OPENING_PARAGRAPHS and sentence.span.end <= OPENING_LENGTH


def _verdict(label: Label, because: Sequence[Judged], *, is_main: bool) -> Verdict:
    return Verdict(
        label=label, salience=Salience.MAIN if is_main else Salience.PASSING, because=tuple(because)
    )
