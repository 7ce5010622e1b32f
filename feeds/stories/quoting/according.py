"""The frame without a verb: "according to the ministry", "laut ...", "selon ..."."""

from dataclasses import replace

from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.descriptions import is_head
from feeds.stories.quoting.frames import Frame, Order, body_end, characters
from feeds.stories.quoting.grammar import Part, has_finite_verb, is_verb
from feeds.stories.quoting.subjects import subject_after
from feeds.stories.texts.tokens import Sentence

LATEST_OPENING = 2
FEWEST_TOKENS_BEFORE = 4
FIRST_POSSIBLE_SPLIT = 2
LONGEST_SOURCE = 15
LONGEST_DETAIL = 6  # tokens after a name: z Uniwersytetu Nadmorskiego
LONGEST_CASE = 3  # of a comma behind a noun in the genitive: ministra gospodarki,
LONGEST_LEAD = 4  # articles and adjectives before a noun
LONGEST_CASE_ENDING = 2  # letters that a case adds to an office
LATEST_CUE_AFTER_AS = 4
FIRST_POSSIBLE_VERB = 2  # after "a tired", whose ending is that of a verb


def according_frame(sentence: Sentence, at: int, words: CueWords) -> Frame | None:
    """Read a source that a preposition names, at the token `at`."""
    source = _pronoun_inside(sentence, at, words) or _source(sentence, at, words, words.grammar.according)
    if source is None:
        return _before_quotation(sentence, at, words)
    if not words.grammar.sources_end_with_comma and _is_amid(sentence, at, source):
        return _frame(sentence, at, source, left=Part(0, at), right=Part(source.end, body_end(sentence)))
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


def _before_quotation(sentence: Sentence, at: int, words: CueWords) -> Frame | None:
    """Read "Pour Ada Roe, «...»", where the same word before a clause would name nobody."""
    source = _source(sentence, at, words, words.grammar.according_quoted) if at <= LATEST_OPENING else None
    frame = _opening_frame(sentence, at, source, words) if source else None
    if frame is None or frame.right is None:
        return None
    return frame if sentence[frame.right.start].quotation is not None else None


def _source(sentence: Sentence, at: int, words: CueWords, phrases: tuple[str, ...]) -> Part | None:
    if at and _phrase_length(sentence, at - 1, words.grammar.according_theirs):
        return None  # the source is the one of "jego zdaniem"
    length = _phrase_length(sentence, at, phrases)
    source = subject_after(sentence, at + length, words) if length else None
    if source is None:
        return None
    if not words.grammar.sources_end_with_comma:
        source = _without_what_follows(sentence, source, words)
    start, end = _author(sentence, source, words)
    while end - start > 1 and sentence[end - 1].lower in words.grammar.auxiliaries:
        end -= 1
    return Part(start, end)


def _is_amid(sentence: Sentence, at: int, source: Part) -> bool:
    """See "Das Buch ist laut Ute Rabe „ein ganz großer Wurf“", quoted words after the source."""
    if not at or not sentence[at - 1].is_word:
        return False
    return any(token.quotation is not None for token in sentence[source.end :])


def _without_what_follows(sentence: Sentence, source: Part, words: CueWords) -> Part:
    """End a source with its name where no comma ends it: "Laut der Sprecherin der Polizei kamen viele"."""
    at = source.start
    named = end = _after_noun(sentence, at, source.end, words)
    while end < source.end and sentence[end].lower in words.grammar.determiners | words.grammar.noun_links:
        named = end
        end = _after_noun(sentence, end, source.end, words)
        if end == named:
            return Part(source.start, named)
    return Part(source.start, end) if end > at else source


def _after_noun(sentence: Sentence, at: int, end: int, words: CueWords) -> int:
    """Give the place after articles, adjectives and the capitals or the office that they lead to."""
    grammar, first = words.grammar, at
    while at < end and at - first < LONGEST_LEAD and not sentence[at].is_capital:
        at += 1
        if is_head(sentence[at - 1].text, words):
            break
    if at < end and not sentence[at].is_capital and not is_head(sentence[at - 1].text, words):
        return first
    while at < end and sentence[at].is_capital and sentence[at].lower not in grammar.days:
        at += 1
    return at


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
    if not words.grammar.sources_end_with_comma and _goes_on(sentence, source.end, words):
        return _frame(sentence, at, source, right=Part(source.end, body_end(sentence)))
    end, comma = body_end(sentence), source.end
    while comma < end and sentence[comma].text != ",":
        comma += 1
    goes_far = comma - source.end > (
        LONGEST_SOURCE if words.grammar.sources_end_with_comma else LONGEST_DETAIL
    )
    if comma + 1 >= end or goes_far:
        return None
    if sentence[comma - 1].is_capital:
        comma = _after_apposition(sentence, comma, end, words)
    is_long = theirs or comma - source.start >= LONGEST_SOURCE
    return _frame(sentence, at, source if is_long else Part(source.start, comma), right=Part(comma + 1, end))


def _goes_on(sentence: Sentence, at: int, words: CueWords) -> bool:
    """See what is said at once behind a source: "Laut Ministerium werden drei Schiffe"."""
    if at >= body_end(sentence) or sentence[at].lower in words.grammar.prepositions:
        return False
    if any(token.text == "," for token in sentence[at : at + LONGEST_CASE]):
        return False
    return sentence[at].is_word or sentence[at].quotation is not None


def _after_apposition(sentence: Sentence, comma: int, end: int, words: CueWords) -> int:
    """Give the comma behind "Ada Roe, a former pilot,", or the first one where nobody is described."""
    closing = comma + 1
    while closing < end and sentence[closing].is_word and closing - comma < LONGEST_SOURCE:
        closing += 1
    described = sentence[comma + 1 : closing]
    if not described or closing + 1 >= end or sentence[closing].text != ",":
        return comma
    if words.grammar.finite_endings and has_finite_verb(described[FIRST_POSSIBLE_VERB:], words):
        return comma
    if any(is_verb(token, words) for token in described):
        return comma
    is_somebody = any(_is_somebody(token.text, words) for token in described)
    opens_indefinitely = described[0].lower in words.grammar.indefinite
    return closing if opens_indefinitely or is_somebody else comma


def _is_somebody(noun: str, words: CueWords) -> bool:
    """Tell what somebody can be, also in another case: аналітика, an analityk."""
    if not words.is_declined:
        return noun.lower() in words.person_heads
    return any(is_head(noun[: len(noun) - cut], words) for cut in range(LONGEST_CASE_ENDING + 1))


def as_frame(sentence: Sentence, cue: int, words: CueWords) -> Frame | None:
    """Read "Comme l'a rappelé Ada Roe, ...": an "as" and a verb in front of its subject."""
    lead = [token.lower for token in sentence[:cue]]
    if not 0 < cue <= LATEST_CUE_AFTER_AS or not words.grammar.as_words.intersection(lead):
        return None
    grammar = words.grammar
    between = grammar.perfect | grammar.auxiliaries | grammar.as_words | grammar.elided
    between |= grammar.openers | grammar.joining
    if any(word not in between for word in lead):
        return None
    source = subject_after(sentence, cue + 1, words)
    if source is None or not sentence[source.start].is_word:
        return None
    frame = _opening_frame(sentence, cue, source, words)
    return None if frame is None else replace(frame, start=0)


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
