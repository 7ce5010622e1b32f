"""When a feed is due again."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model import Feed, FeedId, FeedSource, Outlet, Ownership
from feeds.polling.schedule import next_due
from tests.feeds.polling.documents import NOW, URL

OUTLET = Outlet(name="The Harbour Courier", country="Ireland", language="en", ownership=Ownership.PRIVATE)
FIVE = timedelta(minutes=5)


def feed(*, failures: int = 0, priority: bool = False) -> Feed:
    source = FeedSource(url=URL, outlet=OUTLET, priority=priority)
    return Feed(id=FeedId(1), source=source, due=NOW, failures=failures)


def wait(
    visited: Feed,
    *,
    max_age: float | None = None,
    ttl: int | None = None,
    retry_after: float | None = None,
    jitter: float = 0.0,
) -> float:
    """Minutes until the feed is due."""
    due = next_due(
        visited,
        now=NOW,
        interval=FIVE,
        max_age=max_age,
        ttl_minutes=ttl,
        retry_after=retry_after,
        jitter=jitter,
    )
    return (due - NOW).total_seconds() / 60


@pytest.mark.parametrize(
    ("visited", "asked", "minutes"),
    [
        (feed(), {}, 5),
        (feed(priority=True), {}, 1),
        (feed(), {"max_age": 60}, 5),
        (feed(), {"max_age": 600}, 10),
        (feed(priority=True), {"max_age": 600}, 10),
        (feed(), {"ttl": 30}, 30),
        (feed(), {"max_age": 0, "ttl": 30}, 5),
        (feed(), {"max_age": 365 * 86_400}, 24 * 60),
        (feed(), {"retry_after": 3_600}, 60),
        (feed(), {"retry_after": 3 * 86_400}, 3 * 24 * 60),
        (feed(), {"retry_after": 1e9}, 7 * 24 * 60),
        (feed(failures=1), {}, 10),
        (feed(failures=3), {}, 40),
        (feed(failures=1, priority=True), {}, 2),
        (feed(failures=500), {}, 24 * 60),
        (feed(failures=1), {"retry_after": 3_600}, 60),
    ],
)
def test_wait_follows_the_operator_the_server_and_the_failures(
    visited: Feed, asked: dict[str, float], minutes: float
) -> None:
    assert wait(visited, **asked) == minutes  # type: ignore[arg-type] # a table of keyword arguments


def test_priority_never_slows_a_quick_operator_down() -> None:
    quick = timedelta(seconds=5)
    assert next_due(feed(priority=True), now=NOW, interval=quick) == NOW + quick


def test_jitter_adds_at_most_a_tenth() -> None:
    assert wait(feed(), jitter=0.0) == 5
    assert wait(feed(), jitter=1.0) == 5.5


@settings(deadline=None)
@given(
    failures=st.integers(0, 10_000),
    priority=st.booleans(),
    max_age=st.none() | st.floats(0, 1e12),
    ttl=st.none() | st.integers(0, 10**9),
    retry_after=st.none() | st.floats(0, 1e12),
    jitter=st.floats(0, 1),
)
def test_nothing_comes_earlier_than_asked_or_later_than_a_week_and_its_jitter(
    *,
    failures: int,
    priority: bool,
    max_age: float | None,
    ttl: int | None,
    retry_after: float | None,
    jitter: float,
) -> None:
    minutes = wait(
        feed(failures=failures, priority=priority),
        max_age=max_age,
        ttl=ttl,
        retry_after=retry_after,
        jitter=jitter,
    )
    day, week = 24 * 60.0, 7 * 24 * 60.0
    assert minutes >= (1 if priority else 5)
    assert minutes >= min((max_age or 0) / 60, day) - 1e-6
    assert minutes >= min((retry_after or 0) / 60, week) - 1e-6
    assert minutes <= week * 1.1
