"""The rules of cutting an article into sentences."""

from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Source
from feeds.stories.texts.debris import sentences_of


def texts(title: str, text: str) -> list[str]:
    return [
        sentence.span.of(title if sentence.source is Source.TITLE else text)
        for sentence in sentences_of(title, text)
    ]


def test_title_comes_first_and_lines_are_paragraphs() -> None:
    sentences = sentences_of("A title", "One. Two.\n\nThree.")

    assert texts("A title", "One. Two.\n\nThree.") == ["A title", "One.", "Two.", "Three."]
    assert [sentence.paragraph for sentence in sentences] == [0, 1, 1, 2]


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert texts("", "Gen. Smith of the U.S. Army spoke. He left.") == [
        "Gen. Smith of the U.S. Army spoke.",
        "He left.",
    ]


def test_missing_blank_after_a_full_stop_still_ends_the_sentence() -> None:
    assert texts("", "He left.She stayed.") == ["He left.", "She stayed."]


def test_teaser_cuts_its_line_and_a_short_line_after_it() -> None:
    assert texts("", "Before. Read more: a link\nAfter.") == ["Before.", "After."]
    assert texts("", "Before.\nRead more\nA link without a stop\nAfter.") == ["Before.", "After."]


def test_title_that_the_text_repeats_is_given_once() -> None:
    assert texts("A title", "# A title\nOne.") == ["A title", "One."]
    assert texts("A title", "A title of its own.") == ["A title", "A title of its own."]


@given(title=st.text(), text=st.text(alphabet=st.sampled_from('aB .!?\n"’ éÜЖ:#')))
def test_sentences_lie_inside_and_never_overlap(title: str, text: str) -> None:
    reached = 0
    for sentence in sentences_of(title, text):
        if sentence.source is Source.TEXT:
            assert reached <= sentence.span.start < sentence.span.end <= len(text)
            reached = sentence.span.end
