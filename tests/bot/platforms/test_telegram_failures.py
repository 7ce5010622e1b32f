import asyncio
import logging
from contextlib import AsyncExitStack

import pytest

from bot.platforms.port import (
    Address,
    Ask,
    ChatGone,
    ChatMoved,
    DeliveryError,
    Later,
    MessageGone,
    MessageRef,
    Refused,
    Uncertain,
)
from bot.platforms.telegram import AT_ONCE, TelegramPlatform
from bot.platforms.telegram_hearing import MOST_OF_A_CHAT
from bot.replies import Reply
from tests.bot.platforms.local_telegram import connected
from tests.bot.platforms.newsdesk import CARD, MENU, Desk, long_reply, running
from tests.servers.faults import ANSWER_LOST, DROPPED, Fault
from tests.servers.telegram import TOKEN, local_telegram
from tests.servers.telegram_members import kicked

GROUP = -100_123
PRIVATE = Address("1")


@pytest.mark.parametrize(
    ("fault", "error", "shown"),
    [
        (Fault(status=429, reason="Too Many Requests: retry after 7", retry_after=7), Later, 0),
        (DROPPED, Uncertain, 0),
        (ANSWER_LOST, Uncertain, 1),
        (Fault(status=502, reason="Bad Gateway"), Uncertain, 0),
        (Fault(status=500, reason="Internal Server Error", performed=True), Uncertain, 1),
        (Fault(status=403, reason="Forbidden: bot was blocked by the user"), ChatGone, 0),
        (Fault(status=400, reason="Bad Request: not enough rights to send text messages"), ChatGone, 0),
        (Fault(status=400, reason="Bad Request: can't parse entities"), Refused, 0),
        (Fault(status=401, reason="Unauthorized"), Later, 0),
        (Fault(status=409, reason="Conflict"), Later, 0),
    ],
)
async def test_each_failure_of_a_push_is_told_apart(
    fault: Fault, error: type[DeliveryError], shown: int
) -> None:
    async with connected() as (server, platform):
        server.faults.plan("sendMessage", fault)
        with pytest.raises(error) as raised:
            await platform.send(PRIVATE, CARD, nonce="n")
        assert len(server.messages()) == shown
    assert TOKEN not in str(raised.value)
    if isinstance(raised.value, Later) and fault.retry_after:
        assert raised.value.seconds == 7


async def test_a_closed_topic_a_kick_and_an_unknown_chat_park_the_chat() -> None:
    async with connected() as (server, platform):
        server.room(GROUP).closed_topics.add(45)
        with pytest.raises(ChatGone):
            await platform.send(Address(f"{GROUP}/45"), CARD, nonce="n")
        server.room(GROUP).standing = kicked()
        with pytest.raises(ChatGone):
            await platform.send(Address(f"{GROUP}"), CARD, nonce="n")
        with pytest.raises(ChatGone):
            await platform.send(Address("404"), CARD, nonce="n")


async def test_a_group_that_became_a_supergroup_is_followed() -> None:
    async with connected() as (server, platform):
        server.room(-5, "group").moved_to = GROUP
        with pytest.raises(ChatMoved) as moved:
            await platform.send(Address("-5"), CARD, nonce="n")
    assert moved.value.address == str(GROUP)


async def test_an_edit_of_a_deleted_message_says_so() -> None:
    async with connected() as (_, platform):
        with pytest.raises(MessageGone):
            await platform.edit(PRIVATE, MessageRef("999"), CARD)


async def test_a_failure_between_two_parts_is_not_called_unsent() -> None:
    async with connected() as (server, platform):
        server.faults.plan("sendMessage", None, Fault(status=429, reason="Too Many Requests", retry_after=5))
        with pytest.raises(Uncertain, match="1 sent, then"):
            await platform.send(PRIVATE, long_reply(), nonce="n")
        assert len(server.messages()) == 1


async def test_an_answer_waits_when_telegram_asks_for_patience() -> None:
    async with connected() as (server, _):
        server.faults.plan("sendMessage", Fault(status=429, reason="Too Many Requests", retry_after=1))
        server.say("/latest")
        await server.wait_for(1)


async def test_stopping_finishes_the_answer_in_hand() -> None:
    desk = Desk(seconds=0.3)
    async with local_telegram() as server:
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU)
        async with running(platform, desk, lambda: bool(server.commands)):
            server.say("/latest")
            await server.until(lambda: bool(desk.asked))
        assert len(server.messages()) == 1


async def test_stopping_waits_for_the_push_on_its_way() -> None:
    async with local_telegram() as server:
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU)
        async with running(platform, Desk(), lambda: bool(server.commands)):
            server.room(1, "private")
            server.faults.delays["sendMessage"] = 0.3
            push = asyncio.create_task(platform.send(PRIVATE, CARD, nonce="n"))
            await server.until(lambda: "sendMessage" in [name for name, _ in server.requests])
        assert await push == str(server.messages()[0].id)


async def test_nothing_is_sent_before_it_is_connected() -> None:
    platform = TelegramPlatform(token=TOKEN)
    with pytest.raises(Later):
        await platform.send(PRIVATE, CARD, nonce="n")


async def test_a_send_to_a_server_that_is_down_was_not_sent() -> None:
    async with AsyncExitStack() as up:
        server = await up.enter_async_context(local_telegram())
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU)
        async with running(platform, Desk(), lambda: bool(server.commands)):
            await up.aclose()
            with pytest.raises(Later):
                await platform.send(PRIVATE, CARD, nonce="n")


async def test_a_lost_poll_is_no_lost_command() -> None:
    async with connected() as (server, _):
        server.faults.plan("getUpdates", Fault(status=502, reason="Bad Gateway"))
        server.say("/latest")
        await server.wait_for(1)
        server.say("/latest")
        await server.wait_for(2)


async def test_a_refused_token_ends_the_run_without_naming_it() -> None:
    async with local_telegram() as server:
        platform = TelegramPlatform(token=TOKEN + "x", api=server.api)
        with pytest.raises(ConnectionError) as refused:
            await platform.run(Desk().answer)
    assert TOKEN not in str(refused.value)


async def test_a_token_revoked_while_running_ends_the_run() -> None:
    async with local_telegram() as server:
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU)
        run = asyncio.create_task(platform.run(Desk().answer))
        await server.until(lambda: bool(server.commands))
        server.revoked = True
        server.say("/latest")
        with pytest.raises(ConnectionError):
            await run


async def test_no_log_holds_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with connected() as (server, platform):
        server.say("/latest")
        await server.wait_for(1)
        server.faults.plan("sendMessage", DROPPED)
        with pytest.raises(Uncertain):
            await platform.send(PRIVATE, CARD, nonce="n")
        server.faults.plan("getUpdates", DROPPED)
        server.say("/latest")
        await server.wait_for(2)
    assert "[token]" in caplog.text
    assert TOKEN not in caplog.text
    ours = [record for record in caplog.records if record.name != "aiohttp.access"]  # the local server's
    assert not [record for record in ours if TOKEN in str(record.__dict__)]


class SlowDesk(Desk):
    """Answers one chat only when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = asyncio.Event()

    async def answer(self, ask: Ask) -> Reply:
        if ask.address == str(GROUP):
            await self.may.wait()
        return await super().answer(ask)


async def test_a_chat_whose_answers_are_held_up_keeps_no_other_waiting() -> None:
    desk = SlowDesk()
    async with connected(desk) as (server, _):
        for _ in range(AT_ONCE + 1):
            server.say("/latest", chat=GROUP, kind="supergroup")
        server.say("/latest", chat=2)
        try:
            await server.wait_for(1, chat=2)
        finally:
            desk.may.set()
        await server.wait_for(MOST_OF_A_CHAT, chat=GROUP)
    assert [ask.address for ask in desk.asked] == ["2", *[str(GROUP)] * MOST_OF_A_CHAT]


async def test_a_chat_is_heard_again_when_its_answers_have_been_shown() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        for _ in range(2):
            before = len(server.messages(3))
            for _ in range(MOST_OF_A_CHAT):
                server.say("/latest", chat=3)
            await server.wait_for(before + MOST_OF_A_CHAT, chat=3)
