"""What joins articles over languages: names, acts, numbers, stances and quotes."""

import pytest

from feeds.model import Chain, Position, Span, Stance
from feeds.stories.clusters.keys import find_keys, stance_keys


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Macron does not rule out 2,500 peacekeepers in Poland", "en"),
        ("Macron schließt 2.500 Mann Friedenstruppen in Polen nicht aus", "de"),
        ("Macron n'exclut pas 2 500 soldats de maintien de la paix en Pologne", "fr"),
        ("Macron nie wyklucza 2,5 tys. żołnierzy misji pokojowej w Polsce", "pl"),
        ("Макрон не исключает отправки 2500 миротворцев в Польшу", "ru"),
        ("Макрон не виключає 2500 миротворців у Польщі", "uk"),
        ("Macron no descarta 2.500 cascos azules en Polonia", "es"),
    ],
)
def test_a_title_names_the_same_in_every_language(title: str, language: str) -> None:
    found = find_keys(title, language)
    assert {"name:macron", "name:poland", "act:peacekeepers", "act:rule-out"} <= found
    assert "number:2500" in found


@pytest.mark.parametrize("words", ["3,000 reservists", "3 tys. rezerwistów", "3K reservists", "3 thousand"])
def test_thousands_are_written_in_many_ways(words: str) -> None:
    assert "number:3000" in find_keys(words, "en")


def test_years_and_small_numbers_tell_nothing_apart() -> None:
    assert find_keys("In 2026, 3 ships", "en") == {"language:en"}


def test_a_name_in_capitals_is_not_a_word() -> None:
    assert find_keys("he told us and the un", "en") == {"language:en"}
    assert find_keys("US", "en") == {"language:en", "name:united-states"}


def test_only_the_stances_of_the_opening_count() -> None:
    positions = tuple(
        Position(
            actor="Juhan Tammsalu",
            country="Estonia",
            stance=stance,
            span=Span(start, start + 5),
            chain=Chain.REPORTED,
        )
        for stance, start in ((Stance.CONDITIONAL, 10), (Stance.OPPOSES, 900))
    )
    assert stance_keys(positions, reach=400) == {"stance:Estonia:for"}
