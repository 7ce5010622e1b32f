"""What only the asker sees on Discord, he can share."""

from dataclasses import replace

import pytest

from bot.platforms.discord import DiscordPlatform
from bot.replies import Button, File, Reply, note
from tests.bot.platforms.local_discord import connected
from tests.bot.platforms.newsdesk import CARD, MENU, NEXT_PAGE, PAGE, Desk, running
from tests.servers.discord import TOKEN, local_discord

PRIVATE = replace(CARD, private=True)


async def test_a_shared_answer_stands_in_the_channel_and_can_be_shared_once() -> None:
    async with connected(Desk(reply=PRIVATE)) as (server, _):
        await server.command("latest")
        [private] = await server.wait_for(1)
        assert list(private.buttons) == ["All quotes", "Share"]
        await server.press(private, "Share")
        [private, shared] = await server.wait_for(2)
    assert (private.ephemeral, shared.ephemeral) == (True, False)
    assert shared.text == private.text
    assert shared.embeds[0]["color"] == private.embeds[0]["color"]
    assert shared.buttons == private.buttons == {"All quotes": "ask:quotes estonia"}
    assert shared.mentions == ()
    assert server.refusals == []


@pytest.mark.parametrize("seconds", [0.0, 1.3])
async def test_an_error_can_be_shared_also_when_it_took_long(seconds: float) -> None:
    async with connected(Desk(reply=note("No such story", private=True), seconds=seconds)) as (server, _):
        await server.command("latest")
        await server.until(lambda: any("No such" in message.text for message in server.messages()))
        [private] = server.messages()
        assert private.ephemeral
        await server.press(private, "Share")
        [_, shared] = await server.wait_for(2)
    assert (shared.text, shared.ephemeral, shared.buttons) == ("No such story", False, {})


async def test_a_shared_answer_keeps_its_buttons_at_work_after_a_restart() -> None:
    desk = Desk(reply=PRIVATE)
    async with local_discord() as server:
        platform = DiscordPlatform(token=TOKEN, api=server.api, commands=MENU)
        async with running(platform, desk, lambda: server.gateway.connected):
            await server.command("latest")
            [private] = await server.wait_for(1)
        async with running(platform, desk, lambda: server.gateway.identified == 2):
            await server.press(private, "Share")
            [_, shared] = await server.wait_for(2)
            desk.reply = CARD
            await server.press(shared, "All quotes")
            await server.wait_for(3)
    assert desk.asked[-1].command == "quotes"


async def test_the_reason_why_a_page_was_not_turned_can_be_shared() -> None:
    desk = Desk(reply=PAGE)
    async with connected(desk) as (server, _):
        await server.command("quotes", person="estonia")
        [page] = await server.wait_for(1)
        desk.reply = replace(NEXT_PAGE, private=True)
        await server.press(page, "Older")
        [_, reason] = await server.wait_for(2)
    assert "Share" in reason.buttons


FULL = replace(
    PRIVATE, buttons=tuple(Button(label=f"B{number}", command=f"story {number}") for number in range(25))
)
WITH_FILE = replace(PRIVATE, file=File(name="positions.csv", content="a,b"))


@pytest.mark.parametrize("reply", [CARD, FULL, WITH_FILE], ids=["public", "no room", "a file"])
async def test_what_everybody_sees_or_cannot_be_posted_again_has_no_share_button(reply: Reply) -> None:
    async with connected(Desk(reply=reply)) as (server, _):
        await server.command("latest")
        [answer] = await server.wait_for(1)
    assert "Share" not in answer.buttons
