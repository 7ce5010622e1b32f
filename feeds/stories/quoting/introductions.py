"""Whom a sentence brings in before a colon, without a cue: 'The minister on television: "..."'."""

from feeds.model import Span
from feeds.stories.people.cases import nominative
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.frames import characters
from feeds.stories.quoting.grammar import SEPARATORS, Part, is_verb
from feeds.stories.quoting.subjects import subject_after
from feeds.stories.texts.tokens import Sentence

SHORTEST_FULL_NAME = 2


def introduced_name(sentence: Sentence, end: int, words: CueWords) -> Span | None:
    """Give the first name or pronoun before a token; where nouns are capitals, the sentence's subject."""
    if words.people.nouns_are_capital:
        return _opening_subject(sentence, end, words)
    return _first_name(sentence, end, words)


def _opening_subject(sentence: Sentence, end: int, words: CueWords) -> Span | None:
    """Give "Die Ministerin" of "Die Ministerin wird mit den Worten zitiert:", nothing of "Den Minister"."""
    first = 0
    while first < end and sentence[first].lower in words.grammar.openers:
        first += 1
    if first >= end or sentence[first].lower in words.grammar.oblique:
        return None
    subject = subject_after(sentence, first, words)
    if subject is None or subject.end > end:
        return None
    return characters(sentence, subject)


def _first_name(sentence: Sentence, end: int, words: CueWords) -> Span | None:
    """Give the first name or pronoun before a token."""
    grammar = words.grammar
    barred = (
        grammar.determiners | grammar.conjunctions | grammar.prepositions | grammar.days | grammar.openers
    )
    for index, token in enumerate(sentence[:end]):
        if token.lower in grammar.people_pronouns:
            return Span(token.start, token.end)
        if token.is_capital and token.lower not in barred:
            last = index
            while last < end and sentence[last].is_capital:
                last += 1
            return characters(sentence, Part(index, last))
    return None


def told_after(sentence: Sentence, words: CueWords) -> Span | None:
    """Give the minister of "Così la ministra al termine del vertice", which closes words before it."""
    if sentence[0].lower not in words.grammar.pointing_back:
        return None
    if any(is_verb(token, words) for token in sentence[1:]):
        return None
    subject = subject_after(sentence, 1, words)
    return characters(sentence, subject) if subject else None


def named_after(sentence: Sentence, quotation: int, words: CueWords) -> Span | None:
    """Give Ada Roe of '"...", sighs Ada Roe', behind a verb that we do not know."""
    at = quotation + 1
    while at < len(sentence) and sentence[at].text in SEPARATORS:
        at += 1
    name = sentence[at + 1 : at + 1 + SHORTEST_FULL_NAME]
    if at == quotation + 1 or len(name) < SHORTEST_FULL_NAME or not all(token.is_capital for token in name):
        return None
    verb = sentence[at]
    if not verb.is_word or verb.is_capital or verb.lower in words.never_verbs | words.grammar.named:
        return None
    full_name = tuple(token.text for token in name)
    if nominative(full_name, words.language) != full_name:
        return None  # a title and whose work it is: «...», драма Марии Галкиной
    subject = subject_after(sentence, at + 1, words)
    return characters(sentence, subject) if subject else None
