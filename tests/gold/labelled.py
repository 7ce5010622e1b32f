"""Reads the labelled items of ../shared: headlines, articles, and two whole streams of feeds.

All of it is third-party and stays outside the project.
"""

import json
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from feeds.model import Label
from feeds.stories.language import identify
from feeds.stories.texts.words import split

SHARED = Path(__file__).parents[3] / "shared"
STORIES = SHARED / "data" / "stories"
ARTICLES = SHARED / "data" / "articles"
HEADLINES = STORIES / "gold_dev.jsonl"
EXTRA = STORIES / "extra_train.jsonl"
FULL_TEXTS = ARTICLES / "articles.jsonl"
FULL_LABELS = ARTICLES / "gold.jsonl"
STREAMS = (
    STORIES / "stream_2023-06-20_2023-06-23.jsonl.xz",
    STORIES / "stream_2023-11-20_2023-11-22.jsonl.xz",
)
ALIKE = 0.5  # share of the long words of two titles that both have: near-duplicates
LONG = 4  # letters

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A title and a text with the label that a person gave it."""

    title: str
    text: str
    language: str  # as it is read
    given_language: str  # as the data says
    label: Label
    group: str  # shared by near-duplicates
    kind: str  # "positive", "hard" or "random"; of articles the salience


def headlines() -> tuple[Item, ...]:
    """Give the labelled headlines that are scored."""
    return tuple(_headline(row, row["dup_group"], row["stratum"]) for row in _rows(HEADLINES))


def extra() -> tuple[Item, ...]:
    """Give the labelled headlines for training; a near-duplicate of a scored one is in its group."""
    known = [(_long_words(row["title"]), row["dup_group"]) for row in _rows(HEADLINES)]
    return tuple(_headline(row, _group(row["title"], known), "extra") for row in _rows(EXTRA))


def articles() -> tuple[Item, ...]:
    """Give the labelled articles, each a group of its own."""
    labels = {row["id"]: row for row in _rows(FULL_LABELS)}
    return tuple(
        Item(
            title=row["title"],
            text=row["text"],
            language=identify(f"{row['title']}\n{row['text']}"),
            given_language="article",
            label=Label(labels[row["id"]]["label"]),
            group=row["id"],
            kind=labels[row["id"]]["salience"],
        )
        for row in _rows(FULL_TEXTS)
    )


def stream(path: Path) -> Iterator[tuple[str, str, str]]:
    """Give title, summary and language of every item of a stream as it came."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row["title"], row["summary"] or "", (row["lang"] or "")[:2]


def fingerprint(paths: Iterable[Path]) -> str:
    """Hash the files that a model was fitted on."""
    state = blake2b(digest_size=16)
    for path in paths:
        state.update(path.read_bytes())
    return state.hexdigest()


def _headline(row: Row, group: str, kind: str) -> Item:
    title, summary = row["title"], row.get("summary") or ""
    return Item(
        title=title,
        text=summary,
        language=identify(f"{title}\n{summary}", hint=row["lang"]),
        given_language=row["lang"],
        label=Label(row["label"]),
        group=group,
        kind=kind,
    )


def _group(title: str, known: Iterable[tuple[frozenset[str], str]]) -> str:
    words = _long_words(title)
    alike = (group for other, group in known if len(words & other) >= ALIKE * max(1, len(words | other)))
    return next(alike, " ".join(sorted(words)))


def _long_words(title: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in split(title) if len(word) >= LONG)


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
