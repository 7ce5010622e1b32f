"""A question about quotes is read in any order; what can't be read is said in words."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.question import LONGEST, NotReadError, Question, read_question
from feeds.model import QuoteKind, StoryId

TALLINN = ZoneInfo("Europe/Tallinn")


def read(typed: str) -> Question:
    return read_question(typed, TALLINN)


@pytest.mark.parametrize(
    "typed",
    [
        "Germany since:2025-01 lang:de kind:direct outlet:Herald",
        "KIND:Direct OUTLET:Herald Germany LANG:DE SINCE:2025-01",
        "outlet:“Herald” Germany   since: 2025-01 kind:direct lang:de page:3",
    ],
)
def test_filters_stand_in_any_order_and_case(typed: str) -> None:
    question = read(typed)
    assert (question.who, question.language, question.outlet) == ("Germany", "de", "Herald")
    assert question.since == datetime(2025, 1, 1, tzinfo=TALLINN)
    assert question.kinds == (QuoteKind.DIRECT,)


def test_a_phrase_in_marks_is_one_name() -> None:
    assert read('"NATO chief"').who == "NATO chief"
    assert read("«NATO chief» kind:indirect").who == "NATO chief"


@pytest.mark.parametrize("typed", ["12", "#12", "story:12", "story:#12", "12 kind:direct"])
def test_a_number_is_a_story(typed: str) -> None:
    assert read(typed).story == StoryId(12)


@pytest.mark.parametrize(
    ("until", "before"),
    [
        ("2025", datetime(2026, 1, 1, tzinfo=TALLINN)),
        ("2025-12", datetime(2026, 1, 1, tzinfo=TALLINN)),
        ("2025-3", datetime(2025, 4, 1, tzinfo=TALLINN)),
        ("2025-02-28", datetime(2025, 3, 1, tzinfo=TALLINN)),
    ],
)
def test_until_takes_the_last_day_in(until: str, before: datetime) -> None:
    assert read(f"until:{until}").before == before


def test_days_begin_where_the_bot_is() -> None:
    since = read("since:2025-01-01").since
    assert since is not None
    assert since.astimezone(UTC) == datetime(2024, 12, 31, 22, tzinfo=UTC)


def test_the_page_is_no_part_of_the_words() -> None:
    question = read("Macron page:4 since:2025")
    assert (question.words, question.filters, question.page) == ("Macron since:2025", "since:2025", 4)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("colour:red", "“colour:” is no filter. There are since:, until:"),
        ("since:soon", "since: takes a year, a month or a day"),
        ("since:2025-13", "since: takes a year"),
        ("until:9999", "until: takes a year"),
        ("until:", "until: takes a year"),
        ("lang:German", "two letters"),
        ("kind:shouted", "direct or indirect"),
        ("story:one", "story: takes a story's number"),
        ("outlet:", "outlet: takes"),
        ("page:0", "page: takes a number"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(typed: str, answer: str) -> None:
    with pytest.raises(NotReadError, match=answer):
        read(typed)


@given(st.text(max_size=2_000))
def test_any_text_is_read_or_answered(typed: str) -> None:
    with suppress(NotReadError):
        assert len(read(typed).words) <= LONGEST


@given(st.text(max_size=300))
def test_the_words_of_a_question_ask_the_same_again(typed: str) -> None:
    try:
        question = read(typed)
    except NotReadError:
        return
    again = read(question.words)
    assert (again.who, again.story, again.since, again.outlet) == (
        question.who,
        question.story,
        question.since,
        question.outlet,
    )
