"""Says in words why an article got its label: the rule, and the article's own words that it went by.

It needs no more than the assessment and the article as they are stored, so that what is recomputed equals
what was said at the time.
"""

from collections.abc import Callable, Iterator
from itertools import groupby

from feeds.model import Article, Assessment, Basis, Label, Reason, Salience, Source

Say = Callable[..., str]
"""Puts words into a reader's language, and values into their places: {name}."""

MEANINGS = {
    Label.CORE: "It is about foreign forces in or to Ukraine",
    Label.RELATED: "It is about what is beside that: NATO's eastern flank, or third states on Russia's side",
    Label.NO: "It is not about foreign forces in or to Ukraine",
}
BASES = {
    Basis.HEADLINE: "only the headline was read",
    Basis.SUMMARY: "headline and summary were read",
    Basis.FULL_TEXT: "the full text was read",
}


NAMED = "{meaning}, which it names in passing"
ONE_POINT = "{meaning}, as one of its points"
RIGHT = "{meaning} ({basis}; chance that this is right: {chance} %)."
AFTER_ALL = "{meaning} ({basis}; chance that it is after all: {chance} %)."
PLACES = {
    Source.TITLE: "{rule}, in the headline: {words}.",
    Source.TEXT: "{rule}, in the text: {words}.",
}


def in_english(words: str, /, **values: object) -> str:
    """Say it as it is written here."""
    return words.format(**values) if values else words


def explain(assessment: Assessment, article: Article, say: Say = in_english) -> tuple[str, ...]:
    """Give the label in words, then a line for each rule that was met, with the words that met it."""
    return (_verdict(assessment, say), *_rules(assessment, article, say))


def _verdict(assessment: Assessment, say: Say) -> str:
    is_no = assessment.label is Label.NO
    meaning = say(MEANINGS[assessment.label])
    if assessment.reasons and assessment.salience is Salience.PASSING:
        meaning = say(NAMED if is_no else ONE_POINT, meaning=meaning)
    basis, chance = say(BASES[assessment.basis]), _percent(assessment.score)
    return say(AFTER_ALL if is_no else RIGHT, meaning=meaning, basis=basis, chance=chance)


def _percent(chance: float) -> int:
    """Give a chance as a reader takes it: nothing is certain."""
    return min(max(round(100 * chance), 1), 99)


def _rules(assessment: Assessment, article: Article, say: Say) -> Iterator[str]:
    for (source, rule), reasons in groupby(assessment.reasons, key=_rule):
        named = ", ".join(filter(None, (_words(reason, article, say) for reason in reasons)))
        said = say(rule)
        opening = said[:1].upper() + said[1:]
        yield say(PLACES[source], rule=opening, words=named) if named else f"{opening}."


def _rule(reason: Reason) -> tuple[Source, str]:
    return reason.source, reason.why.rpartition(": ")[2]


def _words(reason: Reason, article: Article, say: Say) -> str:
    words = reason.span.of(article.title if reason.source is Source.TITLE else article.text)
    role = reason.why.rpartition(": ")[0]
    return f"{say(role)} “{words}”" if words else ""
