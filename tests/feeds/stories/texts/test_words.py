"""How words are folded, so that spellings and scripts compare equal."""

import pytest

from feeds.stories.texts.words import content_words, fold, stem


@pytest.mark.parametrize(
    "spellings",
    [
        ("Zelensky", "Zelenskyy", "Selenskyj", "Зеленский"),
        ("Lavrov", "Lawrow", "Ławrow", "Лавров"),
        ("Macron", "Макрон"),
        ("Medvedev", "Medwedew"),
    ],
)
def test_a_name_has_one_key_in_all_spellings(spellings: tuple[str, ...]) -> None:
    assert len({stem(spelling, "de") for spelling in spellings}) == 1


@pytest.mark.parametrize(
    "forms",
    [("deploy", "deploys", "deployed", "deploying", "deployment"), ("troop", "troops"), ("force", "forces")],
)
def test_the_forms_of_an_english_word_have_one_key(forms: tuple[str, ...]) -> None:
    assert len({stem(form, "en") for form in forms}) == 1


def test_the_united_states_are_no_stop_word() -> None:
    assert content_words("US and U.S. told us", "en") == ("us", "us")


def test_a_number_is_one_word_without_its_marks() -> None:
    assert content_words("5,000 or 5.000 or 5000", "en") == ("5000", "5000", "5000")


def test_stop_words_are_those_of_the_language() -> None:
    assert content_words("die Brigade", "de") == ("brigad",)
    assert content_words("die Brigade", "en") == ("die", "brigad")


def test_marks_and_accents_are_folded_away() -> None:
    assert fold("Élysée") == "elise"
