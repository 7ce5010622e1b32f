"""What clustering got wrong is put right by two commands, and every card follows."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.deliver import Deliverer
from bot.keep import keep_article
from bot.platforms.console import NAME, USER, parse_ask
from bot.pulse import Pulse
from bot.render.plain import render
from bot.shelves import living_around
from feeds.model import Article
from feeds.stories.cluster import sign
from storage.model import WatchWanted
from storage.store import Store
from tests.bot.fakes import FakePlatform
from tests.samples import NOON, VESTNIK, article, reading


@dataclass(kw_only=True)
class Newsroom:
    """Chats that watch, and what each sees."""

    store: Store
    platform: FakePlatform = field(default_factory=FakePlatform)
    minutes: int = 0

    async def watch(self, chat: str) -> None:
        async with self.store.editing() as edition:
            met = await edition.meet_chat("telegram", chat, chat)
            await edition.add_watch(met.id, WatchWanted(), NOON)

    async def publish(self, kept: Article, *, words: str) -> None:
        """Keep an article; those with the same words are one story."""
        signed = sign(words, f"{words} " * 9, "en", (), ())
        async with self.store.editing() as edition:
            shelf = await living_around(edition, kept.published, signed)
            read = replace(reading(), signature=signed)
            await keep_article(edition, shelf, kept, read, self.now, is_news=True)

    @property
    def now(self) -> datetime:
        return NOON + timedelta(minutes=self.minutes)

    async def give(self, line: str) -> str:
        """Give a command as whoever runs the bot."""
        desk = Desk(
            store=self.store,
            zone=ZoneInfo("UTC"),
            clock=lambda: self.now,
            pulse=Pulse(),
            admins=frozenset({f"{NAME}:{USER}"}),
        )
        return render(await answer(desk, parse_ask(line)))

    async def seen(self, chat: str) -> list[str]:
        """Let an hour pass; give the messages in a chat as they are then."""
        self.minutes += 60
        deliverer = Deliverer(
            store=self.store,
            platforms={"telegram": self.platform},
            zone=ZoneInfo("UTC"),
            clock=lambda: self.now,
        )
        while True:
            async with self.store.editing() as edition:
                alert = await edition.claim_alert(now=self.now, platforms=["telegram"], busy=[])
            if alert is None:
                break
            await deliverer.deliver(alert)
        return [shown for message, shown in self.platform.messages.items() if message.startswith(f"{chat}/")]


NORTH, SOUTH = "north wind tower bridge river", "south stone castle garden forest"
FIRST, SECOND = article(1), article(2, outlet=VESTNIK, title="Another of the kind")


@pytest.fixture
async def newsroom(store: Store) -> Newsroom:
    """Two stories: one chat has the cards of both, the other only that of the second."""
    room = Newsroom(store=store)
    await room.watch("both")
    await room.publish(FIRST, words=NORTH)
    await room.watch("second")
    await room.publish(SECOND, words=SOUTH)
    assert [len(await room.seen(chat)) for chat in ("both", "second")] == [2, 1]
    return room


async def test_two_stories_become_one_and_each_card_tells_it(newsroom: Newsroom) -> None:
    assert "Story 2 is part of story 1 now" in await newsroom.give("/merge 1 2")
    first, second = await newsroom.seen("both")
    assert "2 outlets" in first
    assert "Story 2 turned out to be story 1" in second
    (only,) = await newsroom.seen("second")
    assert "2 outlets" in only


async def test_a_merged_story_answers_to_both_numbers(newsroom: Newsroom) -> None:
    await newsroom.give("/merge 2 1")
    assert await newsroom.give("/story 2") == await newsroom.give("/story 1")
    assert "They are one story already" in await newsroom.give("/merge 1 2")


async def test_a_merged_story_grows_on_one_card_and_makes_no_new_one(newsroom: Newsroom) -> None:
    await newsroom.give("/merge 1 2")
    await newsroom.seen("both")
    await newsroom.publish(replace(article(3), title="A third"), words=SOUTH)
    first, second = await newsroom.seen("both")
    assert "3 outlets" in first or "2 outlets" in first
    assert "turned out" in second
    assert len(await newsroom.seen("second")) == 1


async def test_what_is_owed_of_a_merged_story_is_told_once(store: Store) -> None:
    room = Newsroom(store=store)
    await room.watch("both")
    await room.publish(FIRST, words=NORTH)
    await room.publish(SECOND, words=SOUTH)
    await room.give("/merge 1 2")
    (card,) = await room.seen("both")
    assert "2 outlets" in card


async def test_an_article_that_is_split_off_is_a_story_with_a_card(newsroom: Newsroom) -> None:
    await newsroom.give("/merge 1 2")
    await newsroom.seen("both")
    assert "1 article is story 3 now; story 1 keeps the rest" in await newsroom.give(f"/split {SECOND.url}")
    first, _, third = await newsroom.seen("both")
    assert "1 outlet," in first
    assert "Another of the kind" in third


async def test_copies_that_come_into_one_story_are_one_origin(newsroom: Newsroom) -> None:
    await newsroom.publish(replace(article(4), url="https://copy.example/4"), words=SOUTH)
    await newsroom.give("/merge 1 2")
    assert "2 origins" in await newsroom.give("/story 1")
    await newsroom.give(f"/split {FIRST.url}")
    assert "1 origin" in await newsroom.give("/story 1")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/merge 1", "Which two stories?"),
        ("/merge 1 9", "There is no story 9"),
        ("/merge 1 2 3", "Which two stories?"),
        ("/split", "Give the addresses"),
        ("/split https://nowhere.example/1", "No article is stored from https://nowhere.example/1"),
        (f"/split {FIRST.url}", "nothing is left"),
        (f"/split {FIRST.url} {SECOND.url}", "in several stories"),
    ],
)
async def test_a_wrong_order_says_what_is_wrong_and_changes_nothing(
    newsroom: Newsroom, line: str, said: str
) -> None:
    before = [await newsroom.give("/story 1"), await newsroom.give("/story 2")]
    assert said in await newsroom.give(line)
    assert [await newsroom.give("/story 1"), await newsroom.give("/story 2")] == before
