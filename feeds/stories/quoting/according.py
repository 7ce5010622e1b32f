"""The frame without a verb: "according to the ministry", "laut ...", "selon ..."."""

from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.frames import Frame, Order, body_end, characters
from feeds.stories.quoting.grammar import Part, has_finite_verb
from feeds.stories.quoting.subjects import subject_after
from feeds.stories.texts.tokens import Sentence

LATEST_OPENING = 2
FEWEST_TOKENS_BEFORE = 4
FIRST_POSSIBLE_SPLIT = 2
LONGEST_SOURCE = 15
FIRST_POSSIBLE_VERB = 2  # after "a tired", whose ending is that of a verb


def according_frame(sentence: Sentence, at: int, words: CueWords) -> Frame | None:
    """Read a source that a preposition names, at the token `at`."""
    source = _pronoun_inside(sentence, at, words) or _source(sentence, at, words)
    if source is None:
        return None
    split = _split_frame(sentence, at, source, words)
    if split is not None:
        return split
    if at >= FEWEST_TOKENS_BEFORE and (sentence[at - 1].text == "," or not _is_mark(sentence, at - 1)):
        return _frame(sentence, at, source, left=Part(0, at))
    if at <= LATEST_OPENING and all(token.is_word for token in sentence[:at]):
        return _opening_frame(sentence, at, source, words)
    return None


def _pronoun_inside(sentence: Sentence, at: int, words: CueWords) -> Part | None:
    """Give "his" of "in his words", as some languages put it: за його словами."""
    length = _phrase_length(sentence, at, words.grammar.according_theirs)
    people = words.people.he | words.people.she
    return next(
        (Part(index, index + 1) for index in range(at, at + length) if sentence[index].lower in people),
        None,
    )


def _source(sentence: Sentence, at: int, words: CueWords) -> Part | None:
    length = _phrase_length(sentence, at, words.grammar.according)
    source = subject_after(sentence, at + length, words) if length else None
    if source is None:
        return None
    start, end = _author(sentence, source, words)
    while end - start > 1 and sentence[end - 1].lower in words.grammar.auxiliaries:
        end -= 1
    return Part(start, end)


def _phrase_length(sentence: Sentence, at: int, phrases: tuple[str, ...]) -> int:
    for phrase in phrases:
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


def _split_frame(sentence: Sentence, at: int, source: Part, words: CueWords) -> Frame | None:
    """Read "For years, according to the ministry, the ferry was late"."""
    end = body_end(sentence)
    if (
        at < FIRST_POSSIBLE_SPLIT
        or sentence[at - 1].text != ","
        or has_finite_verb(sentence[: at - 1], words)
    ):
        return None
    if source.end + 1 >= end or sentence[source.end].text != ",":
        return None
    return _frame(sentence, at, source, left=Part(0, at), right=Part(source.end + 1, end))


def _opening_frame(sentence: Sentence, at: int, source: Part, words: CueWords) -> Frame | None:
    """Read "According to the ministry, the talks had failed"."""
    theirs = _phrase_length(sentence, at, words.grammar.according_theirs)
    if theirs and words.grammar.sources_end_with_comma is False:
        return _frame(sentence, at, source, right=Part(at + theirs, body_end(sentence)))
    end, comma = body_end(sentence), source.end
    while comma < end and sentence[comma].text != ",":
        comma += 1
    if comma + 1 >= end or not (words.grammar.sources_end_with_comma or comma == source.end):
        return None
    if words.grammar.sources_end_with_comma and sentence[comma - 1].is_capital:
        comma = _after_apposition(sentence, comma, end, words)
    is_long = theirs or comma - source.start >= LONGEST_SOURCE
    return _frame(sentence, at, source if is_long else Part(source.start, comma), right=Part(comma + 1, end))


def _after_apposition(sentence: Sentence, comma: int, end: int, words: CueWords) -> int:
    """Give the comma behind "Ada Roe, a former pilot,", or the first one where nobody is described."""
    closing = comma + 1
    while closing < end and sentence[closing].is_word and closing - comma < LONGEST_SOURCE:
        closing += 1
    described = sentence[comma + 1 : closing]
    if not described or closing + 1 >= end or sentence[closing].text != ",":
        return comma
    if has_finite_verb(described[FIRST_POSSIBLE_VERB:], words):
        return comma
    is_somebody = any(token.lower in words.person_heads for token in described)
    opens_indefinitely = described[0].lower in words.grammar.indefinite
    return closing if opens_indefinitely or is_somebody else comma


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
