"""The speaker whom a label before a paragraph names: "ADA ROE: We go.", "Roe on the ferry: We go."."""

import re

from feeds.model import Span
from feeds.stories.quoting.ties import Attribution, Tie

TRANSCRIPT = re.compile(
    r"\s*([A-ZÀ-ÞА-ЯІЇЄҐ][A-ZÀ-ÞА-ЯІЇЄҐ.'’\- ]{1,30}[A-ZÀ-ÞА-ЯІЇЄҐ])(?: \([^)\n]{0,60}\))?:\s+(?=\S)"
)
HEADLINE = re.compile(
    r"\s*([A-ZÀ-ÞА-ЯІЇЄҐ][\w.'’-]{1,40}(?: (?:[A-ZÀ-ÞА-ЯІЇЄҐ][\w.'’-]{1,40}|of|to|and|on|after)){0,4})"
    r"(?: (?:on|to|after|says)\b[^:\n]{0,40})?[ \xa0\u202f]?:\s+(?=\S)"
)
LONGEST_NAME = 4  # words
FEWEST_WORDS = 3  # of what is said


def labelled(text: str, paragraph: Span, *, is_first: bool) -> Attribution | None:
    """Read "NAME: words" of a transcript, and "Name: words" of a headline."""
    transcript = TRANSCRIPT.match(text, *paragraph)
    if transcript and len(transcript.group(1).split()) <= LONGEST_NAME:
        return _label(transcript, paragraph, Tie.TRANSCRIPT)
    headline = HEADLINE.match(text, *paragraph) if is_first else None
    if headline and len(text[headline.end() : paragraph.end].split()) >= FEWEST_WORDS:
        return _label(headline, paragraph, Tie.HEADLINE)
    return None


def _label(match: re.Match[str], paragraph: Span, tie: Tie) -> Attribution:
    return Attribution(spans=(Span(match.end(), paragraph.end),), mention=Span(*match.span(1)), tie=tie)
