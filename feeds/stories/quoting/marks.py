"""Where words stand between quotation marks.

Marks are read paragraph by paragraph, since one stray mark would turn every later pair inside out.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from feeds.model import Span

PARAGRAPH = re.compile(r"[^\n]+")
MARK = re.compile(r"[“”„‟«»\"]|``|''")
SINGLE_MARK = re.compile(r"(?<!\w)[‘‚‹'](?=\S)|(?<=\S)[’'›‘](?!\w)")
WORD_CHARACTER = re.compile(r"\w")
FEWEST_WORDS_IN_SINGLE_MARKS = 3

CLOSERS = {
    "„": '“”"‟',
    "“": '”"',
    "‟": '”"',
    "”": '”"',
    "«": "»",
    "»": "«",
    '"': '"”',
    "``": "''\"”",
    "''": "''",
}
NESTABLE = {"“": "”", "«": "»"}


class Quotation(NamedTuple):
    """Words between quotation marks: `span` with the marks, `inner` without; a text may forget to close."""

    span: Span
    inner: Span
    closed: bool = True


def paragraphs(text: str) -> Iterator[Span]:
    """Give the lines that hold anything, in order."""
    return (Span(*match.span()) for match in PARAGRAPH.finditer(text))


def find_quotations(text: str, paragraph: Span) -> tuple[Quotation, ...]:
    """Give the quotations of one paragraph in order; of nested ones the outer one only."""
    double = tuple(quotation for quotation in _pair(text, paragraph) if _holds_words(text, quotation))
    single = tuple(_pair_single(text, paragraph, double))
    outer = [quotation for quotation in double if not _overlaps(quotation, single)]
    return tuple(sorted((*outer, *single)))


def is_inside(at: int, quotations: Sequence[Quotation]) -> bool:
    """See whether a place lies in one of the quotations, which stand in order."""
    index = bisect_right(quotations, at, key=lambda quotation: quotation.span.start)
    return index > 0 and at < quotations[index - 1].span.end


def _pair(text: str, paragraph: Span) -> Iterator[Quotation]:
    balanced = _balanced_marks(text, paragraph)
    opened: re.Match[str] | None = None
    depth = 0
    for mark in MARK.finditer(text, *paragraph):
        if opened is None:
            if _may_open(text, paragraph, mark):
                opened, depth = mark, 1
        elif mark.group() == opened.group() and mark.group() in balanced:
            depth += 1
        elif mark.group() in CLOSERS[opened.group()] or _closes_its_own_kind(text, opened, mark):
            depth -= 1
            if depth == 0:
                yield _quotation(opened, mark)
                opened = None
    if opened is not None:
        yield Quotation(Span(opened.start(), paragraph.end), Span(opened.end(), paragraph.end), closed=False)


def _closes_its_own_kind(text: str, opened: re.Match[str], mark: re.Match[str]) -> bool:
    """See whether a second opening mark closes in truth, as in “Not now“."""
    after = text[mark.end() : mark.end() + 1]
    return mark.group() == opened.group() and not text[mark.start() - 1].isspace() and not after.isalnum()


def _holds_words(text: str, quotation: Quotation) -> bool:
    return WORD_CHARACTER.search(text, *quotation.inner) is not None


def _balanced_marks(text: str, paragraph: Span) -> frozenset[str]:
    """Give the opening marks that are all closed in the paragraph, so that nesting can be counted."""
    return frozenset(
        opening
        for opening, closing in NESTABLE.items()
        if text.count(opening, *paragraph) == text.count(closing, *paragraph)
    )


def _may_open(text: str, paragraph: Span, mark: re.Match[str]) -> bool:
    if mark.group() in "“„‟«":
        return True
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    if mark.group() in "”»":
        return not before.isalnum() and before not in ".,!?…" and after.isalnum()
    return not (before.isalnum() and not after.isalnum())


def _quotation(opened: re.Match[str], closing: re.Match[str]) -> Quotation:
    return Quotation(Span(opened.start(), closing.end()), Span(opened.end(), closing.start()))


def _pair_single(text: str, paragraph: Span, double: tuple[Quotation, ...]) -> Iterator[Quotation]:
    """Give British quotations: 'No troops will go,' she said."""
    opened: int | None = None
    marks = [mark.start() for mark in SINGLE_MARK.finditer(text, *paragraph)]
    for index, at in enumerate(marks):
        if opened is None:
            opened = at if _opens_single(text, at) and not is_inside(at, double) else None
        elif _closes_single(text, marks, index):
            yield from _long_enough(text, Quotation(Span(opened, at + 1), Span(opened + 1, at)))
            opened = None
    if opened is not None and text[opened] == "‘" and not text[paragraph.start : opened].strip():
        rest = Quotation(Span(opened, paragraph.end), Span(opened + 1, paragraph.end), closed=False)
        yield from _long_enough(text, rest)


def _opens_single(text: str, at: int) -> bool:
    return text[at] in "‘‚‹'" and text[at + 1 : at + 2].strip() != ""


def _closes_single(text: str, marks: list[int], index: int) -> bool:
    """Tell the end of a quotation from a plural's apostrophe: the soldiers' families."""
    at = marks[index]
    if text[at] not in "’'›‘" or text[at + 1 : at + 2].isalnum() or text[at - 1].isspace():
        return False
    if text[at - 1] != "s" or not re.match(r" [^\W\d_]", text[at + 1 : at + 3]):
        return True
    return index + 1 == len(marks) or _opens_afresh(text, marks[index + 1])


def _opens_afresh(text: str, at: int) -> bool:
    return text[at] == "‘" or text[at - 1].isspace()


def _long_enough(text: str, quotation: Quotation) -> Iterator[Quotation]:
    if len(quotation.inner.of(text).split()) >= FEWEST_WORDS_IN_SINGLE_MARKS:
        yield quotation


def _overlaps(quotation: Quotation, others: tuple[Quotation, ...]) -> bool:
    return is_inside(quotation.span.start, others) or is_inside(quotation.span.end - 1, others)
