"""A picture on Discord is an attachment shown in the embed, and never costs the words."""

import asyncio
from dataclasses import replace

import pytest

from bot.charts.chart import Chart
from bot.charts.studio import Studio
from bot.platforms.port import ChatGone, Uncertain
from bot.replies import Button
from tests.bot.platforms.local_discord import NEWS, connected
from tests.bot.platforms.newsdesk import CARD, Desk
from tests.bot.platforms.pictured import LONG, PICTURE, PICTURED, PNG, draw_plain, grown
from tests.servers.discord_shapes import ShownMessage
from tests.servers.faults import ANSWER_LOST


def picture(message: ShownMessage) -> bytes:
    """Give the picture that a message shows in its embed."""
    [embed] = message.embeds
    [attachment] = message.attachments
    assert embed["image"]["url"] == f"attachment://{attachment.filename}"
    assert attachment.description == PICTURE.alt
    return attachment.content


def is_bare(message: ShownMessage) -> bool:
    return not message.attachments and "image" not in message.embeds[0]


async def test_a_card_shows_its_picture() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        await platform.send(NEWS, PICTURED, nonce="n")
        [message] = server.messages()
    assert picture(message) == PNG
    assert "“We do not rule it out”" in message.text


async def test_the_real_picture_is_taken() -> None:
    async with Studio() as studio, connected(draw=studio.draw) as (server, platform):
        await platform.send(NEWS, PICTURED, nonce="n")
        [message] = server.messages()
    assert len(picture(message)) > len(PNG)


async def test_only_the_first_of_several_messages_has_the_picture() -> None:
    long = replace(LONG, blocks=LONG.blocks * 2)
    async with connected(draw=draw_plain) as (server, platform):
        await platform.send(NEWS, long, nonce="n")
        first, *others = server.messages()
    assert picture(first) == PNG
    assert others
    assert all(map(is_bare, others))


async def test_a_picture_sent_again_with_the_same_nonce_appears_once() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        server.faults.plan("send", ANSWER_LOST)
        with pytest.raises(Uncertain):
            await platform.send(NEWS, PICTURED, nonce="n")
        await platform.send(NEWS, PICTURED, nonce="n")
        [message] = server.messages()
    assert picture(message) == PNG


async def test_a_command_is_answered_with_a_picture() -> None:
    async with connected(Desk(reply=PICTURED), draw=draw_plain) as (server, _):
        await server.command("latest")
        [message] = await server.wait_for(1)
    assert picture(message) == PNG


async def test_a_slow_drawing_is_announced() -> None:
    async def draw_slowly(chart: Chart) -> bytes:
        await asyncio.sleep(1.2)
        return await draw_plain(chart)

    async with connected(Desk(reply=PICTURED), draw=draw_slowly) as (server, _):
        await server.command("latest")
        [message] = await server.wait_for(1)
    assert "edit answer" in server.requests
    assert picture(message) == PNG


@pytest.mark.parametrize("is_slow", [False, True])
async def test_where_files_are_not_welcome_the_answer_is_words(is_slow: bool) -> None:
    desk = Desk(reply=PICTURED, seconds=1.2 if is_slow else 0.0)
    async with connected(desk, draw=draw_plain) as (server, _):
        server.channels.takes_files = False
        await server.command("latest")
        [message] = await server.wait_for(1)
    assert is_bare(message)
    assert "“We do not rule it out”" in message.text


async def test_where_files_are_not_welcome_the_card_is_words() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        server.channels.takes_files = False
        await platform.send(NEWS, PICTURED, nonce="n")
        [message] = server.messages()
    assert is_bare(message)


async def test_a_picture_that_is_too_large_costs_no_words() -> None:
    async def draw_too_much(chart: Chart) -> bytes:
        return await draw_plain(chart) + bytes(10 * 1024 * 1024)

    async with connected(draw=draw_too_much) as (server, platform):
        await platform.send(NEWS, PICTURED, nonce="n")
        [message] = server.messages()
    assert is_bare(message)


async def test_a_channel_that_is_closed_is_gone_with_or_without_a_picture() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        server.channels.closed.add(NEWS)
        with pytest.raises(ChatGone):
            await platform.send(NEWS, PICTURED, nonce="n")


async def test_an_edit_changes_the_picture_and_its_words() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        sent = await platform.send(NEWS, PICTURED, nonce="n")
        await platform.edit(NEWS, sent, grown(PICTURED))
        [message] = server.messages()
    assert (picture(message), message.edits) == (PNG, 1)
    assert message.text.endswith("More.")


async def test_an_edit_without_a_picture_takes_it_away() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        sent = await platform.send(NEWS, PICTURED, nonce="n")
        await platform.edit(NEWS, sent, grown(CARD))
        [message] = server.messages()
    assert is_bare(message)


async def test_turning_the_page_takes_the_picture_away_and_brings_it_back() -> None:
    desk = Desk(
        reply=replace(PICTURED, buttons=(Button(label="Turn", command="who page:2", turns_page=True),))
    )
    async with connected(desk, draw=draw_plain) as (server, _):
        await server.command("latest")
        [first] = await server.wait_for(1)
        pictured, desk.reply = desk.reply, replace(desk.reply, picture=None)
        await server.press(first, "Turn")
        await server.until(lambda: server.messages()[0].edits == 1)
        second = server.messages()[0]
        desk.reply = pictured
        await server.press(second, "Turn")
        await server.until(lambda: server.messages()[0].edits == 2)
        [third] = server.messages()
    assert picture(first) == picture(third) == PNG
    assert is_bare(second)
