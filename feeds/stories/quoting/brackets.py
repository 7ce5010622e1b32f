"""Word order of other languages: "hatte die Ministerin im Radio erklärt", "a confié à RTL le ministre"."""

from feeds.stories.quoting.complements import announced
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.descriptions import is_head
from feeds.stories.quoting.frames import Frame, Order, body_end, characters, left_edge, quotation_before
from feeds.stories.quoting.grammar import Part
from feeds.stories.quoting.subjects import SubjectKind, subject_after, subject_before
from feeds.stories.texts.tokens import Sentence, Token

LONGEST_BRACKET = 14  # tokens between an auxiliary and the verb that closes its clause
LONGEST_HEARER = 10
OPENING_MARKS = frozenset('«„“"')
CLOSING_MARKS = frozenset('»”“"')
SHORTEST_FULL_NAME = 2
REACH_OF_PARTICLE = 10  # German: gab am Montag bei einem Treffen bekannt,


def bracketed_frame(sentence: Sentence, cue: int, words: CueWords) -> Frame | None:
    """Read '"...", hatte die Ministerin im Radio erklärt' and 'Sie hat im Radio erklärt: "..."'."""
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


def is_other_word(sentence: Sentence, cue: int, words: CueWords) -> bool:
    """Tell the noun "Berichte" from "berichte", and "gab" from "gab bekannt"."""
    token, cues = sentence[cue], words.cues
    if token.is_capital and token.lower in cues.nouns_too and words.people.nouns_are_capital:
        return True
    return token.lower in cues.phrasal and not _has_particle(sentence, cue, words)


def _has_particle(sentence: Sentence, cue: int, words: CueWords) -> bool:
    if not words.grammar.closes_with_verb:
        return cue + 1 < len(sentence) and sentence[cue + 1].lower in words.grammar.cue_particles
    for at in range(cue + 1, min(len(sentence), cue + 1 + REACH_OF_PARTICLE)):
        if not sentence[at].is_word:
            return sentence[at - 1].lower in words.grammar.cue_particles
    return False


def has_subject_before(sentence: Sentence, cue: int, words: CueWords) -> bool:
    """See a subject before a cue, rather than an adverb or the end of a prepositional phrase."""
    if sentence[cue + 1 : cue + 2] and sentence[cue + 1].lower in words.grammar.nominative:
        return False
    edge = left_edge(sentence, cue, words)
    subject = subject_before(sentence, edge, words) if edge else None
    if subject is None or subject.kind is SubjectKind.APPOSITION:
        return subject is not None
    first, last = subject.part
    if sentence[last - 1].lower in words.grammar.openers or _is_told(sentence, last, cue, words):
        return False
    return first == 0 or sentence[first - 1].lower not in words.grammar.prepositions


def _is_told(sentence: Sentence, end: int, cue: int, words: CueWords) -> bool:
    """See a paper that is told: "Der Zeitung sagte Ute Rabe"."""
    name = sentence[cue + 1 : cue + 1 + SHORTEST_FULL_NAME]
    follows = len(name) == SHORTEST_FULL_NAME and all(token.is_capital for token in name)
    return follows and sentence[end - 1].lower in words.people.bodies


def drops_subject(sentence: Sentence, cue: int, words: CueWords) -> bool:
    """See "Ha aggiunto che ..." and "Dodał, że ...", where the one who spoke last goes on."""
    grammar = words.grammar
    before = grammar.perfect | grammar.auxiliaries | grammar.openers
    return grammar.drops_subjects and all(token.lower in before for token in sentence[:cue])


def subject_after_hearer(sentence: Sentence, first: int, words: CueWords) -> Part | None:
    """Find the minister of "a confié à Radio Littoral le ministre", behind those who are told."""
    grammar = words.grammar
    if first >= len(sentence) or sentence[first].lower not in grammar.prepositions | grammar.hearers:
        return None
    linking = grammar.prepositions | grammar.determiners | grammar.conjunctions | grammar.noun_links
    for at in range(first + 2, min(len(sentence), first + LONGEST_HEARER)):
        before, token = sentence[at - 1], sentence[at]
        is_quoted = before.quotation is not None or before.text in CLOSING_MARKS
        if not (before.is_word or is_quoted or before.text in OPENING_MARKS):
            return None
        opens = token.lower in grammar.articles and before.lower not in linking
        is_named = (before.is_capital or is_quoted) and _is_office(token, words)
        if token.is_word and not token.is_capital and (opens or is_named):
            return subject_after(sentence, at, words)
    return None


def _is_office(token: Token, words: CueWords) -> bool:
    return token.lower.rstrip(".") in words.people.titles or is_head(token.text, words)
