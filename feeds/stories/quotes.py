"""The quotes of an article: who says what, in which words.

Four steps, a module each: where quotation marks stand (`marks`), how sentences tie words to a speaker
(`reports`, `contents`, `attributions`), who that speaker is (`speakers`), and here the quotes themselves.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import compress

from feeds.model import Quote, QuoteKind, Span, Speaker
from feeds.stories.quoting.attributions import find_attributions
from feeds.stories.quoting.cue_words import cue_words_for
from feeds.stories.quoting.marks import Quotation
from feeds.stories.quoting.page import are_quotable
from feeds.stories.quoting.ties import Attribution
from feeds.stories.speakers import find_speakers
from feeds.stories.texts.tokens import Paragraph, read_paragraphs

FEWEST_WORDS = 3  # fewer in quotation marks are a name or irony, no quote
ALL_QUOTED = 0.95  # of the letters; the rest may be a word between two runs


def find_quotes(text: str, language: str, day: date | None = None) -> tuple[Quote, ...]:
    """Give the quotes of a text in its order, with their speakers; `day` is that of publication."""
    del day  # who holds an office on a day is asked by whoever resolves a speaker to an actor
    return quotes_in(text, read_paragraphs(text, language), language)


def quotes_in(text: str, paragraphs: Sequence[Paragraph], language: str) -> tuple[Quote, ...]:
    """Give the quotes of a text whose paragraphs are read (see texts/tokens.py)."""
    words = cue_words_for(language)
    quotable = tuple(compress(paragraphs, are_quotable(text, (one.span for one in paragraphs))))
    quotations = [quotation for paragraph in quotable for quotation in paragraph.quotations]
    attributions = find_attributions(text, quotable, words)
    if not attributions:
        return ()
    speakers = find_speakers(text, attributions, quotations, words)
    quotes = [
        _quote(text, attribution, speaker, quotations)
        for attribution, speaker in zip(attributions, speakers, strict=True)
    ]
    return tuple(sorted((quote for quote in quotes if quote.spans), key=lambda quote: quote.spans[0]))


def _quote(text: str, attribution: Attribution, speaker: Speaker, quotations: Sequence[Quotation]) -> Quote:
    touched = [quotation for span in attribution.spans for quotation in _within(quotations, span)]
    spans = _tidy(text, (_without_marks(span, touched) for span in attribution.spans))
    runs = tuple(run for run in _runs(text, spans, touched) if run.start < run.end)
    quoted = runs if _is_all_quoted(text, spans, runs) else _long_enough(text, runs)
    return Quote(
        kind=_kind(text, spans, quoted),
        speaker=speaker,
        spans=spans,
        quoted=quoted,
        cue=attribution.cue,
    )


def _within(quotations: Sequence[Quotation], span: Span) -> Sequence[Quotation]:
    """Give the quotations that share a character with a span."""
    first = bisect_right(quotations, span.start, key=lambda quotation: quotation.span.end)
    last = bisect_right(quotations, span.end - 1, key=lambda quotation: quotation.span.start)
    return quotations[first:last]


def _without_marks(span: Span, quotations: Iterable[Quotation]) -> Span:
    """Give what stands between the marks where a span is one whole quotation."""
    return next((quotation.inner for quotation in quotations if quotation.span == span), span)


def _tidy(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Trim blanks, drop what is empty, join what overlaps."""
    tidy: list[Span] = []
    for span in sorted(_trimmed(text, span) for span in spans):
        if span.start >= span.end:
            continue
        if tidy and span.start < tidy[-1].end:
            tidy[-1] = Span(tidy[-1].start, max(span.end, tidy[-1].end))
        else:
            tidy.append(span)
    return tuple(tidy)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _runs(text: str, spans: Iterable[Span], quotations: Sequence[Quotation]) -> Iterator[Span]:
    """Give the words between marks, as far as they belong to the quote."""
    for span in spans:
        for quotation in _within(quotations, span):
            start, end = max(span.start, quotation.inner.start), min(span.end, quotation.inner.end)
            yield _trimmed(text, Span(start, max(start, end)))


def _is_all_quoted(text: str, spans: Iterable[Span], runs: Sequence[Span]) -> bool:
    """See whether all content stands between marks, and is more than a name or an ironic word."""
    if sum(len(run.of(text).split()) for run in runs) < FEWEST_WORDS:
        return False
    return _letters(text, runs) >= ALL_QUOTED * _letters(text, spans)


def _long_enough(text: str, runs: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(run for run in runs if len(run.of(text).split()) >= FEWEST_WORDS)


def _kind(text: str, spans: Iterable[Span], quoted: Iterable[Span]) -> QuoteKind:
    inside = _letters(text, quoted)
    if inside == 0:
        return QuoteKind.INDIRECT
    return QuoteKind.DIRECT if inside >= ALL_QUOTED * _letters(text, spans) else QuoteKind.MIXED


def _letters(text: str, spans: Iterable[Span]) -> int:
    return sum(sum(map(str.isalnum, span.of(text))) for span in spans)
