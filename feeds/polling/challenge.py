"""Tell a bot wall's challenge page from an answer."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LARGEST_CHALLENGE = 100_000  # bytes; a real page that merely contains a marked script is larger
TITLE = re.compile(rb"<title[^<>]{0,200}>([^<]{0,200})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What gives a challenge away: headers, titles and pieces of markup, all in lower case."""

    headers: tuple[tuple[str, str], ...]  # name and what it holds
    titles: tuple[str, ...]
    markup: tuple[str, ...]


def is_challenge(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether an answer asks to prove that we are human, in place of what we asked for."""
    marks = known_marks()
    if any(value in headers.get(name, "").lower() for name, value in marks.headers):
        return True
    if len(body) > LARGEST_CHALLENGE or b"<html" not in body[:2_000].lower():
        return False
    title = TITLE.search(body)
    words = title.group(1).decode("utf-8", "replace").strip().lower() if title else ""
    page = body.decode("utf-8", "replace").lower()
    return words.startswith(marks.titles) or any(mark in page for mark in marks.markup)


@cache
def known_marks() -> Marks:
    """Load the marks of the bot walls that we know, once."""
    marks = tomllib.loads(Path(__file__).with_name("challenges.toml").read_text("utf-8"))
    return Marks(
        headers=tuple((name, value) for name, value in marks["headers"]),
        titles=tuple(marks["titles"]),
        markup=tuple(marks["markup"]),
    )
