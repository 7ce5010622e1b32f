"""The words that stand around the articles of the sample newsroom, in each outlet's language."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Menus, boxes and buttons of one language, and the notice that all is invented."""

    notice: str  # stands in every feed's description and every page's footer
    menu: tuple[str, ...]
    cookies: str
    accept: str
    share: str
    newsletter: str
    subscribe: str
    related: str  # the heading over the teasers
    teasers: tuple[str, ...]
    read_more: str
    troop_teaser: str  # stands in the middle of every page: a trap for who reads all that a page says
    rights: str


@cache
def load_phrases(language: str) -> Phrases:
    """Read one language's table of data/phrases.toml."""
    file = resources.files("bot.demo").joinpath("data", "phrases.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))[language]
    return Phrases(menu=tuple(table.pop("menu")), teasers=tuple(table.pop("teasers")), **table)
