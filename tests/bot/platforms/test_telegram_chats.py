"""What Telegram tells of its chats is taken in at once: closed, open again, moved."""

import pytest

from bot.platforms.port import PRIVATE, Address, ChatNews, Closed, Moved, Opened
from tests.bot.platforms.local_telegram import GROUP, connected
from tests.bot.platforms.newsdesk import Desk
from tests.servers.telegram_chats import Json
from tests.servers.telegram_members import administrator, kicked, left, member, restricted

CHANNEL = -100_777
ROOMS = {1: "private", -5: "group", GROUP: "supergroup", CHANNEL: "channel"}


def admin_of(chat: int) -> Json:
    return administrator(of_channel=chat == CHANNEL)


async def told(chat: int, *standings: Json) -> list[ChatNews]:
    """Give what is made of the bot's standings in a chat, one after the other."""
    desk = Desk()
    async with connected(desk) as (server, _):
        server.room(chat, ROOMS[chat])
        for standing in standings:
            server.change_standing(chat, standing)
        await server.until(lambda: len(desk.news) >= len(standings) * (1 + (chat > 0)))
    return desk.news


@pytest.mark.parametrize(
    ("chat", "standing", "why"),
    [
        (-5, kicked(), "the bot was kicked"),
        (-5, left(), "the bot is not there any more"),
        (GROUP, kicked(), "the bot was kicked"),
        (GROUP, restricted(may_write=False), "the bot may not write there"),
        (GROUP, restricted(may_write=True, is_member=False), "the bot may not write there"),
        (CHANNEL, kicked(), "the bot was kicked"),
        (CHANNEL, left(), "the bot is not there any more"),
        (CHANNEL, member(), "the bot may not post there"),
        (CHANNEL, administrator(of_channel=True, may_post=False), "the bot may not post there"),
    ],
)
async def test_a_chat_that_is_closed_to_the_bot_is_known_at_once(chat: int, standing: Json, why: str) -> None:
    assert await told(chat, standing) == [Closed(address=Address(str(chat)), why=why)]


@pytest.mark.parametrize(
    ("chat", "standings"),
    [
        (-5, (kicked(), member())),
        (-5, (left(), administrator())),
        (GROUP, (restricted(may_write=False), restricted(may_write=True))),
        (GROUP, (restricted(may_write=False), member())),
        (GROUP, (kicked(), administrator())),
        (CHANNEL, (kicked(), admin_of(CHANNEL))),
        (CHANNEL, (administrator(of_channel=True, may_post=False), admin_of(CHANNEL))),
    ],
)
async def test_a_chat_that_takes_the_bot_back_is_known_at_once(
    chat: int, standings: tuple[Json, Json]
) -> None:
    closed, opened = await told(chat, *standings)
    assert isinstance(closed, Closed)
    assert opened == Opened(address=Address(str(chat)))


async def test_a_user_who_blocks_the_bot_closes_the_chat_with_him_and_his_notices() -> None:
    both = (Address("1"), Address(f"{PRIVATE}1"))
    why = "the user blocked the bot"
    assert await told(1, kicked(), member()) == [
        *(Closed(address=address, why=why) for address in both),
        *(Opened(address=address) for address in both),
    ]


async def test_the_last_of_many_changes_is_the_last_that_is_heard() -> None:
    news = await told(GROUP, *[kicked(), member()] * 40)
    assert [type(each) for each in news] == [Closed, Opened] * 40


async def test_a_group_that_becomes_a_supergroup_is_followed_at_once() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        server.room(-5, "group")
        server.upgrade(-5, GROUP)
        await server.until(lambda: len(desk.news) == 2)  # it is told in both, and either is enough
    assert desk.news == [Moved(address=Address("-5"), to=Address(str(GROUP)))] * 2


async def test_a_topic_that_is_opened_again_is_known_at_once() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        server.room(GROUP)
        server.serve_notice(GROUP, topic=45, forum_topic_closed={})  # administrators write there still
        server.serve_notice(GROUP, topic=45, forum_topic_reopened={})
        await server.until(lambda: bool(desk.news))
    assert desk.news == [Opened(address=Address(f"{GROUP}/45"))]
