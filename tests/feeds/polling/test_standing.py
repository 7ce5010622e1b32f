"""How a feed stands: no news is told from broken."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.model import Feed, FeedId
from feeds.polling.standing import Standing, in_short, next_visit, standing, worst_first
from tests.samples import NOON, source

WELL = Feed(
    id=FeedId(1),
    source=source(),
    due=NOON,
    polled=NOON,
    succeeded=NOON,
    news=NOON - timedelta(hours=1),
    pace=20.0,
)
BROKEN = replace(WELL, fault="the server refuses us", failing_since=NOON - timedelta(hours=2))
SILENT = replace(WELL, news=NOON - timedelta(days=2))
NEW = Feed(id=FeedId(2), source=source(), due=NOON)
ENDED = replace(WELL, retired=True, fault="gone for good (410)")


@pytest.mark.parametrize(
    ("feed", "how"),
    [
        (WELL, Standing.WELL),
        (BROKEN, Standing.BROKEN),
        (SILENT, Standing.SILENT),
        (replace(SILENT, fault="the server refuses us"), Standing.BROKEN),
        (NEW, Standing.NEW),
        (ENDED, Standing.ENDED),
    ],
)
def test_no_news_is_told_from_broken(feed: Feed, how: Standing) -> None:
    assert standing(feed, NOON) is how


def test_the_worst_stand_first() -> None:
    assert worst_first((WELL, NEW, SILENT, BROKEN, ENDED), NOON) == [ENDED, BROKEN, SILENT, NEW, WELL]


def test_since_when_is_said_where_it_matters() -> None:
    assert in_short(BROKEN, NOON).startswith("broken since ")
    assert in_short(SILENT, NOON).startswith("silent since ")
    assert in_short(WELL, NOON) == "ok"


def test_a_feed_that_has_ended_is_never_visited() -> None:
    assert next_visit(ENDED) == "never"
