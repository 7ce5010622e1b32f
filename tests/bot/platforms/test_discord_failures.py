import asyncio
import logging
from contextlib import AsyncExitStack

import pytest

from bot.platforms.discord import DiscordPlatform
from bot.platforms.port import (
    Address,
    ChatGone,
    DeliveryError,
    Later,
    MessageGone,
    MessageRef,
    Refused,
    Uncertain,
)
from tests.bot.platforms.local_discord import connected
from tests.bot.platforms.newsdesk import CARD, MENU, Desk, long_reply, running
from tests.servers.discord import CHANNEL, TOKEN, local_discord
from tests.servers.faults import ANSWER_LOST, DROPPED, Fault

NEWS = Address(CHANNEL)


async def test_a_nonce_sent_again_gives_one_message() -> None:
    async with connected() as (server, platform):
        server.faults.plan("send", ANSWER_LOST)
        with pytest.raises(Uncertain):
            await platform.send(NEWS, long_reply(), nonce="17-18cf0a1b2c3")
        first = await platform.send(NEWS, long_reply(), nonce="17-18cf0a1b2c3")
        again = await platform.send(NEWS, long_reply(), nonce="17-18cf0a1b2c3")
        assert first == again
        assert first.split(",") == [message.id for message in server.messages()]
        await platform.send(NEWS, long_reply(), nonce="18-18cf0a1b2c4")
        assert len(server.messages()) == 2 * len(first.split(","))


@pytest.mark.parametrize(
    ("fault", "error", "shown"),
    [
        (Fault(status=429, reason="slow down", retry_after=40), Later, 0),
        (Fault(status=429, reason="banned by the cloud"), Later, 0),
        (DROPPED, Uncertain, 0),
        (ANSWER_LOST, Uncertain, 1),
        (Fault(status=502, reason="bad gateway"), Uncertain, 0),
        (Fault(status=500, reason="oops", performed=True), Uncertain, 1),
        (Fault(status=403, reason="Missing Permissions"), ChatGone, 0),
        (Fault(status=400, reason="Invalid Form Body"), Refused, 0),
        (Fault(status=401, reason="401: Unauthorized"), Later, 0),
    ],
)
async def test_each_failure_of_a_push_is_told_apart(
    fault: Fault, error: type[DeliveryError], shown: int
) -> None:
    async with connected() as (server, platform):
        server.faults.plan("send", fault)
        with pytest.raises(error) as raised:
            await platform.send(NEWS, CARD, nonce="n")
        assert len(server.messages()) == shown
    assert TOKEN not in str(raised.value)
    if isinstance(raised.value, Later) and fault.retry_after:
        assert raised.value.seconds == 40


async def test_a_short_rate_limit_is_waited_for() -> None:
    async with connected() as (server, platform):
        server.faults.plan("send", Fault(status=429, reason="slow down", retry_after=0.05))
        await platform.send(NEWS, CARD, nonce="n")
        assert len(server.messages()) == 1


async def test_a_closed_and_an_unknown_channel_park_the_chat() -> None:
    async with connected() as (server, platform):
        with pytest.raises(ChatGone):
            await platform.send(Address("404"), CARD, nonce="n")
        server.channels.closed.add(CHANNEL)
        with pytest.raises(ChatGone):
            await platform.send(NEWS, CARD, nonce="n")


async def test_an_edit_of_a_deleted_message_says_so() -> None:
    async with connected() as (_, platform):
        with pytest.raises(MessageGone):
            await platform.edit(NEWS, MessageRef("999"), CARD)


async def test_stopping_finishes_the_answer_in_hand() -> None:
    desk = Desk(seconds=0.3)
    async with local_discord() as server:
        platform = DiscordPlatform(token=TOKEN, api=server.api, commands=MENU)
        async with running(platform, desk, lambda: server.gateway.connected):
            await server.command("latest")
            await server.until(lambda: bool(desk.asked))
        assert len(server.messages()) == 1


async def test_stopping_waits_for_the_push_on_its_way() -> None:
    async with local_discord() as server:
        platform = DiscordPlatform(token=TOKEN, api=server.api, commands=MENU)
        async with running(platform, Desk(), lambda: server.gateway.connected):
            server.faults.delays["send"] = 0.3
            push = asyncio.create_task(platform.send(NEWS, CARD, nonce="n"))
            await server.until(lambda: server.requests[-1] == "send")
        assert await push == server.messages()[0].id


async def test_nothing_is_sent_before_it_is_connected() -> None:
    with pytest.raises(Later):
        await DiscordPlatform(token=TOKEN).send(NEWS, CARD, nonce="n")


async def test_a_send_to_a_server_that_is_down_was_not_sent() -> None:
    async with AsyncExitStack() as up:
        server = await up.enter_async_context(local_discord())
        platform = DiscordPlatform(token=TOKEN, api=server.api, commands=MENU)
        async with running(platform, Desk(), lambda: server.gateway.connected):
            await up.aclose()
            with pytest.raises(Later):
                await platform.send(NEWS, CARD, nonce="n")


async def test_a_reconnect_resumes_the_session() -> None:
    async with connected() as (server, _):
        await server.gateway.ask_to_reconnect()
        await server.until(lambda: server.gateway.resumed == 1)
        await server.command("latest")
        await server.wait_for(1)
    assert server.gateway.identified == 1


async def test_a_command_typed_while_the_connection_is_broken_is_answered_after_it_resumes() -> None:
    async with connected() as (server, _):
        await server.until(lambda: server.gateway.heartbeats > 0)
        server.gateway.drop()
        await server.command("latest")
        await server.wait_for(1)
    assert (server.gateway.identified, server.gateway.resumed) == (1, 1)


async def test_a_forgotten_session_begins_anew() -> None:
    async with connected() as (server, _):
        server.gateway.forget_session()
        server.gateway.identify_seconds = 0.0
        await server.gateway.ask_to_reconnect()
        await server.until(lambda: server.gateway.identified == 2)
        await server.command("latest")
        await server.wait_for(1)


async def test_a_push_needs_no_gateway() -> None:
    async with connected() as (server, platform):
        server.gateway.drop()
        await platform.send(NEWS, CARD, nonce="n")
        assert len(server.messages()) == 1


async def test_a_gateway_that_is_down_at_first_ends_the_run_and_the_next_one_works() -> None:
    async with local_discord() as server:
        platform = DiscordPlatform(token=TOKEN, api=server.api, commands=MENU)
        right, server.gateway.url = server.gateway.url, "ws://127.0.0.1:1/gateway"
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(platform.run(Desk().answer), 10)
        server.gateway.url = right
        async with running(platform, Desk(), lambda: server.gateway.connected):
            await platform.send(NEWS, CARD, nonce="n")


async def test_a_refused_token_ends_the_run_without_naming_it() -> None:
    async with local_discord() as server:
        platform = DiscordPlatform(token=TOKEN + "x", api=server.api)
        with pytest.raises(ConnectionError) as refused:
            await platform.run(Desk().answer)
    assert TOKEN not in str(refused.value)


async def test_no_log_holds_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with connected() as (server, platform):
        await server.command("latest")
        await server.wait_for(1)
        server.faults.plan("send", DROPPED)
        with pytest.raises(Uncertain):
            await platform.send(NEWS, CARD, nonce="n")
    assert caplog.records
    assert TOKEN not in caplog.text
