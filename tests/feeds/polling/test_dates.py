"""Which moment the words of a feed mean."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.polling.dates import read_date
from tests.feeds.polling.documents import NOW


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type] # mypy takes tzinfo for one of the parts


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("Mon, 04 Mar 2024 10:00:00 GMT", utc(2024, 3, 4, 10)),
        ("Mon, 04 Mar 2024 10:00:00 MSK", utc(2024, 3, 4, 7)),
        ("Mon, 04 Mar 2024 10:00:00 +0300 (MSK)", utc(2024, 3, 4, 7)),
        ("Mon, 04 Mar 2024 10:00 EET", utc(2024, 3, 4, 8)),
        ("Sat, 04 May 2024 10:00:00 EEST", utc(2024, 5, 4, 7)),
        ("Mon, 04 Mar 2024 10:00:00 CET", utc(2024, 3, 4, 9)),
        ("Sat, 04 May 2024 10:00:00 CEST", utc(2024, 5, 4, 8)),
        ("Mon, 04 Mar 2024 10:00:00 EST", utc(2024, 3, 4, 15)),
        ("Mon, 04 Mar 2024 10:00:00 -0330", utc(2024, 3, 4, 13, 30)),
        ("Mon, 04 Mar 2024 10:00:00", utc(2024, 3, 4, 10)),
        ("Mon, 04 Mar 2024 10:00:00 XYZ", utc(2024, 3, 4, 10)),
        ("4 Mar 24 10:00 UT", utc(2024, 3, 4, 10)),
        ("Mon Mar  4 10:00:00 2024", utc(2024, 3, 4, 10)),
        ("March 4, 2024 10:15 pm EST", utc(2024, 3, 5, 3, 15)),
        ("lun., 04 févr. 2024 10:00:00 +0100", utc(2024, 2, 4, 9)),
        ("1er août 2024 à 10h30", utc(2024, 8, 1, 10, 30)),
        ("4 juillet 2024", utc(2024, 7, 4)),
        ("12 вересня 2024, 10:00", utc(2024, 9, 12, 10)),
        ("12 сентября 2024 10:00 MSK", utc(2024, 9, 12, 7)),
        ("4 de marzo de 2024", utc(2024, 3, 4)),
        ("04.03.2024 10:00", utc(2024, 3, 4, 10)),
        ("2024-03-04T10:00:00+02:00", utc(2024, 3, 4, 8)),
        ("2024-03-04T10:00:00.123456789Z", utc(2024, 3, 4, 10)),
        ("2024-03-04 10:00:00", utc(2024, 3, 4, 10)),
        ("2024-03-04 10:00:00 GMT+3", utc(2024, 3, 4, 7)),
        ("2024-03-04", utc(2024, 3, 4)),
        ("20240304T100000Z", utc(2024, 3, 4, 10)),
        ("1708990200", utc(2024, 2, 26, 23, 30)),
        ("1708990200000", utc(2024, 2, 26, 23, 30)),
        ("Mon, 04 Mar 2024 24:00:00 GMT", utc(2024, 3, 5)),
    ],
)
def test_date_means_its_moment(words: str, date: datetime) -> None:
    assert read_date(words, now=NOW) == date


@pytest.mark.parametrize(
    "words",
    ["", "today", "Mon, 31 Feb 2024 10:00:00 GMT", "03/04/2024", "Mon, 04 Foo 2024", "2024-13-01", "9" * 40],
)
def test_what_is_no_date_is_none(words: str) -> None:
    assert read_date(words, now=NOW) is None


def test_only_believable_dates_are_believed() -> None:
    assert read_date("1989-12-31", now=NOW) is None
    assert read_date("1990-01-01", now=NOW) == utc(1990, 1, 1)
    assert read_date((NOW + timedelta(hours=23)).isoformat(), now=NOW) is not None
    assert read_date((NOW + timedelta(hours=25)).isoformat(), now=NOW) is None


@settings(deadline=None)
@given(st.text(max_size=120) | st.from_regex(r"[0-9 :.+\-a-zT/]{1,40}"))
def test_any_text_gives_a_believable_date_or_none(words: str) -> None:
    date = read_date(words, now=NOW)
    assert date is None or utc(1990, 1, 1) <= date <= NOW + timedelta(days=1)
