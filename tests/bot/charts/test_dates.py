"""Days under a timeline."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts.dates import day_in_words, ticks
from bot.speech import speaking


def test_a_day_is_written_with_its_month_in_letters() -> None:
    assert day_in_words(date(2026, 3, 2)) == "2 Mar 2026"


def test_the_year_is_left_out_where_it_is_this_one() -> None:
    assert day_in_words(date(2026, 3, 2), this_year=2026) == "2 Mar"
    assert day_in_words(date(2025, 3, 2), this_year=2026) == "2 Mar 2025"


def test_months_are_in_the_language_of_the_chart() -> None:
    with speaking("uk"):
        assert day_in_words(date(2026, 3, 2)) == "2 бер. 2026"
        assert ticks(date(2024, 2, 26), date(2025, 9, 4), most=4)[0][1] == "лип. 2024"


@pytest.mark.parametrize(
    ("first", "last", "named"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), ["2 Mar"]),
        (date(2026, 2, 27), date(2026, 3, 2), ["27 Feb", "28 Feb", "1 Mar", "2 Mar"]),
        (date(2026, 1, 1), date(2026, 1, 29), ["1 Jan", "15 Jan", "29 Jan"]),
        (date(2024, 2, 26), date(2025, 9, 4), ["Jul 2024", "Jan 2025", "Jul 2025"]),
        (date(2014, 3, 1), date(2026, 3, 1), ["2015", "2020", "2025"]),
    ],
)
def test_ticks_are_round(first: date, last: date, named: list[str]) -> None:
    assert [words for _, words in ticks(first, last, most=4)] == named


@settings(deadline=None)
@given(days=st.tuples(st.dates(), st.dates()).map(sorted), most=st.integers(min_value=1, max_value=6))
def test_ticks_are_few_in_order_and_within(days: list[date], most: int) -> None:
    first, last = days
    chosen = [day for day, _ in ticks(first, last, most=most)]
    assert len(chosen) <= most
    assert chosen == sorted(set(chosen))
    assert all(first <= day <= last for day in chosen)
