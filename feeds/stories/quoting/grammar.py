"""What a single token can be: a verb, an adverb, a name; and whether a run of tokens reads as a clause."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.texts.tokens import Token

SEPARATORS = frozenset({",", "—", "–", "--", "-"})
STOPS = frozenset({".", "!", "?", "…", "..."})
FINAL_MARK = re.compile(r"[.!?]\Z")
WORD = re.compile(r"\w+")
TITLE_WORD = re.compile(r"[^\W\d_][\w’']*")
LONGEST_TITLE = 7
SHORT_TITLE = 5
SHORT_WORD = 3
FEWEST_WORDS_OF_SPEECH = 4


class Part(NamedTuple):
    """A run of tokens in a sentence: indices, the end exclusive."""

    start: int
    end: int


def is_modal(token: Token, words: CueWords) -> bool:
    """Tell auxiliaries such as "has" and "would" from names such as "May" and "Will"."""
    grammar = words.grammar
    return token.lower in grammar.modals and not (token.is_capital and token.lower in grammar.names_too)


def is_verb(token: Token, words: CueWords) -> bool:
    """Tell whether a word can only be a verb of its own clause."""
    if not token.is_word or not token.text[0].islower():
        return False
    cues = words.cues
    return is_modal(token, words) or (token.lower in cues.every and token.lower not in cues.nouns_too)


def is_adverb(token: Token, words: CueWords) -> bool:
    """Tell whether a word may stand between a subject and its verb."""
    if not token.is_word:
        return False
    return token.lower in words.grammar.auxiliaries or is_manner(token, words)


def is_manner(token: Token, words: CueWords) -> bool:
    """Tell words such as "quickly" by their ending."""
    return (
        token.is_word
        and not token.is_capital
        and token.lower.endswith(words.grammar.adverb_endings or ("\0",))
    )


def is_past_verb(token: Token, words: CueWords) -> bool:
    """Tell a verb in the past, by its ending or from the list of irregular ones."""
    if not token.is_word or token.is_capital:
        return False
    grammar = words.grammar
    return token.lower.endswith(grammar.finite_endings or ("\0",)) or token.lower in grammar.finite


def has_finite_verb(tokens: Sequence[Token], words: CueWords) -> bool:
    """Tell whether tokens hold a verb with a tense, or a quotation long enough to hold one."""
    if not words.grammar.finite_endings:
        return len(tokens) >= FEWEST_WORDS_OF_SPEECH
    return any(
        is_modal(token, words)
        or (len(token.text) > SHORT_WORD and is_past_verb(token, words))
        or (token.quotation is not None and word_count(token) >= FEWEST_WORDS_OF_SPEECH)
        for token in tokens
    )


def reads_as_clause(tokens: Sequence[Token], words: CueWords) -> bool:
    """Like `has_finite_verb`, and content with what only looks like a verb in the present."""
    return has_finite_verb(tokens, words) or any(
        token.is_word and not token.is_capital and token.text.endswith("s") and not token.text.endswith("ss")
        for token in tokens[1:]
    )


def has_main_verb(clause: Sequence[Token], words: CueWords) -> bool:
    """Tell "he added the ferry was late" from "he added a ferry, which was late"."""
    subordinating = words.grammar.relative | words.grammar.conjunctions - words.grammar.coordinating
    if clause[0].lower in subordinating:
        return True
    for at, token in enumerate(clause):
        if token.lower in subordinating:
            return False
        if at and (token.quotation is not None or reads_as_clause(clause[at - 1 : at + 1], words)):
            return True
    return False


def word_count(token: Token) -> int:
    """Count the words of a quotation."""
    return len(WORD.findall(token.text))


def final_mark(token: Token) -> str:
    """Give the last character of a quotation inside its marks."""
    return token.text.rstrip("\"”“»«’' \t\xa0")[-1:]


def is_title(token: Token) -> bool:
    """Tell the title of a work or a name in quotation marks from speech."""
    last = final_mark(token)
    if last == "," and len(TITLE_WORD.findall(token.text[:200])) > SHORT_TITLE:
        return False
    return not FINAL_MARK.match(last) and has_title_case(token)


def has_title_case(token: Token) -> bool:
    """Tell whether all words of a short quotation but the smallest are capitalised."""
    words = TITLE_WORD.findall(token.text[:200])
    if not 0 < len(words) <= LONGEST_TITLE:
        return False
    capitals = sum(word[0].isupper() for word in words)
    others = [word for word in words if not word[0].isupper()]
    return capitals >= min(2, len(words)) and all(len(word) <= SHORT_WORD for word in others)


def opens_adjunct(token: Token, words: CueWords) -> bool:
    """Tell phrases that are no subject: on Monday, speaking in Paris, sadly, asked about it, he."""
    grammar = words.grammar
    if token.lower in grammar.prepositions | grammar.conjunctions | grammar.days | grammar.pronouns:
        return True
    if token.lower.endswith(grammar.adjunct_endings or ("\0",)):
        return True
    return not token.is_capital and token.lower.endswith(grammar.finite_endings or ("\0",))
