"""Knows the languages that can be asked for, by their letters and by name (query.toml)."""

import re
import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("query.toml")


def language_named(written: str) -> str:
    """Give the letters of a language: "fr", of "FR", "French" or "français"; empty where it is none."""
    folded = written.casefold()
    return _by_name().get(folded) or (folded if re.fullmatch("[a-z]{2,3}", folded) else "")


def is_language(written: str) -> bool:
    """Tell whether some letters are those of a language that we read: "fr", not "us"."""
    return written.casefold() in _by_name().values()


@cache
def _by_name() -> dict[str, str]:
    rows: dict[str, list[str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["languages"]
    return {name: letters for letters, names in rows.items() for name in names}
