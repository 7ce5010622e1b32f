"""When a feed is due again, and why then."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model import Feed, FeedId, FeedSource, Hints, Outlet, Ownership
from feeds.polling.schedule import Asked, plan_next
from tests.feeds.polling.documents import NOW, URL

OUTLET = Outlet(name="The Harbour Courier", country="Ireland", language="en", ownership=Ownership.PRIVATE)
FIVE = timedelta(minutes=5)
HOUR = timedelta(hours=1)
BUSY = {"news": NOW, "pace": 288.0}  # an item every five minutes


def feed(*, priority: bool = False, **state: object) -> Feed:
    source = FeedSource(url=URL, outlet=OUTLET, priority=priority)
    plain = Feed(id=FeedId(1), source=source, due=NOW, why="as usual")
    return replace(plain, **{**BUSY, **state})  # type: ignore[arg-type]  # the table below is checked by its tests


def minutes(visited: Feed, asked: Asked) -> float:
    plan = plan_next(visited, now=NOW, interval=FIVE, asked=asked)
    return (plan.due - NOW).total_seconds() / 60


@pytest.mark.parametrize(
    ("visited", "asked", "expected"),
    [
        # Our own wish: importance first, else how often it brings news.
        (feed(), Asked(), 5),
        (feed(priority=True), Asked(), 1),
        (feed(breaking_until=NOW + HOUR), Asked(), 1),
        (feed(breaking_until=NOW - HOUR), Asked(), 5),
        (feed(pace=72.0), Asked(), 5),  # every twenty minutes
        (feed(pace=24.0), Asked(), 15),
        (feed(pace=1.0), Asked(), 60),
        (feed(news=None, pace=0.0), Asked(), 5),
        (feed(news=NOW - timedelta(days=28), pace=288.0), Asked(), 60),  # has all but dried up
        # A hub is believed as far as it has kept its word; what is urgent never waits for it.
        (feed(subscribed_until=NOW + HOUR), Asked(), 5),
        (feed(subscribed_until=NOW + HOUR, pushes=1), Asked(), 10),
        (feed(subscribed_until=NOW + HOUR, pushes=2), Asked(), 20),
        (feed(subscribed_until=NOW + HOUR, pushes=4), Asked(), 60),
        (feed(subscribed_until=NOW + HOUR, pushes=10**9), Asked(), 60),
        (feed(subscribed_until=NOW - HOUR, pushes=4), Asked(), 5),
        (feed(subscribed_until=NOW + HOUR, pushes=1, pace=1.0), Asked(), 60),
        (feed(priority=True, subscribed_until=NOW + HOUR, pushes=4), Asked(), 1),
        (feed(breaking_until=NOW + HOUR, subscribed_until=NOW + HOUR, pushes=4), Asked(), 1),
        # What is asked of us is never undercut.
        (feed(), Asked(max_age=60), 5),
        (feed(), Asked(max_age=600), 10),
        (feed(priority=True), Asked(max_age=600), 10),
        (feed(breaking_until=NOW + HOUR), Asked(max_age=600), 10),
        (feed(), Asked(max_age=365 * 86_400), 24 * 60),
        (feed(), Asked(retry_after=3_600), 60),
        (feed(), Asked(retry_after=3 * 86_400), 3 * 24 * 60),
        (feed(), Asked(retry_after=1e9), 7 * 24 * 60),
        (feed(), Asked(retry_after=-5, max_age=-5), 5),
        (feed(hints=Hints(ttl_minutes=30)), Asked(), 30),
        (feed(hints=Hints(ttl_minutes=30)), Asked(max_age=0), 30),
        (feed(hints=Hints(ttl_minutes=30)), Asked(max_age=3_600), 60),
        (feed(hints=Hints(ttl_minutes=10**8)), Asked(), 24 * 60),
        # It is Wednesday, 12:00.
        (feed(hints=Hints(skip_hours=frozenset({12, 13}))), Asked(), 120),
        (feed(hints=Hints(skip_hours=frozenset({11}))), Asked(), 5),
        (feed(hints=Hints(skip_days=frozenset({2}))), Asked(), 12 * 60),
        (feed(hints=Hints(skip_days=frozenset({2}), skip_hours=frozenset({0, 1}))), Asked(), 14 * 60),
        (feed(hints=Hints(skip_hours=frozenset(range(24)))), Asked(), 5),  # never is no answer
        (feed(hints=Hints(skip_hours=frozenset({13}))), Asked(retry_after=3_600), 120),
        # Failures double the wait.
        (feed(failures=1), Asked(), 10),
        (feed(failures=3), Asked(), 40),
        (feed(failures=1, priority=True), Asked(), 2),
        (feed(failures=500), Asked(), 24 * 60),
        (feed(failures=1), Asked(retry_after=1_200), 20),
        (feed(failures=1, subscribed_until=NOW + HOUR, pushes=4), Asked(), 10),
    ],
)
def test_the_longest_of_all_waits_wins(visited: Feed, asked: Asked, expected: float) -> None:
    assert minutes(visited, asked) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("visited", "asked", "why"),
    [
        (feed(pace=24.0), Asked(), "it brings 24 items a day"),
        (feed(pace=1.0), Asked(), "it brings 1 item a day"),
        (feed(pace=3 / 7), Asked(), "it brings 3 items a week"),
        (feed(pace=0.01), Asked(), "it brings an item a week or less"),
        (feed(priority=True), Asked(), "a priority outlet"),
        (feed(breaking_until=NOW + HOUR), Asked(), "a story is breaking there"),
        (feed(subscribed_until=NOW + HOUR, pushes=1), Asked(), "its hub tells us of news"),
        (feed(failures=1), Asked(), "1 failure in a row"),
        (feed(failures=4), Asked(), "4 failures in a row"),
        (feed(), Asked(retry_after=3_600), "its server asks us to wait"),
        (feed(), Asked(max_age=3_600), "its server calls the answer fresh until then"),
        (feed(hints=Hints(ttl_minutes=30)), Asked(), "the feed's own ttl"),
        (
            feed(hints=Hints(skip_days=frozenset({2}))),
            Asked(),
            "it brings 288 items a day; it asks not to be read before then",
        ),
    ],
)
def test_the_reason_is_given_in_words(visited: Feed, asked: Asked, why: str) -> None:
    assert plan_next(visited, now=NOW, interval=FIVE, asked=asked).why == why


def test_a_breaking_story_may_not_hurry_a_feed_before_its_server_allows() -> None:
    plan = plan_next(feed(), now=NOW, interval=FIVE, asked=Asked(max_age=240))
    assert plan.not_before == NOW + timedelta(minutes=4)


def test_feeds_that_fell_due_together_part_after_a_stop() -> None:
    overdue = feed(due=NOW - timedelta(days=7))
    last = plan_next(overdue, now=NOW, interval=FIVE, jitter=1.0)
    usual = plan_next(feed(), now=NOW, interval=FIVE, jitter=1.0)
    assert last.due == NOW + 2 * FIVE
    assert usual.due == NOW + 1.1 * FIVE


def test_a_first_visit_is_followed_by_one_at_any_time_of_the_interval() -> None:
    assert plan_next(feed(why=""), now=NOW, interval=FIVE, jitter=0.5).due == NOW + 1.5 * FIVE


@settings(max_examples=300)
@given(
    st.builds(
        feed,
        priority=st.booleans(),
        failures=st.integers(0, 1_000),
        pace=st.floats(0, 1e6),
        due=st.just(NOW) | st.just(NOW - timedelta(days=9)),
        hints=st.builds(
            Hints,
            ttl_minutes=st.none() | st.integers(0, 10_000),
            skip_hours=st.frozensets(st.integers(0, 23)),
            skip_days=st.frozensets(st.integers(0, 6)),
        ),
    ),
    st.builds(Asked, max_age=st.none() | st.floats(-10, 1e12), retry_after=st.none() | st.floats(-10, 1e12)),
    st.floats(1, 86_400),
    st.floats(0, 1),
)
def test_we_never_come_before_we_may_nor_wait_for_ever(
    visited: Feed, asked: Asked, seconds: float, jitter: float
) -> None:
    interval = timedelta(seconds=seconds)
    plan = plan_next(visited, now=NOW, interval=interval, asked=asked, jitter=jitter)
    assert plan.due >= plan.not_before or not awake(visited.hints)
    assert plan.due >= NOW + min(
        timedelta(seconds=min(asked.retry_after or 0, 7 * 86_400)), timedelta(days=7)
    )
    assert plan.due >= NOW + min(interval, timedelta(minutes=1))
    assert plan.due <= NOW + timedelta(days=2 * 7 + 7)


def awake(hints: Hints) -> bool:
    return len(hints.skip_hours) < 24 and len(hints.skip_days) < 7
