"""What ties words to whoever said them."""

from dataclasses import dataclass
from enum import StrEnum

from feeds.model import Span


class Tie(StrEnum):
    """By what words are tied to their speaker."""

    FRAME = "cue frame"
    TRANSCRIPT = "NAME: words"
    HEADLINE = "Name: words, in the first line"
    SIGNATURE = "a name after a dash"
    COLON = "a name before a colon"
    UNATTRIBUTED = "nothing: the speaker before"
    FRAGMENT = "nothing at all: nobody is named"
    CONTINUATION = "a paragraph of its own after the speaker's"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Words and the mention of their speaker, not resolved yet; spans of the text."""

    spans: tuple[Span, ...]
    mention: Span | None
    tie: Tie
    cue: Span | None = None
    follows: int | None = None  # the attribution whose speaker goes on
