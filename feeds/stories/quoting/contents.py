"""The words that a frame reports, as spans of the text."""

from collections.abc import Sequence

from feeds.model import Span
from feeds.stories.quoting.comments import before_comment
from feeds.stories.quoting.complements import Opening
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.frames import Frame, Order, characters
from feeds.stories.quoting.grammar import STOPS, Part, final_mark, has_finite_verb, has_title_case, word_count
from feeds.stories.quoting.subjects import SubjectKind
from feeds.stories.texts.tokens import Sentence

LEADING = frozenset(",;:—–-") | {"--"}
TRAILING = frozenset(",;:—–-") | {"--"}
SENTENCE_TRAILING = TRAILING | {"."}
COMMENTED = frozenset({Opening.THAT, Opening.BARE, Opening.QUESTION, Opening.FRAGMENT})
CLAUSES = frozenset({Opening.THAT, Opening.QUESTION, Opening.FRAGMENT})
SEAMS = frozenset(",;—–-") | {"--"}
FEWEST_WORDS_OF_SENTENCE = 5
FEWEST_WORDS_OF_STATEMENT = 6
FEWEST_WORDS_OF_SECOND = 3


def content_spans(
    sentence: Sentence, frame: Frame, frames: Sequence[Frame], words: CueWords
) -> tuple[Span, ...]:
    """Give the parts of what a frame reports; the other frames of its sentence bound it."""
    left = _left_content(sentence, frame, frames, words)
    right = _right_content(sentence, frame, frames, words)
    return tuple(characters(sentence, part) for part in (*left, *right))


def _left_content(sentence: Sentence, frame: Frame, frames: Sequence[Frame], words: CueWords) -> list[Part]:
    if frame.left is None:
        return []
    start, end = frame.left
    for earlier in frames:
        if earlier.cue < frame.cue:
            start = max(start, _start_after(sentence, earlier, frame, start, end))
    start, end = _trimmed(sentence, start, end, trailing=TRAILING)
    if (
        frame.order is Order.ACCORDING
        and start > frame.left.start
        and not has_finite_verb(sentence[start:end], words)
    ):
        return []
    if end - start > 1 and _is_sentence_of_its_own(sentence, end - 1):
        start = end - 1
    return [Part(start, end)] if start < end else []


def _start_after(sentence: Sentence, earlier: Frame, frame: Frame, start: int, end: int) -> int:
    """Give the place where a frame's left content may begin after an earlier frame."""
    own = earlier.end if earlier.order is Order.INVERTED else earlier.cue + 1
    own = max(own, earlier.cue + 1)
    if earlier.right is None or earlier.right.start >= end:
        return own
    start = max(start, earlier.right.end if earlier.right.end < end else own)
    quotations = _quotations(sentence, own, end)
    if not quotations:
        return start
    return max(own, quotations[-1] if frame.order is Order.INVERTED else quotations[0])


def _quotations(sentence: Sentence, start: int, end: int) -> list[int]:
    return [index for index in range(start, end) if sentence[index].quotation is not None]


def _trimmed(sentence: Sentence, start: int, end: int, *, trailing: frozenset[str]) -> Part:
    while start < end and sentence[start].text in LEADING:
        start += 1
    while end > start and sentence[end - 1].text in trailing:
        end -= 1
    return Part(start, end)


def _is_sentence_of_its_own(sentence: Sentence, quotation: int) -> bool:
    """See a long quotation after a colon: the words before it are not part of it."""
    token = sentence[quotation]
    if token.quotation is None or word_count(token) < FEWEST_WORDS_OF_SENTENCE:
        return False
    return sentence[quotation - 1].text in STOPS | {":"}


def _right_content(sentence: Sentence, frame: Frame, frames: Sequence[Frame], words: CueWords) -> list[Part]:
    if frame.right is None:
        return []
    start = frame.right.start
    end = min([frame.right.end, *_seams(sentence, frame, frames, words)])
    if frame.opening is Opening.JUDGEMENT:
        return [Part(frame.end, start + 1)]
    if frame.opening is Opening.QUOTATION or frame.order is Order.INVERTED:
        return _quoted_content(sentence, start, end)
    if frame.opening is Opening.FRAGMENT:
        end = _after_last_fragment(sentence, start, end, words)
    start += frame.opening in CLAUSES and sentence[start].lower in words.grammar.complementisers
    if frame.opening in COMMENTED:
        end = before_comment(sentence, Part(start, end), words)
    part = _trimmed(sentence, start, end, trailing=SENTENCE_TRAILING)
    is_quotation = part.start < part.end and sentence[part.start].quotation is not None
    return [part] if part.end - part.start >= 2 or is_quotation else []


def _seams(sentence: Sentence, frame: Frame, frames: Sequence[Frame], words: CueWords) -> list[int]:
    """Give the places where later frames begin."""
    start, end = frame.right or Part(0, 0)
    later_frames = [(later, _own_start(later, start)) for later in frames if later.cue > frame.cue]
    return [
        _before_seam(sentence, start, _with_own_quotation(sentence, start, seam, later, frame), words)
        for later, seam in later_frames
        if start < seam < end
    ]


def _own_start(later: Frame, start: int) -> int:
    begins_left = later.order is Order.INVERTED or _has_relative_subject(later)
    if begins_left and later.left is not None and later.left.start > start:
        return later.left.start
    return later.start


def _has_relative_subject(frame: Frame) -> bool:
    """See ", which he said were armed", where the report surrounds the frame."""
    return frame.left is not None and frame.opening is Opening.BARE


def _with_own_quotation(sentence: Sentence, start: int, seam: int, later: Frame, frame: Frame) -> int:
    """Leave to a later frame the quotation before it: ..., and "that is all," he added."""
    if later.left is None or later.kind is SubjectKind.SHARED or frame.opening is Opening.QUOTATION:
        return seam
    if _has_relative_subject(later):
        return seam
    quotations = _quotations(sentence, start, seam)
    return quotations[-1] if quotations else seam


def _before_seam(sentence: Sentence, start: int, seam: int, words: CueWords) -> int:
    while seam > start and (
        sentence[seam - 1].text in SEAMS or sentence[seam - 1].lower in words.grammar.seam_words
    ):
        seam -= 1
    return seam


def _quoted_content(sentence: Sentence, start: int, end: int) -> list[Part]:
    """Give a quotation and those that follow it; with a mere fragment also the words around it."""
    first = next(iter(_quotations(sentence, start, end)), None)
    if first is None:
        return []
    if not _is_statement(sentence, first, end):
        part = _trimmed(sentence, first, end, trailing=SENTENCE_TRAILING)
        return [part]
    later = [
        index
        for index in _quotations(sentence, first + 1, end)
        if word_count(sentence[index]) >= FEWEST_WORDS_OF_SECOND and not has_title_case(sentence[index])
    ]
    return [Part(index, index + 1) for index in (first, *later)]


def _is_statement(sentence: Sentence, at: int, end: int) -> bool:
    token = sentence[at]
    if final_mark(token) in {".", "!", "?", ","} or (token.quotation and not token.quotation.closed):
        return True
    tail = sentence[at + 1 : end]
    if not any(other.is_word for other in tail):
        return True
    return tail[0].text == "," and word_count(token) >= FEWEST_WORDS_OF_STATEMENT


def _after_last_fragment(sentence: Sentence, start: int, end: int, words: CueWords) -> int:
    """End a clause with its last quoted fragment where the words after it open a clause of their own."""
    quotations = _quotations(sentence, start, end)
    if not quotations or quotations[-1] + 1 >= end:
        return end
    last, following = quotations[-1], sentence[quotations[-1] + 1]
    opens = following.text == "," or following.lower in words.grammar.fragment_ends
    return last + 1 if opens or final_mark(sentence[last]) == "," else end
