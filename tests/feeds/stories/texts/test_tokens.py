"""Sentences, with every quotation beside the one who said it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.stories.quoting.page import told_paragraphs
from feeds.stories.texts.tokens import sentences


def cut(text: str, language: str = "en") -> list[str]:
    return [sentence.of(text) for sentence in sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("It rained. Nobody came.", "en", ["It rained.", "Nobody came."]),
        (
            "Gen. Ada Roe met the U.S. envoy. They ate.",
            "en",
            ["Gen. Ada Roe met the U.S. envoy.", "They ate."],
        ),
        ('"No. Never!" the envoy said. It rained.', "en", ['"No. Never!" the envoy said.', "It rained."]),
        ('"No. Never." It rained.', "en", ['"No. Never."', "It rained."]),
        ("He came at 3.5 percent. It grew.", "en", ["He came at 3.5 percent.", "It grew."]),
        ("It ended.Then it rained.", "en", ["It ended.", "Then it rained."]),
        ("A title without a stop\nIt rained.", "en", ["A title without a stop", "It rained."]),
        ("Es begann am 3. März in Kiel. Es regnete.", "de", ["Es begann am 3. März in Kiel.", "Es regnete."]),
        ("– Nie. Nigdy – dodał Wilk. Padało.", "pl", ["– Nie. Nigdy – dodał Wilk.", "Padało."]),
        ("M. Morel est là. Il pleut.", "fr", ["M. Morel est là.", "Il pleut."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, language: str, expected: list[str]) -> None:
    assert cut(text, language) == expected


def test_a_language_without_words_of_its_own_is_cut_like_english() -> None:
    assert cut("Satt on. Hyvä on.", "fi") == ["Satt on.", "Hyvä on."]


@given(st.text(alphabet="aB1 .!?“”\"'\n,-–’") | st.text(), st.sampled_from(["en", "fr", "de", "und"]))
def test_sentences_cover_all_words_behind_datelines_in_order_and_cross_no_line(
    text: str, language: str
) -> None:
    told = "".join(paragraph.of(text) for paragraph in told_paragraphs(text))
    found = sentences(text, language)
    covered = "".join(sentence.of(text) for sentence in found)
    assert [letter for letter in covered if letter.isalnum()] == [
        letter for letter in told if letter.isalnum()
    ]
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all("\n" not in sentence.of(text) for sentence in found)
