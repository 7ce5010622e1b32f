"""Decides which watches hear of a story, and why: a filter is held against the facts of the story's articles.

Pure: what is stored gives the same answer today as it gave when the alert was owed, so every alert, and every
silence, can be explained afterwards, and a watch can say what it would have told in the past.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import re2

from feeds.model import KeptArticle, Label, Stance, Turn, WatchFilter

LONGEST_READ = 60_000  # characters of a text in which words are looked for
LONGEST_PATTERN = 200
MEMORY = 1 << 20  # bytes that one pattern may take

_WORD = re.compile(r"\w+")


class PatternError(ValueError):
    """A regular expression that RE2 does not take; its text says why."""


@dataclass(frozen=True)
class ArticleFacts:
    """What a filter asks of an article; words are folded only when a filter asks for them."""

    kept: KeptArticle

    @cached_property
    def words(self) -> str:
        """The title and the text as folded words, a space around each."""
        article = self.kept.article
        return folded(f"{article.title}\n{article.text[:LONGEST_READ]}")

    @cached_property
    def names(self) -> frozenset[str]:
        """All who speak or take a stance in it, and the countries for which they do."""
        reading = self.kept.reading
        speakers = (quote.speaker for quote in reading.quotes)
        heard = {name for one in speakers for name in (one.name, one.actor, one.country)}
        stands = {name for position in reading.positions for name in (position.actor, position.country)}
        return frozenset((heard | stands) - {""})

    @cached_property
    def stances(self) -> frozenset[tuple[str, Stance]]:
        """The stances in it, by each name of whoever takes them."""
        return frozenset(
            (name, position.stance)
            for position in self.kept.reading.positions
            for name in (position.actor, position.country)
        )


@dataclass(frozen=True)
class StoryFacts:
    """What a filter asks of a story."""

    label: Label
    articles: tuple[ArticleFacts, ...]

    @cached_property
    def outlets(self) -> int:
        """How many outlets carry it."""
        return len({facts.kept.article.outlet.name for facts in self.articles})

    @cached_property
    def origins(self) -> int:
        """How many independent sources it has."""
        return len({facts.kept.origin for facts in self.articles})


def facts_of(articles: Sequence[KeptArticle]) -> StoryFacts:
    """Gather the facts of a story from its articles; those that are not on the subject are left out."""
    relevant = [kept for kept in articles if kept.reading.assessment.label is not Label.NO]
    labels = {kept.reading.assessment.label for kept in relevant}
    label = next((one for one in (Label.CORE, Label.RELATED) if one in labels), Label.NO)
    return StoryFacts(label=label, articles=tuple(map(ArticleFacts, relevant)))


def hears(wanted: WatchFilter, story: StoryFacts) -> KeptArticle | None:
    """Give the first article by which a watch hears of a story; None when it does not."""
    if refusal(wanted, story):
        return None
    return next((facts.kept for facts in story.articles if not missing(wanted, facts)), None)


def hears_of_turn(wanted: WatchFilter, turn: Turn, country: str) -> bool:
    """Tell whether a watch hears of somebody who turned around."""
    names = {turn.actor, country}
    return wanted.is_of_turns and all(names.intersection(group) for group in wanted.who)


def refusal(wanted: WatchFilter, story: StoryFacts) -> str:
    """Say in words what of the story as a whole a watch does not hear of; empty where it may."""
    if wanted.is_of_turns:
        return "it asks for those who turn around, not for stories"
    if story.label not in wanted.labels:
        return f"the story is {story.label}, and it asks for {' or '.join(wanted.labels)}"
    if story.outlets < wanted.outlets_at_least:
        return f"{story.outlets} of the {wanted.outlets_at_least} outlets that it asks for carry the story"
    if story.origins < wanted.origins_at_least:
        return f"the story has {story.origins} of the {wanted.origins_at_least} origins that it asks for"
    return ""


def missing(wanted: WatchFilter, facts: ArticleFacts) -> str:
    """Say in words what an article does not have of what a watch asks; empty where it has all."""
    return next(_missing(wanted, facts), "")


def folded(text: str) -> str:
    """Write a text as its words without case and accents, a space around each."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return f" {' '.join(_WORD.findall(''.join(one for one in plain if not unicodedata.combining(one))))} "


@lru_cache(maxsize=1_000)
def pattern_of(written: str) -> "re2._Regexp":
    """Compile a regular expression for RE2, whose time grows with the text only. Raises PatternError."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MEMORY
    try:
        return re2.compile(written[:LONGEST_PATTERN], options)
    except re2.error as error:
        reason = error.args[0] if error.args else "not understood"
        said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise PatternError(said) from None


def _missing(wanted: WatchFilter, facts: ArticleFacts) -> Iterator[str]:
    article = facts.kept.article
    if wanted.languages and facts.kept.reading.language not in wanted.languages:
        yield f"it is in another language than {' or '.join(wanted.languages)}"
    if wanted.homes and article.outlet.country not in wanted.homes:
        yield f"its outlet is not from {' or '.join(wanted.homes)}"
    name = article.outlet.name.casefold()
    if wanted.outlets and not any(part.casefold() in name for part in wanted.outlets):
        yield f"its outlet is not {' or '.join(wanted.outlets)}"
    for group in wanted.who:
        if not facts.names.intersection(group):
            yield f"nobody speaks in it who is {' or '.join(group[:3])}"
    if wanted.stances and not _takes_stance(wanted, facts):
        yield f"no such stance is in it: {' or '.join(wanted.stances)}"
    yield from _missing_words(wanted, facts)


def _takes_stance(wanted: WatchFilter, facts: ArticleFacts) -> bool:
    """Tell whether one of `who` takes one of the stances; anybody, where nobody is named."""
    names = {name for group in wanted.who for name in group}
    return any(stance in wanted.stances and (not names or name in names) for name, stance in facts.stances)


def _missing_words(wanted: WatchFilter, facts: ArticleFacts) -> Iterator[str]:
    for group in wanted.terms:
        if not any(_has(facts.words, term) for term in group):
            yield f"it does not have {' or '.join(group)}"
    for term in wanted.without:
        if _has(facts.words, term):
            yield f"it has {term}"
    if wanted.pattern:
        article = facts.kept.article
        found = pattern_of(wanted.pattern).search(f"{article.title}\n{article.text[:LONGEST_READ]}")
        if found is None:
            yield f"nothing in it is like /{wanted.pattern}/"


def _has(words: str, term: str) -> bool:
    """Look for a phrase as it stands, or for a word that may go on."""
    wanted = _folded_term(term)
    return bool(wanted) and wanted in words


@lru_cache(maxsize=10_000)
def _folded_term(term: str) -> str:
    plain = folded(term)
    if not plain.strip():
        return ""
    return plain if term.startswith('"') else plain.rstrip()
