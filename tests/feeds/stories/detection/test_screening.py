"""The rules of screening: quick, and nothing is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model import Label
from feeds.stories.detect import assess, may_matter
from feeds.stories.detection.lexicon import languages, load_lexicon, terms_of
from feeds.stories.detection.screening import holds_pair, languages_held

READ = sorted(languages())


def written(term: tuple[str, ...]) -> str:
    return " ".join(word.replace("*", "") for word in term)


TERMS = {language: sorted({written(term) for term, _ in terms_of(language)}) for language in READ}


@pytest.mark.parametrize("language", READ)
def test_every_language_can_be_held(language: str) -> None:
    assert any(language in languages_held(" ".join(TERMS[language][place::40])) for place in range(40))


@given(data=st.data(), language=st.sampled_from(READ))
@settings(max_examples=200, deadline=None)
def test_whatever_is_judged_to_be_on_the_subject_passes(data: st.DataObject, language: str) -> None:
    headline = " ".join(data.draw(st.lists(st.sampled_from(TERMS[language]), max_size=8)))

    if assess(headline, "", language).label is not Label.NO:
        assert may_matter(headline, "", language)


@given(data=st.data(), language=st.sampled_from(READ))
@settings(max_examples=200, deadline=None)
def test_keys_miss_no_pair_that_the_terms_hold(data: st.DataObject, language: str) -> None:
    lexicon = load_lexicon(language)
    assert lexicon is not None
    text = " ".join(data.draw(st.lists(st.sampled_from(TERMS[language]), max_size=6)))

    assert not holds_pair(text, lexicon) or language in languages_held(text)


def test_entry_in_another_language_than_its_feed_passes_too() -> None:
    assert may_matter("Die Bundeswehr schickt Soldaten in die Ukraine, sagt der Kanzler", "", "en")
