"""For which country somebody speaks whose title names it anywhere in the article: "German MP Ada Roe"."""

import re
from collections.abc import Callable, Iterable

from feeds.model import Span
from feeds.stories.people.countries import country_in

WORD_BEFORE = re.compile(r"([^\W\d_][\w.'’-]{0,40})[ \xa0]\Z")
MOST_WORDS_BEFORE = 5
REACH_BEFORE = 42  # characters that hold one word
MOST_NAMES = 3_000  # of an article that are looked at

FullName = tuple[str, ...]
IsTitle = Callable[[str], bool]


def countries_by_title(
    text: str, names: Iterable[tuple[FullName, Span]], is_title: IsTitle, language: str
) -> dict[str, str]:
    """Give the country of each full name that stands after a title with one; whom two claim has none."""
    claimed: dict[str, set[str]] = {}
    for words, span in list(names)[:MOST_NAMES]:
        title = _title(text, words, span, is_title, language) if len(words) > 1 else ""
        country = country_in(title, language)
        if country:
            claimed.setdefault(" ".join(words), set()).add(country)
    return {name: next(iter(countries)) for name, countries in claimed.items() if len(countries) == 1}


def _title(text: str, words: FullName, span: Span, is_title: IsTitle, language: str) -> str:
    """Give the words before a name, those read with it among them; empty without an office."""
    within = span.of(text).split()[: -len(words)]
    before: list[str] = []
    at = span.start
    while len(before) < MOST_WORDS_BEFORE:
        found = WORD_BEFORE.search(text[max(0, at - REACH_BEFORE) : at])
        if found is None or not (is_title(found.group(1)) or country_in(found.group(1), language)):
            break
        before.insert(0, found.group(1))
        at -= len(found.group())
    title = [*before, *within]
    return " ".join(title) if any(map(is_title, title)) else ""
