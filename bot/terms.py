"""The words of the domain in the reader's language: stances, on whose word they are, and the like."""

from bot.speech import phrase, worded
from feeds.model import Stance

TERMS = (
    phrase("supports"),
    phrase("open"),
    phrase("conditional"),
    phrase("opposes"),
    phrase("denies"),
    phrase("claims present"),
    phrase("self-stated"),
    phrase("reported"),
    phrase("anonymous"),
    phrase("attributed by an opponent"),
    phrase("state-controlled"),
    phrase("government"),
    phrase("What happened"),
    phrase("Who says what"),
    phrase("What is disputed"),
    phrase("NATO"),
)
"""What `worded` is asked for by a value of the domain; here, so that the catalogues know of it."""


def stance_words(stance: Stance) -> str:
    """Give a stance as its reader sees it: "claims present"."""
    return worded(stance.words)
