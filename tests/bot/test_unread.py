"""An item whose reading kills its worker is neither lost nor does it cost the others their turn."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage.store import Store, open_store
from tests.bot.stand import WORDS, Item, Stand, open_stand

OLD = Item(guid="old", title="Italy rules out sending troops to Ukraine")
BAD = Item(guid="bad", words=f"A killer. {WORDS}")


@pytest.fixture
async def stand(store: Store) -> AsyncIterator[Stand]:
    async with open_stand(store) as stand:
        yield stand


def bad(number: int) -> Item:
    title = f"Estonia ready to send company {number} to Ukraine"
    return replace(BAD, guid=f"bad{number}", title=title)


async def test_what_killed_its_reader_is_read_at_the_next_visit_and_is_news_then(stand: Stand) -> None:
    await stand.poll(OLD)
    stand.readers.bad = {"killer"}
    feed = await stand.poll(BAD, OLD)
    assert (await stand.cards(), feed.crashes, feed.fault) == (0, 1, "")
    stand.readers.bad = set()
    feed = await stand.poll(BAD, OLD)
    assert (await stand.cards(), feed.crashes) == (1, 0)
    assert await stand.texts() == [OLD.title, BAD.title]
    await stand.poll(BAD, OLD)
    assert (stand.stall.whole, len(stand.readers.read)) == (3, 3), "then it is known like any other"


async def test_what_kills_its_reader_twice_is_kept_by_its_headline_and_named(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    await stand.poll(OLD)
    stand.readers.bad = {"killer"}
    for _ in range(3):
        feed = await stand.poll(BAD, OLD)
    assert await stand.texts() == [OLD.title, BAD.title]
    assert await stand.cards() == 1
    assert len(stand.readers.read) == 1 + 1 + 2, "nothing is tried a third time"
    assert not feed.retired
    assert any("killed its reader twice" in record.getMessage() for record in caplog.records)


async def test_what_kills_even_by_its_headline_is_given_up(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    await stand.poll(OLD)
    stand.readers.bad = {"killer", "ready to send"}
    for _ in range(4):
        feed = await stand.poll(BAD, OLD)
    assert (await stand.texts(), len(stand.readers.read)) == ([OLD.title], 4)
    assert (feed.retired, feed.crashes) == (False, 0)
    named = [record for record in caplog.records if "could not be read" in record.getMessage()]
    assert len(named) == 2
    assert all(record.levelname == "WARNING" and "stand.example" in record.getMessage() for record in named)


async def test_an_edit_that_kills_its_reader_is_read_at_the_next_visit(stand: Stand) -> None:
    await stand.poll(OLD)
    stand.readers.bad = {"killer"}
    edited = replace(OLD, title="Italy now rules out sending any troops to Ukraine", words=BAD.words)
    await stand.poll(edited)
    assert await stand.texts() == [OLD.title]
    stand.readers.bad = set()
    await stand.poll(edited)
    assert (await stand.texts(), await stand.cards()) == ([edited.title], 0)


async def test_one_visit_reads_no_longer_than_its_purse_allows_and_nothing_is_lost(stand: Stand) -> None:
    await stand.poll(OLD)
    stand.readers.slow = {"killer"}
    items = tuple(bad(number) for number in range(7))
    tried = []
    for _ in range(3):
        before = len(stand.readers.read)
        await stand.poll(*items, OLD)
        tried.append(len(stand.readers.read) - before)
    assert tried == [3, 3, 1], "twelve seconds each, of a purse of thirty"
    assert len(await stand.texts()) == 8


async def test_a_killer_of_yesterday_lets_the_others_go_first(stand: Stand) -> None:
    await stand.poll(OLD)
    stand.readers.bad = {"killer"}
    await stand.poll(BAD, OLD)
    new = Item(guid="new", title="Latvia would send troops to Ukraine")
    await stand.poll(BAD, new, OLD)
    assert stand.readers.read[2:4] == [new.title, BAD.title]


async def test_what_a_first_visit_leaves_is_no_news_at_the_second(stand: Stand) -> None:
    stand.readers.slow = {"killer"}
    items = tuple(bad(number) for number in range(4))
    first = await stand.poll(*items)
    second = await stand.poll(*items)
    assert (first.succeeded, second.succeeded) == (None, stand.clock.now)
    assert (len(await stand.texts()), await stand.cards()) == (4, 0)


async def test_a_killer_that_is_tried_again_counts_once_and_a_new_one_behind_it_is_the_second(
    stand: Stand,
) -> None:
    await stand.poll(OLD)
    stand.readers.bad = {"killer"}
    visits = ((bad(1),), (bad(1),), (bad(1), bad(2)))
    crashes = [(await stand.poll(*items, OLD)).crashes for items in visits]
    assert crashes == [1, 1, 2]
    assert (await stand.feed()).retired


async def test_a_feed_that_brings_killers_at_two_visits_is_in_quarantine_across_restarts(
    tmp_path: Path,
) -> None:
    for visit in (1, 2):
        store = await open_store(tmp_path / "news.db")
        async with open_stand(store) as stand:
            stand.readers.bad = {"killer"}
            stand.clock.now = (await stand.feed()).due
            feed = await stand.poll(*(bad(number) for number in range(4 * visit)))
        await store.close()
        assert (feed.crashes, feed.retired) == (visit, visit == 2)
    assert feed.fault == "its items killed their reader; in quarantine"
