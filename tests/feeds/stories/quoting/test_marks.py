"""Where words stand between quotation marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.stories.quoting.marks import find_quotations, paragraphs

CURLY = "She said, “No troops will go.”"


def inner_words(text: str) -> list[str]:
    return [
        quotation.inner.of(text)
        for paragraph in paragraphs(text)
        for quotation in find_quotations(text, paragraph)
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CURLY, ["No troops will go."]),
        ('He said "we are ready" and left.', ["we are ready"]),
        ('He said “we are ready" and left.', ["we are ready"]),
        ("``We are ready,'' he said.", ["We are ready,"]),
        ("„Wir sind bereit“, sagte sie.", ["Wir sind bereit"]),
        ("„Jesteśmy gotowi” – powiedziała.", ["Jesteśmy gotowi"]),
        ("»Wir sind bereit«, sagte sie.", ["Wir sind bereit"]),
        ("«Nous sommes prêts», dit-elle.", ["Nous sommes prêts"]),
        ("”Vi är redo”, säger hon.", ["Vi är redo"]),
        ("‘We are quite ready,’ she said.", ["We are quite ready,"]),
        ("'We are quite ready,' she said.", ["We are quite ready,"]),
    ],
)
def test_marks_of_many_houses_are_read(text: str, words: list[str]) -> None:
    assert inner_words(text) == words


def test_the_outer_of_nested_quotations_counts() -> None:
    assert inner_words("“He told me ‘never go there’ twice.”") == ["He told me ‘never go there’ twice."]
    assert inner_words("«Альянс «Север» не поедет», – сказал он.") == ["Альянс «Север» не поедет"]


def test_a_stray_mark_does_not_turn_the_next_paragraph_inside_out() -> None:
    text = 'A board 6" wide stood there.\n"We are ready," she said.'
    assert inner_words(text)[-1] == "We are ready,"


def test_a_quotation_that_is_never_closed_ends_with_its_paragraph() -> None:
    text = "“We are ready.\n“And we go.”"
    first, second = (find_quotations(text, paragraph)[0] for paragraph in paragraphs(text))
    assert (first.closed, second.closed) == (False, True)


def test_an_apostrophe_opens_no_quotation() -> None:
    assert inner_words("The soldiers' families and the officers' wives don't know.") == []


def test_a_plural_apostrophe_does_not_end_a_quotation() -> None:
    assert inner_words("‘The soldiers’ families wait,’ he said.") == ["The soldiers’ families wait,"]


def test_marks_without_words_are_no_quotation() -> None:
    assert inner_words('"" and "..."') == []


@given(st.text(alphabet="ab “”‘’'\"«»„\n.,") | st.text())
def test_quotations_stay_in_their_paragraph_and_do_not_overlap(text: str) -> None:
    for paragraph in paragraphs(text):
        end = paragraph.start
        for span, inner, _ in find_quotations(text, paragraph):
            assert end <= span.start < inner.start <= inner.end <= span.end <= paragraph.end
            end = span.end
