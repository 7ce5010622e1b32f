"""What a feed's hub sends is read as a visit's is; its hub is believed as far as it keeps its word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rounds import Rounds
from feeds.errors import ParserKilled
from feeds.polling.bring import parse_and_screen
from storage.store import Store
from tests.bot.stand import HOUR, Item, Stand, open_stand
from tests.samples import NOON

FIRST = Item(guid="1", title="Estonia may send troops to Ukraine, its minister says")
EDITED = replace(FIRST, title="Estonia may send 200 troops to Ukraine, its minister says")
NEW = Item(guid="2", title="Latvia would send troops to Ukraine", published=NOON + HOUR)


@pytest.fixture
async def stand(store: Store) -> AsyncIterator[Stand]:
    async with open_stand(store) as stand:
        yield stand


async def test_a_poll_puts_right_what_a_late_push_put_back(stand: Stand) -> None:
    await stand.poll(EDITED)
    await stand.push(FIRST)
    await stand.poll(EDITED)
    assert await stand.texts() == [EDITED.title]


async def test_a_push_of_an_earlier_version_revises_nothing(stand: Stand) -> None:
    later = replace(EDITED, published=NOON + timedelta(minutes=5))
    polled = await stand.poll(later)
    pushed = await stand.push(FIRST)
    assert await stand.texts() == [EDITED.title]
    assert (pushed.validators, pushed.body_hash) == (polled.validators, polled.body_hash)
    assert await stand.store.known_items(pushed.id)


async def test_a_push_of_a_later_version_revises(stand: Stand) -> None:
    await stand.poll(FIRST)
    await stand.push(replace(EDITED, published=NOON + timedelta(minutes=5)))
    assert await stand.texts() == [EDITED.title]


async def test_after_a_push_of_news_the_next_poll_reads_whole(stand: Stand) -> None:
    await stand.poll(FIRST)
    feed = await stand.push(NEW)
    assert (feed.validators.etag, feed.body_hash, await stand.store.known_items(feed.id)) == (
        None,
        b"",
        frozenset(),
    )
    await stand.poll(FIRST)
    assert (stand.stall.whole, await stand.cards()) == (2, 1)


async def test_a_push_of_what_is_known_costs_no_download(stand: Stand) -> None:
    polled = await stand.poll(FIRST)
    pushed = await stand.push(FIRST)
    assert pushed == replace(polled, pushes=1)
    await stand.poll(FIRST)
    assert stand.stall.whole == 1


async def test_a_hub_is_believed_until_a_poll_finds_what_it_did_not_push(stand: Stand) -> None:
    await stand.poll(FIRST)
    await stand.push(NEW)
    assert (await stand.poll(NEW, FIRST)).pushes == 1
    third = Item(guid="3", title="Lithuania would send troops to Ukraine")
    assert (await stand.poll(third, NEW, FIRST)).pushes == 0


async def test_pushes_that_kill_their_parser_end_in_quarantine(stand: Stand) -> None:
    await stand.poll(FIRST)
    stand.readers.deadly = {parse_and_screen}
    for _ in range(2):
        with pytest.raises(ParserKilled):
            await stand.push(NEW)
    feed = await stand.feed()
    assert (feed.crashes, feed.retired) == (2, True)
    assert feed.fault == "stalled its parser; in quarantine"
    await stand.push(NEW)
    assert await stand.texts() == [FIRST.title], "nothing more is taken"


async def test_a_push_and_a_poll_that_kill_their_parser_are_two(stand: Stand) -> None:
    await stand.poll(FIRST)
    stand.readers.deadly = {parse_and_screen}
    with pytest.raises(ParserKilled):
        await stand.push(NEW)
    assert (await stand.poll(NEW, FIRST)).retired


async def test_a_push_that_can_be_read_ends_the_count(stand: Stand) -> None:
    await stand.poll(FIRST)
    stand.readers.deadly = {parse_and_screen}
    with pytest.raises(ParserKilled):
        await stand.push(NEW)
    stand.readers.deadly = set()
    assert (await stand.push(NEW)).crashes == 0


async def test_pushed_words_that_kill_their_reader_are_read_at_the_next_poll(stand: Stand) -> None:
    await stand.poll(FIRST)
    stand.readers.bad = {"killer"}
    bad = replace(NEW, words=f"A killer. {NEW.words}")
    assert (await stand.push(bad)).crashes == 1
    stand.readers.bad = set()
    await stand.poll(bad, FIRST)
    assert (await stand.texts(), await stand.cards()) == ([FIRST.title, NEW.title], 1)


async def test_a_push_sets_its_host_no_pause(stand: Stand) -> None:
    await stand.poll(FIRST)
    stand.clock.now += HOUR
    await stand.push(NEW)
    polling = asyncio.create_task(stand.poller.run())
    async with asyncio.timeout(5):
        while stand.stall.asked < 2:  # noqa: ASYNC110  the stall has no event
            await asyncio.sleep(0.01)
    polling.cancel()
    with suppress(asyncio.CancelledError):
        await polling


async def test_a_feed_that_a_push_changes_is_read_anew_before_its_turn(store: Store, stand: Stand) -> None:
    feed = await stand.feed()
    rounds = Rounds(store, host_pause=HOUR, clock=stand.clock)
    await rounds._line_up()  # noqa: SLF001  the moment between two turns
    assert rounds.hold_alone(feed.id)
    async with store.editing() as edition:
        await edition.save_feeds(replace(feed, body_hash=b"changed"))
    rounds.release([feed.id])
    assert (await rounds.next_feed()).body_hash == b"changed"
