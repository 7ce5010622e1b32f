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
    phrase("it asks for those who turn around, not for stories"),
    phrase("the story is {label}, and it asks for {labels}"),
    phrase("{number} of the {least} outlets that it asks for carry the story"),
    phrase("the story has {number} of the {least} origins that it asks for"),
    phrase("it is in another language than {languages}"),
    phrase("its outlet is not from {countries}"),
    phrase("its outlet is not {outlets}"),
    phrase("nobody speaks in it who is {names}"),
    phrase("no such stance is in it: {stances}"),
    phrase("it does not have {words}"),
    phrase("it has {words}"),
    phrase("nothing in it is like /{pattern}/"),
)
"""What `worded` is asked for by a value of the domain; here, so that the catalogues know of it."""


def stance_words(stance: Stance) -> str:
    """Give a stance as its reader sees it: "claims present"."""
    return worded(stance.words)
