"""What a cue verb introduces to its right: a clause, a quotation, a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.grammar import (
    has_main_verb,
    has_title_case,
    is_manner,
    is_modal,
    is_title,
    reads_as_clause,
    word_count,
)
from feeds.stories.quoting.subjects import POSSESSIVE
from feeds.stories.texts.tokens import Sentence, Token

LONGEST_HEARER = 11
LONGEST_ADJUNCT = 14
REACH_OF_FRAGMENT = 12
REACH_OF_MOOD = 20  # tokens of a clause within which its verb must show its mood
FEWEST_TOKENS_OF_CLAUSE = 3
FEWEST_WORDS_OF_FRAGMENT = 3


class Opening(StrEnum):
    """By what the content announces itself."""

    THAT = "that"
    QUOTATION = "quotation"
    COLON = "colon"
    BARE = "bare clause"
    QUESTION = "question"
    FRAGMENT = "clause with a quoted fragment"
    JUDGEMENT = "quoted fragment alone"  # he condemned it as "a grave mistake"
    SPLIT = "second half"  # the talks, he said, had failed
    AS = "as"  # as he said, the talks had failed
    INFINITIVE = "infinitive"  # he vowed to go


@dataclass(frozen=True, slots=True, kw_only=True)
class Complement:
    """Where the content after a cue begins."""

    start: int
    opening: Opening


def complement(sentence: Sentence, cue: int, end: int, words: CueWords) -> Complement | None:
    """Find what the cue introduces before the token `end`."""
    first = _after_hearer(sentence, after_particle(sentence, cue, words), end, cue, words)
    return (
        announced(sentence, first, end, words, may_interrupt=first == after_particle(sentence, cue, words))
        or _bare_clause(sentence, first, end, cue, words)
        or _around_fragment(sentence, first, end, cue, words)
    )


def after_particle(sentence: Sentence, cue: int, words: CueWords) -> int:
    """Give the place after the verb, and after its particle: pointed out."""
    if sentence[cue].lower not in words.cues.phrasal:
        return cue + 1
    is_apart = words.grammar.closes_with_verb and sentence[cue + 1].lower not in words.grammar.cue_particles
    return cue + 1 if is_apart else cue + 2


def _after_hearer(sentence: Sentence, first: int, end: int, cue: int, words: CueWords) -> int:
    """Skip those who are told: "the public broadcaster" in "he told the public broadcaster that"."""
    if sentence[cue].lower not in words.cues.addressing or first >= end or not sentence[first].is_word:
        return first
    if sentence[first].lower in words.grammar.no_hearers | words.grammar.that:
        return first
    if sentence[first].lower in words.grammar.hearers:
        return first if _begins_clause(sentence, first, end, words) else first + 1
    last = first
    while last < end and last - first < LONGEST_HEARER and _belongs_to_hearer(sentence, last, first, words):
        last += 1
    return last


def _begins_clause(sentence: Sentence, pronoun: int, end: int, words: CueWords) -> bool:
    """Tell "he warned it would fail" from "he warned it that"."""
    is_subject = sentence[pronoun].lower in words.grammar.pronouns
    return is_subject and pronoun + 1 < end and is_modal(sentence[pronoun + 1], words)


def _belongs_to_hearer(sentence: Sentence, at: int, first: int, words: CueWords) -> bool:
    token, grammar = sentence[at], words.grammar
    if token.quotation is not None:
        return at > first and is_title(token)
    if not token.is_word or token.lower in grammar.that:
        return False
    if is_modal(token, words) and token.lower != POSSESSIVE:
        return False
    if at == first:
        return True
    if token.lower in grammar.pronouns | grammar.no_hearers:
        return False
    links = grammar.prepositions | {POSSESSIVE}
    opens = token.lower in grammar.determiners and not token.is_capital
    return not opens or sentence[at - 1].lower in links


def announced(
    sentence: Sentence, first: int, end: int, words: CueWords, *, may_interrupt: bool = False
) -> Complement | None:
    """Read content that a "that", a colon or a quotation mark announces."""
    at = after_adjuncts(sentence, first, end, words)
    if at >= end:
        return None
    token = sentence[at]
    if token.lower in words.grammar.that:
        return Complement(start=at, opening=Opening.THAT)
    quotation = at if token.quotation is not None else at + 1
    if (quotation == at or token.text in {",", ":"}) and _is_quotation(sentence, quotation, end):
        # said on the Lantern’s “Morning Tide.”
        names_place = at > first and token.text != ":" and has_title_case(sentence[quotation])
        return None if names_place else Complement(start=quotation, opening=Opening.QUOTATION)
    if token.text == ":":
        return Complement(start=at + 1, opening=Opening.COLON)
    if token.text == "," and _is_subjunctive(sentence, at + 1, end, words):
        return Complement(start=at + 1, opening=Opening.BARE)
    if token.text == "," and (
        at > first
        or may_interrupt
        or (sentence[at + 1 : at + 2] and sentence[at + 1].lower in words.grammar.that)
    ):
        return _after_parenthesis(sentence, at, end, words)
    return None


def _is_quotation(sentence: Sentence, at: int, end: int) -> bool:
    return at < end and sentence[at].quotation is not None


def _is_subjunctive(sentence: Sentence, first: int, end: int, words: CueWords) -> bool:
    """See the clause of "sagte, sie sei bereit", whose mood shows that it is reported."""
    if first >= end or sentence[first].lower in words.grammar.conjunctions:
        return False
    return any(token.lower in words.grammar.subjunctive for token in sentence[first : first + REACH_OF_MOOD])


def _after_parenthesis(sentence: Sentence, comma: int, end: int, words: CueWords) -> Complement | None:
    """Read "said, citing a report, that" and, in other languages, "sagte, dass"."""
    if comma + 1 < end and sentence[comma + 1].lower in words.grammar.that:
        return Complement(start=comma + 1, opening=Opening.THAT)
    for at in range(comma + 1, min(end - 1, comma + LONGEST_ADJUNCT)):
        if sentence[at].text == ",":
            announced = sentence[at + 1].lower in words.grammar.that
            return Complement(start=at + 1, opening=Opening.THAT) if announced else None
    return None


def after_adjuncts(sentence: Sentence, first: int, end: int, words: CueWords) -> int:
    """Skip adverbs, days and prepositional phrases between a cue and its content."""
    at = first
    while at < end and sentence[at].is_word and sentence[at].lower not in words.grammar.that:
        following = _after_adjunct(sentence, at, end, words)
        if following == at:
            break
        at = following
    return at


def _after_adjunct(sentence: Sentence, at: int, end: int, words: CueWords) -> int:
    token, grammar = sentence[at], words.grammar
    if token.lower in grammar.time_lead and at + 1 < end and _is_time(sentence[at + 1], words):
        return at + 2
    if token.lower in grammar.indefinite and _is_time_ago(sentence[at + 1 : at + 3], words):
        return min(end, at + 3)
    if token.lower in grammar.days | grammar.loose_adverbs or is_manner(token, words):
        return at + 1 + (at + 1 < end and sentence[at + 1].lower in grammar.day_times)
    if token.lower in grammar.prepositions - grammar.comparing:
        return _after_prepositional_phrase(sentence, at, end, words)
    return at


def _is_time(token: Token, words: CueWords) -> bool:
    return token.lower in words.grammar.time_words | words.grammar.days


def _is_time_ago(tokens: Sequence[Token], words: CueWords) -> bool:
    """See the rest of "a day earlier"."""
    return len(tokens) > 1 and _is_time(tokens[0], words) and tokens[1].lower in words.grammar.backwards


def _after_prepositional_phrase(sentence: Sentence, at: int, end: int, words: CueWords) -> int:
    """Skip the phrase if a "that", a colon, a comma or a quotation follows it at once."""
    grammar = words.grammar
    barred = grammar.conjunctions | grammar.pronouns | words.cues.participles
    last = at + 1
    while last < end and last - at < LONGEST_ADJUNCT and sentence[last].is_word:
        if sentence[last].lower in barred | grammar.that:
            break
        last += 1
    if last == end:
        return last
    closing = sentence[last]
    closes = closing.quotation is not None or closing.text in {",", ":"} or closing.lower in grammar.that
    return last if closes else at


def _bare_clause(sentence: Sentence, first: int, end: int, cue: int, words: CueWords) -> Complement | None:
    """Read "he said the talks had failed"."""
    verb, cues = sentence[cue].lower, words.cues
    if first >= end or not sentence[first].is_word or verb not in cues.bare_clause | cues.asking:
        return None
    start = _bare_start(sentence, first, end, verb, words)
    if start >= end or not sentence[start].is_word:
        return None
    if verb in cues.bare_clause and _opens_clause(sentence, start, end, verb, words):
        return Complement(start=start, opening=Opening.BARE)
    if verb in cues.asking and sentence[start].lower in words.grammar.question_words:
        return Complement(start=start, opening=Opening.QUESTION)
    return None


def _bare_start(sentence: Sentence, first: int, end: int, verb: str, words: CueWords) -> int:
    """Give the first word of a clause: after "on Monday" in "he said on Monday the talks had failed"."""
    grammar = words.grammar
    at = after_adjuncts(sentence, first, end, words)
    opens = grammar.determiners | grammar.pronouns | grammar.existential
    if first < at < end and (sentence[at].is_capital or sentence[at].lower in opens):
        return at
    at = first
    if verb in words.cues.addressing:
        return at
    times = (grammar.days | grammar.day_times) - grammar.ambiguous_days
    while at < end and sentence[at].lower in times:
        at += 1
    return at


def _opens_clause(sentence: Sentence, start: int, end: int, verb: str, words: CueWords) -> bool:
    token, grammar = sentence[start], words.grammar
    if token.lower in grammar.no_clause_openers and not _opens_amount(sentence[start : start + 2], words):
        return False
    clause = sentence[start:end]
    opens = grammar.determiners | grammar.pronouns | grammar.clause_openers
    if not (token.is_capital or token.lower in opens or verb in words.cues.plain or token.text[0].isdigit()):
        return False
    long_enough = len(clause) >= FEWEST_TOKENS_OF_CLAUSE or clause[-1].quotation is not None
    if verb in words.cues.plain and token.lower in grammar.people_pronouns:
        return long_enough
    if not long_enough or not reads_as_clause(clause, words):
        return False
    if verb not in words.cues.plain and not has_main_verb(clause, words):
        return False
    return token.lower not in grammar.prepositions or any(part.lower in grammar.modals for part in clause)


def judged(sentence: Sentence, first: int, end: int, cue: int, words: CueWords) -> Complement | None:
    """Read the quoted words of "Den Plan nannte er einen „großen Fehler von uns“"."""
    if sentence[cue].lower not in words.cues.judging:
        return None
    return _around_fragment(sentence, first, end, cue, words)


def _opens_amount(tokens: Sequence[Token], words: CueWords) -> bool:
    """Tell "he said about half of them came" from "what he said about them"."""
    if len(tokens) < 2 or tokens[0].lower not in words.grammar.approximate:
        return False
    return tokens[1].text[0].isdigit() or tokens[1].lower in words.grammar.amounts


def _around_fragment(
    sentence: Sentence, first: int, end: int, cue: int, words: CueWords
) -> Complement | None:
    """Read a clause that holds a quoted fragment: called the plan "a mistake"."""
    cues = words.cues
    if sentence[cue].lower in cues.plain | cues.reading | cues.believing:
        return None
    for at in range(first, min(first + REACH_OF_FRAGMENT, end)):
        token = sentence[at]
        if token.quotation is not None:
            return _fragment(sentence, first, at, cue, words)
        is_other_cue = at > first and token.lower in cues.every and token.lower not in cues.nouns_too
        if token.text in {";", ":"} or is_other_cue:
            return None
    return None


def _fragment(sentence: Sentence, first: int, at: int, cue: int, words: CueWords) -> Complement | None:
    if sentence[cue].lower in words.cues.judging:
        is_speech = word_count(sentence[at]) >= FEWEST_WORDS_OF_FRAGMENT
        return Complement(start=at, opening=Opening.JUDGEMENT) if is_speech else None
    start = first if sentence[first].text != "," else first + 1
    return Complement(start=start, opening=Opening.FRAGMENT)
