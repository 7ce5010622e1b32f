"""Finds the countries and alliances that words name: by name, by their people, by the government's seat."""

import tomllib
from functools import cache
from typing import Any

from feeds.stories import DATA
from feeds.stories.texts.phrases import Phrasebook, make_phrasebook, split_words

FILE = DATA / "countries.toml"
FALLBACK = "en"  # read for a language that the file does not know


def country_in(words: str, language: str) -> str:
    """Name the first country or alliance in some words; empty when there is none."""
    return next((match.meaning for match in country_words(language).find(tuple(split_words(words)))), "")


def countries_in(words: str, language: str) -> tuple[tuple[str, int, int], ...]:
    """Name all of them in reading order, each with the start and the end of the words that name it."""
    tokens = tuple(split_words(words))
    return tuple(
        (match.meaning, tokens[match.first].start, tokens[match.last].end)
        for match in country_words(language).find(tokens)
    )


def flag(country: str) -> str:
    """Give the flag of a country as an emoji; empty where it has none."""
    return _flags().get(country, "")


@cache
def country_words(language: str) -> Phrasebook:
    """Give the phrases of a language that name countries."""
    return make_phrasebook(
        (row["name"], row["words"].get(language) or row["words"][FALLBACK]) for row in _rows()
    )


@cache
def _flags() -> dict[str, str]:
    return {row["name"]: row["flag"] for row in _rows()}


@cache
def _rows() -> list[dict[str, Any]]:
    """Read the file; its rows do not leave this module."""
    rows: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["countries"]
    return rows
