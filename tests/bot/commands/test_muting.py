"""A chat that mutes a story is not told of what follows it; others are, and its card is kept right."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.keep import grow
from bot.platforms.port import Address, Ask
from bot.pulse import Pulse
from bot.render.plain import render
from feeds.model import Label, StoryId
from storage.model import AlertKind, WatchWanted
from storage.store import Store
from tests.samples import NOON, VESTNIK, article, reading

HERE, THERE = "-100", "-200"


@pytest.fixture
async def desk(store: Store) -> Desk:
    async with store.editing() as edition:
        for address in (HERE, THERE):
            chat = await edition.meet_chat("telegram", address, "")
            await edition.add_watch(chat.id, WatchWanted(), NOON)
    return Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOON, pulse=Pulse())


async def tell(desk: Desk, number: int, *, follows: StoryId | None = None) -> StoryId:
    async with desk.store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON, follows=follows)
        await edition.keep_article(article(number), reading(), story=story, origin=None, seen=NOON)
        await grow(edition, story, NOON, is_news=True)
    return story


async def owed(desk: Desk, story: StoryId, kind: AlertKind = AlertKind.CARD) -> list[str]:
    found = []
    for address in (HERE, THERE):
        chat = await desk.store.chat_at("telegram", address)
        if chat and any(told.kind is kind for told in await desk.store.alerts_about(chat.id, story)):
            found.append(address)
    return found


async def asked(desk: Desk, command: str, words: str, *, may_administer: bool = True) -> str:
    ask = Ask(
        command=command,
        words=words,
        platform="telegram",
        address=Address(HERE),
        user="7",
        may_administer=may_administer,
    )
    return render(await answer(desk, ask))


async def test_a_muted_story_is_not_told_there_and_is_told_elsewhere(desk: Desk) -> None:
    story = await tell(desk, 1)
    assert await owed(desk, story) == [HERE, THERE]
    assert "muted here" in await asked(desk, "mute", f"{story}")
    assert await owed(desk, story) == [THERE]


async def test_what_follows_a_muted_story_is_not_told_however_many_come_after(desk: Desk) -> None:
    first = await tell(desk, 1)
    await asked(desk, "mute", f"{first}")
    second = await tell(desk, 2, follows=first)
    third = await tell(desk, 3, follows=second)
    assert await owed(desk, second) == await owed(desk, third) == [THERE]
    assert await owed(desk, await tell(desk, 4)) == [HERE, THERE]
    assert f"/unmute {first} undoes it" in await asked(desk, "why", f"{third}")


async def test_unmuting_tells_again_of_what_follows(desk: Desk) -> None:
    first = await tell(desk, 1)
    await asked(desk, "mute", f"{first}")
    assert "no longer muted" in await asked(desk, "unmute", f"{first}")
    assert "not muted" in await asked(desk, "unmute", f"{first}")
    assert await owed(desk, await tell(desk, 2, follows=first)) == [HERE, THERE]


async def test_a_mute_goes_with_its_story_into_another(desk: Desk) -> None:
    one, other = await tell(desk, 1), await tell(desk, 2)
    await asked(desk, "mute", f"{other}")
    async with desk.store.editing() as edition:
        await edition.merge_stories(other, one, NOON)
    assert await owed(desk, await tell(desk, 3, follows=one)) == [THERE]
    assert await owed(desk, await tell(desk, 4, follows=other)) == [THERE]


async def test_the_card_of_a_muted_story_is_still_kept_right(desk: Desk) -> None:
    story = await tell(desk, 1)
    async with desk.store.editing() as edition:
        alert = await edition.claim_alert(now=NOON, platforms=["telegram"], busy=())
        assert alert is not None
        await edition.settle_sent(alert, message="5", shown=b"", at=NOON)
    await asked(desk, "mute", f"{story}")
    async with desk.store.editing() as edition:
        late = replace(article(2, outlet=VESTNIK), published=NOON + timedelta(hours=1))
        await edition.keep_article(late, reading(), story=story, origin=None, seen=NOON)
        await grow(edition, story, NOON, is_news=True)
    assert await owed(desk, story, AlertKind.EDIT) == [HERE]


async def test_only_who_administers_a_chat_mutes_there(desk: Desk) -> None:
    story = await tell(desk, 1)
    assert "for those who administer" in await asked(desk, "mute", f"{story}", may_administer=False)
    assert await owed(desk, story) == [HERE, THERE]


@pytest.mark.parametrize("words", ["", "x", "99", "-1", "9" * 40])
async def test_a_story_that_is_not_there_is_asked_for_again(desk: Desk, words: str) -> None:
    assert "Which story?" in await asked(desk, "mute", words)
    assert "Which story?" in await asked(desk, "unmute", words)
