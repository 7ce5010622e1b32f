"""Common first names, as the file of them has them: in small letters."""

import tomllib
from collections.abc import Mapping
from functools import cache

from feeds.stories import DATA


@cache
def first_names() -> Mapping[str, frozenset[str]]:
    """Give the first names by gender: "female" and "male"."""
    content = tomllib.loads((DATA / "first_names.toml").read_text(encoding="utf-8"))
    return {gender: frozenset(words.split()) for gender, words in content.items()}
