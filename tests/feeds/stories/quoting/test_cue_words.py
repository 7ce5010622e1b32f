"""The words of each language that show who says what."""

import pytest

from feeds.stories.quoting.cue_words import cue_words_for, known_languages


@pytest.mark.parametrize("language", sorted(known_languages()))
def test_every_language_has_what_direct_quotes_need(language: str) -> None:
    words = cue_words_for(language)
    assert words.cues.closing <= words.cues.every
    assert words.grammar.that
    assert words.grammar.pronouns >= words.grammar.people_pronouns
    assert words.people.titles
    assert words.people.never_names


@pytest.mark.parametrize("language", sorted(known_languages()))
def test_all_words_are_lower_case(language: str) -> None:
    words = cue_words_for(language)
    every = words.cues.every | words.grammar.determiners | words.grammar.prepositions | words.people.titles
    assert all(word == word.lower() for word in every)


def test_a_language_without_a_file_gets_the_english_words() -> None:
    assert cue_words_for("fi") is cue_words_for("en")
