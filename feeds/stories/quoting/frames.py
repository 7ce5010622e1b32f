"""Cue frames: how a sentence ties words to the one who said them.

Each frame is a cue, its subject, and the stretches of the sentence that it reports.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from feeds.model import Span
from feeds.stories.quoting.complements import Opening
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.grammar import SEPARATORS, STOPS, Part, final_mark
from feeds.stories.quoting.subjects import SubjectKind
from feeds.stories.texts.tokens import Sentence, Token


class Order(StrEnum):
    """How cue and subject stand to each other."""

    PLAIN = "subject, cue"
    INVERTED = "cue, subject"  # "...," said the minister
    ANNOUNCING = "cue, subject, content"  # am Montag sagte die Ministerin: ...
    ACCORDING = "according to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One report in a sentence; its places are indices of tokens."""

    cue: int
    speaker: Span  # characters of the text
    start: int  # of the frame's own words before the content
    end: int  # of its own words: cue or, where that follows, subject
    order: Order = Order.PLAIN
    kind: SubjectKind = SubjectKind.NOUN_PHRASE
    left: Part | None = None  # what it reports before its own words
    right: Part | None = None  # and after them
    opening: Opening | None = None  # of the right part

    @property
    def only_looks_back(self) -> bool:
        """Whether all it reports stands before it, from the start of the sentence on."""
        return self.left is not None and self.left.start == 0 and self.right is None


def body_end(sentence: Sentence) -> int:
    """Give the length of a sentence without its full stop."""
    return len(sentence) - 1 if sentence[-1].text in STOPS else len(sentence)


def characters(sentence: Sentence, part: Part) -> Span:
    """Give the characters that tokens cover."""
    return Span(sentence[part.start].start, sentence[part.end - 1].end)


def quotation_before(sentence: Sentence, at: int) -> int | None:
    """Give the quotation that ends at a token, with no more than a comma and a dash between."""
    for index in range(at - 1, max(-1, at - 4), -1):
        if sentence[index].quotation is not None:
            return index
        if sentence[index].text not in SEPARATORS:
            return None
    return None


def left_edge(sentence: Sentence, at: int, words: CueWords) -> int:
    """Give the place before the auxiliaries of a compound tense: «...», "a" déclaré."""
    while at > 0 and sentence[at - 1].lower in words.grammar.perfect:
        at -= 1
    return at


def without_nested(frames: Sequence[Frame], sentence: Sentence, words: CueWords) -> tuple[Frame, ...]:
    """Drop the frames that stand inside what another frame reports: the outer speaker counts."""
    kept: list[Frame] = []
    for frame in frames:
        if _reports_whole_sentence(frame, sentence):
            kept = [other for other in kept if not _is_swallowed(other, frame)]
        if not _is_nested(frame, kept, sentence, words):
            kept.append(frame)
        elif frame.order is Order.ACCORDING and frame.only_looks_back:
            kept = [_ended_by(frame, outer) for outer in kept]
    return tuple(kept)


def _ended_by(source: Frame, outer: Frame) -> Frame:
    """Keep a closing "according to the ministry" out of what somebody else is said to have said."""
    if outer.right is None or not outer.right.start < source.start < outer.right.end:
        return outer
    return replace(outer, right=Part(outer.right.start, source.start))


def _reports_whole_sentence(frame: Frame, sentence: Sentence) -> bool:
    """See a closing "..., he said" or "..., according to him" that reports all words before it."""
    if not frame.only_looks_back or frame.kind is SubjectKind.RELATIVE:
        return False
    if frame.order not in {Order.PLAIN, Order.ACCORDING}:
        return False
    is_late = frame.order is Order.ACCORDING or frame.cue >= len(sentence) - 3
    if not is_late or frame.start == 0 or sentence[frame.start - 1].text != ",":
        return False
    return all(token.quotation is None for token in sentence[: frame.start])


def _is_swallowed(other: Frame, closing: Frame) -> bool:
    return other.cue < closing.start and other.opening in {Opening.THAT, Opening.BARE}


def _is_nested(frame: Frame, outer_frames: Sequence[Frame], sentence: Sentence, words: CueWords) -> bool:
    nested = False
    for outer in outer_frames:
        if outer.right is None or not outer.right.start <= frame.cue < outer.right.end:
            continue
        if frame.kind is SubjectKind.SHARED and frame.opening is not Opening.JUDGEMENT:
            continue
        nested = nested or _belongs_to(frame, outer, sentence, words)
        if outer.opening is Opening.QUOTATION and _holds_quotation(sentence, outer.right.start, frame.cue):
            nested = False
    return nested


def _belongs_to(frame: Frame, outer: Frame, sentence: Sentence, words: CueWords) -> bool:
    if frame.only_looks_back and outer.opening in {Opening.THAT, Opening.BARE}:
        return True
    return frame.order is not Order.INVERTED and not _opens_new_clause(frame, sentence, words)


def _opens_new_clause(frame: Frame, sentence: Sentence, words: CueWords) -> bool:
    """See "; he said", ", but he said", "— and he said" and ", though he said"."""
    if frame.start == 0:
        return False
    before = sentence[frame.start - 1]
    if before.lower in words.grammar.relative - words.grammar.that and frame.start > 1:
        return frame.kind is not SubjectKind.RELATIVE and is_pause(sentence[frame.start - 2])
    if before.lower in words.grammar.clause_joints and frame.start > 1:
        return is_pause(sentence[frame.start - 2])
    return before.text == ";"


def is_pause(token: Token) -> bool:
    """See a comma or a dash, or a quotation that holds its comma."""
    return token.text in SEPARATORS or (token.quotation is not None and final_mark(token) == ",")


def _holds_quotation(sentence: Sentence, start: int, end: int) -> bool:
    return any(token.quotation is not None for token in sentence[start:end])
