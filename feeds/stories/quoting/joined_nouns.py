"""A subject of two halves: "current and former officials"."""

from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.grammar import SEPARATORS, Part, is_past_verb, is_verb, opens_adjunct
from feeds.stories.texts.tokens import Sentence, Token

LONGEST_JOINED = 4  # tokens of the first half


def with_joined_noun(sentence: Sentence, part: Part, words: CueWords) -> Part:
    """Take in the first half of ", current and former officials said"."""
    joint = part.start - 1
    if joint < 1 or sentence[joint].lower not in words.grammar.coordinating:
        return part
    first = joint
    while first > 0 and joint - first < LONGEST_JOINED and sentence[first - 1].is_word:
        first -= 1
    opens = first == 0 or sentence[first - 1].text in SEPARATORS
    before = sentence[first:joint]
    if not opens or not before or any(_is_no_noun(token, words) for token in (*before, sentence[joint + 1])):
        return part
    return Part(first, part.end)


def _is_no_noun(token: Token, words: CueWords) -> bool:
    is_verbal = is_past_verb(token, words) or is_verb(token, words)
    return is_verbal or token.is_capital or opens_adjunct(token, words)
