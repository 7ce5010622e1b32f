"""Says in words why an article got its label: the rule, and the article's own words that it went by.

It needs no more than the assessment and the article as they are stored, so that what is recomputed equals
what was said at the time.
"""

from collections.abc import Iterator
from itertools import groupby

from feeds.model import Article, Assessment, Basis, Label, Reason, Salience, Source

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


def explain(assessment: Assessment, article: Article) -> tuple[str, ...]:
    """Give the label in words, then a line for each rule that was met, with the words that met it."""
    return (_verdict(assessment), *_rules(assessment, article))


def _verdict(assessment: Assessment) -> str:
    parts = [MEANINGS[assessment.label]]
    if assessment.reasons and assessment.salience is Salience.PASSING:
        parts.append("which it names in passing" if assessment.label is Label.NO else "as one of its points")
    chance = "chance that it is after all" if assessment.label is Label.NO else "chance that this is right"
    return f"{', '.join(parts)} ({BASES[assessment.basis]}; {chance}: {_percent(assessment.score)} %)."


def _percent(chance: float) -> int:
    """Give a chance as a reader takes it: nothing is certain."""
    return min(max(round(100 * chance), 1), 99)


def _rules(assessment: Assessment, article: Article) -> Iterator[str]:
    for (source, rule), reasons in groupby(assessment.reasons, key=_rule):
        named = ", ".join(filter(None, (_words(reason, article) for reason in reasons)))
        where = "headline" if source is Source.TITLE else "text"
        opening = rule[:1].upper() + rule[1:]
        yield f"{opening}, in the {where}: {named}." if named else f"{opening}."


def _rule(reason: Reason) -> tuple[Source, str]:
    return reason.source, reason.why.rpartition(": ")[2]


def _words(reason: Reason, article: Article) -> str:
    words = reason.span.of(article.title if reason.source is Source.TITLE else article.text)
    role = reason.why.rpartition(": ")[0]
    return f"{role} “{words}”" if words else ""
