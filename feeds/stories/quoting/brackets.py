"""Verbs that stand apart from their subjects: "hatte die Ministerin im Radio erklärt", and who cites another."""

from feeds.stories.quoting.complements import announced
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.frames import Frame, Order, body_end, characters, quotation_before
from feeds.stories.quoting.grammar import Part
from feeds.stories.quoting.subjects import subject_after, subject_before
from feeds.stories.texts.tokens import Sentence

LONGEST_BRACKET = 14  # tokens between an auxiliary and the verb that closes the sentence


def bracketed_frame(sentence: Sentence, cue: int, words: CueWords) -> Frame | None:
    """Read '"...", hatte die Ministerin im Radio erklärt' and 'Die Ministerin hat im Radio erklärt: "..."'."""
    auxiliary = _auxiliary(sentence, cue, words) if words.grammar.closes_with_verb else None
    if auxiliary is None:
        return None
    if quotation_before(sentence, auxiliary) is not None:
        return _framed(sentence, cue, auxiliary, subject_after(sentence, auxiliary + 1, words))
    subject = subject_before(sentence, auxiliary, words) if auxiliary else None
    part = subject.part if subject else subject_after(sentence, auxiliary + 1, words)
    end = body_end(sentence)
    found = announced(sentence, cue + 1, end, words)
    if part is None or found is None or found.start >= end:
        return None
    return Frame(
        cue=cue,
        speaker=characters(sentence, part),
        start=min(part.start, auxiliary),
        end=cue + 1,
        right=Part(found.start, end),
        opening=found.opening,
    )


def _auxiliary(sentence: Sentence, cue: int, words: CueWords) -> int | None:
    """Give the auxiliary with which a verb at the end of its clause makes one tense."""
    for at in range(cue - 2, max(-1, cue - LONGEST_BRACKET), -1):
        if not sentence[at + 1].is_word:
            return None
        if sentence[at].lower in words.grammar.perfect:
            return at
    return None


def _framed(sentence: Sentence, cue: int, auxiliary: int, subject: Part | None) -> Frame | None:
    if subject is None:
        return None
    return Frame(
        cue=cue,
        speaker=characters(sentence, subject),
        start=auxiliary,
        end=cue + 1,
        order=Order.INVERTED,
        left=Part(0, auxiliary),
    )


def citing_frame(sentence: Sentence, cue: int, words: CueWords) -> Frame | None:
    """Read 'The agency cites a witness with the words: "..."', where the one who is cited speaks."""
    first = cue + 1
    while first < len(sentence) and sentence[first].lower in words.grammar.openers:
        first += 1
    cited = subject_after(sentence, first, words)
    end = body_end(sentence)
    found = announced(sentence, cited.end, end, words) if cited else None
    if cited is None or found is None or found.start >= end:
        return None
    return Frame(
        cue=cue,
        speaker=characters(sentence, cited),
        start=cue,
        end=cited.end,
        order=Order.ANNOUNCING,
        right=Part(found.start, end),
        opening=found.opening,
    )
