"""Tells independent reports of a story from copies and rewrites of one dispatch."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from feeds.model import ArticleId, KeptArticle, Member, Signature
from feeds.stories.clusters.anchors import SIZE as ANCHORS
from feeds.stories.clusters.keys import language_of
from feeds.stories.clusters.reliance import is_same_outlet
from feeds.stories.clusters.sketch import overlap
from feeds.stories.texts.words import FOLDER

ANCHORED = 0.5  # share of its names and numbers that a rewrite has side by side as the other has
HEAD = 400  # characters at the beginning, where the dateline stands
TAIL = 800  # characters at the end, where the credit stands


class Shares(NamedTuple):
    """Which share of the shorter text has to stand in the other too."""

    uncredited: float  # where one of both credits no agency
    one_agency: float  # where both credit the same
    two_agencies: float  # where each credits another


COPIED = Shares(0.4, 0.25, 0.6)  # of the words: nobody writes so alike by chance
REWRITTEN = Shares(0.2, 0.12, 0.6)  # of the words, where names and numbers are shared too
TRANSLATED = Shares(0.45, 0.3, 0.9)  # of the names and numbers, over languages


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article as far as its origin goes."""

    outlet: str
    credit: str
    signature: Signature

    @classmethod
    def of(cls, member: Member) -> "Report":
        """Give what is remembered of an article."""
        return cls(outlet=member.outlet, credit=member.credit, signature=member.signature)

    @classmethod
    def of_kept(cls, kept: KeptArticle) -> "Report":
        """Give what a stored article says of itself."""
        read = kept.reading
        return cls(outlet=kept.article.outlet.name, credit=read.credit, signature=read.signature)

    @property
    def agency(self) -> str:
        """The agency that it is by: the one that is credited, or its outlet."""
        return self.credit or _agencies().get(self.outlet, "")


def credit(text: str) -> str:
    """Give the agency that a credit line or the dateline names: "AFP"; empty if none does.

    An agency that the text merely cites ("told Reuters") is not credited. The end of a text speaks before its
    beginning.
    """
    name = next(_credited(text), "")
    return _agencies().get(name, "")


def same_dispatch(one: Report, other: Report) -> bool:
    """Say whether two articles of one story have one origin.

    They are copied, cut, rewritten or translated from one dispatch, or one rests on what the other reported.
    """
    if _rests_on_one(one, other):
        return True
    if language_of(one.signature) == language_of(other.signature):
        return _is_copied(one, other)
    return _shared_anchors(one, other) >= _enough(one, other, TRANSLATED)


def _is_copied(one: Report, other: Report) -> bool:
    """See a rewrite in one language: by its words, or by fewer of them with its names and numbers."""
    words = overlap(one.signature.shingles, other.signature.shingles)
    if words >= _enough(one, other, COPIED):
        return True
    return words >= _enough(one, other, REWRITTEN) and _shared_anchors(one, other) >= ANCHORED


def _shared_anchors(one: Report, other: Report) -> float:
    return overlap(one.signature.anchors, other.signature.anchors, ANCHORS)


def _rests_on_one(one: Report, other: Report) -> bool:
    """See an article that rests on another's report, or two that rest on a third."""
    return any(
        is_same_outlet(resting.signature.rests_on, name)
        for resting, rested in ((one, other), (other, one))
        for name in (rested.outlet, rested.credit, rested.signature.rests_on)
    )


def _enough(one: Report, other: Report, shares: Shares) -> float:
    agencies = one.agency, other.agency
    if not all(agencies):
        return shares.uncredited
    return shares.one_agency if agencies[0] == agencies[1] else shares.two_agencies


def name_origins(articles: Sequence[KeptArticle]) -> Mapping[ArticleId, str]:
    """Name each origin of a story: the agency or the outlet that is credited, else who published first."""
    groups: dict[ArticleId, list[KeptArticle]] = {}
    for kept in articles:
        groups.setdefault(kept.origin, []).append(kept)
    return {origin: _name_of(group) for origin, group in groups.items()}


def _name_of(group: Sequence[KeptArticle]) -> str:
    credited = (kept.reading.credit for kept in group)
    relied_on = (kept.reading.signature.rests_on for kept in group)
    first = min(group, key=lambda kept: kept.article.published)
    return next(filter(None, chain(credited, relied_on)), first.article.outlet.name)


@dataclass(frozen=True, slots=True)
class CreditForms:
    """The forms of a credit; each has the agency as its first group."""

    contributed: re.Pattern[str]  # "Reuters contributed to this report."
    closing: re.Pattern[str]  # a line that ends with "(AFP)" or "— dpa"
    line: re.Pattern[str]  # a line of its own: "AFP", "Quelle: dpa"
    dateline: re.Pattern[str]  # a line that begins with "KYIV (AFP)" or "MOSCOW /TASS/"


def _credited(text: str) -> Iterator[str]:
    """Find names of credited agencies, the most telling first."""
    forms = _forms()
    head, tail = text[:HEAD], text[-TAIL:]
    tries = (
        (forms.contributed, tail),
        (forms.closing, tail),
        (forms.line, tail),
        (forms.line, head),
        (forms.dateline, head),
        (forms.contributed, head),
    )
    for form, part in tries:
        yield from (match[1] for match in form.finditer(part))


@cache
def _forms() -> CreditForms:
    lines: Mapping[str, list[str]] = _content()["credit_lines"]
    name = rf"(?<![\w-])({_any_of(_agencies())})(?![\w-])"
    colleagues = r"(?:[/,+&][ \t]?[\w.-]{1,15}){0,3}"  # "dpa/afp", "AFP, Reuters"
    return CreditForms(
        contributed=re.compile(rf"{name}[^.\n]{{0,60}}(?i:{_any_of(lines['after'])})"),
        closing=re.compile(rf"(?:[—–(\[©/]|[ \t]-)[ \t]?{name}{colleagues}[)\]]?\.?[ \t]*$", re.MULTILINE),
        line=re.compile(
            rf"^[ \t]*(?:(?i:{_any_of(lines['before'])}):?[ \t])?{name}{colleagues}\.?[ \t]*$", re.MULTILINE
        ),
        dateline=re.compile(rf"^[^(/\[\n]{{0,60}}[(/\[]{name}{colleagues}[)/\]]", re.MULTILINE),
    )


def _any_of(words: Iterable[str]) -> str:
    """Write a pattern for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _agencies() -> Mapping[str, str]:
    """Give the agency of every spelling."""
    table: Mapping[str, list[str]] = _content()["agencies"]
    return {spelling: agency for agency, spellings in table.items() for spelling in spellings}


@cache
def _content() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((FOLDER / "agencies.toml").read_text(encoding="utf-8"))
