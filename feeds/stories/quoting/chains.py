"""Cue verbs that hang on another verb: "went on to say", "appeared to suggest"."""

from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.texts.tokens import Sentence


def chain_start(sentence: Sentence, cue: int, words: CueWords) -> int:
    """Give the verb that an infinitive hangs on, or the cue itself where it hangs on none that we know.

    Only verbs after which something is said count: who refuses to say something has not said it.
    """
    grammar = words.grammar
    if cue < 2 or sentence[cue - 1].lower not in grammar.infinitive:
        return cue
    head = cue - 2
    if head > 0 and sentence[head].lower in grammar.going_on:
        head -= 1
    return head if sentence[head].lower in grammar.chaining else cue
