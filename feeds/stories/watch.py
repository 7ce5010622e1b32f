"""Decides which watches hear of a story, and why: a filter is held against the facts of the story's articles.

Pure: what is stored gives the same answer today as it gave when the alert was owed, so every alert, and every
silence, can be explained afterwards, and a watch can say what it would have told in the past.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import re2

from feeds.model import KeptArticle, Label, Stance, Turn, WatchFilter

LONGEST_READ = 60_000  # characters of a text in which words are looked for
LONGEST_PATTERN = 200
MEMORY = 1 << 20  # bytes that one pattern may take

_WORD = re.compile(r"\w+")


OF_TURNS = "it asks for those who turn around, not for stories"
OF_ANOTHER_LABEL = "the story is {label}, and it asks for {labels}"
FEW_OUTLETS = "{number} of the {least} outlets that it asks for carry the story"
FEW_ORIGINS = "the story has {number} of the {least} origins that it asks for"
OF_ANOTHER_LANGUAGE = "it is in another language than {languages}"
OF_ANOTHER_COUNTRY = "its outlet is not from {countries}"
OF_ANOTHER_OUTLET = "its outlet is not {outlets}"
NOBODY_SPEAKS = "nobody speaks in it who is {names}"
NO_STANCE = "no such stance is in it: {stances}"
NO_WORDS = "it does not have {words}"
HAS_WORDS = "it has {words}"
NOTHING_LIKE = "nothing in it is like /{pattern}/"

Named = Sequence[str] | Sequence[Sequence[str]] | int
"""A number; names, any of which is meant; or groups of these, of each of which one is."""


@dataclass(frozen=True)
class Lack:
    """Why a watch does not hear of something: words for a reader, and what goes into their places."""

    words: str
    values: Mapping[str, Named] = field(default_factory=dict)


class PatternError(ValueError):
    """A regular expression that RE2 does not take; its text says why."""


@dataclass(frozen=True)
class ArticleFacts:
    """What a filter asks of an article; words are folded only when a filter asks for them."""

    kept: KeptArticle

    @cached_property
    def outlet(self) -> str:
        """The folded name of its outlet."""
        return self.kept.article.outlet.name.casefold()

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
    if story.label not in wanted.labels or refusal(wanted, story):
        return None
    return next((facts.kept for facts in story.articles if _has_all(wanted, facts)), None)


def hears_of_turn(wanted: WatchFilter, turn: Turn, country: str) -> bool:
    """Tell whether a watch hears of somebody who turned around."""
    names = {turn.actor, country}
    return wanted.is_of_turns and all(names.intersection(group) for group in wanted.who)


def refusal(wanted: WatchFilter, story: StoryFacts) -> Lack | None:
    """Say what of the story as a whole a watch does not hear of; None where it may."""
    if wanted.is_of_turns:
        return Lack(OF_TURNS)
    if story.label not in wanted.labels:
        return Lack(OF_ANOTHER_LABEL, {"label": (story.label,), "labels": wanted.labels})
    if story.outlets < wanted.outlets_at_least:
        return Lack(FEW_OUTLETS, {"number": story.outlets, "least": wanted.outlets_at_least})
    if story.origins < wanted.origins_at_least:
        return Lack(FEW_ORIGINS, {"number": story.origins, "least": wanted.origins_at_least})
    return None


def missing(wanted: WatchFilter, facts: ArticleFacts) -> Lack | None:
    """Say what an article does not have of what a watch asks; None where it has all."""
    return next((lack(wanted) for holds, lack in _CHECKS if not holds(wanted, facts)), None)


def _has_all(wanted: WatchFilter, facts: ArticleFacts) -> bool:
    return all(holds(wanted, facts) for holds, _ in _CHECKS)


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


def _has_language(wanted: WatchFilter, facts: ArticleFacts) -> bool:
    return not wanted.languages or facts.kept.reading.language in wanted.languages


def _has_home(wanted: WatchFilter, facts: ArticleFacts) -> bool:
    return not wanted.homes or facts.kept.article.outlet.country in wanted.homes


def _has_outlet(wanted: WatchFilter, facts: ArticleFacts) -> bool:
    return not wanted.outlets or any(part.casefold() in facts.outlet for part in wanted.outlets)


def _has_speakers(wanted: WatchFilter, facts: ArticleFacts) -> bool:
    return not wanted.who or not any(facts.names.isdisjoint(group) for group in wanted.who)


def _first_names(wanted: WatchFilter) -> tuple[tuple[str, ...], ...]:
    return tuple(group[:3] for group in wanted.who)


def _has_stance(wanted: WatchFilter, facts: ArticleFacts) -> bool:
    """Tell whether one of `who` takes one of the stances; anybody, where nobody is named."""
    if not wanted.stances:
        return True
    names = {name for group in wanted.who for name in group}
    return any(stance in wanted.stances and (not names or name in names) for name, stance in facts.stances)


def _has_terms(wanted: WatchFilter, facts: ArticleFacts) -> bool:
    return not wanted.terms or all(any(_has(facts.words, term) for term in group) for group in wanted.terms)


def _is_without(wanted: WatchFilter, facts: ArticleFacts) -> bool:
    return not wanted.without or not any(_has(facts.words, term) for term in wanted.without)


def _is_like_pattern(wanted: WatchFilter, facts: ArticleFacts) -> bool:
    if not wanted.pattern:
        return True
    article = facts.kept.article
    found = pattern_of(wanted.pattern).search(f"{article.title}\n{article.text[:LONGEST_READ]}")
    return found is not None


_Check = Callable[[WatchFilter, ArticleFacts], bool]

_CHECKS: tuple[tuple[_Check, Callable[[WatchFilter], Lack]], ...] = (
    (_has_language, lambda wanted: Lack(OF_ANOTHER_LANGUAGE, {"languages": wanted.languages})),
    (_has_home, lambda wanted: Lack(OF_ANOTHER_COUNTRY, {"countries": wanted.homes})),
    (_has_outlet, lambda wanted: Lack(OF_ANOTHER_OUTLET, {"outlets": wanted.outlets})),
    (_has_speakers, lambda wanted: Lack(NOBODY_SPEAKS, {"names": _first_names(wanted)})),
    (_has_stance, lambda wanted: Lack(NO_STANCE, {"stances": wanted.stances})),
    (_has_terms, lambda wanted: Lack(NO_WORDS, {"words": wanted.terms})),
    (_is_without, lambda wanted: Lack(HAS_WORDS, {"words": wanted.without})),
    (_is_like_pattern, lambda wanted: Lack(NOTHING_LIKE, {"pattern": (wanted.pattern,)})),
)
"""What is asked of an article, and how it is said that it does not have it; the cheapest first."""


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
