"""Who says what, in which words. All people and texts are invented."""

import time
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import QuoteKind
from feeds.stories.quotes import find_quotes

CASES = tomllib.loads(Path(__file__).with_name("quote_cases.toml").read_text(encoding="utf-8"))
LANGUAGES = ["en", "fr", "de", "pl", "uk", "ru", "es", "it", "sv", "und"]


@pytest.mark.parametrize(
    ("language", "text", "quotes"),
    [(language, text, quotes) for language, cases in CASES.items() for text, quotes in cases.items()],
)
def test_words_go_to_their_speaker(language: str, text: str, quotes: list[list[str]]) -> None:
    shown = [
        [quote.kind.value, quote.speaker.name, " … ".join(span.of(text) for span in quote.spans)]
        for quote in find_quotes(text, language)
    ]
    assert shown == quotes


@pytest.mark.parametrize(
    "text",
    [
        "The general called it a “coalition of”.",
        "The paper “Daily Lantern” appeared in Kiel.",
        "The talks ended late on Monday.",
        "The report was expected on Monday.",
        "",
    ],
)
def test_names_and_single_words_in_marks_are_no_direct_quotes(text: str) -> None:
    assert all(quote.kind is QuoteKind.INDIRECT for quote in find_quotes(text, "en"))


def test_a_quoted_run_is_verbatim_and_without_its_marks() -> None:
    text = "Ada Roe said the plan was “a very grave mistake” for Europe."
    (quote,) = find_quotes(text, "en")
    assert quote.kind is QuoteKind.MIXED
    assert [run.of(text) for run in quote.quoted] == ["a very grave mistake"]


def test_a_paragraph_that_opens_with_a_mark_goes_on_with_the_open_quotation() -> None:
    text = "“We are ready to go,” Ada Roe said. “We wait.\n“And we shall never give up.”"
    (quote,) = find_quotes(text, "en")
    assert quote.speaker.name == "Ada Roe"
    assert [run.of(text) for run in quote.quoted][-1] == "And we shall never give up."


def test_a_quotation_alone_in_its_paragraph_goes_on_with_the_quotation_before() -> None:
    text = "“We are ready to go,” Ada Roe said.\n“Nobody asked us to stay here.”"
    (quote,) = find_quotes(text, "en")
    assert quote.speaker.name == "Ada Roe"
    assert [run.of(text) for run in quote.quoted] == ["We are ready to go,", "Nobody asked us to stay here."]


def test_a_quotation_alone_after_reported_words_is_a_quote_of_its_own_by_the_same_speaker() -> None:
    text = "Ada Roe said that no troops would go.\n“Nobody asked us to stay here.”"
    assert [quote.speaker.name for quote in find_quotes(text, "en")] == ["Ada Roe", "Ada Roe"]


def test_a_colon_at_the_end_of_a_paragraph_introduces_the_next() -> None:
    text = "On television the minister Ada Roe declared:\n“We are ready to go there at once.”"
    (quote,) = find_quotes(text, "en")
    assert quote.speaker.name == "Ada Roe"


def test_the_cue_is_the_verb_that_reports() -> None:
    text = "Ada Roe warned that the talks had failed."
    (quote,) = find_quotes(text, "en")
    assert quote.cue is not None
    assert quote.cue.of(text) == "warned"


@given(
    st.text(alphabet="aB .,:;!?“”‘’'\"«»„–—-()\n") | st.text(),
    st.sampled_from(LANGUAGES),
)
def test_any_text_is_read_and_every_span_lies_inside_it(text: str, language: str) -> None:
    assert_is_sound(text, language)


PROSE = """
said told adding saying
who and that he , . : ( ) – “ ” ‘ ’ " General minister we go there according to zu dass
dit -t-il сказал Пётр Ada Roe"""


@given(st.lists(st.sampled_from([*PROSE.split(), "\n"]), max_size=60), st.sampled_from(LANGUAGES))
def test_any_broken_prose_is_read_and_every_span_lies_inside_it(words: list[str], language: str) -> None:
    assert_is_sound(" ".join(words), language)


def assert_is_sound(text: str, language: str) -> None:
    found = find_quotes(text, language)
    assert list(found) == sorted(found, key=lambda quote: quote.spans[0])
    for quote in found:
        parts = (*quote.spans, *quote.quoted)
        assert quote.spans
        assert all(0 <= part.start < part.end <= len(text) for part in parts)
        assert all("\n" not in part.of(text) for part in parts)
        assert all(before.end <= after.start for before, after in pairwise(quote.spans))
        assert all(
            any(span.start <= run.start and run.end <= span.end for span in quote.spans)
            for run in quote.quoted
        )


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        "“",
        "‘",
        "«",
        "'",
        "A",
        "A ",
        "a",
        "(",
        ". ",
        "said ",
        "he said. ",
        "‘a b c’ ",
        '"a b c" he said, ',
        "- a ",
    ],
)
def test_time_grows_with_the_length_of_a_hostile_text_and_no_faster(unit: str) -> None:
    short, long = (seconds_for(unit * (size // len(unit))) for size in (5_000, 40_000))
    assert long < 40 * short + 1


def seconds_for(text: str) -> float:
    start = time.process_time()
    find_quotes(text, "en")
    return time.process_time() - start


@pytest.mark.parametrize(
    ("language", "text", "runs"),
    [
        (
            "ru",
            "«Мы никого не пошлём, — заявил Иван Волин, — пока идёт война».",
            ["Мы никого не пошлём", "пока идёт война"],
        ),
        (
            "uk",
            "«Ми нікуди не поїдемо, – сказав Іван Волін. – Не тепер і не потім».",
            ["Ми нікуди не поїдемо", "Не тепер і не потім"],
        ),
        (
            "fr",
            "« Nous n’irons pas, a déclaré Jean Morel, tant que la guerre dure. »",
            ["Nous n’irons pas", "tant que la guerre dure."],
        ),
        (
            "ru",
            "«Это сказал не я, — это сказал министр», — добавил Иван Волин.",
            ["Это сказал не я, — это сказал министр"],
        ),
    ],
)
def test_the_reporters_words_inside_guillemets_are_nobodys_quote(
    language: str, text: str, runs: list[str]
) -> None:
    quotes = find_quotes(text, language)
    assert [run.of(text) for quote in quotes for run in quote.quoted] == runs
    assert {quote.speaker.name for quote in quotes} <= {"Иван Волин", "Іван Волін", "Jean Morel"}
