"""How the invented paragraphs are marked and scored, and that their figures hold."""

import pytest

from tests.gold.abroad import LANGUAGES, TABLES, found_in, lines, read_marked, score, score_of

MARKED = "«⟨Ada Roe|Nous partons demain matin⟩», dit Ada Roe. Selon elle, [Ada Roe|il pleut à Valmer]."


def test_marks_are_no_part_of_the_text() -> None:
    text, _ = read_marked(MARKED)
    assert text == "«Nous partons demain matin», dit Ada Roe. Selon elle, il pleut à Valmer."


def test_marks_tell_quoted_words_from_reported_ones_and_whose_they_are() -> None:
    _, wanted = read_marked(MARKED)
    assert [(said.shown, said.speaker) for said in wanted.direct] == [
        ("Nous partons demain matin", "Ada Roe")
    ]
    assert [(said.shown, said.speaker) for said in wanted.indirect] == [("il pleut à Valmer", "Ada Roe")]


def test_who_is_named_where_nobody_may_be_is_misquoted() -> None:
    text, wanted = read_marked("«⟨|Nous partons demain matin⟩», dit Ada Roe.")
    found = score([(wanted, found_in(text, "fr"))])
    assert (found.f1, found.speaker_right, found.misquoted) == (1, 0, 1)


def test_a_quote_without_its_name_is_not_right_and_not_misquoted() -> None:
    text, wanted = read_marked("«⟨Ada Roe|Nous partons demain matin⟩», dit la première.")
    found = score([(wanted, found_in(text, "fr"))])
    assert (found.f1, found.speaker_right, found.misquoted) == (1, 0, 0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_native_paragraphs_are_read_with_their_speakers(language: str, table: str) -> None:
    found = score_of(language, table)
    assert found.f1 >= 0.95
    assert found.speaker_right >= 0.85
    assert found.misquoted + found.indirect_misquoted <= 1


def test_each_language_and_table_has_a_line() -> None:
    assert len(list(lines(with_errors=False))) == len(LANGUAGES) * len(TABLES)


def test_errors_are_listed_with_the_words() -> None:
    assert any("missed" in line or "speaker" in line for line in lines(with_errors=True))
