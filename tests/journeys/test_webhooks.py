"""From a story to a program on the web that verifies who told it: nothing lost, and nothing twice."""

import argparse
import asyncio
import os
import random
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web

from bot.clock import utc_now
from bot.config import Settings
from bot.deliver import Deliverer
from bot.keep import grow, keep_article
from bot.platforms.webhook import WebhookPlatform
from bot.shelves import living_around
from bot.verbs.webhooks import webhooks
from feeds.model import StoryId
from feeds.polling.fetch import Fetcher
from storage.store import Store, open_store
from tests.bot.outlets import Clock
from tests.journeys.receiver import HANGS_UP, TAKES_AND_HANGS_UP, Receiver, open_receiver
from tests.samples import VESTNIK, article, reading
from tests.servers.listening import eventually, listening

ROOT = Path(__file__).parents[2]
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A store, what delivers from it, and the clock of both."""

    settings: Settings
    store: Store
    deliverer: Deliverer
    clock: Clock

    async def publish(self, number: int, story: StoryId | None = None) -> StoryId:
        """Keep an article that makes news; in a story of its own, or as one more of a story."""
        self.clock.now += timedelta(days=4)  # away from the others
        async with self.store.editing() as edition:
            now = self.clock.now
            if story is None:
                shelf = await living_around(edition, now, reading().signature)
                told = replace(article(number), published=now)
                _, kept = await keep_article(edition, shelf, told, reading(), now, is_news=True)
                return kept.story
            other = replace(article(number, outlet=VESTNIK), published=now)
            await edition.keep_article(other, reading(), story=story, origin=None, seen=now)
            await grow(edition, story, now, is_news=True)
            return story

    async def deliver(self, *, tries: int) -> None:
        """Deliver what is due, over and over as time passes."""
        for _ in range(tries):
            if alert := await self.deliverer.claim():
                await self.deliverer.deliver(alert)
            self.clock.now += timedelta(seconds=40)

    async def deliver_all(self) -> None:
        """Deliver until nothing is owed, however long that takes by the clock."""
        for _ in range(2_000):
            due = await self.store.next_alert_due(["webhook"])
            if due is None:
                return
            self.clock.now = max(self.clock.now, due) + timedelta(seconds=1)
            if alert := await self.deliverer.claim():
                await self.deliverer.deliver(alert)
        pytest.fail("it never ends")


@asynccontextmanager
async def open_desk(folder: Path, *, allow_loopback: bool = True, seconds: float = 15) -> AsyncIterator[Desk]:
    settings = Settings(database=folder / "news.db", allow_loopback=True)
    store, clock = await open_store(settings.database), Clock(utc_now())
    async with Fetcher(allow_loopback=allow_loopback, total_seconds=seconds) as poster:
        platform = WebhookPlatform(poster=poster, secret_of=store.webhook_secret, clock=utc_now)
        deliverer = Deliverer(store=store, platforms={"webhook": platform}, zone=ZoneInfo("UTC"), clock=clock)
        yield Desk(settings=settings, store=store, deliverer=deliverer, clock=clock)
    await store.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with open_receiver() as opened:
        yield opened


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        yield opened


Said = pytest.CaptureFixture[str]


async def add(desk: Desk, receiver: Receiver, capsys: Said, *words: str) -> str:
    """Add a webhook on the command line, and give its secret to the receiver; gives what was said."""
    given = argparse.Namespace(does="add", url=receiver.url, words=list(words))
    assert await webhooks(desk.settings, given) == 0
    said = capsys.readouterr().out
    if secret := SECRET.search(said):
        receiver.secret = secret[0]
    return said


async def test_a_card_arrives_signed_after_the_receiver_was_ill(
    desk: Desk, receiver: Receiver, capsys: Said
) -> None:
    await add(desk, receiver, capsys)
    receiver.answers = [500]
    story = await desk.publish(1)
    await desk.deliver_all()
    assert len(receiver.asked) == 2
    assert len(set(receiver.asked)) == 1
    ((name, item),) = receiver.taken.items()
    assert not receiver.forged
    assert (item["event"], item["id"], item["tags"]) == ("card", name, ["CORE"])
    assert item["title"] == "Estonia could send troops"
    assert item["url"] == "https://herald.example/1"
    assert "We would go, but only after a ceasefire" in item["content_text"]
    assert item["_troopwire"] == {"story": story, "stance": "conditional"}


async def test_a_story_that_grows_is_an_edit_of_its_card(
    desk: Desk, receiver: Receiver, capsys: Said
) -> None:
    await add(desk, receiver, capsys)
    story = await desk.publish(1)
    await desk.deliver_all()
    receiver.answers = [HANGS_UP, 503]
    await desk.publish(2, story)
    await desk.deliver_all()
    card, edit = receiver.taken.values()
    assert (edit["event"], edit["id"]) == ("edit", card["id"])
    assert edit["date_modified"] > card["date_modified"]
    assert "Severny Vestnik" in edit["content_text"]
    assert len(receiver.asked) == 4
    assert len(set(receiver.asked[1:])) == 1  # each try of the edit under one name


async def test_an_answer_that_was_lost_makes_no_second_message(
    desk: Desk, receiver: Receiver, capsys: Said
) -> None:
    await add(desk, receiver, capsys)
    receiver.answers = [TAKES_AND_HANGS_UP, TAKES_AND_HANGS_UP]
    await desk.publish(1)
    await desk.deliver_all()
    assert len(receiver.asked) == 3
    assert receiver.events == ["card"]


async def test_a_receiver_that_is_gone_is_parked_until_it_is_added_again(
    desk: Desk, receiver: Receiver, capsys: Said
) -> None:
    await add(desk, receiver, capsys)
    receiver.answers = [410]
    await desk.publish(1)
    await desk.deliver(tries=5)
    assert len(receiver.asked) == 1
    assert (await desk.store.counts()).chats_parked == 1
    await webhooks(desk.settings, argparse.Namespace(does="list"))
    assert (
        "every CORE story (at once); 1 message waiting; the receiver answers 410" in capsys.readouterr().out
    )
    assert "its secret stays" in await add(desk, receiver, capsys)
    await desk.deliver_all()
    assert receiver.events == ["card"]


async def test_a_receiver_that_asks_for_patience_is_left_in_peace(
    desk: Desk, receiver: Receiver, capsys: Said
) -> None:
    await add(desk, receiver, capsys)
    receiver.answers, receiver.headers = [429], {"Retry-After": "600"}
    await desk.publish(1)
    await desk.deliver(tries=10)  # 400 seconds
    assert len(receiver.asked) == 1
    await desk.deliver(tries=10)
    assert receiver.events == ["card"]


async def test_a_message_that_is_refused_is_given_up_and_the_next_one_comes(
    desk: Desk, receiver: Receiver, capsys: Said
) -> None:
    await add(desk, receiver, capsys)
    receiver.answers = [422]
    await desk.publish(1)
    await desk.deliver_all()
    assert (await desk.store.counts()).alerts_dead == 1
    second = await desk.publish(2)
    await desk.deliver_all()
    assert [item["_troopwire"]["story"] for item in receiver.taken.values()] == [second]


async def test_a_redirect_is_not_followed_and_nothing_is_lost(
    desk: Desk, receiver: Receiver, capsys: Said
) -> None:
    async with open_receiver() as elsewhere:
        await add(desk, receiver, capsys)
        receiver.answers, receiver.headers = [307, 302], {"Location": elsewhere.url}
        await desk.publish(1)
        await desk.deliver_all()
        assert elsewhere.asked == []
    assert receiver.events == ["card"]


async def test_the_body_of_an_answer_is_not_read(desk: Desk, receiver: Receiver, capsys: Said) -> None:
    written = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal written
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b"thank you " * 10_000)
            written += 100_000

    application = web.Application()
    application.router.add_post("/hook", endless)
    async with listening(application) as address:
        receiver.url = f"{address}/hook"
        await add(desk, receiver, capsys)
        await desk.publish(1)
        await desk.deliver_all()
    assert (await desk.store.counts()).alerts_dead == 0
    assert written < 10_000_000


async def test_a_private_address_is_not_connected_to(
    tmp_path: Path, receiver: Receiver, capsys: Said
) -> None:
    async with open_desk(tmp_path, allow_loopback=False) as desk:
        await add(desk, receiver, capsys)
        await desk.publish(1)
        await desk.deliver(tries=3)
        assert receiver.asked == []
        assert (await desk.store.counts()).alerts_due == 1


async def test_a_webhook_that_was_removed_is_told_of_nothing(
    desk: Desk, receiver: Receiver, capsys: Said
) -> None:
    await add(desk, receiver, capsys)
    await desk.publish(1)
    alert = await desk.deliverer.claim()
    assert alert is not None  # it is on its way while the webhook is removed
    given = argparse.Namespace(does="remove", url=receiver.url)
    assert await webhooks(desk.settings, given) == 0
    await desk.deliverer.deliver(alert)
    await desk.publish(2)
    await desk.deliver_all()
    assert receiver.asked == []
    assert await webhooks(desk.settings, given) == 1


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_the_receiver_does_nothing_is_lost_and_nothing_comes_twice(
    desk: Desk, receiver: Receiver, capsys: Said, seed: int
) -> None:
    await add(desk, receiver, capsys)
    chance = random.Random(seed)  # noqa: S311  a world to be played again
    ills = [500, 503, 502, 504, 429, 408, TAKES_AND_HANGS_UP, HANGS_UP, 302]
    stories: list[StoryId] = []
    for number in range(1, 16):
        receiver.answers = chance.choices([200, *ills], k=chance.randrange(6))
        if stories and chance.random() < 0.4:
            await desk.publish(100 + number, chance.choice(stories))
        else:
            stories.append(await desk.publish(number))
        await desk.deliver(tries=chance.randrange(8))
    receiver.answers = []
    await desk.deliver_all()
    counts = await desk.store.counts()
    assert (counts.alerts_dead, counts.chats_parked, receiver.forged) == (0, 0, 0)
    told = " ".join(item["content_text"] for item in receiver.taken.values())
    for story in stories:
        stored = await desk.store.story(story)
        assert stored is not None
        of_it = [item for item in receiver.taken.values() if item.get("_troopwire", {}).get("story") == story]
        assert [item["event"] for item in of_it].count("card") <= 1
        if of_it:
            assert all(kept.article.outlet.name in of_it[-1]["content_text"] for kept in stored.articles)
        else:
            assert stored.articles[0].article.url in told  # in a digest


async def test_a_bot_whose_only_way_out_is_a_webhook_runs_without_a_chat(
    receiver: Receiver, capsys: Said, tmp_path: Path
) -> None:
    async with open_desk(tmp_path) as desk:
        await add(desk, receiver, capsys)
        async with desk.store.editing() as edition:
            now = utc_now()
            shelf = await living_around(edition, now, reading().signature)
            kept = replace(article(1), published=now)
            await keep_article(edition, shelf, kept, reading(), now, is_news=True)
    (tmp_path / "feeds.toml").write_text("feed = []\n")
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=tmp_path, env=environment_of(tmp_path)
    )
    try:
        await eventually(lambda: bool(receiver.taken))
    finally:
        bot.terminate()
    assert await bot.wait() == 0
    assert receiver.events == ["card"]


def environment_of(folder: Path) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("TROOPWIRE_")}
    return others | {
        "PYTHONPATH": str(ROOT),
        "TROOPWIRE_DATABASE": str(folder / "news.db"),
        "TROOPWIRE_FEEDS": str(folder / "feeds.toml"),
        "TROOPWIRE_ALLOW_LOOPBACK": "yes",
    }


async def test_an_alert_of_another_kind_is_a_message(desk: Desk, receiver: Receiver, capsys: Said) -> None:
    await add(desk, receiver, capsys)
    (webhook,) = await desk.store.webhooks()
    async with desk.store.editing() as edition:
        await edition.owe_notice(webhook.chat.id, "The feed has moved", due=desk.clock.now)
    await desk.deliver_all()
    (item,) = receiver.taken.values()
    assert (item["event"], item["title"]) == ("message", "Notice")
    assert "_troopwire" not in item
