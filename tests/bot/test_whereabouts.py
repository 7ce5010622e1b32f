"""What becomes of chats is written down at once, with all that a chat is owed."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.deliver import Deliverer
from bot.platforms.port import PRIVATE, Address, ChatNews, Closed, Moved, Opened
from bot.whereabouts import learn
from storage.model import AlertKind
from storage.store import Store
from tests.bot.fakes import FakePlatform
from tests.bot.platforms.local_telegram import connected
from tests.bot.platforms.newsdesk import Desk
from tests.bot.test_deliver import owe_card
from tests.samples import NOON, VESTNIK, article
from tests.servers.listening import PATIENCE
from tests.servers.telegram_members import kicked, member

GROUP, OLD = Address("-100123"), Address("-5")
CLOSED = Closed(address=GROUP, why="the bot was kicked")


async def known(store: Store, *addresses: str) -> None:
    async with store.editing() as edition:
        for address in addresses:
            await edition.meet_chat("telegram", address, "newsroom")


async def chats(store: Store) -> dict[str, str]:
    """Give the addresses of all chats that are near those of the tests, with why each is closed."""
    async with store.editing() as edition:
        near = [
            chat
            for address in (GROUP, f"{GROUP}4", OLD, "1", f"{PRIVATE}1")
            for chat in await edition.chats_at("telegram", address)
        ]
    return {chat.address: chat.parked for chat in near}


async def parked(store: Store, chats: int) -> None:
    """Wait until so many chats are parked."""
    async with asyncio.timeout(PATIENCE):
        while (await store.counts()).chats_parked != chats:  # noqa: ASYNC110  the store tells nobody
            await asyncio.sleep(0.005)


async def test_a_chat_that_closes_is_parked_with_its_topics_and_no_other(store: Store) -> None:
    await known(store, GROUP, f"{GROUP}/45", f"{GROUP}4", "1")
    await learn(store, "telegram", CLOSED)
    why = "the bot was kicked"
    assert await chats(store) == {GROUP: why, f"{GROUP}/45": why, f"{GROUP}4": "", "1": ""}


async def test_a_chat_that_opens_is_taken_up_again_with_its_topics(store: Store) -> None:
    await known(store, GROUP, f"{GROUP}/45")
    await learn(store, "telegram", CLOSED)
    await learn(store, "telegram", Opened(address=GROUP))
    assert await chats(store) == {GROUP: "", f"{GROUP}/45": ""}


async def test_a_topic_opens_alone(store: Store) -> None:
    await known(store, GROUP, f"{GROUP}/45", f"{GROUP}/46")
    await learn(store, "telegram", CLOSED)
    await learn(store, "telegram", Opened(address=Address(f"{GROUP}/45")))
    assert [address for address, why in (await chats(store)).items() if not why] == [f"{GROUP}/45"]


async def test_a_chat_that_moves_is_open_at_its_new_address_also_when_it_had_closed(store: Store) -> None:
    await known(store, OLD, f"{OLD}/7")
    await learn(store, "telegram", Closed(address=OLD, why="the bot is not there any more"))
    moved = Moved(address=OLD, to=GROUP)
    await learn(store, "telegram", moved)
    await learn(store, "telegram", moved)  # it is told in both chats
    await learn(store, "telegram", Closed(address=OLD, why="the bot is not there any more"))
    assert await chats(store) == {GROUP: "", f"{GROUP}/7": ""}


async def test_what_was_asked_at_the_new_address_meanwhile_is_joined(store: Store) -> None:
    await owe_card(store, OLD, NOON)
    await owe_card(store, GROUP, NOON, article(2, outlet=VESTNIK))
    await learn(store, "telegram", Moved(address=OLD, to=GROUP))
    assert list(await chats(store)) == [GROUP]
    assert (await store.counts()).alerts_due == 2


@pytest.mark.parametrize("news", [CLOSED, Opened(address=GROUP), Moved(address=OLD, to=GROUP)])
async def test_a_chat_that_never_asked_for_anything_is_not_made_known(store: Store, news: ChatNews) -> None:
    await known(store, "1")
    await learn(store, "telegram", news)
    await learn(store, "discord", news)
    assert await chats(store) == {"1": ""}


async def test_the_same_address_on_another_platform_is_another_chat(store: Store) -> None:
    await known(store, GROUP)
    await learn(store, "discord", CLOSED)
    assert await chats(store) == {GROUP: ""}


async def test_news_that_can_not_be_kept_is_no_failure(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await known(store, GROUP)
    async with store.editing() as edition:
        await edition._connection.execute("PRAGMA query_only = 1")  # noqa: SLF001  a disk that takes nothing
    await learn(store, "telegram", CLOSED)
    assert "news of a chat was not written down" in caplog.text


async def test_what_a_user_is_owed_comes_when_he_takes_the_bot_back(store: Store) -> None:
    class Newsroom(Desk):
        async def learn(self, news: ChatNews) -> None:
            await learn(store, "telegram", news)

    await owe_card(store, "1", NOON)
    async with connected(Newsroom()) as (server, platform):
        deliverer = Deliverer(store=store, platforms={"telegram": platform}, zone=ZoneInfo("UTC"))
        server.change_standing(1, kicked())
        await parked(store, 1)
        assert await deliverer.claim() is None
        server.change_standing(1, member())
        await parked(store, 0)
        alert = await deliverer.claim()
        assert alert is not None
        await deliverer.deliver(alert)
        [card] = server.messages()
    assert "We would go" in card.text
    assert [name for name, _ in server.requests].count("sendMessage") == 1


async def test_what_is_under_way_while_its_chat_is_joined_to_another_is_told_once(store: Store) -> None:
    await owe_card(store, GROUP, NOON)
    platform = FakePlatform()
    deliverer = Deliverer(store=store, platforms={"telegram": platform}, zone=ZoneInfo("UTC"))
    under_way = await deliverer.claim()
    assert under_way is not None
    await known(store, OLD)

    async def moves_and_grows() -> None:
        await learn(store, "telegram", Moved(address=OLD, to=GROUP))
        async with store.editing() as edition:
            assert under_way.story is not None
            await edition.grow_story(under_way.story, datetime.now(UTC))

    platform.meanwhile = moves_and_grows
    await deliverer.deliver(under_way)
    platform.meanwhile = None
    edit = await deliverer.claim()
    assert edit is not None
    assert (edit.kind, edit.chat.address, bool(edit.message)) == (AlertKind.EDIT, GROUP, True)
    await deliverer.deliver(edit)
    assert await deliverer.claim() is None
    assert platform.sends == 1
