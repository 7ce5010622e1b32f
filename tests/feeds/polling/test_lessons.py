"""What visits teach us of a feed that moves: it is believed late, and elsewhere later."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.errors import FetchError
from feeds.model import Feed, FeedId
from feeds.polling.lessons import failed, gone, has_moved, moved, well
from tests.samples import NOON, source

FEED = Feed(id=FeedId(1), source=source(), due=NOON)
ELSEWHERE = "https://mallory.example/feed.xml"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def visited(feed: Feed, address: str | None, *times: timedelta) -> Feed:
    """The feed after visits at some times whose answers came from an address."""
    for time in times:
        feed = moved(well(feed, NOON + time), address, NOON + time)
    return feed


@pytest.mark.parametrize(
    "address",
    [
        "https://herald.example/new.xml",
        "https://www.herald.example/feed.xml",
        "http://herald.example/feed.xml",
        "https://herald.example:443/feed.xml?new",
    ],
)
def test_a_move_within_a_site_is_believed_after_three_visits(address: str) -> None:
    assert not has_moved(visited(FEED, address, 0 * HOUR, HOUR))
    assert has_moved(visited(FEED, address, 0 * HOUR, HOUR, 2 * HOUR))


@pytest.mark.parametrize(
    "address", [ELSEWHERE, "https://herald.example.mallory.example/feed.xml", "https://herald.example:8443/"]
)
def test_a_move_to_another_site_is_believed_after_three_visits_and_a_day(address: str) -> None:
    assert not has_moved(visited(FEED, address, *(number * HOUR for number in range(24))))
    assert not has_moved(visited(FEED, address, 0 * HOUR, DAY))
    assert has_moved(visited(FEED, address, 0 * HOUR, HOUR, DAY))


@pytest.mark.parametrize(
    "interrupted",
    [
        lambda feed: failed(feed, FetchError(ELSEWHERE, "no connection"), NOON + HOUR),
        lambda feed: visited(feed, None, HOUR),
        lambda feed: visited(feed, FEED.source.url, HOUR),
        lambda feed: visited(feed, "https://other.example/", HOUR),
        lambda feed: gone(feed, NOON + 2 * DAY),
    ],
)
def test_what_interrupts_a_move_begins_the_count_anew(interrupted: object) -> None:
    assert callable(interrupted)
    twice = interrupted(visited(FEED, ELSEWHERE, 0 * HOUR, HOUR, 2 * HOUR))
    again = visited(twice, ELSEWHERE, DAY, DAY + HOUR, DAY + 2 * HOUR)
    assert again.moved_times == 3
    assert again.moved_since == NOON + DAY
    assert not has_moved(again)


def test_a_feed_that_is_gone_moves_no_more() -> None:
    assert not has_moved(gone(visited(FEED, ELSEWHERE, 0 * HOUR, HOUR, 2 * HOUR), NOON + DAY))


def test_a_feed_that_stays_is_left_as_it_is() -> None:
    assert moved(FEED, None, NOON) == FEED == replace(FEED, moved_to="", moved_times=0)
