"""A place of an article is told as what it is: a quotation, a report of one, or the outlet's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Quote, QuoteKind, Span, Speaker
from feeds.stories.places import SHOWN_AROUND, Voice, is_part_of_run, surroundings, voice_at
from tests.samples import TEXT, reading


def place(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


REPORT = Quote(
    kind=QuoteKind.INDIRECT,
    speaker=Speaker(name="Estonia's defence minister", mention="Estonia's defence minister"),
    spans=(place("the country could send troops to Ukraine"),),
    quoted=(),
)


@pytest.mark.parametrize(
    ("words", "voice", "speaker"),
    [
        ("only after a ceasefire", Voice.QUOTED, "Juhan Tammsalu"),
        ('ceasefire," Juhan', Voice.PARTLY, "Juhan Tammsalu"),
        ("could send troops", Voice.REPORTED, "Estonia's defence minister"),
        ("told reporters", Voice.OUTLET, ""),
    ],
)
def test_a_place_has_the_voice_that_the_article_gives_it(words: str, voice: Voice, speaker: str) -> None:
    found, quote = voice_at((place(words),), (*reading().quotes, REPORT))
    assert found is voice
    assert (quote.speaker.name if quote else "") == speaker


def test_a_part_of_a_quotation_is_told_from_all_of_it() -> None:
    (quote,) = reading().quotes
    assert is_part_of_run(TEXT, (place("only after a ceasefire"),), quote)
    assert not is_part_of_run(TEXT, (place("We would go, but only after a ceasefire"),), quote)


def test_a_place_is_shown_with_the_sentence_before_and_the_one_after() -> None:
    text = "One stood here. Two stood here. Three stood here. Four stood here. Five stood here."
    start = text.index("Three")
    assert surroundings(text, Span(start, start + 5), "en").of(text) == (
        "Two stood here. Three stood here. Four stood here."
    )


@given(st.text(max_size=3_000), st.integers(0, 3_000), st.integers(0, 50))
def test_what_is_shown_around_holds_the_place_and_is_bounded(text: str, start: int, length: int) -> None:
    span = Span(min(start, len(text)), min(start + length, len(text)))
    around = surroundings(text, span, "en")
    assert 0 <= around.start <= span.start <= span.end <= around.end <= len(text)
    assert around.end - around.start <= length + 2 * SHOWN_AROUND
