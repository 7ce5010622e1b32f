"""Rebuilds the nominative of a full name: "за словами Ірини Калюжної" is Ірина Калюжна.

Only where the first name is a known one and both endings leave no doubt; else the name stays as it is.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import Any

from feeds.stories import DATA
from feeds.stories.people.first_names import first_names
from feeds.stories.people.spellings import name_key

FIRST_AND_LAST = 2
GENDERS = ("female", "male")


def nominative(words: Sequence[str], language: str) -> tuple[str, ...]:
    """Give first name and surname in the first case; the same words where that cannot be told."""
    rules = _rules().get(language)
    if rules is None or len(words) != FIRST_AND_LAST:
        return tuple(words)
    for gender in GENDERS:
        first = _ended(words[0], rules["first"][gender])
        surname = _ended(words[1], rules["surname"][gender])
        if first and surname and name_key(first) in _bearable(gender):
            return first, surname
    return tuple(words)


def _ended(word: str, rule: dict[str, Any]) -> str:
    """Give a word with its longest known ending changed; empty where that ending is doubtful."""
    endings: dict[str, str | None] = {**dict.fromkeys(rule.get("doubtful", ())), **dict(rule["endings"])}
    longest = max((ending for ending in endings if word.endswith(ending)), key=len, default="")
    if not longest:
        return word
    changed = endings[longest]
    return "" if changed is None else word.removesuffix(longest) + changed


@cache
def _rules() -> dict[str, Any]:
    """Read the file; its rows do not leave this module."""
    return tomllib.loads((DATA / "cases.toml").read_text(encoding="utf-8"))


@cache
def _bearable(gender: str) -> frozenset[str]:
    return frozenset(map(name_key, first_names()[gender]))
