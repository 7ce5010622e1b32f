"""Where a reported clause ends and the reporter's own comment on it begins: ", a plan that she gave up"."""

from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.frames import is_pause
from feeds.stories.quoting.grammar import Part
from feeds.stories.texts.tokens import Sentence

FEWEST_TOKENS_BEFORE = 3


def before_comment(sentence: Sentence, part: Part, words: CueWords) -> int:
    """Give the end of a reported clause without the comment that closes the sentence."""
    comma = _last_pause(sentence, part)
    if comma is None:
        return part.end
    following = sentence[comma + 1].lower
    return comma + 1 if following in words.grammar.commenting else part.end


def _last_pause(sentence: Sentence, part: Part) -> int | None:
    for at in range(part.end - 2, part.start + FEWEST_TOKENS_BEFORE - 1, -1):
        is_number = sentence[at].end == sentence[at + 1].start
        if is_pause(sentence[at]) and not is_number:
            return at
    return None
