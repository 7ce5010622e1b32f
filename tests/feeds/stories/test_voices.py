"""Rules for whose word a position is, and whether it is one of today. All sentences are invented."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from feeds.model import Chain, Position
from feeds.stories.read import read_text

DAY = date(2026, 3, 4)
SAMPLES = tomllib.loads(Path(__file__).with_name("voices.toml").read_text(encoding="utf-8"))


def read(sentence: str, language: str = "en") -> tuple[Position, ...]:
    return read_text("Title", sentence, hint=language, day=DAY).positions


def words_of(sentence: str, language: str = "en") -> set[tuple[str, Chain, bool]]:
    return {(found.country, found.chain, found.is_official) for found in read(sentence, language)}


@pytest.mark.parametrize(
    ("language", "sentence", "country"),
    SAMPLES["hidden"],
)
def test_an_unnamed_or_unofficial_sayer_does_not_speak_for_his_country(
    language: str, sentence: str, country: str
) -> None:
    assert words_of(sentence, language) == {(country, Chain.ANONYMOUS, False)}


def test_a_former_general_with_a_name_speaks_for_himself_alone() -> None:
    (found,) = read("Former French general Vincent Dulac said France will send troops to Ukraine.")
    assert (found.actor, found.chain, found.is_official) == ("Vincent Dulac", Chain.SELF_STATED, False)


@pytest.mark.parametrize(
    ("language", "sentence", "country"),
    SAMPLES["official"],
)
def test_governments_and_their_heads_keep_their_word(language: str, sentence: str, country: str) -> None:
    assert words_of(sentence, language) == {(country, Chain.SELF_STATED, True)}


@pytest.mark.parametrize(
    ("language", "sentence"),
    SAMPLES["silent"],
)
def test_what_was_said_years_ago_or_not_said_or_is_staged_is_no_position(
    language: str, sentence: str
) -> None:
    assert read(sentence, language) == ()


@pytest.mark.parametrize(
    ("language", "sentence", "country"),
    SAMPLES["today"],
)
def test_a_word_of_today_counts_beside_a_time_of_the_past(language: str, sentence: str, country: str) -> None:
    assert words_of(sentence, language) == {(country, Chain.SELF_STATED, True)}
