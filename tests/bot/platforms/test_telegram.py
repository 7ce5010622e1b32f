import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from bot.platforms.port import (
    Address,
    ChatGone,
    ChatMoved,
    DeliveryError,
    Later,
    MessageGone,
    MessageRef,
    Refused,
    Uncertain,
)
from bot.platforms.telegram import TelegramPlatform
from bot.replies import Button, Reply, note, paragraph
from tests.bot.platforms.newsdesk import CARD, HOSTILE, MENU, Desk, hostile_reply, long_reply, running
from tests.servers.faults import ANSWER_LOST, DROPPED, Fault
from tests.servers.telegram import TOKEN, LocalTelegram, local_telegram

GROUP = -100_123
PRIVATE = Address("1")


@asynccontextmanager
async def connected(desk: Desk | None = None) -> AsyncIterator[tuple[LocalTelegram, TelegramPlatform]]:
    async with local_telegram() as server:
        platform = TelegramPlatform(
            token=TOKEN, api=server.api, commands=MENU, admin_commands=frozenset({"settings"})
        )
        async with running(platform, desk or Desk(), lambda: bool(server.commands)):
            server.room(1, "private")
            yield server, platform


async def test_a_command_is_answered() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        server.say("/quotes estonia  today")
        [message] = await server.wait_for(1)
    assert "“We do not rule it out”" in message.text
    assert message.buttons == (("All quotes", "ask:quotes estonia"),)
    assert not message.preview
    [ask] = desk.asked
    assert (ask.command, ask.words, ask.address, ask.title) == ("quotes", "estonia  today", "1", "Ana")


async def test_the_menu_of_commands_is_shown() -> None:
    async with connected() as (server, _):
        assert [command["command"] for command in server.commands] == ["latest", "quotes", "settings"]


async def test_an_answer_in_a_group_replies_in_the_same_topic() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        asked = server.say("/latest", chat=GROUP, kind="supergroup", topic=45)
        [message] = await server.wait_for(1, chat=GROUP)
    assert (message.topic, message.replies_to) == (45, asked.id)
    assert desk.asked[0].address == f"{GROUP}/45"


async def test_only_commands_for_this_bot_are_heard() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        server.say("/latest@other_bot", chat=GROUP, kind="supergroup")
        server.say("no command", chat=GROUP, kind="supergroup")
        server.say("/latest@Troopwire_Bot", chat=GROUP, kind="supergroup")
        await server.wait_for(1, chat=GROUP)
    assert [ask.command for ask in desk.asked] == ["latest"]


async def test_an_edited_command_is_not_answered_again() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        said = server.say("/latest")
        await server.wait_for(1)
        server.edit_own(said, "/quotes macron")
        server.say("/settings")
        await server.wait_for(2)
    assert [ask.command for ask in desk.asked] == ["latest", "settings"]


async def test_a_channel_post_is_answered() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        server.say("/latest", chat=-100_777, kind="channel")
        await server.wait_for(1, chat=-100_777)
    assert desk.asked[0].may_administer


async def test_a_pressed_button_is_acknowledged_and_answered_with_a_new_message() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        server.say("/latest")
        [card] = await server.wait_for(1)
        press = server.press(card, "All quotes")
        await server.wait_for(2)
    assert server.acknowledged == [press]
    assert (desk.asked[1].command, desk.asked[1].words) == ("quotes", "estonia")


async def test_a_button_of_an_earlier_run_still_works() -> None:
    desk = Desk()
    async with local_telegram() as server:
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU)
        async with running(platform, desk, lambda: bool(server.commands)):
            server.say("/latest")
            [card] = await server.wait_for(1)
        server.commands.clear()
        async with running(platform, desk, lambda: bool(server.commands)):
            server.press(card, "All quotes")
            await server.wait_for(2)


@pytest.mark.parametrize(
    ("kind", "chat", "user", "command", "may"),
    [
        ("private", 1, 1, "/settings", True),
        ("supergroup", GROUP, 1, "/settings", False),
        ("supergroup", GROUP, 2, "/settings", True),
        ("supergroup", GROUP, 2, "/latest", False),  # not looked up where it does not matter
    ],
)
async def test_rights_come_from_telegram(kind: str, chat: int, user: int, command: str, may: bool) -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        server.room(GROUP).admins.add(2)
        server.say(command, chat=chat, kind=kind, user=user)
        await server.wait_for(1, chat=chat)
    assert desk.asked[0].may_administer is may
    looked_up = [method for method, _ in server.requests if method == "getChatMember"]
    assert len(looked_up) == (command == "/settings" and kind != "private")


async def test_a_reader_of_a_channel_gains_no_rights_by_pressing_a_button() -> None:
    desk = Desk(reply=Reply(blocks=CARD.blocks, buttons=(Button(label="Settings", command="settings"),)))
    async with connected(desk) as (server, _):
        server.say("/latest", chat=-100_777, kind="channel")
        [card] = await server.wait_for(1, chat=-100_777)
        server.press(card, "Settings", user=5)
        await server.wait_for(2, chat=-100_777)
    assert [ask.may_administer for ask in desk.asked] == [True, False]


async def test_a_slow_command_does_not_hold_up_another() -> None:
    desk = Desk(seconds=0.5)
    async with connected(desk) as (server, _):
        server.say("/latest")
        server.say("/latest", chat=2)
        await server.until(lambda: len(desk.asked) == 2)
        assert server.messages() == server.messages(2) == []


async def test_a_push_is_shown_and_edited_in_place() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(PRIVATE, CARD, nonce="n")
        await platform.edit(PRIVATE, sent, note("Two outlets now"))
        [message] = server.messages()
    assert (message.text, message.edits, message.buttons) == ("Two outlets now", 1, ())


async def test_an_edit_that_changes_nothing_is_no_error() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(PRIVATE, CARD, nonce="n")
        await platform.edit(PRIVATE, sent, CARD)
        assert server.messages()[0].edits == 0


async def test_a_push_into_a_topic_stays_there_and_can_be_silent() -> None:
    async with connected() as (server, platform):
        server.room(GROUP)
        await platform.send(Address(f"{GROUP}/45"), Reply(blocks=CARD.blocks, silent=True), nonce="n")
        [message] = server.messages(GROUP)
    assert (message.topic, message.silent) == (45, True)


async def test_a_long_answer_comes_in_several_messages_and_its_edit_takes_back_the_rest() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(PRIVATE, long_reply(), nonce="n")
        assert len(server.messages()) == len(sent.split(",")) == 3
        await platform.edit(PRIVATE, sent, note("Short"))
        assert [message.text for message in server.messages()] == ["Short"]


async def test_an_edit_never_adds_messages() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(PRIVATE, note("Short"), nonce="n")
        await platform.edit(PRIVATE, sent, long_reply())
        [message] = server.messages()
    assert message.text.endswith("…")


async def test_hostile_text_is_harmless() -> None:
    async with connected() as (server, platform):
        await platform.send(PRIVATE, hostile_reply(), nonce="n")
        messages = server.messages()
    shown = "".join(message.text for message in messages)
    assert HOSTILE.replace("@e", "@\u2060e").replace("@1", "@\u20601") in shown
    links = {entity.url for message in messages for entity in message.entities if entity.url}
    assert links == {"https://harbour.example/x?a=1&b=%282%29", "https://evil.example/%29%3Cb%3E%22%27"}
    assert "@everyone" not in shown


async def test_a_button_that_is_too_long_is_left_out() -> None:
    reply = Reply(blocks=(paragraph("x"),), buttons=(Button(label="B", command="é" * 31),))
    async with connected() as (server, platform):
        await platform.send(PRIVATE, reply, nonce="n")
        assert server.messages()[0].buttons == ()


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
        server.room(GROUP).kicked = True
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
