"""The rules of finding many words with one pattern."""

import re

from hypothesis import given
from hypothesis import strategies as st

from feeds.stories.detection.patterns import pattern_of

WORDS = st.text(alphabet="abcé.7", min_size=1, max_size=6).filter(str.isalnum)
KEYS = st.tuples(WORDS, st.sampled_from(("", "*"))).map("".join)


def found(keys: list[str], text: str) -> list[str]:
    return re.findall(pattern_of(keys), text)


def test_stem_takes_the_rest_of_the_word_with_it() -> None:
    assert found(["troop*"], "troops, paratroops and troopers") == ["troops", "troopers"]


def test_whole_word_is_not_found_in_a_longer_one() -> None:
    assert found(["kyiv"], "kyiv kyivan") == ["kyiv"]


def test_word_is_found_beside_a_longer_one_that_begins_so() -> None:
    assert found(["us", "usa", "use*"], "us usa used usage") == ["us", "usa", "used"]


@given(keys=st.lists(KEYS, min_size=1, max_size=8), words=st.lists(WORDS, max_size=8))
def test_finds_what_the_keys_say_word_by_word(keys: list[str], words: list[str]) -> None:
    expected = [
        word
        for word in words
        if any(word == key or (key[-1] == "*" and word.startswith(key[:-1])) for key in keys)
    ]

    assert found(keys, " ".join(words)) == expected
