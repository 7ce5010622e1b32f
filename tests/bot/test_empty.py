"""That a digest has nothing to tell is said in one line, once, where a chat wants to hear that."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.deliver import Deliverer
from bot.empty import EMPTY, owe_empty
from bot.keep import keep_article
from bot.shelves import living_around
from storage.model import ChatHours, Delivery, WatchWanted
from storage.store import Store
from tests.bot.fakes import FakePlatform
from tests.samples import NOON, article, reading

MORNING = datetime(2026, 3, 5, 7, tzinfo=UTC)  # a Thursday, 9:00 in Kyiv
SAYS = ChatHours(zone="Europe/Kyiv", digest_at=9 * 60, says_empty=True)


async def watch(store: Store, *deliveries: Delivery, hours: ChatHours = SAYS, since: datetime = NOON) -> None:
    async with store.editing() as edition:
        chat = await edition.meet_chat("telegram", "7", "newsroom")
        await edition.set_hours(chat.id, hours)
        for delivery in deliveries:
            await edition.add_watch(chat.id, WatchWanted(words=delivery.value, delivery=delivery), since)


async def publish(store: Store, at: datetime) -> None:
    async with store.editing() as edition:
        shelf = await living_around(edition, at, reading().signature)
        await keep_article(edition, shelf, article(), reading(), at, is_news=True)


async def told(store: Store, *looks: datetime) -> list[str]:
    """Look at the clock at some times, and give what the chat shows after the last."""
    platform = FakePlatform()
    for now in looks:
        async with store.editing() as edition:
            await owe_empty(edition, now)
    deliverer = Deliverer(
        store=store, platforms={"telegram": platform}, zone=ZoneInfo("UTC"), clock=lambda: looks[-1]
    )
    while alert := await deliverer.claim():
        await deliverer.deliver(alert)
    return list(platform.messages.values())


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


async def test_an_empty_digest_is_said_once_at_its_time(store: Store) -> None:
    await watch(store, Delivery.DAILY)
    looks = [MORNING + minutes(number) for number in (-1, 0.5, 1, 2, 3, 50)]
    (said,) = await told(store, *looks)
    assert EMPTY in said
    (again,) = await told(store, MORNING + timedelta(days=1, minutes=2))
    assert EMPTY in again


async def test_it_is_not_said_before_its_time_nor_after_a_long_absence(store: Store) -> None:
    await watch(store, Delivery.DAILY)
    assert await told(store, MORNING - minutes(1), MORNING + minutes(0.5), MORNING + minutes(90)) == []


async def test_a_digest_that_tells_something_is_no_empty_one(store: Store) -> None:
    await watch(store, Delivery.DAILY)
    await publish(store, NOON + minutes(1))
    (digest,) = await told(store, MORNING + minutes(2), MORNING + minutes(4))
    assert "1 story" in digest
    assert EMPTY not in digest


async def test_a_digest_whose_only_story_was_taken_back_is_empty(store: Store) -> None:
    await watch(store, Delivery.DAILY)
    await publish(store, NOON + minutes(1))
    (story,) = await store.latest(limit=1)
    async with store.editing() as edition:
        await edition.cancel_cards(story.id)
    (said,) = await told(store, MORNING + minutes(2))
    assert EMPTY in said


@pytest.mark.parametrize(("days", "times"), [(0, 0), (4, 1)])
async def test_a_weekly_digest_is_empty_on_mondays_only(store: Store, days: int, times: int) -> None:
    await watch(store, Delivery.WEEKLY)
    assert len(await told(store, MORNING + timedelta(days=days, minutes=2))) == times


async def test_a_chat_with_a_daily_and_a_weekly_digest_hears_it_once_on_mondays(store: Store) -> None:
    await watch(store, Delivery.DAILY, Delivery.WEEKLY)
    assert len(await told(store, MORNING + timedelta(days=4, minutes=2))) == 1


@pytest.mark.parametrize(
    ("delivery", "hours", "since"),
    [
        (Delivery.DAILY, ChatHours(zone="Europe/Kyiv", digest_at=9 * 60), NOON),
        (Delivery.AT_ONCE, SAYS, NOON),
        (Delivery.DAILY, SAYS, MORNING + minutes(1)),
    ],
    ids=["it is to be skipped", "there is no digest", "the watch is younger"],
)
async def test_nothing_is_said_where_nobody_waits_for_it(
    store: Store, delivery: Delivery, hours: ChatHours, since: datetime
) -> None:
    await watch(store, delivery, hours=hours, since=since)
    assert await told(store, MORNING + minutes(2)) == []


async def test_a_chat_that_threw_the_bot_out_is_owed_no_empty_digests(store: Store) -> None:
    await watch(store, Delivery.DAILY)
    async with store.editing() as edition:
        (kept,) = await edition.watches()
        await edition.park_chat(kept.chat.id, "kicked")
    await told(store, MORNING + minutes(2))
    assert (await store.counts()).alerts_due == 0
