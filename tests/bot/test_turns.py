"""Who turns around is told once, in both his own words, and only while it is so."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.deliver import Deliverer
from bot.gather import Found
from bot.keep import keep_article, keep_findings
from bot.platforms.console import NAME, USER, parse_ask
from bot.pulse import Pulse
from bot.shelves import Shelves, living_around
from bot.turns import LOOKED_AT
from feeds.model import Article, Entry, Feed, Position, Reading, Stance, Troops, WatchFilter
from feeds.stories.cluster import sign
from storage.model import Delivery, WatchWanted
from storage.store import Store
from tests.bot.fakes import FakePlatform
from tests.samples import NOON, REFUSAL, article, reading, source

TURNS = WatchWanted(words="reversals", filter=WatchFilter(is_of_turns=True))
NO, YES = replace(REFUSAL), replace(REFUSAL, stance=Stance.SUPPORTS)
PEOPLE = ("Ana Horn", "Bo Lind", "Cy Marsh", "Dag Voss", "Eva Kiln", "Finn Roth", "Gus Hale", "Ida Berg")
NO_OTHERS = replace(NO, troops=Troops.OTHERS)
YES_OTHERS = replace(YES, troops=Troops.OTHERS)


@dataclass(kw_only=True)
class Newsroom:
    """A chat that watches for reversals, and what it was told."""

    store: Store
    platform: FakePlatform = field(default_factory=FakePlatform)
    number: int = 0

    async def read(
        self, *positions: Position, day: float, found_on: float | None = None, is_news: bool = True
    ) -> Article:
        """Keep an article of a story of its own, of some day, and tell what it owes."""
        self.number += 1
        published = NOON + timedelta(days=day)
        kept = replace(article(self.number), published=published)
        now = published if found_on is None else NOON + timedelta(days=found_on)
        async with self.store.editing() as edition:
            own = of_its_own(self.number, *positions)
            shelf = await living_around(edition, published, own.signature)
            await keep_article(edition, shelf, kept, own, now, is_news=is_news)
        return kept

    async def edit(self, known: Article, *positions: Position) -> None:
        """Let an outlet put other words into an article."""
        url, hours = known.url, timedelta(hours=1)
        async with self.store.editing() as edition:
            await edition.offer_feed(source(), NOON)
            kept = await edition.article_at(url)
        assert kept is not None
        (feed,) = await self.store.feeds()
        edited = Found(
            entry=Entry(guid="1", link="", title=known.title, summary="", body="", published=NOON),
            is_news=False,
            edited=kept.id,
            article=replace(known, text=f"{known.text} More."),
            reading=of_its_own(self.number, *positions),
        )
        await self._keep(feed, edited, known.published + hours)

    async def _keep(self, feed: Feed, edited: Found, now: datetime) -> None:
        async with self.store.editing() as edition:
            await keep_findings(edition, Shelves(), feed, [edited], now=now)

    async def judge(self, line: str, *, day: float) -> None:
        """Give a command as whoever runs the bot."""
        desk = Desk(
            store=self.store,
            zone=ZoneInfo("UTC"),
            clock=lambda: NOON + timedelta(days=day),
            pulse=Pulse(),
            admins=frozenset({f"{NAME}:{USER}"}),
        )
        await answer(desk, parse_ask(line))

    async def told(self, *, day: float = 99) -> list[str]:
        """Give the first line of each message, once all that was owed by some day is delivered."""
        now = NOON + timedelta(days=day)
        deliverer = Deliverer(
            store=self.store,
            platforms={"telegram": self.platform},
            zone=ZoneInfo("UTC"),
            clock=lambda: now,
        )
        while True:
            async with self.store.editing() as edition:
                alert = await edition.claim_alert(now=now, platforms=["telegram"], busy=[])
            if alert is None:
                return [
                    shown.splitlines()[0].removeprefix("== ") for shown in self.platform.messages.values()
                ]
            await deliverer.deliver(alert)


def of_its_own(number: int, *positions: Position) -> Reading:
    """A reading like no other, so that its article begins a story."""
    words = " ".join(f"{word}{number}" for word in ("north", "south", "east", "west"))
    return replace(reading(), positions=positions, signature=sign(words, words * 5, "en", (), ()))


@pytest.fixture
async def newsroom(store: Store) -> Newsroom:
    async with store.editing() as edition:
        chat = await edition.meet_chat("telegram", "1", "newsroom")
        await edition.add_watch(chat.id, TURNS, NOON)
    return Newsroom(store=store)


TOLD = "Ada Roe (Estonia): from against to for in 5 days"


async def test_a_turn_that_several_stories_of_a_day_tell_is_told_once(newsroom: Newsroom) -> None:
    await newsroom.read(NO, day=0)
    await newsroom.read(YES, day=5)
    await newsroom.told()
    await newsroom.read(YES, day=5.1)
    await newsroom.read(YES, day=6)
    assert await newsroom.told() == [TOLD]


async def test_an_older_article_that_comes_late_does_not_tell_it_again(newsroom: Newsroom) -> None:
    await newsroom.read(NO, day=0)
    await newsroom.read(YES, day=5)
    await newsroom.told()
    await newsroom.read(YES, day=4, found_on=5.5)
    await newsroom.read(NO, day=3, found_on=5.6)
    await newsroom.read(YES, day=4.9, found_on=5.7)
    assert await newsroom.told() == [TOLD]


async def test_an_older_article_that_comes_late_may_show_that_a_fresh_word_is_a_turn(
    newsroom: Newsroom,
) -> None:
    await newsroom.read(YES, day=5)
    await newsroom.read(NO, day=0, found_on=5.1)
    assert await newsroom.told() == [TOLD]


async def test_it_is_told_also_when_another_article_tells_it_before_the_news_is_out(
    newsroom: Newsroom,
) -> None:
    await newsroom.read(NO, day=0)
    await newsroom.read(YES, day=5)
    await newsroom.read(YES, day=4.9, found_on=5.1, is_news=False)
    assert await newsroom.told() == [TOLD]


async def test_an_edit_that_turns_somebody_around_is_told(newsroom: Newsroom) -> None:
    await newsroom.read(NO, day=0)
    kept = await newsroom.read(day=5)
    await newsroom.edit(kept, YES)
    assert await newsroom.told() == [TOLD]


async def test_a_rejection_takes_it_back_and_its_undoing_tells_it(newsroom: Newsroom) -> None:
    await newsroom.read(NO, day=0)
    kept = await newsroom.read(YES, day=5)
    await newsroom.judge(f"/reject {kept.url}", day=5)
    assert await newsroom.told() == []
    await newsroom.judge(f"/report {kept.url}", day=5)
    assert await newsroom.told() == [TOLD]


async def test_rejecting_the_article_that_muddled_a_day_brings_the_turn_to_light(newsroom: Newsroom) -> None:
    await newsroom.read(NO, day=0)
    await newsroom.read(YES, day=5)
    muddle = await newsroom.read(NO, day=5.1)
    assert await newsroom.told() == []
    await newsroom.judge(f"/reject {muddle.url}", day=5.2)
    assert await newsroom.told() == [TOLD]


async def test_two_matters_turn_apart_and_each_is_named(newsroom: Newsroom) -> None:
    await newsroom.read(NO, YES_OTHERS, day=0)
    await newsroom.read(YES, NO_OTHERS, day=5)
    assert sorted(await newsroom.told()) == [
        "Ada Roe (Estonia) on the troops of others: from for to against in 5 days",
        TOLD,
    ]


async def test_who_turns_back_is_told_again(newsroom: Newsroom) -> None:
    await newsroom.read(NO, day=0)
    await newsroom.read(YES, day=5)
    await newsroom.read(NO, day=8)
    await newsroom.read(YES, day=9)
    assert len(await newsroom.told()) == 3


async def test_what_turned_long_ago_is_no_news(newsroom: Newsroom) -> None:
    await newsroom.read(NO, day=0)
    await newsroom.read(YES, day=5, found_on=30)
    assert await newsroom.told() == []


async def test_who_is_quoted_every_hour_turns_around_all_the_same(newsroom: Newsroom) -> None:
    for number in range(LOOKED_AT + 10):
        await newsroom.read(NO, day=number / 1_000, is_news=False)
    await newsroom.read(YES, day=5)
    assert await newsroom.told() == [TOLD]


async def test_a_chat_that_watches_no_more_for_turns_is_not_told_of_those_owed(newsroom: Newsroom) -> None:
    await newsroom.read(NO, day=0)
    await newsroom.read(YES, day=5)
    async with newsroom.store.editing() as edition:
        (watch,) = await edition.watches()
        await edition.remove_watch(watch.chat.id, watch.id)
    assert await newsroom.told() == []


async def turn_around(newsroom: Newsroom, *people: str, at: float) -> None:
    """Let some people turn around one after another, a minute between them."""
    for number, who in enumerate(people):
        await newsroom.read(replace(NO, actor=who), day=at - 5, is_news=False)
        await newsroom.read(replace(YES, actor=who), day=at + number / 1_440)


async def test_more_turns_at_once_than_a_burst_are_one_message(newsroom: Newsroom) -> None:
    await turn_around(newsroom, *PEOPLE, at=5)
    assert await newsroom.told() == ["8 reversals"]
    (shown,) = newsroom.platform.messages.values()
    assert all(f"{who} (Estonia): from against to for in 5 days" in shown for who in PEOPLE)
    assert (await newsroom.store.counts()).alerts_due == 0


async def test_no_more_turns_than_a_burst_are_told_each(newsroom: Newsroom) -> None:
    await turn_around(newsroom, *PEOPLE[:4], at=5)
    assert len(await newsroom.told()) == 4


async def test_more_turns_in_some_minutes_than_a_burst_wait_and_are_one_message(newsroom: Newsroom) -> None:
    for number, who in enumerate(PEOPLE):
        day = 5 + number / 1_440
        await turn_around(newsroom, who, at=day)
        await newsroom.told(day=day)
    assert len(newsroom.platform.messages) == 4
    *single, digest = await newsroom.told()
    assert [title.split(" (")[0] for title in single] == list(PEOPLE[:4])
    assert digest == "4 reversals"


async def test_of_a_burst_only_who_still_turned_around_is_told(newsroom: Newsroom) -> None:
    await turn_around(newsroom, *PEOPLE[:7], at=5)
    taken_back = await newsroom.read(replace(YES, actor=PEOPLE[7]), day=5)
    await newsroom.read(replace(NO, actor=PEOPLE[7]), day=0, found_on=5.01)
    await newsroom.judge(f"/reject {taken_back.url}", day=5.02)
    assert await newsroom.told() == ["7 reversals"]
    (shown,) = newsroom.platform.messages.values()
    assert PEOPLE[7] not in shown


async def test_a_watch_for_turns_that_wants_a_digest_gets_one_in_the_morning(store: Store) -> None:
    async with store.editing() as edition:
        chat = await edition.meet_chat("telegram", "1", "newsroom")
        await edition.add_watch(chat.id, replace(TURNS, delivery=Delivery.DAILY), NOON)
    newsroom = Newsroom(store=store)
    await turn_around(newsroom, *PEOPLE[:2], at=5)
    assert await newsroom.told(day=5.5) == []
    assert await newsroom.told(day=6) == ["2 reversals"]


async def test_a_silent_watch_for_turns_is_silent(store: Store) -> None:
    async with store.editing() as edition:
        chat = await edition.meet_chat("telegram", "1", "newsroom")
        await edition.add_watch(chat.id, replace(TURNS, is_silent=True), NOON)
    newsroom = Newsroom(store=store)
    await turn_around(newsroom, PEOPLE[0], at=5)
    assert await newsroom.told() == [f"{PEOPLE[0]} (Estonia): from against to for in 5 days"]
    assert newsroom.platform.silent == 1
