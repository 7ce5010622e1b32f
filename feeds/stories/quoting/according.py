"""The frame without a verb: "according to the ministry", "laut ...", "selon ..."."""

from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.frames import Frame, Order, body_end, characters
from feeds.stories.quoting.grammar import Part
from feeds.stories.quoting.subjects import subject_after
from feeds.stories.texts.tokens import Sentence

LATEST_OPENING = 2
FEWEST_TOKENS_BEFORE = 4
LONGEST_SOURCE = 15


def according_frame(sentence: Sentence, at: int, words: CueWords) -> Frame | None:
    """Read a source that a preposition names, at the token `at`."""
    length = _phrase_length(sentence, at, words)
    source = subject_after(sentence, at + length, words) if length else None
    if source is None:
        return None
    source = _author(sentence, source, words)
    if at >= FEWEST_TOKENS_BEFORE and (sentence[at - 1].text == "," or not _is_mark(sentence, at - 1)):
        return _frame(sentence, at, source, left=Part(0, at))
    if at <= LATEST_OPENING and all(token.is_word for token in sentence[:at]):
        return _opening_frame(sentence, at, source)
    return None


def _phrase_length(sentence: Sentence, at: int, words: CueWords) -> int:
    for phrase in words.grammar.according:
        parts = phrase.split()
        if [token.lower for token in sentence[at : at + len(parts)]] == parts:
            return len(parts)
    return 0


def _is_mark(sentence: Sentence, at: int) -> bool:
    return not sentence[at].is_word and sentence[at].quotation is None


def _author(sentence: Sentence, source: Part, words: CueWords) -> Part:
    """Prefer the author to the paper: "according to a study by the institute"."""
    if source.end >= len(sentence) or sentence[source.end].lower not in words.grammar.agents:
        return source
    author = subject_after(sentence, source.end + 1, words)
    if author is None:
        return source
    return Part(author.start, _with_name(sentence, author, words))


def _with_name(sentence: Sentence, author: Part, words: CueWords) -> int:
    """Give the end of "former envoy, Ada Roe": a role, a comma and a name."""
    end = author.end
    roles = words.people.titles | words.people.roles
    has_role = any(token.lower in roles for token in sentence[author.start : author.end])
    if (
        not has_role
        or end + 1 >= len(sentence)
        or sentence[end].text != ","
        or not sentence[end + 1].is_capital
    ):
        return end
    end += 2
    while end < len(sentence) and sentence[end].is_capital:
        end += 1
    return end


def _opening_frame(sentence: Sentence, at: int, source: Part) -> Frame | None:
    """Read "According to the ministry, the talks had failed"."""
    end, comma = body_end(sentence), source.end
    while comma < end and sentence[comma].text != ",":
        comma += 1
    if comma + 1 >= end:
        return None
    whole = Part(source.start, comma) if comma - source.start < LONGEST_SOURCE else source
    return _frame(sentence, at, whole, right=Part(comma + 1, end))


def _frame(
    sentence: Sentence, at: int, source: Part, *, left: Part | None = None, right: Part | None = None
) -> Frame:
    return Frame(
        cue=at,
        speaker=characters(sentence, source),
        start=at,
        end=source.end,
        order=Order.ACCORDING,
        left=left,
        right=right,
    )
