"""The life of an alert: nothing is lost, nothing is sent twice where the platform lets us prevent it."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.deliver import Deliverer, fingerprint, nonce, pause
from bot.platforms.port import (
    Address,
    ChatGone,
    ChatMoved,
    DeliveryError,
    Later,
    MessageGone,
    NotConnected,
    Refused,
    Uncertain,
)
from bot.replies import note
from feeds.model import Article, Label, StoryId
from storage.model import Alert, AlertKind, How
from storage.store import Store
from tests.bot.fakes import FakePlatform
from tests.bot.platforms.pictured import PICTURE
from tests.samples import NOON, VESTNIK, article, reading
from tests.servers.listening import eventually


class Desk:
    """A deliverer with its platform and a clock that is turned by hand."""

    def __init__(self, store: Store, *, repeats_harmlessly: bool = False) -> None:
        self.store = store
        self.now = NOON + timedelta(minutes=5)
        self.platform = FakePlatform(repeats_harmlessly=repeats_harmlessly)
        self.deliverer = self.restarted()

    def restarted(self) -> Deliverer:
        return Deliverer(
            store=self.store,
            platforms={"telegram": self.platform},
            zone=ZoneInfo("UTC"),
            clock=lambda: self.now,
        )

    async def claim(self) -> Alert | None:
        async with self.store.editing() as edition:
            return await edition.claim_alert(now=self.now, platforms=["telegram"], busy=[])

    async def deliver_all(self) -> None:
        while alert := await self.claim():
            await self.deliverer.deliver(alert)


@pytest.fixture
async def desk(store: Store) -> Desk:
    await owe_card(store, "1", NOON)
    return Desk(store)


async def owe_card(store: Store, address: str, due: datetime, kept: Article | None = None) -> StoryId:
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        await edition.keep_article(kept or article(), reading(), story=story, origin=None, seen=NOON)
        chat = await edition.meet_chat("telegram", address, "newsroom")
        await edition.owe(AlertKind.CARD, chat.id, story, How(why="it watches", due=due))
    return story


async def test_a_card_shows_the_words_the_speaker_the_outlet_and_the_date(desk: Desk) -> None:
    await desk.deliver_all()
    (card,) = desk.platform.messages.values()
    assert "Juhan Tammsalu (Estonia): “We would go, but only after a ceasefire,”" in card
    assert "The Harbour Herald <https://herald.example/1>, 4 Mar 2026, 12:01 UTC" in card
    assert "Juhan Tammsalu (Estonia): conditional (self-stated)" in card


async def test_a_story_that_grew_edits_its_card(desk: Desk) -> None:
    await desk.deliver_all()
    async with desk.store.editing() as edition:
        await edition.keep_article(
            article(2, outlet=VESTNIK), reading(), story=StoryId(1), origin=None, seen=NOON
        )
        await edition.owe(
            AlertKind.EDIT,
            (await edition.chats_with_card(StoryId(1)))[0][0],
            StoryId(1),
            How(why="grown", due=NOON),
        )
    await desk.deliver_all()
    (card,) = desk.platform.messages.values()
    assert "2 outlets" in card
    assert "Severny Vestnik (Russia, state-controlled)" in card
    assert desk.platform.sends == 1


async def test_a_story_that_grew_while_its_card_was_in_flight_is_edited_afterwards(desk: Desk) -> None:
    async def grow() -> None:
        desk.platform.meanwhile = None
        late = article(2, outlet=VESTNIK)
        async with desk.store.editing() as edition:
            await edition.keep_article(late, reading(), story=StoryId(1), origin=None, seen=desk.now)
            await edition.grow_story(StoryId(1), desk.now)

    desk.platform.meanwhile = grow
    await desk.deliver_all()
    (card,) = desk.platform.messages.values()
    assert "2 outlets" in card
    assert desk.platform.sends == 1


@pytest.mark.parametrize("failure", [Later("429", seconds=30), Later("no connection")])
async def test_what_was_not_sent_is_sent_later_and_once(desk: Desk, failure: DeliveryError) -> None:
    desk.platform.failures.append(failure)
    await desk.deliver_all()
    assert desk.platform.messages == {}
    desk.now += timedelta(seconds=31)
    await desk.deliver_all()
    assert len(desk.platform.messages) == 1


async def test_a_lost_answer_is_repeated_where_the_platform_knows_a_repetition(store: Store) -> None:
    await owe_card(store, "1", NOON)
    desk = Desk(store, repeats_harmlessly=True)
    desk.platform.loses_answer = True
    desk.platform.failures += [Uncertain("no answer")] * 3
    for _ in range(5):
        await desk.deliver_all()
        desk.now += timedelta(hours=1)
    assert len(desk.platform.messages) == 1
    assert (await store.counts()).alerts_due == 0


async def test_what_arrived_is_looked_for_once_the_platform_may_have_forgotten_it(store: Store) -> None:
    await owe_card(store, "1", NOON)
    desk = Desk(store, repeats_harmlessly=True)
    desk.platform.loses_answer = True
    desk.platform.failures.append(Uncertain("no answer"))
    await desk.deliver_all()
    desk.now += timedelta(hours=1)
    await desk.deliver_all()
    assert (desk.platform.sends, len(desk.platform.messages)) == (1, 1)
    assert (await store.counts()).alerts_due == 0


@pytest.mark.parametrize("minutes", [1, 60])
async def test_a_story_that_grew_after_the_lost_answer_is_edited_in_what_arrived(
    store: Store, minutes: int
) -> None:
    story = await owe_card(store, "1", NOON)
    desk = Desk(store, repeats_harmlessly=True)
    desk.now = NOON
    desk.platform.loses_answer = True
    desk.platform.failures.append(Uncertain("no answer"))
    await desk.deliver_all()
    desk.now += timedelta(minutes=minutes)
    async with store.editing() as edition:
        grown = article(2, outlet=VESTNIK)
        await edition.keep_article(grown, reading(), story=story, origin=None, seen=desk.now)
        await edition.grow_story(story, desk.now)
    await desk.deliver_all()
    (card,) = desk.platform.messages.values()
    assert "Severny Vestnik" in card
    assert desk.platform.sends == 1


async def test_a_lost_answer_is_repeated_twice_where_it_does_not_and_then_given_up(desk: Desk) -> None:
    desk.platform.loses_answer = True
    desk.platform.failures += [Uncertain("no answer")] * 9
    for _ in range(5):
        await desk.deliver_all()
        desk.now += timedelta(hours=1)
    assert desk.platform.sends == 3
    assert (await desk.store.counts()).alerts_dead == 1


async def test_a_short_outage_before_a_lost_answer_costs_no_alert(desk: Desk) -> None:
    desk.platform.failures += [Later("not connected"), Later("429"), Uncertain("502")]
    for _ in range(5):
        await desk.deliver_all()
        desk.now += timedelta(hours=1)
    assert len(desk.platform.messages) == 1
    assert (await desk.store.counts()).alerts_dead == 0


async def test_a_burst_of_stories_is_one_message(desk: Desk) -> None:
    for number in range(2, 12):
        await owe_card(desk.store, "1", NOON, article(number, title=f"Troops, part {number}"))
    await desk.deliver_all()
    (shown,) = desk.platform.messages.values()
    assert "== 11 stories" in shown
    assert "Troops, part 7" in shown
    assert "The Harbour Herald" in shown
    assert (await desk.store.counts()).alerts_due == 0


async def test_a_digest_is_followed_by_no_edit_when_a_story_grew_meanwhile(desk: Desk) -> None:
    async def grow() -> None:
        desk.platform.meanwhile = None
        async with desk.store.editing() as edition:
            await edition.grow_story(StoryId(1), desk.now)

    for number in range(2, 8):
        await owe_card(desk.store, "1", NOON, article(number))
    desk.platform.meanwhile = grow
    await desk.deliver_all()
    assert desk.platform.sends == 1


async def test_what_was_in_flight_at_the_crash_is_delivered_after_the_restart(desk: Desk) -> None:
    assert await desk.claim() is not None  # and then the program dies
    desk.deliverer = desk.restarted()
    await desk.deliverer.recover()
    desk.now += timedelta(minutes=1)
    await desk.deliver_all()
    assert len(desk.platform.messages) == 1


async def test_a_chat_that_threw_us_out_is_parked_and_owed_what_it_missed(desk: Desk) -> None:
    desk.platform.failures.append(ChatGone("kicked"))
    await desk.deliver_all()
    assert await desk.claim() is None
    async with desk.store.editing() as edition:
        await edition.meet_chat("telegram", "1", "newsroom")  # we are let in again
    await desk.deliver_all()
    assert len(desk.platform.messages) == 1


async def test_a_group_that_moved_gets_its_card_at_the_new_address(desk: Desk) -> None:
    desk.platform.failures.append(ChatMoved(Address("-100777")))
    await desk.deliver_all()
    assert list(desk.platform.messages) == ["-100777/1"]


@pytest.mark.parametrize("failure", [Refused("can't parse entities"), MessageGone("deleted")])
async def test_what_can_never_arrive_is_given_up_with_its_reason(desk: Desk, failure: DeliveryError) -> None:
    desk.platform.failures.append(failure)
    await desk.deliver_all()
    counts = await desk.store.counts()
    assert (counts.alerts_due, counts.alerts_dead) == (0, 1)


async def test_one_chats_failure_leaves_the_others_alone(desk: Desk) -> None:
    await owe_card(desk.store, "2", NOON, article(2))
    desk.platform.failures.append(Later("429", seconds=3_000))
    await desk.deliver_all()
    assert list(desk.platform.messages) == ["2/1"]


def test_a_message_with_another_picture_shows_something_else() -> None:
    bare = note("Ana Horn is open.")
    pictured = replace(bare, picture=PICTURE)
    renewed = replace(bare, picture=replace(PICTURE, chart=replace(PICTURE.chart, title="another")))
    assert len({fingerprint(bare), fingerprint(pictured), fingerprint(renewed)}) == 3


def test_a_nonce_is_the_same_at_each_try_and_fits_discord() -> None:
    alert = Alert(
        id=7,  # type: ignore[arg-type]  # any number is an id here
        chat=None,  # type: ignore[arg-type]  # not looked at
        story=StoryId(1),
        kind=AlertKind.CARD,
        why="",
        owed=NOON,
        attempts=1,
    )
    assert nonce(alert) == nonce(alert)
    assert len(nonce(alert)) <= 25


@pytest.mark.parametrize(
    ("attempts", "asked", "seconds"), [(1, None, 1), (3, None, 4), (40, None, 3600), (1, 7.5, 7.5)]
)
def test_pauses_double_and_obey_the_platform(attempts: int, asked: float | None, seconds: float) -> None:
    assert pause(attempts, asked) == timedelta(seconds=seconds)


async def test_more_cards_than_a_burst_in_some_minutes_are_a_digest_at_the_end_of_them(desk: Desk) -> None:
    for number in range(2, 10):
        due = NOON + timedelta(minutes=number / 2)
        await owe_card(desk.store, "1", due, article(number, title=f"Troops, part {number}"))
        desk.now = due
        await desk.deliver_all()
    assert len(desk.platform.messages) == 4
    desk.now += timedelta(minutes=15)
    await desk.deliver_all()
    shown = list(desk.platform.messages.values())
    assert len(shown) == 5
    assert "5 stories" in shown[-1]
    assert all(any(f"part {number}" in each for each in shown) for number in range(2, 10))


async def test_what_follows_a_story_is_told_beneath_its_card(desk: Desk) -> None:
    await desk.deliver_all()
    async with desk.store.editing() as edition:
        follows = await edition.begin_story(Label.CORE, NOON, follows=StoryId(1))
        await edition.keep_article(article(3), reading(), story=follows, origin=None, seen=NOON)
        chat = await edition.meet_chat("telegram", "1", "")
        await edition.owe(AlertKind.CARD, chat.id, follows, How(why="watch 1", due=NOON))
    desk.now += timedelta(minutes=1)
    await desk.deliver_all()
    assert desk.platform.beneath == ["", next(iter(desk.platform.messages))]


async def test_what_waits_for_its_platform_to_connect_is_sent_as_soon_as_it_has(desk: Desk) -> None:
    for _ in range(12):
        desk.platform.failures.append(NotConnected("telegram: not connected"))
        await deliver_next(desk)
        desk.now += timedelta(seconds=2)
    desk.platform.failures.append(Later("no connection"))
    await deliver_next(desk)
    desk.now += timedelta(seconds=2)
    await deliver_next(desk)
    assert len(desk.platform.messages) == 1


async def test_a_platform_that_takes_little_keeps_no_other_waiting(store: Store) -> None:
    slow, quick = FakePlatform(), FakePlatform("discord")
    slow.seconds_between_any = 1_000.0
    for number in range(20):
        await owe_card(store, f"{number}", NOON, article(number + 1))
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        await edition.keep_article(article(99), reading(), story=story, origin=None, seen=NOON)
        chat = await edition.meet_chat("discord", "1", "newsroom")
        await edition.owe(AlertKind.CARD, chat.id, story, How(why="it watches", due=NOON))
    deliverer = Deliverer(
        store=store,
        platforms={"telegram": slow, "discord": quick},
        zone=ZoneInfo("UTC"),
        clock=lambda: NOON,
    )
    running = asyncio.create_task(deliverer.run(asyncio.Event()))
    await eventually(lambda: len(quick.messages) == 1)
    assert len(slow.messages) == 1
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def deliver_next(desk: Desk) -> None:
    alert = await desk.deliverer.claim()
    assert alert is not None
    await desk.deliverer.deliver(alert)


async def test_a_platform_that_hangs_keeps_no_other_waiting(store: Store) -> None:
    hanging, quick = FakePlatform("webhook"), FakePlatform("discord")
    hanging.meanwhile = asyncio.Event().wait  # type: ignore[assignment]
    for number in range(30):
        async with store.editing() as edition:
            story = await edition.begin_story(Label.CORE, NOON)
            await edition.keep_article(article(number + 1), reading(), story=story, origin=None, seen=NOON)
            for platform in ("webhook", "discord"):
                chat = await edition.meet_chat(platform, f"{number}", "newsroom")
                await edition.owe(AlertKind.CARD, chat.id, story, How(why="it watches", due=NOON))
    deliverer = Deliverer(
        store=store,
        platforms={"webhook": hanging, "discord": quick},
        zone=ZoneInfo("UTC"),
        clock=lambda: NOON,
    )
    running = asyncio.create_task(deliverer.run(asyncio.Event()))
    await eventually(lambda: len(quick.messages) == 30)
    running.cancel()


async def test_where_answers_go_on_being_lost_the_pauses_grow(store: Store) -> None:
    await owe_card(store, "1", NOON)
    desk = Desk(store, repeats_harmlessly=True)
    desk.platform.failures += [Uncertain("no answer")] * 1_000
    tries = list[datetime]()
    for _ in range(600):
        before = len(desk.platform.failures)
        await desk.deliver_all()
        tries += [desk.now] * (len(desk.platform.failures) < before)
        desk.now += timedelta(seconds=30)
    between = [(later - earlier).total_seconds() for earlier, later in pairwise(tries)]
    assert between[:4] == [30, 30, 30, 30]
    assert between[4:8] == [60, 120, 240, 480]
    assert max(between) == 3_600
