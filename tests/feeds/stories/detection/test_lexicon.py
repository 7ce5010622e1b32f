"""The rules of finding terms. English is the example; every language goes the same way."""

import pytest

from feeds.model import Span
from feeds.stories.detection.lexicon import Slot, languages, load_lexicon


def found(text: str, language: str = "en") -> list[tuple[Slot, str]]:
    lexicon = load_lexicon(language)
    assert lexicon is not None
    return [(hit.slot, hit.span.of(text)) for hit in lexicon.scan(text, Span(0, len(text)))]


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_lexicon_has_who_what_and_where(language: str) -> None:
    lexicon = load_lexicon(language)

    assert lexicon is not None
    assert lexicon.root.words
    assert lexicon.root.stems


def test_language_without_a_file_has_no_lexicon() -> None:
    assert load_lexicon("../en") is None
    assert load_lexicon("") is None


def test_stem_finds_its_inflected_forms() -> None:
    assert [slot for slot, _ in found("peacekeepers, peacekeeping")] == [Slot.MISSION, Slot.MISSION]


def test_longer_term_wins_over_its_parts() -> None:
    assert found("to Ukraine") == [(Slot.INSIDE, "to Ukraine")]
    assert found("the war in Ukraine") == [(Slot.WAR, "war in Ukraine")]


def test_longer_stem_wins_over_a_shorter_one() -> None:
    assert found("газета", "ru") == []
    assert found("Газа", "ru") == [(Slot.ELSEWHERE, "Газа")]


def test_capitals_tell_a_country_from_a_pronoun() -> None:
    assert found("US") == [(Slot.FOREIGN, "US")]
    assert found("U.S.") == [(Slot.FOREIGN, "U.S.")]
    assert found("us") == []


def test_only_the_given_part_of_the_text_is_read() -> None:
    lexicon = load_lexicon("en")
    assert lexicon is not None

    assert [hit.span for hit in lexicon.scan("troops troops troops", Span(7, 13))] == [Span(7, 13)]
