"""The subject of a verb that has none beside it: "..., saying that", "and added"."""

from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.grammar import Part, is_modal, is_past_verb
from feeds.stories.quoting.subjects import POSSESSIVE, SubjectKind, noun_phrase, subject_before
from feeds.stories.texts.tokens import Sentence

REACH_OF_MAIN_CLAUSE = 25


def subject_of_participle(sentence: Sentence, cue: int, *, has_earlier: bool, words: CueWords) -> Part | None:
    """Find whose "saying" it is; none where the frame before it (`has_earlier`) tells."""
    before = sentence[cue - 1] if cue else None
    if before is not None and before.lower in words.grammar.be:
        beside = subject_before(sentence, cue, words)
        if beside is not None:
            return beside.part
    if before is not None and before.is_word and before.lower not in _linking(words):
        return noun_phrase(sentence, cue - 1, words)
    if has_earlier:
        return None
    by_means = before is not None and before.lower in words.grammar.agents
    nearest = _nearest_subject(sentence, cue, words) if by_means else None
    return nearest or main_subject(sentence, cue, words) or _opening_phrase(sentence, cue, words)


def _linking(words: CueWords) -> frozenset[str]:
    grammar = words.grammar
    return grammar.conjunctions | grammar.prepositions | grammar.openers | grammar.be


def _nearest_subject(sentence: Sentence, cue: int, words: CueWords) -> Part | None:
    """Find the subject of the nearest verb before: "the minister stirred controversy by saying"."""
    for index in range(cue - 2, 0, -1):
        if sentence[index].quotation is not None:
            return None
        if not is_past_verb(sentence[index], words) or is_modal(sentence[index], words):
            continue
        subject = subject_before(sentence, index, words)
        if subject is None or subject.kind is SubjectKind.APPOSITION:
            continue
        first, last = sentence[subject.part.start], sentence[subject.part.end - 1]
        is_noun = last.is_capital or first.lower in words.grammar.determiners
        if is_noun or subject.kind is SubjectKind.PRONOUN:
            return subject.part
    return None


def main_subject(sentence: Sentence, cue: int, words: CueWords) -> Part | None:
    """Find the subject of the first verb of the sentence."""
    for index in range(min(cue, REACH_OF_MAIN_CLAUSE)):
        token = sentence[index]
        is_cue = token.lower in words.cues.every and not token.is_capital and index > 0
        if token.lower == POSSESSIVE or not (
            is_modal(token, words) or is_cue or (index > 0 and is_past_verb(token, words))
        ):
            continue
        subject = subject_before(sentence, index, words)
        if subject is not None:
            return subject.part
    return None


def _opening_phrase(sentence: Sentence, cue: int, words: CueWords) -> Part | None:
    """Give the noun phrase that opens the sentence."""
    grammar = words.grammar
    first = 0
    while first < cue and sentence[first].lower in grammar.conjunctions | grammar.openers:
        first += 1
    if first >= cue or not sentence[first].is_word or sentence[first].lower in grammar.prepositions:
        return None
    if sentence[first].lower in grammar.pronouns:
        return Part(first, first + 1)
    last = first
    while last < cue and (
        sentence[last].is_capital or (last == first and _is_determiner(sentence, last, words))
    ):
        last += 1
    has_name = any(token.is_capital for token in sentence[first:last])
    return Part(first, last) if has_name else None


def _is_determiner(sentence: Sentence, at: int, words: CueWords) -> bool:
    return sentence[at].lower in words.grammar.determiners
