"""A chat says what it wants to hear of, is told what it would have heard, and why it heard or not."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.commands.wanted import read_typed, wanted_of
from bot.deliver import Deliverer
from bot.hearing import backtest
from bot.keep import keep_article
from bot.platforms.console import parse_ask
from bot.pulse import Pulse
from bot.render.plain import render
from bot.replies import Reply
from bot.shelves import living_around
from bot.terms import TERMS
from feeds.model import Article, Label, Stance
from feeds.stories import watch
from feeds.stories.cluster import sign
from storage.model import Delivery, WatchWanted
from storage.store import Store
from tests.bot.fakes import FakePlatform
from tests.samples import NOON, REFUSAL, VESTNIK, article, reading, source


def desk_of(store: Store) -> Desk:
    return Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOON + timedelta(hours=2), pulse=Pulse())


async def asked(store: Store, line: str) -> str:
    return render(await answer(desk_of(store), parse_ask(line)))


async def publish(
    store: Store, kept: Article, *, words: str, label: Label = Label.CORE, stance: Stance = Stance.OPPOSES
) -> None:
    read = replace(
        reading(label),
        signature=sign(words, f"{words} " * 9, "en", (), ()),
        positions=(replace(REFUSAL, stance=stance),),
    )
    async with store.editing() as edition:
        shelf = await living_around(edition, kept.published, read.signature)
        await keep_article(edition, shelf, kept, read, NOON + timedelta(hours=1), is_news=True)


NORTH, SOUTH, WEST = (
    "north wind tower bridge river",
    "south stone castle garden forest",
    "west window silver copper iron",
)


async def fill(store: Store) -> None:
    """Three stories: one of two outlets, one in a Russian outlet, one that is RELATED."""
    await publish(store, article(1, title="Estonia could send troops"), words=NORTH)
    await publish(store, article(2, outlet=VESTNIK, title="Estonia could send troops"), words=NORTH)
    await publish(store, article(3, outlet=VESTNIK, title="An exercise of instructors"), words=SOUTH)
    await publish(store, article(4, title="More soldiers for the east"), words=WEST, label=Label.RELATED)


WATCHES = [
    ("", {1, 2}),
    ("related", {1, 2, 3}),
    ("label:related", {3}),
    ("instructors", {2}),
    ('"exercise of instructors"', {2}),
    ("-instructors", {1}),
    ("-exercise from:Russia", {1}),
    ("outlet:Vestnik", {1, 2}),
    ("outlets>=2", {1}),
    ("origins>=2", set()),
    ("/instruct(or|eur)s/", {2}),
    ("country:Estonia stance:opposes", {1, 2}),
    ("country:Estonia stance:supports", set()),
    ("actor:Macron", set()),
    ("troops OR instructors", {1, 2}),
    ("lang:en", {1, 2}),
]


@pytest.mark.parametrize(("words", "stories"), WATCHES)
async def test_a_watch_hears_of_what_it_asks_for_and_its_past_is_told_alike(
    store: Store, words: str, stories: set[int]
) -> None:
    async with store.editing() as edition:
        await edition.offer_feed(source("herald"), NOON)
        await edition.offer_feed(source("vestnik", VESTNIK), NOON)
        chat = await edition.meet_chat("telegram", "7", "newsroom")
    wanted = await wanted_of(desk_of(store), read_typed(words, desk_of(store)))
    async with store.editing() as edition:
        await edition.add_watch(chat.id, wanted, NOON)
    await fill(store)
    told = set()
    for number in (1, 2, 3):
        told |= {number for alert in await store.alerts_about(chat.id, number) if alert.kind == "card"}  # type: ignore[arg-type]  # any number is an id
    assert told == stories
    (watch,) = await store.watches_of("telegram", "7")
    past = await backtest(store, watch.wanted.filter, NOON + timedelta(hours=2))
    assert {story.id for story in past} == stories


async def test_a_new_watch_says_what_it_would_have_told(store: Store) -> None:
    await fill(store)
    shown = await asked(store, "/watch instructors")
    assert "Watch 1: this chat is told of instructors" in shown
    assert "In the last 30 days it would have told 1 story; the latest:" in shown
    assert "An exercise of instructors" in shown


async def test_watches_are_listed_changed_and_ended_by_number(store: Store) -> None:
    await asked(store, "/watch instructors daily silent")
    await asked(store, "/watch")
    shown = await asked(store, "/watches")
    assert "1: instructors, in a daily digest, silently" in shown
    assert "2: every CORE story" in shown
    assert "told of instructors, silently" in await asked(store, "/watch 1 now")
    assert "Watch 1 has ended" in await asked(store, "/unwatch 1")
    assert "1: instructors" not in await asked(store, "/watches")
    assert "has no watch 1" in await asked(store, "/watch 1 daily")


async def pressed(store: Store, line: str, label: str) -> Reply:
    """Give a command, press a button under its answer, and give what takes its place."""
    reply = await answer(desk_of(store), parse_ask(line))
    (button,) = [each for each in reply.buttons if each.label == label]
    assert button.turns_page
    after = await answer(desk_of(store), parse_ask(f"/{button.command}"))
    assert not after.private, "it would stand beside the message whose button was pressed"
    return after


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Daily", "in a daily digest."),
        ("Weekly", "in a weekly digest."),
        ("Silent", "every CORE story, silently."),
        ("With a sound", "every CORE story."),
        ("End it", "Watch 1 has ended."),
    ],
)
async def test_each_button_of_a_watch_changes_it_where_it_stands(store: Store, label: str, said: str) -> None:
    await asked(store, "/watch")
    label = f"✓ {label}" if label == "With a sound" else label
    assert said in render(await pressed(store, "/watches", label))


async def test_the_buttons_of_a_watch_tick_off_what_holds(store: Store) -> None:
    await asked(store, "/watch daily silent")
    labels = [button.label for button in (await answer(desk_of(store), parse_ask("/watches 1"))).buttons]
    assert labels[:5] == ["At once", "✓ Daily", "Weekly", "✓ Silent", "With a sound"]
    assert labels[5:] == ["Quiet hours …", "Length …", "Language …", "End it", "All watches"]


async def test_of_several_watches_each_is_opened_by_a_button_and_closed_again(store: Store) -> None:
    await asked(store, "/watch")
    await asked(store, "/watch instructors")
    opened = await pressed(store, "/watches", "Change 2")
    assert "Watch 2: this chat is told of instructors." in render(opened)
    listed = await pressed(store, "/watches 2", "All watches")
    assert "1: every CORE story" in render(listed)
    assert [button.label for button in listed.buttons] == ["Change 1", "Change 2"]


async def test_more_watches_than_there_is_room_for_buttons_are_changed_by_number(store: Store) -> None:
    for number in range(30):
        await asked(store, f"/watch word{number}")
    listed = await answer(desk_of(store), parse_ask("/watches"))
    assert len(listed.buttons) == 24
    assert "/watches 30 changes that one" in render(listed)
    assert "told of word29." in await asked(store, "/watches 30")
    assert "has no watch 31" in await asked(store, "/watches 31")


async def test_the_same_watch_again_is_one(store: Store) -> None:
    await asked(store, "/watch instructors")
    await asked(store, "/watch instructors daily")
    assert len(await store.watches_of("console", "here")) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/watch /(/", "is no regular expression"),
        ("/watch actor:Nobodyatall", "Nobody called"),
        ("/watch stance:maybe", "stance: is supports"),
        ("/watch reversals instructors", "reversals takes actor:"),
        ("/watch since:2025", "is no filter here"),
        ("/unwatch everything", "Which watch?"),
    ],
)
async def test_what_can_not_be_watched_is_said_in_words(store: Store, line: str, said: str) -> None:
    assert said in await asked(store, line)
    assert await store.watches_of("console", "here") == ()


async def test_why_says_by_which_watch_a_chat_was_told_and_why_not(store: Store) -> None:
    await asked(store, "/watch instructors")
    await fill(store)
    assert "To be told" in await asked(store, "/why 2")
    assert "by watch 1: instructors" in await asked(store, "/why 2")
    assert "Not told by watch 1: instructors: it does not have instructors" in await asked(store, "/why 1")
    assert "the story is RELATED, and it asks for CORE" in await asked(store, "/why 3")


async def test_why_speaks_the_readers_language_whatever_the_watch_speaks(store: Store) -> None:
    await asked(store, "/watch instructors speak:pl")
    await fill(store)
    await asked(store, "/watch country:Germany stance:opposes")
    await asked(store, "/settings language de")
    assert "Beobachtung 1: instructors" in await asked(store, "/why 2")
    said = await asked(store, "/why 1")
    assert "darin fehlt: instructors" in said
    assert "darin spricht nicht: Germany" in said


def test_all_that_a_watch_may_lack_can_be_said_in_each_language() -> None:
    lacking = {
        words for name, words in vars(watch).items() if name.isupper() and isinstance(words, str) and words
    }
    assert len(lacking) >= 12
    assert lacking <= set(TERMS)


async def test_what_waits_for_a_digest_is_told_in_one_message_with_its_positions(store: Store) -> None:
    async with store.editing() as edition:
        chat = await edition.meet_chat("telegram", "7", "newsroom")
        await edition.add_watch(chat.id, WatchWanted(delivery=Delivery.DAILY), NOON)
    await fill(store)
    platform = FakePlatform()
    now = NOON + timedelta(hours=3)
    deliverer = Deliverer(
        store=store, platforms={"telegram": platform}, zone=ZoneInfo("UTC"), clock=lambda: now
    )
    assert await deliverer.claim() is None
    now = NOON + timedelta(days=1)
    while alert := await deliverer.claim():
        await deliverer.deliver(alert)
    (shown,) = platform.messages.values()
    assert "2 stories" in shown
    assert "Who says what in them" in shown


@settings(suppress_health_check=list(HealthCheck), max_examples=30, deadline=None)
@given(words=st.text(max_size=120))
async def test_whatever_is_typed_is_answered(store: Store, words: str) -> None:
    assert await asked(store, f"/watch {words}")


async def test_quiet_hours_digests_and_zones_are_set_and_shown(store: Store) -> None:
    await asked(store, "/settings quiet 22:00-07:00")
    await asked(store, "/settings zone europe/kyiv")
    shown = await asked(store, "/settings digest 9")
    assert "22:00 to 07:00" in shown
    assert "at 09:00" in shown
    assert "Europe/Kyiv" in shown
    assert "Quiet hours: none" in await asked(store, "/settings quiet off")
    assert "is no time zone" in await asked(store, "/settings zone Kiev/Kyiv")
    assert "takes quiet 22:00-07:00" in await asked(store, "/settings nonsense")


async def test_whether_an_empty_digest_is_said_is_set_and_shown(store: Store) -> None:
    assert "Empty digests: skipped" in await asked(store, "/settings")
    assert "Empty digests: said in one line" in await asked(store, "/settings empty digest: say")
    assert "Empty digests: said in one line" in await asked(store, "/settings quiet off")
    assert "Empty digests: skipped" in await asked(store, "/settings Empty digests skip")
    assert "empty digest: say (or skip)" in await asked(store, "/settings empty digest: shout")


async def test_a_digest_on_demand_tells_the_last_day(store: Store) -> None:
    assert "No story in the last day" in await asked(store, "/digest")
    await fill(store)
    shown = await asked(store, "/digest")
    assert "3 stories" in shown
    assert "Ada Roe (Estonia): opposes" in shown
    assert "takes day or week" in await asked(store, "/digest month")
