import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

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
from bot.replies import Button, Reply, note, paragraph
from feeds.model import Stance
from tests.bot.platforms.newsdesk import CARD, HOSTILE, MENU, Desk, hostile_reply, long_reply, running
from tests.servers.discord import CHANNEL, MANAGE_GUILD, TOKEN, LocalDiscord, local_discord
from tests.servers.faults import ANSWER_LOST, DROPPED, Fault

NEWS = Address(CHANNEL)


@asynccontextmanager
async def connected(desk: Desk | None = None) -> AsyncIterator[tuple[LocalDiscord, DiscordPlatform]]:
    async with local_discord() as server:
        platform = DiscordPlatform(token=TOKEN, api=server.api, commands=MENU)
        async with running(platform, desk or Desk(), lambda: server.gateway.connected):
            yield server, platform


async def test_a_command_is_answered_with_an_embed() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        await server.command("quotes", person="estonia today")
        [message] = await server.wait_for(1)
    [embed] = message.embeds
    assert embed["title"] == "Trainers may go to Ukraine"
    assert embed["url"] == "https://harbour.example/1"
    assert "> “We do not rule it out”" in embed["description"]
    assert message.buttons == {"All quotes": "ask:quotes estonia"}
    [ask] = desk.asked
    assert (ask.command, ask.words, ask.address) == ("quotes", "estonia today", CHANNEL)
    assert ask.title == "Newsroom #news"


async def test_commands_are_registered_with_their_argument() -> None:
    async with connected() as (server, _):
        assert [command["name"] for command in server.commands] == ["latest", "quotes", "settings"]
        [option] = server.commands[1]["options"]
        assert (option["name"], option["description"], option["required"]) == ("person", "Whose words", False)


async def test_an_argument_may_be_left_out() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        await server.command("quotes")
        await server.wait_for(1)
    assert desk.asked[0].words == ""


async def test_a_slow_answer_is_announced_in_time() -> None:
    async with connected(Desk(seconds=1.3)) as (server, _):
        await server.command("latest")
        await server.until(lambda: any(message.thinking for message in server.messages()))
        [message] = await server.wait_for(1)
    assert message.embeds
    assert server.refusals == []


@pytest.mark.parametrize("seconds", [0.0, 1.3])
async def test_a_private_answer_is_for_the_asker_only(seconds: float) -> None:
    desk = Desk(reply=note("Only for you", private=True), seconds=seconds)
    async with connected(desk) as (server, _):
        await server.command("settings")
        await server.until(lambda: any("Only" in message.text for message in server.messages()))
        [message] = server.messages()
    assert message.ephemeral


async def test_a_pressed_button_is_answered_with_a_new_message() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        await server.command("latest")
        [card] = await server.wait_for(1)
        await server.press(card, "All quotes")
        await server.wait_for(2)
    assert (desk.asked[1].command, desk.asked[1].words) == ("quotes", "estonia")
    assert server.refusals == []


async def test_a_button_of_an_earlier_run_still_works() -> None:
    async with local_discord() as server:
        platform = DiscordPlatform(token=TOKEN, api=server.api, commands=MENU)
        async with running(platform, Desk(), lambda: server.gateway.connected):
            await platform.send(NEWS, CARD, nonce="n")
        async with running(platform, Desk(), lambda: server.gateway.identified == 2):
            await server.press(server.messages()[0], "All quotes")
            await server.wait_for(2)


@pytest.mark.parametrize(("permissions", "may"), [(0, False), (MANAGE_GUILD, True), (8, False)])
async def test_only_who_manages_the_server_may_administer(permissions: int, may: bool) -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        await server.command("settings", permissions=permissions)
        await server.wait_for(1)
    assert desk.asked[0].may_administer is may


async def test_a_push_is_shown_and_edited_in_place() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(NEWS, CARD, nonce="n")
        await platform.edit(NEWS, sent, note("Two outlets now"))
        [message] = server.messages()
    assert (message.text, message.edits, message.buttons) == ("Two outlets now", 1, {})


async def test_a_stance_is_a_colour_and_a_word() -> None:
    async with connected() as (server, platform):
        await platform.send(NEWS, Reply(blocks=CARD.blocks, stance=Stance.OPPOSES), nonce="n")
        [embed] = server.messages()[0].embeds
    assert (embed["color"], embed["footer"]["text"]) == (0xC62828, "Position: opposes")


async def test_a_silent_push_makes_no_sound() -> None:
    async with connected() as (server, platform):
        await platform.send(NEWS, Reply(blocks=CARD.blocks, silent=True), nonce="n")
        assert server.messages()[0].flags == 1 << 12


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


async def test_a_long_answer_comes_in_several_messages_and_its_edit_takes_back_the_rest() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(NEWS, long_reply(), nonce="n" * 25)
        assert len(server.messages()) == len(sent.split(",")) == 3
        await platform.edit(NEWS, sent, note("Short"))
        assert [message.text for message in server.messages()] == ["Short"]


async def test_a_long_answer_to_a_command_follows_up() -> None:
    async with connected(Desk(reply=long_reply())) as (server, _):
        await server.command("latest")
        await server.wait_for(3)


async def test_hostile_text_is_harmless() -> None:
    async with connected() as (server, platform):
        await platform.send(NEWS, hostile_reply(), nonce="n")
        messages = server.messages()
    shown = "".join(message.text for message in messages)
    assert HOSTILE not in shown
    assert "\\@everyone \\<\\@123\\>" in shown
    assert "javascript" not in shown
    assert all(message.mentions == () for message in messages)


async def test_five_buttons_stand_in_a_row() -> None:
    buttons = tuple(Button(label=f"B{number}", command=f"story {number}") for number in range(7))
    async with connected() as (server, platform):
        await platform.send(NEWS, Reply(blocks=(paragraph("x"),), buttons=buttons), nonce="n")
        rows = server.messages()[0].components
    assert [len(row["components"]) for row in rows] == [5, 2]


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
