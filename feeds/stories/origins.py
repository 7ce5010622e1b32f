"""Tells independent reports of a story from copies and rewrites of one dispatch."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from feeds.model import Signature
from feeds.stories.clusters.sketch import overlap
from feeds.stories.texts.words import FOLDER

COPIED = 0.4  # share of the shorter text that stands in the other too: nobody writes so alike by chance
COPIED_FROM_ONE_AGENCY = 0.12  # the same where both credit one agency: a rewrite
COPIED_FROM_TWO = 0.6  # the same where each credits another agency
HEAD = 400  # characters at the beginning, where the dateline stands
TAIL = 800  # characters at the end, where the credit stands


def credit(text: str) -> str:
    """Give the agency that a credit line or the dateline names: "AFP"; empty if none does.

    An agency that the text merely cites ("told Reuters") is not credited. The end of a text speaks before its
    beginning.
    """
    name = next(_credited(text), "")
    return _agencies().get(name, "")


def same_dispatch(one: Signature, one_credit: str, other: Signature, other_credit: str) -> bool:
    """Say whether two articles of one story are one dispatch: copied, cut or rewritten."""
    return overlap(one.shingles, other.shingles) >= _enough(one_credit, other_credit)


def _enough(one_credit: str, other_credit: str) -> float:
    if not one_credit or not other_credit:
        return COPIED
    return COPIED_FROM_ONE_AGENCY if one_credit == other_credit else COPIED_FROM_TWO


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
