"""Finds the outlet on whose report a whole text rests: "as first reported by Politico"."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from feeds.stories.texts.words import FOLDER, fold, split

LEAD = 350  # characters of a text that say what it rests on; further down it only cites
LONGEST_TITLE = 400
MARKS = "«„“”\"'‘’»"
CAPITAL = "A-ZÀ-ÖØ-ÞĀĆĄĘĖĒĪŁŃŌŚŠŪŹŻŽЀ-Я"
NAME = rf"[{CAPITAL}][\w.’-]{{0,24}}(?:[ \t](?:[{CAPITAL}][\w.’-]{{0,24}}|of|the|der|del|du|de|della)){{0,3}}"
ARTICLES = frozenset({"the", "der", "die", "das", "le", "la", "les", "el", "il", "lo"})


@dataclass(frozen=True, slots=True)
class Frames:
    """The forms in which a report is given as another outlet's; each group that matched is its name."""

    forms: tuple[re.Pattern[str], ...]
    outlets: Mapping[str, str]  # the outlet of every spelling


def relied_on(title: str, text: str) -> str:
    """Name the outlet on whose report a text rests, from its title and its lead; empty if on none."""
    frames = _frames()
    parts = (text[:LEAD], title[:LONGEST_TITLE])
    found = (match for part in parts for form in frames.forms for match in form.finditer(part))
    name = next((_name_in(match) for match in found), "")
    return frames.outlets.get(name, name)


def _name_in(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return (groups["name"] or groups.get("known", "")).rstrip(" .")


def is_same_outlet(one: str, other: str) -> bool:
    """Tell whether two names are one outlet's: "Politico" and "POLITICO Europe"."""
    these, those = _words(one), _words(other)
    return bool(these and those) and (these <= those or those <= these)


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in split(name)) - ARTICLES


@cache
def _frames() -> Frames:
    cited = tomllib.loads((FOLDER / "cited.toml").read_text(encoding="utf-8"))
    agencies = tomllib.loads((FOLDER / "agencies.toml").read_text(encoding="utf-8"))["agencies"]
    outlets = dict(chain(_spellings(agencies), _spellings(cited["outlets"])))
    return Frames(tuple(_forms(cited["frames"], outlets)), outlets)


def _spellings(table: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    return ((spelling, outlet) for outlet, spellings in table.items() for spelling in spellings)


def _forms(frames: Mapping[str, Sequence[str]], known: Iterable[str]) -> Iterator[re.Pattern[str]]:
    """Give the forms, the most telling first."""
    article = rf"(?:(?:{_any_of(frames['articles'])})(?:[ \t]|(?<='))){{0,2}}"
    noun = rf"(?:{_any_of(frames['nouns'])})\b[ \t]"
    mark = f"[{MARKS}]?"
    of_any = rf"{article}(?:{noun})?{mark}(?P<name>{_any_of(known)}|{NAME}){mark}"
    of_outlet = (
        rf"{article}(?:(?:{noun}){mark}(?P<name>{NAME})|{mark}(?P<known>{_any_of(known)})(?!\w)){mark}"
    )
    for slot, before, after in ((of_any, "before_any", "after_any"), (of_outlet, "before", "after")):
        yield re.compile(rf"\b(?i:{_any_of(frames[before])}):?[ \t]{slot}")
        yield re.compile(rf"(?<!\w){slot},?[ \t](?i:{_any_of(frames[after])})\b")


def _any_of(words: Iterable[str]) -> str:
    """Write a pattern for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
