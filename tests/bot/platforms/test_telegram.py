import pytest

from bot.platforms.port import Address, MessageRef
from bot.platforms.telegram import TelegramPlatform
from bot.replies import Button, Reply, note, paragraph
from tests.bot.platforms.local_telegram import connected
from tests.bot.platforms.newsdesk import (
    CARD,
    HOSTILE,
    MENU,
    NEXT_PAGE,
    PAGE,
    Desk,
    hostile_reply,
    long_reply,
    running,
)
from tests.servers.telegram import TOKEN, local_telegram

GROUP = -100_123
PRIVATE = Address("1")


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


async def test_a_page_is_turned_in_its_place_also_after_a_restart() -> None:
    desk = Desk(reply=PAGE)
    async with local_telegram() as server:
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU)
        async with running(platform, desk, lambda: bool(server.commands)):
            server.say("/quotes estonia")
            [page] = await server.wait_for(1)
        server.commands.clear()
        desk.reply = NEXT_PAGE
        async with running(platform, desk, lambda: bool(server.commands)):
            server.press(page, "Older")
            await server.until(lambda: "page 2 of 2" in server.messages()[0].text)
    [turned] = server.messages()
    assert dict(turned.buttons) == {"Newer": "turn:quotes estonia page:1"}
    assert (desk.asked[1].command, desk.asked[1].words) == ("quotes", "estonia page:2")


async def test_a_page_that_cannot_be_turned_stays_and_the_reason_stands_below_it() -> None:
    desk = Desk(reply=PAGE)
    async with connected(desk) as (server, _):
        server.say("/quotes estonia")
        [page] = await server.wait_for(1)
        desk.reply = note("That question is no longer kept", private=True)
        server.press(page, "Older")
        [page, reason] = await server.wait_for(2)
    assert "page 1 of 2" in page.text
    assert "no longer kept" in reason.text


async def test_a_page_whose_message_is_gone_is_shown_anew() -> None:
    desk = Desk(reply=PAGE)
    async with connected(desk) as (server, platform):
        server.say("/quotes estonia")
        [page] = await server.wait_for(1)
        await platform.edit(
            PRIVATE, MessageRef(f"{page.id},{page.id}"), PAGE
        )  # the second part is taken back
        assert server.messages() == []
        server.press(page, "Older")
        [anew] = await server.wait_for(1)
    assert "page 1 of 2" in anew.text


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


async def test_a_notice_goes_to_a_users_private_chat() -> None:
    async with connected() as (server, platform):
        server.room(4711, "private")
        await platform.send(Address("user:4711"), note("A feed is gone"), nonce="1")
        [message] = await server.wait_for(1, chat=4711)
    assert "A feed is gone" in message.text
