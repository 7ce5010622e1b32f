"""Which words of a sentence report: a verb that says something, not its noun, infinitive or passive."""

from feeds.stories.quoting.brackets import is_other_word
from feeds.stories.quoting.chains import chain_start
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.grammar import is_manner
from feeds.stories.texts.tokens import Sentence, Token


def is_cue(sentence: Sentence, cue: int, words: CueWords) -> bool:
    """Tell a verb that reports from a noun, an infinitive or a passive of the same form."""
    token, cues = sentence[cue], words.cues
    if token.lower not in cues.every:
        return False
    if is_other_word(sentence, cue, words):
        return False
    return cue == 0 or not (_is_part_of_name(token, words) or _is_other_form(sentence, cue, words))


def _is_part_of_name(token: Token, words: CueWords) -> bool:
    """See the second word of "United States"."""
    return token.is_capital and token.lower in words.cues.nouns_too


def _is_other_form(sentence: Sentence, cue: int, words: CueWords) -> bool:
    token, before, grammar = sentence[cue], sentence[cue - 1], words.grammar
    if before.lower in grammar.determiners and before.lower not in grammar.standing_alone:
        return True
    if before.lower in grammar.infinitive:
        return chain_start(sentence, cue, words) == cue
    if _is_passive(sentence, cue, words):
        return True
    if before.text in {"-", "‑"} and before.end == token.start:
        return True
    return token.lower in words.cues.nouns_too and before.lower in words.noun_marks


def _is_passive(sentence: Sentence, cue: int, words: CueWords) -> bool:
    """See "was described as" and "was quickly rejected by"."""
    before = cue - 1
    while sentence[cue].lower in words.cues.judging and before > 0 and is_manner(sentence[before], words):
        before -= 1
    verb, cues = sentence[cue].lower, words.cues
    return (verb in cues.passives or verb in cues.judging) and sentence[
        before
    ].lower in words.grammar.passive_leads
