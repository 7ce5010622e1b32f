"""The rules of the detector. All headlines and articles here are invented."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model import Basis, Label, Salience, Source
from feeds.stories.detect import assess, may_matter
from feeds.stories.detection.lexicon import languages

HEADLINES = tomllib.loads(Path(__file__).with_name("headlines.toml").read_text(encoding="utf-8"))
READ = sorted(languages())
PHRASES = """Macron|NATO|troops|peacekeepers|will|not|send|to|in Ukraine|Kyiv|there|North Korean|Russia|U.S.
Poland|in Niger|volunteers|.|"|“|’s|İ|Read more|:|in the country|will not rule out|coalition of the willing
troop withdrawal|security guarantees|planners|join the war|on alert|Belarus|killed|Germany|fight|\n"""
WORDS = st.sampled_from(PHRASES.replace("\n", "|\n|").split("|"))
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=60).map(" ".join))
FILLER = "The weather in the capital was mild and the markets were closed for the holiday. " * 20
MENTION = "The minister said that France would not send troops to Ukraine. "
SECOND = "Asked again, she repeated that no French soldiers would be deployed to Ukraine. "


def cases(*labels: Label) -> Iterator[tuple[str, str, str]]:
    for language, by_label in HEADLINES.items():
        for label in labels:
            for headline in by_label[label]:
                yield language, label, headline


@pytest.mark.parametrize(("language", "label", "headline"), list(cases(*Label)))
def test_headline_alone_gets_its_label(language: str, label: str, headline: str) -> None:
    assert assess(headline, "", language).label == label


@pytest.mark.parametrize(("language", "label", "headline"), list(cases(Label.CORE, Label.RELATED)))
def test_whatever_is_on_the_subject_passes_the_screen(language: str, label: str, headline: str) -> None:
    del label
    assert may_matter(headline, "", language)


def test_every_language_that_is_read_has_its_table_of_headlines() -> None:
    assert sorted(HEADLINES) == READ


def test_most_other_news_does_not_pass_the_screen() -> None:
    assert not may_matter("Storm cuts power to thousands", "Crews were sent to the coast overnight.", "en")


def test_unknown_language_is_not_judged_and_says_so() -> None:
    assessment = assess("Ranska lähettää joukkoja Ukrainaan", "", "fi")

    assert assessment.label is Label.NO
    assert [reason.why for reason in assessment.reasons] == ["language not read"]
    assert not may_matter("Ranska lähettää joukkoja Ukrainaan", "", "fi")


def test_reasons_show_who_what_and_where() -> None:
    headline = "France to send troops to Ukraine"

    reasons = assess(headline, "", "en").reasons

    assert [(reason.why.split(":")[0], reason.span.of(headline)) for reason in reasons] == [
        ("who", "France"),
        ("who", "troops"),
        ("what", "send"),
        ("where", "to Ukraine"),
    ]


def test_reasons_of_the_summary_point_into_the_text() -> None:
    summary = "France will send troops to Ukraine."

    reasons = assess("What the president said last night", summary, "en").reasons

    assert {reason.source for reason in reasons} == {Source.TEXT}
    assert "troops" in [reason.span.of(summary) for reason in reasons]


def test_one_sentence_far_down_is_a_mention_in_passing() -> None:
    assessment = assess(
        "Harvest fairs open across the country", FILLER + "\n" + MENTION + "\n" + FILLER, "en"
    )

    assert (assessment.label, assessment.salience) == (Label.NO, Salience.PASSING)
    assert assessment.reasons


def test_two_sentences_far_down_make_it_a_part_of_the_article() -> None:
    text = FILLER + "\n" + MENTION + "\n" + FILLER + "\n" + SECOND

    assessment = assess("Minister opens harvest fair", text, "en")

    assert (assessment.label, assessment.salience) == (Label.CORE, Salience.PASSING)


def test_title_repeated_in_the_text_is_not_counted_twice() -> None:
    title = "France to send troops to Ukraine"

    assert assess(title, f"{title}\n{FILLER}", "en") == assess(title, FILLER, "en")


@pytest.mark.parametrize(
    "debris",
    [
        "Other Topics of Interest Minister: Our Troops in Ukraine No Threat France sends troops to Ukraine.",
        "Read more: France to send troops to Ukraine",
        "Read more\nFrance to send troops to Ukraine",
        "FRANCE TO SEND TROOPS TO UKRAINE",
        "Sign up for our newsletter on French troops in Ukraine.",
    ],
)
def test_debris_of_the_page_is_not_the_article(debris: str) -> None:
    assessment = assess("Harvest fairs open", f"{FILLER}\n{debris}\n{FILLER}\n{debris}\n", "en")

    assert (assessment.label, assessment.reasons) == (Label.NO, ())


def test_there_is_the_place_that_was_named_before() -> None:
    summary = "The talks on Ukraine lasted for hours. Norway would send soldiers into the country, he said."

    assert assess("Premier speaks after talks", summary, "en").label is Label.CORE
    assert assess("Premier speaks", summary.replace("Ukraine", "Niger"), "en").label is Label.NO


def test_caveat_leaves_an_article_on_the_eastern_flank_related() -> None:
    title = "Canada sends a brigade to Latvia"
    text = (
        f"{FILLER}\nCanada will send soldiers to Latvia.\nNo Canadian soldiers will go to Ukraine.\n{FILLER}"
    )

    assert assess(title, text, "en").label is Label.RELATED


def test_claim_that_is_quoted_right_after_counts_as_a_part_of_the_article() -> None:
    claim = "The minister suggested that French troops are in Ukraine."
    quoted = f"{FILLER}\n{claim}\n“They have been there for a year,” she said.\n{FILLER}"

    assert assess("Harvest fairs open", quoted, "en").label is Label.CORE
    assert assess("Harvest fairs open", quoted.replace("“", "").replace("”", ""), "en").label is Label.NO


def test_link_between_paragraphs_is_no_sentence_of_the_article() -> None:
    link = "French troops in Ukraine? Minister will not rule it out"

    assert assess("Harvest fairs", f"{FILLER}\n{MENTION}\n{link}\n{FILLER}", "en").label is Label.NO


def test_heading_counts_with_the_sentence_under_it() -> None:
    heading = "French troops in Ukraine"

    assert assess("Harvest fairs", f"{FILLER}\n{heading}\n{MENTION}\n{FILLER}", "en").label is Label.CORE


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("", Basis.HEADLINE),
        ("France to send troops to Ukraine", Basis.HEADLINE),
        (MENTION, Basis.SUMMARY),
        (FILLER, Basis.FULL_TEXT),
    ],
)
def test_it_says_how_much_there_was_to_read(text: str, basis: Basis) -> None:
    assert assess("France to send troops to Ukraine", text, "en").basis is basis


def test_closer_words_give_a_higher_score() -> None:
    near = assess("French troops in Ukraine", "", "en").score
    far = assess(
        "Macron says that sending any such number of troops and tanks now to Ukraine is hard", "", "en"
    ).score

    assert 0.5 <= far < near <= 1


@given(title=TEXTS, text=TEXTS, language=st.sampled_from([*READ, "und", "", "fi"]))
@settings(max_examples=150, deadline=None)
def test_any_text_is_judged_the_same_each_time_with_spans_inside(
    title: str, text: str, language: str
) -> None:
    assessment = assess(title, text, language)

    assert assessment == assess(title, text, language)
    assert 0 <= assessment.score <= 1
    for reason in assessment.reasons:
        words = title if reason.source is Source.TITLE else text
        assert 0 <= reason.span.start <= reason.span.end <= len(words)
    may_matter(title, text, language)


@pytest.mark.parametrize(
    "unit", ['"', " ", "a", "(", "\n", "A.", ". ", "!", "troops ", "in Ukraine ", "Read more\n", "e\u0301"]
)
def test_hostile_text_is_judged_in_no_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    begin = process_time()

    assess(text, text, "en")
    may_matter(text, text, "en")

    assert process_time() - begin < 5
