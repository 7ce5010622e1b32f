"""What a frame reports besides its plain complement: words before it, and second halves after it."""

from dataclasses import replace

from feeds.stories.quoting.complements import Opening, after_adjuncts, after_particle
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.frames import Frame, body_end, left_edge, quotation_before
from feeds.stories.quoting.grammar import (
    SEPARATORS,
    Part,
    has_finite_verb,
    has_title_case,
    is_manner,
    is_modal,
    is_past_verb,
    is_title,
    is_verb,
    reads_as_clause,
)
from feeds.stories.quoting.subjects import SubjectKind
from feeds.stories.texts.tokens import Sentence, Token

LATEST_START_OF_CONCESSION = 5  # while he said ..., the talks went on
LATEST_START_OF_AS = 3
FEWEST_TOKENS_OF_HALF = 3
FEWEST_TOKENS_OF_CLAUSE = 4
DASHES = frozenset({"—", "–", "--", "-"})
CLOSING_MARKS = frozenset({".", ",", ":", ";", "—", "–", "--", "-"})


def with_left_content(sentence: Sentence, frame: Frame, words: CueWords) -> Frame:
    """Add to a frame what it reports before its own words, or in a second half after them."""
    if frame.start > 0 and frame.kind is not SubjectKind.SHARED and _may_close(sentence, frame, words):
        frame = _with_relative(sentence, frame, words) or _looking_back(sentence, frame, words)
    frame = _cut_insertion(sentence, _cut_concession(sentence, frame, words), words)
    if frame.left is None and frame.right is None:
        return _after_as(sentence, frame, words) or frame
    return frame


def _may_close(sentence: Sentence, frame: Frame, words: CueWords) -> bool:
    return sentence[frame.cue].lower in words.cues.closing


def _looking_back(sentence: Sentence, frame: Frame, words: CueWords) -> Frame:
    if _ends_with_as(sentence, frame, words):
        return replace(frame, left=Part(0, frame.start - 1))
    edge = left_edge(sentence, frame.start, words)
    frame = (
        _after_quotation(sentence, frame, edge)
        or _between_commas(sentence, frame, edge, words)
        or _after_comma(sentence, frame, edge, words)
        or frame
    )
    if frame.left is not None and frame.right is None:
        return _with_later_quotation(sentence, frame, words)
    return frame


def _with_relative(sentence: Sentence, frame: Frame, words: CueWords) -> Frame | None:
    """Read ", which he said were armed": the relative pronoun is the subject of what is reported."""
    opens, after = frame.start - 1, frame.cue + 1
    if opens < 1 or sentence[opens].lower not in words.grammar.relative - words.grammar.that:
        return None
    if sentence[opens - 1].text not in SEPARATORS or after >= body_end(sentence):
        return None
    verb = sentence[after]
    if not (is_modal(verb, words) or is_past_verb(verb, words)):
        return None
    return replace(
        frame, left=Part(opens, opens + 1), right=Part(after, body_end(sentence)), opening=Opening.BARE
    )


def _ends_with_as(sentence: Sentence, frame: Frame, words: CueWords) -> bool:
    """See "..., as the minister put it"."""
    start = frame.start
    if frame.right is not None or frame.cue + 1 < body_end(sentence) or start < 2 * LATEST_START_OF_AS:
        return False
    return sentence[start - 1].lower in words.grammar.as_words and sentence[start - 2].text == ","


def _after_quotation(sentence: Sentence, frame: Frame, edge: int) -> Frame | None:
    """Read '"...," he said', and '"...," he said, "..."'."""
    quotation = quotation_before(sentence, edge)
    if quotation is None or (frame.right is not None and is_title(sentence[quotation])):
        return None
    if _right_is_doubtful(frame):
        frame = replace(frame, right=None, opening=None)
    if frame.right is not None and frame.opening not in {Opening.QUOTATION, Opening.COLON}:
        return None
    return replace(frame, left=Part(0, edge))


def _between_commas(sentence: Sentence, frame: Frame, edge: int, words: CueWords) -> Frame | None:
    """Read 'The old bridge, he said, was "a danger."', whose first half is said as well."""
    after = frame.cue + 1
    if frame.right is None or edge < FEWEST_TOKENS_OF_HALF or sentence[edge - 1].text != ",":
        return None
    if frame.kind is SubjectKind.APPOSITION or sentence[0].lower in words.grammar.prepositions:
        return None
    if sentence[after].text != "," or _opens_sentence(sentence[after + 1]):
        return None
    return replace(
        frame, left=Part(0, edge), right=Part(after + 1, body_end(sentence)), opening=Opening.SPLIT
    )


def _opens_sentence(token: Token) -> bool:
    """See a quotation that is a sentence of its own: In the end, he said, "We go there"."""
    first = next((letter for letter in token.text if letter.isalpha()), "")
    return token.quotation is not None and first.isupper()


def _right_is_doubtful(frame: Frame) -> bool:
    """With a quotation on the left, a clause on the right is rather an adjunct."""
    if frame.right is None:
        return False
    if frame.opening is Opening.THAT:
        return frame.right.start > frame.cue + 2
    return frame.opening in {Opening.BARE, Opening.FRAGMENT, Opening.QUESTION}


def _after_comma(sentence: Sentence, frame: Frame, edge: int, words: CueWords) -> Frame | None:
    """Read "the talks had failed, he said" and "the talks, he said, had failed"."""
    if frame.right is not None or edge == 0 or sentence[edge - 1].text not in SEPARATORS:
        return None
    end, after = body_end(sentence), frame.cue + 1
    following = sentence[after] if after < len(sentence) else None
    if _closes_report(following, frame, sentence, words) and _is_clause(sentence, edge, words):
        frame = replace(frame, left=Part(0, edge))
        comma = after_adjuncts(sentence, after, end, words)
        return _with_second_half(sentence, frame, comma, end)
    if following is not None and following.text == "," and edge >= 2:
        split = _with_second_half(sentence, frame, after, end + 1)
        return replace(split, left=Part(0, edge)) if split.right is not None else None
    return None


def _is_clause(sentence: Sentence, edge: int, words: CueWords) -> bool:
    return edge >= FEWEST_TOKENS_OF_CLAUSE and reads_as_clause(sentence[: edge - 1], words)


def _closes_report(following: Token | None, frame: Frame, sentence: Sentence, words: CueWords) -> bool:
    """See whether what follows the cue is no content: the end, a comma, "in Paris", "on Monday"."""
    if following is None or following.text in CLOSING_MARKS:
        return True
    grammar = words.grammar
    if sentence[frame.cue].lower in words.cues.addressing or is_manner(following, words):
        return following.is_word
    return following.lower in grammar.prepositions | grammar.days | grammar.as_words | grammar.time_openers


def _with_second_half(sentence: Sentence, frame: Frame, comma: int, end: int) -> Frame:
    if comma + 2 < end and comma < len(sentence) and sentence[comma].text == ",":
        return replace(frame, right=Part(comma + 1, body_end(sentence)), opening=Opening.SPLIT)
    return frame


def _with_later_quotation(sentence: Sentence, frame: Frame, words: CueWords) -> Frame:
    """Read the second quotation of '"A," he said in Paris, "B."'."""
    later = later_quotation(sentence, frame.cue + 1, words)
    if later is None:
        return frame
    return replace(frame, right=Part(later, body_end(sentence)), opening=Opening.QUOTATION)


def later_quotation(sentence: Sentence, first: int, words: CueWords) -> int | None:
    """Give the first quotation from a token on that goes on with the one before; none inside a phrase."""
    for index in range(first, body_end(sentence)):
        token = sentence[index]
        if token.quotation is not None and not has_title_case(token):
            before = sentence[index - 1]
            ends = before.text.endswith(".")  # of an abbreviation: in Kiel, Calif. "..."
            is_phrase = before.is_word and not ends
            return (
                None
                if is_phrase and before.lower not in words.grammar.joining | words.grammar.that
                else index
            )
        is_other_cue = token.lower in words.cues.every and token.lower not in words.cues.nouns_too
        if token.text == ";" or (is_other_cue and index > first):
            return None
    return None


def _cut_concession(sentence: Sentence, frame: Frame, words: CueWords) -> Frame:
    """End the content of "while he said the talks had failed, ..." at its comma."""
    if frame.right is None or frame.kind in {SubjectKind.RELATIVE, SubjectKind.SHARED}:
        return frame
    if frame.opening not in {Opening.BARE, Opening.THAT, Opening.QUESTION}:
        return frame
    if not _is_conceded(sentence, frame, words):
        return frame
    for index in range(frame.right.start, frame.right.end):
        if _is_comma(sentence, index):
            long_enough = index - frame.right.start >= FEWEST_TOKENS_OF_CLAUSE - 1
            return replace(frame, right=Part(frame.right.start, index)) if long_enough else frame
    return frame


def _cut_insertion(sentence: Sentence, frame: Frame, words: CueWords) -> Frame:
    """End the content of ", who said the talks had failed, left" and of "- he said so -" in time."""
    if frame.right is None or frame.opening not in {Opening.BARE, Opening.THAT}:
        return frame
    start, end = frame.right
    if frame.kind is SubjectKind.RELATIVE:
        end = _end_of_relative(sentence, frame, words)
    elif frame.start and sentence[frame.start - 1].text in DASHES:
        dash = sentence[frame.start - 1].text
        end = next((at for at in range(start + 1, end - 1) if sentence[at].text == dash), end)
    return replace(frame, right=Part(start, end))


def _end_of_relative(sentence: Sentence, frame: Frame, words: CueWords) -> int:
    start, end = frame.right or Part(0, 0)
    comma = next((at for at in range(start + 1, end - 1) if _is_comma(sentence, at)), end)
    is_closed = comma < end and _opens_predicate(sentence, comma + 1, words)
    return comma if is_closed and _is_relative_clause(sentence, frame) else end


def _is_relative_clause(sentence: Sentence, frame: Frame) -> bool:
    """See the comma of ", who said"."""
    return any(sentence[index].text == "," for index in range(max(0, frame.cue - 4), frame.cue))


def _opens_predicate(sentence: Sentence, at: int, words: CueWords) -> bool:
    while is_manner(sentence[at], words) and at + 1 < len(sentence):
        at += 1
    token = sentence[at]
    return (
        is_modal(token, words) or is_past_verb(token, words) or is_verb(token, words) or token.lower == "not"
    )


def _is_comma(sentence: Sentence, at: int) -> bool:
    """Tell a comma from that of 12,000."""
    return sentence[at].text == "," and sentence[at].end < sentence[min(at + 1, len(sentence) - 1)].start


def _is_conceded(sentence: Sentence, frame: Frame, words: CueWords) -> bool:
    """See whether the report is no main clause: "But while he said", "Last month, when he said"."""
    conceding = words.grammar.conceding
    if frame.start <= LATEST_START_OF_CONCESSION and sentence[0].lower in conceding:
        return True
    opens = frame.start > 0 and sentence[frame.start - 1].lower in conceding
    return opens and not has_finite_verb(sentence[: frame.start - 1], words)


def _after_as(sentence: Sentence, frame: Frame, words: CueWords) -> Frame | None:
    """Read "As the minister said, the talks had failed"."""
    if sentence[0].lower not in words.grammar.as_words or frame.start > LATEST_START_OF_AS:
        return None
    end, comma = body_end(sentence), after_particle(sentence, frame.cue, words)
    if comma >= end or sentence[comma].text != ",":
        return None
    return replace(frame, right=Part(comma + 1, end), opening=Opening.AS)


def intention(sentence: Sentence, frame: Frame, words: CueWords) -> Frame | None:
    """Read "he vowed to send troops" and "he vowed on Monday to send troops"."""
    end, after = body_end(sentence), frame.cue + 1
    while after < end and sentence[after].lower in words.grammar.days | words.grammar.day_lead:
        after += 1
    if sentence[frame.cue].lower not in words.cues.intending or after >= end:
        return None
    if sentence[after].lower not in words.grammar.infinitive:
        return None
    return replace(frame, right=Part(after, end), opening=Opening.INFINITIVE)
