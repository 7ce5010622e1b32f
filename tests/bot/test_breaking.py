"""In quiet hours a story waits for the morning, until so many outlets carry it that it can't wait."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.deliver import Deliverer
from bot.hours import BREAKING
from bot.keep import keep_article
from bot.platforms.port import Later
from bot.shelves import living_around
from storage.model import ChatHours, Delivery, WatchWanted
from storage.store import Store
from tests.bot.fakes import FakePlatform
from tests.samples import HERALD, article, reading

NIGHT = datetime(2026, 3, 4, 23, tzinfo=UTC)
QUIET = ChatHours(zone="UTC", quiet_from=22 * 60, quiet_until=7 * 60)


class Newsroom:
    """A chat with quiet hours, in the night."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NIGHT
        self.articles = 0
        self.platform = FakePlatform()
        self.deliverer = Deliverer(
            store=store,
            platforms={"telegram": self.platform},
            zone=ZoneInfo("UTC"),
            clock=lambda: self.now,
        )

    async def watch(self, delivery: Delivery = Delivery.AT_ONCE) -> None:
        async with self.store.editing() as edition:
            chat = await edition.meet_chat("telegram", "7", "newsroom")
            await edition.set_hours(chat.id, QUIET)
            await edition.add_watch(chat.id, WatchWanted(delivery=delivery), NIGHT)

    async def join(self, *numbers: int, is_news: bool = True) -> None:
        """Let some outlets carry the story, a minute between them, and deliver what is due."""
        for number in numbers:
            outlet = replace(HERALD, name=f"The Daily No{number}")
            self.articles += 1
            kept = replace(article(self.articles, outlet=outlet), published=self.now)
            async with self.store.editing() as edition:
                shelf = await living_around(edition, self.now, reading().signature)
                await keep_article(edition, shelf, kept, reading(), self.now, is_news=is_news)
            await self.deliver()
            self.now += timedelta(minutes=1)

    async def deliver(self) -> None:
        while alert := await self.deliverer.claim():
            await self.deliverer.deliver(alert)


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)


async def test_the_fifth_outlet_tells_in_the_night_what_waited_for_the_morning(newsroom: Newsroom) -> None:
    await newsroom.watch()
    await newsroom.join(*range(1, BREAKING))
    assert newsroom.platform.messages == {}
    await newsroom.join(BREAKING)
    (card,) = newsroom.platform.messages.values()
    assert f"{BREAKING} outlets" in card
    newsroom.now = NIGHT + timedelta(hours=9)
    await newsroom.deliver()
    assert newsroom.platform.sends == 1


async def test_an_outlet_that_tells_nobody_by_itself_makes_it_breaking_too(newsroom: Newsroom) -> None:
    await newsroom.watch()
    await newsroom.join(*range(1, BREAKING))
    await newsroom.join(BREAKING, is_news=False)
    assert newsroom.platform.sends == 1


async def test_articles_of_the_same_outlets_do_not_make_it_breaking(newsroom: Newsroom) -> None:
    await newsroom.watch()
    await newsroom.join(*range(1, BREAKING))
    await newsroom.join(1, 2)
    assert newsroom.platform.messages == {}


async def test_fewer_outlets_wait_for_the_morning(newsroom: Newsroom) -> None:
    await newsroom.watch()
    await newsroom.join(*range(1, BREAKING))
    newsroom.now = NIGHT + timedelta(hours=8)
    await newsroom.deliver()
    assert newsroom.platform.sends == 1


async def test_what_is_read_as_a_digest_waits_for_it(newsroom: Newsroom) -> None:
    await newsroom.watch(Delivery.DAILY)
    await newsroom.join(*range(1, BREAKING + 2))
    assert newsroom.platform.messages == {}


async def test_a_platform_that_asked_for_patience_gets_it(newsroom: Newsroom) -> None:
    await newsroom.watch()
    newsroom.platform.failures.append(Later("429", seconds=600))
    await newsroom.join(*range(1, BREAKING + 3))
    assert newsroom.platform.messages == {}
    newsroom.now += timedelta(seconds=600)
    await newsroom.deliver()
    assert newsroom.platform.sends == 1
