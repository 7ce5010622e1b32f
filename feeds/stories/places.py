"""Tells whose words stand at a place of an article, and what stands around it."""

from collections.abc import Sequence
from enum import StrEnum

from feeds.model import Quote, Span
from feeds.stories.texts.tokens import sentences

READ_AROUND = 1_500
SHOWN_AROUND = 400
"""Characters on either side."""


class Voice(StrEnum):
    """Whose words they are, as the article gives them."""

    QUOTED = "inside a direct quotation"
    PARTLY = "only partly inside a direct quotation"
    REPORTED = "the outlet's wording of what somebody said"
    OUTLET = "the outlet's own words"
    HEADLINE = "the outlet's headline"


def voice_at(spans: Sequence[Span], quotes: Sequence[Quote]) -> tuple[Voice, Quote | None]:
    """Say whose words some spans of an article are: a named speaker's quote before one of nobody."""
    named_first = sorted(quotes, key=lambda quote: not quote.speaker.name)
    for voice, holds in ((Voice.QUOTED, _is_quoted), (Voice.PARTLY, _is_partly), (Voice.REPORTED, _is_told)):
        for quote in named_first:
            if holds(spans, quote):
                return voice, quote
    return Voice.OUTLET, None


def is_part_of_run(text: str, spans: Sequence[Span], quote: Quote) -> bool:
    """Tell whether a run of a quotation says more than some spans in it: the rest may turn them round."""
    runs = [run for run in quote.quoted if any(_holds(run, span) for span in spans)]
    said = sum(_letters(run.of(text)) for run in runs)
    return said > sum(_letters(span.of(text)) for span in spans)


def _letters(words: str) -> int:
    return sum(letter.isalnum() for letter in words)


def surroundings(text: str, place: Span, language: str) -> Span:
    """Give the sentences of a place with the one before and the one after, cut where they are very long."""
    start, end = max(place.start - READ_AROUND, 0), min(place.end + READ_AROUND, len(text))
    found = sentences(text[start:end], language)
    cut = [Span(start + sentence.start, start + sentence.end) for sentence in found]
    inside = [number for number, one in enumerate(cut) if one.start < place.end and place.start < one.end]
    if not inside:
        return place
    first, last = cut[max(inside[0] - 1, 0)], cut[min(inside[-1] + 1, len(cut) - 1)]
    return _bounded(text, Span(min(first.start, place.start), max(last.end, place.end)), place)


def _bounded(text: str, wide: Span, place: Span) -> Span:
    start, end = wide
    if place.start - start > SHOWN_AROUND:
        gap = text.find(" ", place.start - SHOWN_AROUND, place.start)
        start = gap + 1 if gap >= 0 else place.start
    if end - place.end > SHOWN_AROUND:
        gap = text.rfind(" ", place.end, place.end + SHOWN_AROUND)
        end = gap if gap >= 0 else place.end
    return Span(start, end)


def _is_quoted(spans: Sequence[Span], quote: Quote) -> bool:
    return all(any(_holds(run, span) for run in quote.quoted) for span in spans)


def _is_partly(spans: Sequence[Span], quote: Quote) -> bool:
    return any(run.start < span.end and span.start < run.end for run in quote.quoted for span in spans)


def _is_told(spans: Sequence[Span], quote: Quote) -> bool:
    return all(any(_holds(part, span) for part in quote.spans) for span in spans)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
