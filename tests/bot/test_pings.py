"""A watch that asks for it calls a role: with the first message of a story told aloud, and no other."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.deliver import Deliverer
from bot.keep import keep_article
from bot.platforms.console import parse_ask
from bot.platforms.port import Role
from bot.pulse import Pulse
from bot.render.plain import render
from bot.shelves import living_around
from feeds.model import Article, Label, Stance
from feeds.stories.cluster import sign
from storage.store import Store
from tests.bot.fakes import FakePlatform
from tests.samples import NOON, REFUSAL, VESTNIK, article, reading

ROLE = Role(id="51", name="Newsdesk", mention="<@&51>", may_be_pinged=True)
CLOSED = Role(id="52", name="Editors", mention="<@&52>", may_be_pinged=False)


@dataclass(kw_only=True)
class Newsroom:
    """A chat, what it asks for, and the roles that it called."""

    store: Store
    now: datetime = NOON
    platform: FakePlatform = field(default_factory=lambda: FakePlatform("console"))

    async def ask(self, line: str, *roles: Role) -> str:
        """Give a command where there are some roles."""
        desk = Desk(store=self.store, zone=ZoneInfo("UTC"), clock=lambda: self.now, pulse=Pulse())
        return render(await answer(desk, replace(parse_ask(line), roles=roles)))

    async def publish(
        self,
        number: int,
        *,
        story: str = "",
        label: Label = Label.CORE,
        stance: Stance = Stance.OPPOSES,
        written: Article | None = None,
    ) -> None:
        """Publish an article, and deliver what is due."""
        words = " ".join(f"{word}{story or number}" for word in ("north", "south", "east", "west"))
        read = replace(
            reading(label),
            signature=sign(words, words * 5, "en", (), ()),
            positions=(replace(REFUSAL, stance=stance),),
        )
        kept = replace(written or article(number), published=self.now)
        async with self.store.editing() as edition:
            shelf = await living_around(edition, self.now, read.signature)
            await keep_article(edition, shelf, kept, read, self.now, is_news=True)
        await self.deliver()

    async def deliver(self) -> None:
        """Deliver what is due."""
        deliverer = Deliverer(
            store=self.store,
            platforms={"console": self.platform},
            zone=ZoneInfo("UTC"),
            clock=lambda: self.now,
        )
        while alert := await deliverer.claim():
            await deliverer.deliver(alert)


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store=store)


async def test_a_story_calls_the_role_once_however_it_grows(newsroom: Newsroom) -> None:
    assert "every CORE story, calling @Newsdesk" in await newsroom.ask("/watch ping:<@&51>", ROLE, CLOSED)
    await newsroom.publish(1, story="one")
    assert newsroom.platform.called == ["51"]
    newsroom.now += timedelta(minutes=5)
    await newsroom.publish(2, story="one", written=article(2, outlet=VESTNIK))
    (card,) = newsroom.platform.messages.values()
    assert "2 outlets" in card
    assert newsroom.platform.called == ["51"]


@pytest.mark.parametrize("how", ["silent", "daily", "weekly"])
async def test_what_is_silent_or_waits_for_a_digest_calls_nobody(newsroom: Newsroom, how: str) -> None:
    shown = await newsroom.ask(f"/watch {how} ping:<@&51>", ROLE)
    assert "(@Newsdesk is called only at once and aloud)" in shown
    await newsroom.publish(1)
    newsroom.now += timedelta(days=8)
    await newsroom.deliver()
    assert len(newsroom.platform.messages) == 1
    assert newsroom.platform.called == []


async def test_a_digest_of_a_burst_calls_nobody(newsroom: Newsroom) -> None:
    await newsroom.ask("/watch ping:<@&51>", ROLE)
    for number in range(1, 8):
        await newsroom.publish(number)
    newsroom.now += timedelta(minutes=15)
    await newsroom.deliver()
    assert len(newsroom.platform.messages) == 5
    assert newsroom.platform.called == ["51"] * 4


async def test_a_related_story_is_quiet_and_calls_nobody(newsroom: Newsroom) -> None:
    await newsroom.ask("/watch related ping:<@&51>", ROLE)
    await newsroom.publish(1, label=Label.RELATED)
    assert len(newsroom.platform.messages) == 1
    assert newsroom.platform.called == []


async def test_of_two_watches_that_hear_of_a_story_the_one_that_calls_a_role_tells_it(
    newsroom: Newsroom,
) -> None:
    await newsroom.ask("/watch related silent")
    await newsroom.ask("/watch daily")
    await newsroom.ask("/watch country:Estonia ping:<@&51>", ROLE)
    await newsroom.publish(1)
    assert newsroom.platform.called == ["51"]


async def test_who_turns_around_calls_the_role_of_that_watch(newsroom: Newsroom) -> None:
    await newsroom.ask("/watch reversals ping:<@&51>", ROLE)
    await newsroom.publish(1)
    newsroom.now += timedelta(days=5)
    await newsroom.publish(2, stance=Stance.SUPPORTS)
    assert newsroom.platform.called == ["51"]


async def test_a_role_is_given_to_a_watch_and_taken_from_it(newsroom: Newsroom) -> None:
    await newsroom.ask("/watch silent")
    assert "every CORE story, calling @Newsdesk." in await newsroom.ask("/watch 1 ping: <@&51>", ROLE)
    assert "1: every CORE story, calling @Newsdesk" in await newsroom.ask("/watches", ROLE)
    assert "calling a role that is not here" in await newsroom.ask("/watches")
    await newsroom.ask("/watch 1 silent")
    assert "every CORE story, silently." in await newsroom.ask("/watch 1 ping:nobody", ROLE)
    await newsroom.ask("/watch 1 ping:<@&51> silent", ROLE)
    await newsroom.ask("/watch 1 ping")
    assert "calling @Newsdesk" in await newsroom.ask("/watches", ROLE)
    assert "told of every CORE story." in await newsroom.ask("/watch 1 ping:nobody", ROLE)
    await newsroom.publish(1)
    assert newsroom.platform.called == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ping:<@&99>", "Roles are a thing of Discord"),
        ("ping:@everyone", "a role of this server"),
        ("ping:", "ping:nobody calls none"),
        ("ping: " * 1_000, "Roles are a thing of Discord"),
        ("ping:<@&52>", "@Editors can't be called here"),
    ],
)
@pytest.mark.parametrize("watch", ["", "1 "])
async def test_what_can_not_be_called_is_said_in_words_and_changes_nothing(
    newsroom: Newsroom, typed: str, said: str, watch: str
) -> None:
    await newsroom.ask("/watch silent")
    assert said in await newsroom.ask(f"/watch {watch}{typed}", ROLE, CLOSED)
    (kept,) = await newsroom.store.watches_of("console", "here")
    assert kept.wanted.is_silent
    assert not kept.wanted.ping


async def test_where_there_are_no_roles_ping_alone_means_with_a_sound(newsroom: Newsroom) -> None:
    await newsroom.ask("/watch silent")
    assert "told of every CORE story." in await newsroom.ask("/watch 1 ping")
    assert "told of every CORE story." in await newsroom.ask("/watch ping")
    assert "Roles are a thing of Discord" in await newsroom.ask("/watch ping:<@&51>")
