"""Quoted words inside a reporter's sentence that no cue explains: "the plan to 'bring the boys home'"."""

import re
from collections.abc import Iterator

from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.grammar import SEPARATORS, has_title_case, word_count
from feeds.stories.quoting.introductions import named_after
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
        if _is_said(token) or (word_count(token) >= FEWEST_WORDS and _is_framed(sentence, at, words)):
            yield at


def is_in_reported_mood(sentence: Sentence, words: CueWords) -> bool:
    """See "Sie seien bereit": the mood shows that somebody who was named before goes on."""
    return any(token.lower in words.grammar.reported for token in sentence)


def _is_said(token: Token) -> bool:
    words = WORD.findall(token.text)
    if len(words) < FEWEST_WORDS:
        return False
    if words[0][0].islower() or _is_spoken(token):
        return True
    small = sum(word[0].islower() for word in words)
    return len(words) >= FEWEST_WORDS_WITH_CAPITAL and 2 * small >= len(words) and not has_title_case(token)


def _is_spoken(token: Token) -> bool:
    """See speech after a dash, which stands between no marks."""
    return token.quotation is not None and token.quotation.span == token.quotation.inner


def _is_framed(sentence: Sentence, at: int, words: CueWords) -> bool:
    """See a colon before, or a verb of saying after a comma or a dash."""
    if at and sentence[at - 1].text == ":":
        return True
    following = at + 1
    while following < len(sentence) and sentence[following].text in SEPARATORS:
        following += 1
    says = words.cues.closing | words.grammar.perfect
    if at + 1 < following < len(sentence) and sentence[following].lower in says:
        return True
    return named_after(sentence, at, words) is not None


def _is_name_of(sentence: Sentence, at: int, words: CueWords) -> bool:
    """See the novel of: the novel "The way home"; and a name that opens its sentence: The "plan of ..."."""
    if at == 0:
        return False
    before = sentence[at - 1].lower
    return before in words.grammar.named or (at == 1 and before in words.grammar.determiners)


def only_says(sentence: Sentence, words: CueWords) -> bool:
    """See '"...", ha aggiunto.', a verb of saying and nobody who says it."""
    said = [token.lower for token in sentence if token.is_word]
    small = words.grammar.perfect | words.grammar.auxiliaries | words.grammar.loose_adverbs
    has_cue = any(word in words.cues.closing for word in said)
    return (
        has_cue and words.grammar.drops_subjects and all(word in words.cues.closing | small for word in said)
    )
