"""How much of one text stands in another, from a few hashes of each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.stories.clusters.sketch import FEWEST, SIZE, overlap, sketch

WORDS = [f"word{number}" for number in range(1_000)]


def test_a_sketch_of_a_long_text_stays_small() -> None:
    assert len(sketch(WORDS)) == SIZE


def test_a_part_of_a_text_stands_in_it_wholly() -> None:
    assert overlap(sketch(WORDS), sketch(WORDS[200:500])) == 1


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_the_share_that_two_texts_have_in_common_is_estimated(share: float) -> None:
    common = int(share * 1_000)
    other = WORDS[:common] + [f"other{number}" for number in range(1_000 - common)]
    assert overlap(sketch(WORDS), sketch(other)) == pytest.approx(share, abs=0.15)


def test_different_texts_have_nothing_in_common() -> None:
    assert overlap(sketch(WORDS[:500]), sketch(WORDS[500:])) == 0


hashes = st.frozensets(st.integers(0, 2**32 - 1), max_size=SIZE)


@given(hashes, hashes)
def test_overlap_is_a_share_and_has_no_direction(one: frozenset[int], other: frozenset[int]) -> None:
    assert 0 <= overlap(one, other) <= 1
    assert overlap(one, other) == overlap(other, one)


@given(hashes)
def test_a_text_stands_in_itself(values: frozenset[int]) -> None:
    assert overlap(values, values) == (1 if len(values) >= FEWEST else 0)
