"""Words are the same, much like those of a text, or neither; nothing altered passes for the same."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from feeds.model import Quote, QuoteKind, Span, Speaker
from feeds.stories.verify import MOST_WORDS, Likeness, compare, compared_words, groups_to_look_for

TEXT = (
    "Estonia's defence minister said on Tuesday that the country could send 5,000 troops to Ukraine. "
    "“We would go, but only after a ceasefire,” Juhan Tammsalu told reporters. “Nobody goes to a war – "
    "we don’t send 50% of our army anywhere.”"
)


def likeness(words: str, text: str = TEXT, quotes: tuple[Quote, ...] = ()) -> Likeness | None:
    return compare(compared_words(words), text, quotes)


def interrupted() -> Quote:
    runs = tuple(
        Span(TEXT.index(first), TEXT.index(last) + len(last))
        for first, last in (("We would", "ceasefire,"), ("Nobody", "anywhere."))
    )
    speaker = Speaker(name="Juhan Tammsalu", mention="Juhan Tammsalu")
    return Quote(kind=QuoteKind.DIRECT, speaker=speaker, spans=runs, quoted=runs)


@pytest.mark.parametrize(
    "words",
    [
        "We would go, but only after a ceasefire",
        "we would go but only after a ceasefire.",
        "«We would go, but only   after a ceasefire»",
        "We would go—but only after a ceasefire!",
        "nobody goes to a war - we don't send 50% of our army anywhere",
        "The country could send 5,000 troops",
        "country could\nsend",
        "Ukraine",
    ],
)
def test_typography_and_the_first_letter_make_no_difference(words: str) -> None:
    found = likeness(words)
    assert found is not None
    assert found.distance == 0
    assert found.differences == ()


@pytest.mark.parametrize(
    ("words", "asked", "there"),
    [
        ("We would go, but not after a ceasefire", "not", "only"),
        ("We would go, but only after ceasefire", "", "a"),
        ("We would never go, but only after a ceasefire", "never", ""),
        ("the country could send 5.000 troops to Ukraine", "5.000", "5,000"),
        ("the country could send 5 troops to Ukraine", "5", "5,000"),
        ("we don't send 50 of our army anywhere", "", "%"),
        ("would go, but only after a ceasefire?", "?", ""),
        ("said on tuesday that the country", "tuesday", "Tuesday"),
        ("We could go, but only after a ceasefire", "could", "would"),
    ],
)
def test_each_altered_word_is_told(words: str, asked: str, there: str) -> None:
    found = likeness(words)
    assert found is not None
    assert found.distance > 0
    told = [(difference.asked, difference.found) for difference in found.differences]
    assert (asked, there) in told or any(asked in one and there in other for one, other in told)


@pytest.mark.parametrize(
    "words", ["We would never go to a war in any country", "troops would", "5.000", "ceasefire only", ""]
)
def test_words_that_are_not_there_are_not_found(words: str) -> None:
    assert likeness(words) is None


def test_the_place_is_given_in_the_text() -> None:
    found = likeness("we would go, but only after a cease-fire")
    assert found is not None
    assert found.span.of(TEXT) == "We would go, but only after a ceasefire"


def test_a_quotation_interrupted_by_its_speaker_is_found_whole() -> None:
    words = "We would go, but only after a ceasefire. Nobody goes to a war"
    assert (found := likeness(words)) is None or found.distance
    joined = likeness(words, quotes=(interrupted(),))
    assert joined is not None
    assert not joined.distance
    assert [span.of(TEXT) for span in joined.spans] == [
        "We would go, but only after a ceasefire",
        "Nobody goes to a war",
    ]


def test_accents_written_in_two_ways_are_the_same() -> None:
    found = likeness("Se\u0301journe\u0301 l'a dit", "M. Séjourné l’a dit.")
    assert found is not None
    assert not found.distance
    altered = likeness("Sejourne l'a dit", "M. Séjourné l’a dit.")
    assert altered is not None
    assert altered.distance == 1
    assert likeness("Sejourne", "M. Séjourné l’a dit.") is None


def test_only_so_many_words_are_compared() -> None:
    assert len(compared_words("war " * 5_000)) == MOST_WORDS


words = st.lists(
    st.sampled_from(["we", "you", "they", "send", "keep", "no", "some", "troops", "there", "5,000"]),
    max_size=40,
)


@given(words, words, words)
def test_what_stands_in_a_text_is_found_as_the_same(
    before: list[str], said: list[str], after: list[str]
) -> None:
    assume(said)
    found = compare(tuple(said), " ".join([*before, *said, *after]))
    assert found is not None
    assert not found.distance


@given(words, words)
def test_nothing_but_the_same_words_passes_for_the_same(asked: list[str], text: list[str]) -> None:
    found = compare(tuple(asked), " ".join(text))
    if found is not None and not found.distance:
        assert any(text[at : at + len(asked)] == asked for at in range(len(text)))


@given(
    st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=3, max_size=30, unique=True), st.data()
)
def test_a_text_with_the_allowed_differences_has_a_group_of_runs(
    said: list[str], data: st.DataObject
) -> None:
    altered = list(said)
    for _ in range(min(max(len(said) // 4, 1), 4)):
        altered[data.draw(st.integers(0, len(said) - 1))] = "other"
    there = f" {' '.join(altered)} "
    groups = groups_to_look_for(said)
    assert any(all(f" {run} " in there for run in group) for group in groups)


@given(st.text(), st.text())
def test_any_text_can_be_compared(asked: str, text: str) -> None:
    compared = compared_words(asked)
    groups_to_look_for(compared)
    found = compare(compared, text)
    if found is not None:
        assert found.span.of(text)
