"""How often a feed brings news, and whether its silence is unlike it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from feeds.model import Entry, Feed
from feeds.polling.pace import is_silent, pace_now, wants_whole, with_news
from tests.feeds.polling.documents import NOW
from tests.feeds.polling.test_schedule import feed

DAY = timedelta(days=1)


def entry(published: datetime | None) -> Entry:
    return Entry(guid="", link="", title=f"{published}", summary="", body="", published=published)


def fresh() -> Feed:
    return feed(news=None, pace=0.0)


def after(visited: Feed, items: int, *, every: timedelta, days: int) -> Feed:
    """A feed that brings some items now and again for some days."""
    for number in range(int(days * DAY / every)):
        visited = with_news(visited, [entry(None)] * items, NOW + number * every)
    return visited


@pytest.mark.parametrize(("items", "every"), [(1, timedelta(hours=1)), (6, timedelta(hours=6)), (1, DAY)])
def test_a_steady_feed_is_known_after_some_weeks(items: int, every: timedelta) -> None:
    steady = after(fresh(), items, every=every, days=60)
    assert pace_now(steady, NOW + 60 * DAY) == pytest.approx(items * DAY / every, rel=0.1)


def test_the_first_visit_learns_from_the_items_dates() -> None:
    hourly = with_news(fresh(), [entry(NOW - timedelta(hours=hours)) for hours in range(1, 41)], NOW)
    assert hourly.pace == pytest.approx(24, rel=0.1)
    weekly = with_news(fresh(), [entry(NOW - 7 * weeks * DAY - DAY) for weeks in range(40)], NOW)
    assert weekly.pace == pytest.approx(1 / 7, rel=0.1)
    assert with_news(fresh(), [entry(None), entry(NOW - 400 * DAY)], NOW).pace == 0


def test_the_pace_fades_in_silence() -> None:
    assert pace_now(feed(pace=20.0), NOW + 7 * DAY) == pytest.approx(20 / 2.718, rel=0.01)


@pytest.mark.parametrize(
    ("pace", "silence", "expected"),
    [
        (20.0, timedelta(hours=30), False),  # a Sunday
        (20.0, 2 * DAY, True),
        (1.0, 2 * DAY, False),
        (1.0, 13 * DAY, True),
        (0.1, 100 * DAY, False),
        (0.1, 130 * DAY, True),
        (0.0, 900 * DAY, False),
    ],
)
def test_a_silence_far_beyond_its_rhythm_is_reported(pace: float, silence: timedelta, expected: bool) -> None:
    assert is_silent(feed(pace=pace), NOW + silence) is expected


def test_a_broken_feed_is_broken_and_not_silent() -> None:
    assert not is_silent(feed(pace=20.0, fault="no answer"), NOW + 9 * DAY)


def test_a_whole_document_is_asked_for_in_a_silence_and_at_most_every_eight_days() -> None:
    silent = feed(pace=20.0, whole=NOW)
    assert not wants_whole(silent, NOW + 3 * DAY)
    assert wants_whole(silent, NOW + 9 * DAY)
    assert not wants_whole(replace(silent, whole=NOW + 9 * DAY), NOW + 10 * DAY)
    assert not wants_whole(feed(pace=20.0, whole=NOW, news=NOW + 9 * DAY), NOW + 9 * DAY)
    assert wants_whole(feed(pace=0.0, whole=NOW), NOW + 9 * DAY)
