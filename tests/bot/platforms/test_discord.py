from dataclasses import replace

import pytest

from bot.platforms.discord import DiscordPlatform
from bot.platforms.port import (
    Address,
)
from bot.replies import Button, Reply, note, paragraph
from feeds.model import Stance
from tests.bot.platforms.local_discord import connected
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
from tests.servers.discord import CHANNEL, TOKEN, local_discord

NEWS = Address(CHANNEL)


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
        assert [command["name"] for command in server.commands] == [entry.name for entry in MENU]
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
        await server.command("latest")
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


@pytest.mark.parametrize("seconds", [0.0, 1.3])
async def test_a_page_is_turned_in_its_place_also_after_a_restart(seconds: float) -> None:
    desk = Desk(reply=PAGE)
    async with local_discord() as server:
        platform = DiscordPlatform(token=TOKEN, api=server.api, commands=MENU)
        async with running(platform, desk, lambda: server.gateway.connected):
            await server.command("quotes", person="estonia")
            [page] = await server.wait_for(1)
        desk.reply, desk.seconds = NEXT_PAGE, seconds
        async with running(platform, desk, lambda: server.gateway.identified == 2):
            await server.press(page, "Older")
            await server.until(lambda: "page 2 of 2" in server.messages()[0].text)
    [turned] = server.messages()
    assert turned.buttons == {"Newer": "turn:quotes estonia page:1"}
    assert (desk.asked[1].command, desk.asked[1].words) == ("quotes", "estonia page:2")
    assert server.refusals == []


@pytest.mark.parametrize("seconds", [0.0, 1.3])
async def test_a_page_that_cannot_be_turned_stays_and_the_presser_hears_why(seconds: float) -> None:
    desk = Desk(reply=PAGE)
    async with connected(desk) as (server, _):
        await server.command("quotes", person="estonia")
        [page] = await server.wait_for(1)
        desk.reply, desk.seconds = note("That question is no longer kept", private=True), seconds
        await server.press(page, "Older")
        [page, reason] = await server.wait_for(2)
    assert "page 1 of 2" in page.text
    assert reason.ephemeral
    assert server.refusals == []


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


@pytest.mark.parametrize("seconds", [0.0, 1.3])
@pytest.mark.parametrize("private", [False, True])
async def test_no_answer_mentions_anybody(seconds: float, private: bool) -> None:
    hostile = replace(hostile_reply(), private=private, buttons=PAGE.buttons)
    desk = Desk(reply=hostile, seconds=seconds)
    async with connected(desk) as (server, platform):
        await server.command("latest")
        await server.until(lambda: any("Older" in each.buttons for each in server.messages()))
        await server.press(next(each for each in server.messages() if "Older" in each.buttons), "Older")
        await server.until(lambda: len(desk.asked) == 2)
        await server.until(lambda: not any(each.thinking for each in server.messages()))
        sent = await platform.send(NEWS, hostile, nonce="n")
        await platform.edit(NEWS, sent, hostile)
    assert {message.mentions for message in server.messages()} == {()}


async def test_five_buttons_stand_in_a_row() -> None:
    buttons = tuple(Button(label=f"B{number}", command=f"story {number}") for number in range(7))
    async with connected() as (server, platform):
        await platform.send(NEWS, Reply(blocks=(paragraph("x"),), buttons=buttons), nonce="n")
        rows = server.messages()[0].components
    assert [len(row["components"]) for row in rows] == [5, 2]


async def test_a_notice_goes_to_a_users_private_channel() -> None:
    async with connected() as (server, platform):
        await platform.send(Address("user:1100000000000000042"), note("A feed is gone"), nonce="1")
        [message] = server.messages("1100000000000000042")
    assert "A feed is gone" in message.text


async def test_what_follows_is_a_reply_and_stands_alone_where_that_is_gone() -> None:
    async with connected(Desk()) as (server, platform):
        first = await platform.send(Address(CHANNEL), CARD, nonce="a")
        await platform.send(Address(CHANNEL), replace(CARD, beneath=f"{first},999"), nonce="b")
        await platform.send(Address(CHANNEL), replace(CARD, beneath="424242"), nonce="c")
        await platform.send(Address(CHANNEL), replace(CARD, beneath="not a number"), nonce="d")
    assert [message.replies_to for message in server.messages()] == ["", first, "", ""]
