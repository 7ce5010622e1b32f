"""On real feeds: whatever is known, the rest comes out as feedparser gives it from the whole document.

A feed of 40 items has 2^40 choices of known ones, so not all are tried. For each feed there are: none and
all; every item unknown alone; every item known alone; every beginning and every end of the document known;
and some choices by chance, the same each time. The middle two read nearly all of the document each time: of
a feed with more than four items, four places are tried, spread over it evenly. What makes an item depend on
another is what one leaves behind for the next, so single items and runs are where it would show.
"""

import random
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.model import Entry
from feeds.polling.feedreader import read_whole
from feeds.polling.parse import parse_feed
from feeds.polling.parsed import ParsedFeed, clean_entry
from feeds.polling.prepare import decode, strip_prolog
from tests.feeds.polling.documents import NOW, URL

FEEDS = Path(__file__).parents[3] / "shared/data/feeds/news_feeds.tar.xz"
PLACES = 4  # at most, where an item is known alone, and where known items end and begin
CHOICES = 4  # by chance, for each feed

pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not FEEDS.exists(), reason="needs the real feeds in ../shared/data/feeds"),
]


def test_any_choice_of_known_items_of_a_real_feed_leaves_the_others_as_they_were(
    capsys: pytest.CaptureFixture[str],
) -> None:
    by_items = trials = count = 0
    for count, body in enumerate(bodies(), start=1):  # noqa: B007 - the number of feeds is printed
        whole = parse_feed(body, URL, "", NOW)
        assert whole.entries == plainly(body)
        by_items += bool(whole.items)
        for known in choices(whole.items):
            assert_same_without(body, whole, known)
            trials += 1
    with capsys.disabled():
        print(f"\n{count} real feeds, {by_items} of them read by items; {trials} choices of known items")  # noqa: T201 - the figure is what this is run for
    assert by_items >= count * 0.9


def bodies() -> Iterator[bytes]:
    with tarfile.open(FEEDS) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file:
                yield file.read()


def plainly(body: bytes) -> tuple[Entry, ...]:
    """What feedparser makes of the whole document, by its front door."""
    whole = read_whole(strip_prolog(decode(body)).encode("utf-8", "replace"))
    return tuple(clean_entry(entry, base=URL, now=NOW) for entry in whole.entries)


def choices(items: tuple[bytes, ...]) -> Iterator[frozenset[bytes]]:
    """Give sets of known items, as the first lines of this file say."""
    dice = random.Random(len(items))  # noqa: S311 - a test that is the same each time
    everything = frozenset(items)
    yield everything
    yield from (everything - {item} for item in items)
    for place in spread(len(items)):
        yield frozenset([items[place]])
        yield frozenset(items[:place])
        yield frozenset(items[place:])
    for _ in range(CHOICES):
        yield frozenset(dice.sample(items, dice.randint(0, len(items))))


def spread(count: int) -> list[int]:
    """Give places in a feed: all, or some spread evenly, the first and the last among them."""
    places = min(count, PLACES)
    return [place * (count - 1) // max(places - 1, 1) for place in range(places)]


def assert_same_without(body: bytes, whole: ParsedFeed, known: frozenset[bytes]) -> None:
    partly = parse_feed(body, URL, "", NOW, known)
    assert (partly.title, partly.hints, partly.items) == (whole.title, whole.hints, whole.items)
    if whole.items:
        pairs = zip(whole.items, whole.entries, strict=True)
        assert partly.entries == tuple(entry for digest, entry in pairs if digest not in known)
    else:
        assert partly.entries == whole.entries
