"""Scores direct quotes and their speakers on German and Russian texts that people annotated.

As in the articles, a quote is one run of three words or more between marks: what one speaker says
in two pieces is two. A speaker counts as right when the name shown, or the article's own words for him,
shares the surname or the noun with what the annotator marked.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feeds.model import Speaker
from feeds.stories.quotes import find_quotes
from tests.gold.labelled import SHARED

QUOTES = SHARED / "data" / "quotes"
GERMAN = QUOTES / "german_dev.jsonl"
RUSSIAN = QUOTES / "russian_sentences.jsonl"
ALIKE = 0.8  # share of the letters of two quotes that both have: the same quote
FEWEST_WORDS = 3
BETWEEN = " / "  # a name and the words of the text
MARK = re.compile(r"[„“”\"«»]")
WORD = re.compile(r"[^\W\d_]{3,}")

Row = dict[str, Any]
Letters = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The words between two marks, and whose they are; empty where nobody is named."""

    letters: Letters
    shown: str
    speaker: str

    @property
    def is_named(self) -> bool:
        """Tell whether a name is shown for a speaker, right or wrong."""
        return not self.speaker.startswith(BETWEEN)

    def likeness(self, other: "Run") -> float:
        """Give the share of letters that both have."""
        return len(self.letters & other.letters) / max(1, len(self.letters | other.letters))


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many runs were wanted, how many found, and how many of both are the same."""

    wanted: int
    found: int
    same: int
    named: int  # of the same ones, those with a speaker in both
    right: int
    wrong: int  # with a speaker who is another one: misquoted

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.same / max(1, self.wanted + self.found)

    @property
    def speaker_right(self) -> float:
        """The share of the same runs with a known speaker that have the right one."""
        return self.right / max(1, self.named)


def lines(*, with_errors: bool) -> Iterator[str]:
    """Give the figures, and on request each quote that is missed or wrong; nothing without the data."""
    for file, language in ((GERMAN, "de"), (RUSSIAN, "ru")):
        if file.is_file():
            rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
            yield from _lines(rows, file, language, with_errors=with_errors)


def _lines(rows: Sequence[Row], file: Path, language: str, *, with_errors: bool) -> Iterator[str]:
    compared = [(wanted_runs(row), found_runs(row, language)) for row in rows]
    score = total([scored(wanted, found) for wanted, found in compared])
    yield (
        f"{file.stem} ({len(rows)}): direct quotes F1 {score.f1:.3f} "
        f"({score.wanted} wanted, {score.found} found), "
        f"speaker right {score.speaker_right:.3f}, wrong {score.wrong} of {score.named}"
    )
    if with_errors:
        yield from (f"  {error}" for wanted, found in compared for error in _errors(wanted, found))


def wanted_runs(row: Row) -> list[Run]:
    """Give the runs that people marked as direct speech."""
    text = row["text"]
    return [
        Run(letters=_letters(text, start, end), shown=text[start:end], speaker=quote["speaker"] or "")
        for quote in row["quotes"]
        for start, end in quote["spans"]
        if quote.get("required", True) and _is_direct(quote, text, start, end)
    ]


def _is_direct(quote: Row, text: str, start: int, end: int) -> bool:
    """See a run of three words that stands between marks."""
    is_marked = bool(MARK.search(text[max(0, start - 1) : start + 1]))
    return quote.get("kind", "direct") == "direct" and is_marked and _is_long(text[start:end])


def _is_long(words: str) -> bool:
    return len(words.split()) >= FEWEST_WORDS


def found_runs(row: Row, language: str) -> list[Run]:
    """Give the runs that we find."""
    text = row["text"]
    return [
        Run(letters=_letters(text, *span), shown=span.of(text), speaker=_shown(quote.speaker))
        for quote in find_quotes(text, language)
        for span in quote.quoted
        if _is_long(span.of(text))
    ]


def _shown(speaker: Speaker) -> str:
    return f"{speaker.name}{BETWEEN}{speaker.mention}"


def _letters(text: str, start: int, end: int) -> Letters:
    return frozenset(at for at in range(start, end) if text[at].isalnum())


def scored(wanted: Sequence[Run], found: Sequence[Run]) -> Score:
    """Compare the runs of one text."""
    pairs = [(one, other) for one in wanted if (other := _same(one, found)) is not None]
    named = [(one, other) for one, other in pairs if one.speaker]
    right = sum(is_same_speaker(one.speaker, other.speaker) for one, other in named)
    wrong = sum(not is_same_speaker(one.speaker, other.speaker) and other.is_named for one, other in named)
    return Score(
        wanted=len(wanted),
        found=len(found),
        same=len(pairs),
        named=len(named),
        right=right,
        wrong=wrong,
    )


def _same(one: Run, found: Sequence[Run]) -> Run | None:
    best = max(found, key=one.likeness, default=None)
    return best if best is not None and one.likeness(best) >= ALIKE else None


def is_same_speaker(wanted: str, shown: str) -> bool:
    """Hold the annotator's words for a speaker against ours; a pronoun is right where it is the same one."""
    words = {word.lower() for word in WORD.findall(wanted) if word[0].isupper()}
    ours = {word.lower() for word in WORD.findall(shown)}
    if words:
        return bool(words & ours)
    return wanted.lower() in shown.lower().split(BETWEEN)


def total(scores: Sequence[Score]) -> Score:
    """Add up the scores of all texts."""
    return Score(
        wanted=sum(score.wanted for score in scores),
        found=sum(score.found for score in scores),
        same=sum(score.same for score in scores),
        named=sum(score.named for score in scores),
        right=sum(score.right for score in scores),
        wrong=sum(score.wrong for score in scores),
    )


def _errors(wanted: Sequence[Run], found: Sequence[Run]) -> Iterator[str]:
    for one in wanted:
        other = _same(one, found)
        if other is None:
            yield f"missed | {one.speaker} | {one.shown[:160]}"
        elif one.speaker and not is_same_speaker(one.speaker, other.speaker):
            yield f"speaker | {one.speaker} | {other.speaker} | {one.shown[:80]}"
