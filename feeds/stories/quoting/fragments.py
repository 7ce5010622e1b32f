"""Quoted words inside a reporter's sentence that no cue explains: "the plan to 'bring the boys home'"."""

import re
from collections.abc import Iterator

from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.grammar import has_title_case, word_count
from feeds.stories.texts.tokens import Sentence, Token

FEWEST_WORDS = 3
FEWEST_WORDS_WITH_CAPITAL = 6  # fewer, with a capital in front, may be a title
WORD = re.compile(r"[^\W_][\w’'-]*")


def fragments(sentence: Sentence, words: CueWords) -> Iterator[int]:
    """Give the places of the quotations that are more than a name, a title or irony."""
    if not words.grammar.keeps_fragments:
        return
    for at, token in enumerate(sentence):
        if token.quotation is None or _is_name_of(sentence, at, words):
            continue
        if _is_said(token) or (_follows_colon(sentence, at) and word_count(token) >= FEWEST_WORDS):
            yield at


def is_in_reported_mood(sentence: Sentence, words: CueWords) -> bool:
    """See "Sie seien bereit": the mood shows that somebody who was named before goes on."""
    return any(token.lower in words.grammar.subjunctive for token in sentence)


def _is_said(token: Token) -> bool:
    words = WORD.findall(token.text)
    if len(words) < FEWEST_WORDS:
        return False
    if words[0][0].islower():
        return True
    small = sum(word[0].islower() for word in words)
    return len(words) >= FEWEST_WORDS_WITH_CAPITAL and 2 * small >= len(words) and not has_title_case(token)


def _follows_colon(sentence: Sentence, at: int) -> bool:
    return at > 0 and sentence[at - 1].text == ":"


def _is_name_of(sentence: Sentence, at: int, words: CueWords) -> bool:
    """See the novel of: the novel "The long way home"."""
    return at > 0 and sentence[at - 1].lower in words.grammar.named
