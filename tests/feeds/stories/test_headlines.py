"""The detector in each language, on tables of invented headlines: headlines/<language>.toml.

Each table holds entries `[[headline]]` with `text`, sometimes a `summary`, the `label` that it must get, and
for a look-alike (a headline that sounds like the subject and is not) `about`, the kind that it is of.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from feeds.model import Label
from feeds.stories.detect import assess, may_matter

FOLDER = Path(__file__).with_name("headlines")
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
WANTED_F1 = 0.90
SMALLEST_TABLE = 60
every_language = pytest.mark.parametrize("language", LANGUAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """An invented headline and what the detector must say of it."""

    text: str
    label: Label
    summary: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the detector says of one headline."""

    headline: Headline
    label: Label

    def __str__(self) -> str:
        return f"{self.headline.label} taken for {self.label}: {self.headline.text} | {self.headline.summary}"


@every_language
def test_the_subject_is_told_from_other_news(language: str) -> None:
    answers = _answers(language)
    hits = sum(_is_on_subject(answer.headline.label) and _is_on_subject(answer.label) for answer in answers)
    misses = [
        answer
        for answer in answers
        if _is_on_subject(answer.headline.label) is not _is_on_subject(answer.label)
    ]

    f1 = 2 * hits / (2 * hits + len(misses))

    assert f1 >= WANTED_F1, _listed(f"F1 {f1:.3f}", misses)


@every_language
def test_no_look_alike_is_taken_for_core(language: str) -> None:
    taken = [
        answer
        for answer in _answers(language)
        if answer.headline.label is Label.NO and answer.label is Label.CORE
    ]

    assert not taken, _listed("look-alikes", taken)


@every_language
def test_whatever_is_found_passes_the_screen(language: str) -> None:
    stopped = [
        answer
        for answer in _answers(language)
        if _is_on_subject(answer.label)
        and not may_matter(answer.headline.text, answer.headline.summary, language)
    ]

    assert not stopped, _listed("stopped by the screen", stopped)


@every_language
def test_table_is_large_and_every_second_headline_is_a_look_alike(language: str) -> None:
    headlines = _headlines(language)
    look_alikes = [headline for headline in headlines if headline.label is Label.NO]

    assert len(headlines) >= SMALLEST_TABLE
    assert len(look_alikes) * 2 >= len(headlines)
    assert all(headline.about for headline in look_alikes)
    assert len({headline.text for headline in headlines}) == len(headlines)


def _answers(language: str) -> list[Answer]:
    return [
        Answer(headline=headline, label=assess(headline.text, headline.summary, language).label)
        for headline in _headlines(language)
    ]


def _headlines(language: str) -> list[Headline]:
    table = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return [
        Headline(
            text=entry["text"],
            label=Label(entry["label"]),
            summary=entry.get("summary", ""),
            about=entry.get("about", ""),
        )
        for entry in table["headline"]
    ]


def _is_on_subject(label: Label) -> bool:
    return label is not Label.NO


def _listed(what: str, answers: Iterable[Answer]) -> str:
    return "\n".join((what, *map(str, answers)))
