"""What an edit did to the quotes of an article is found, and nothing that it left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import ArticleId, Quote, QuoteKind, Span, Speaker, Version
from feeds.stories.changes import QuoteChange, changed_quotes
from feeds.stories.quotes import find_quotes
from tests.samples import NOON

SAID = '"We would send a battalion after a ceasefire," Ada Roe told reporters in Tallinn.'
OTHER = ' "Nobody has asked us for that so far," Ivo Lind said.'


def version(text: str) -> Version:
    return Version(
        article=ArticleId(1), number=1, title="", text=text, seen=NOON, quotes=find_quotes(text, "en")
    )


def edited(before: str, after: str) -> tuple[QuoteChange, ...]:
    return changed_quotes(version(before), after, find_quotes(after, "en"))


@pytest.mark.parametrize(
    "after",
    [
        SAID + OTHER,
        "New words at the top. " + OTHER + " " + SAID,
        SAID.replace('"', "'").replace("'We", "“We").replace(",'", ",”") + OTHER,
        SAID.replace("told reporters in Tallinn", "said") + OTHER,
    ],
)
def test_a_quote_that_stands_with_its_speaker_is_no_change(after: str) -> None:
    assert edited(SAID + OTHER, after) == ()


def test_a_word_that_was_put_in_its_place_is_told() -> None:
    (change,) = edited(SAID + OTHER, SAID.replace("battalion", "brigade") + OTHER)
    assert change.likeness is not None
    assert [(one.asked, one.found) for one in change.likeness.differences] == [("battalion", "brigade")]


def test_a_quote_that_is_no_longer_there_is_gone() -> None:
    (change,) = edited(SAID + OTHER, SAID)
    assert change.is_gone
    assert change.quote.speaker.name == "Ivo Lind"


def test_words_that_are_given_to_somebody_else_are_told() -> None:
    (change,) = edited(SAID, SAID.replace("Ada Roe", "Ivo Lind"))
    assert change.now is not None
    assert change.now.speaker.name == "Ivo Lind"


@pytest.mark.parametrize("name", ["Minister Ada Roe", "Roe", "ADA ROE"])
def test_another_form_of_a_name_is_nobody_else(name: str) -> None:
    assert edited(SAID, SAID.replace("Ada Roe", name)) == ()


def test_what_was_a_paraphrase_is_not_followed() -> None:
    before = "Ada Roe said that Estonia would send a battalion after a ceasefire."
    assert edited(before, "Nothing of it is left.") == ()


words = st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=8), max_size=30)


@given(words, words, words, st.text(max_size=200))
def test_a_change_is_told_of_no_quote_whose_words_are_still_there(
    head: list[str], said: list[str], tail: list[str], after: str
) -> None:
    before = " ".join([*head, *said, *tail])
    start = len(" ".join(head)) + bool(head)
    run = Span(start, start + len(" ".join(said)))
    nobody = Speaker(name="", mention="")
    quote = Quote(kind=QuoteKind.DIRECT, speaker=nobody, spans=(run,), quoted=(run,))
    old = Version(article=ArticleId(1), number=1, title="", text=before, seen=NOON, quotes=(quote,))
    assert changed_quotes(old, f"{before} {after}", ()) == ()
    changed_quotes(old, after, ())
