"""A picture on Telegram is a photo, and never costs the words."""

from dataclasses import replace

import pytest

from bot.charts.studio import Studio
from bot.platforms.port import Address, ChatGone
from bot.render.text import units
from bot.replies import Button
from tests.bot.platforms.local_telegram import GROUP, PRIVATE, connected
from tests.bot.platforms.newsdesk import CARD, Desk
from tests.bot.platforms.pictured import (
    LONG,
    PICTURE,
    PICTURED,
    PNG,
    draw_plain,
    draw_too_steep,
    grown,
)
from tests.servers.faults import Fault
from tests.servers.telegram_chats import ChatMessage
from tests.servers.telegram_members import kicked


def pictures(messages: list[ChatMessage]) -> list[bool]:
    return [bool(message.photo) for message in messages]


async def test_words_that_fit_are_the_caption() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        sent = await platform.send(PRIVATE, PICTURED, nonce="n")
        [message] = server.messages()
    assert (sent, message.photo) == (f"photo-{message.id}", PNG)
    assert "“We do not rule it out”" in message.text
    assert message.buttons == (("All quotes", "ask:quotes estonia"),)


async def test_words_that_do_not_fit_follow_the_picture_in_full() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        await platform.send(PRIVATE, LONG, nonce="n")
        photo, *texts = server.messages()
    assert photo.text == PICTURE.alt
    assert pictures(texts) == [False, False]
    assert "spoke again. 0" in texts[0].text
    assert "spoke again. 8" in texts[-1].text
    assert [bool(message.buttons) for message in (photo, *texts)] == [False, False, True]


async def test_a_command_is_answered_with_a_picture() -> None:
    async with connected(Desk(reply=PICTURED), draw=draw_plain) as (server, _):
        asked = server.say("/latest", chat=GROUP, kind="supergroup", topic=45)
        [message] = await server.wait_for(1, chat=GROUP)
    assert (message.photo, message.topic, message.replies_to) == (PNG, 45, asked.id)


async def test_the_real_picture_is_taken() -> None:
    async with Studio() as studio, connected(draw=studio.draw) as (server, platform):
        await platform.send(PRIVATE, PICTURED, nonce="n")
        [message] = server.messages()
    assert len(message.photo) > len(PNG)


async def test_a_chat_without_photos_gets_the_words() -> None:
    async with connected(Desk(reply=PICTURED), draw=draw_plain) as (server, platform):
        server.room(GROUP).takes_photos = False
        sent = await platform.send(Address(str(GROUP)), PICTURED, nonce="n")
        server.say("/latest", chat=GROUP)
        messages = await server.wait_for(2, chat=GROUP)
    assert sent == f"{messages[0].id}"
    assert pictures(messages) == [False, False]
    assert all("“We do not rule it out”" in message.text for message in messages)


async def test_a_photo_of_a_wrong_shape_costs_no_words() -> None:
    async with connected(draw=draw_too_steep) as (server, platform):
        await platform.send(PRIVATE, LONG, nonce="n")
        messages = server.messages()
    assert pictures(messages) == [False, False]


async def test_a_photo_that_is_too_large_costs_no_words() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        server.faults.plan("sendPhoto", Fault(status=413, reason="Request Entity Too Large"))
        await platform.send(PRIVATE, PICTURED, nonce="n")
        [message] = server.messages()
    assert not message.photo


async def test_what_is_not_drawn_is_said_in_words() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(PRIVATE, PICTURED, nonce="n")
        [message] = server.messages()
    assert (sent, message.photo) == (f"{message.id}", b"")


async def test_a_chat_that_threw_us_out_is_gone_with_or_without_a_picture() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        server.room(1).standing = kicked()
        with pytest.raises(ChatGone):
            await platform.send(PRIVATE, PICTURED, nonce="n")


async def test_an_edit_changes_the_picture_and_its_words() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        sent = await platform.send(PRIVATE, PICTURED, nonce="n")
        await platform.edit(PRIVATE, sent, grown(PICTURED))
        [message] = server.messages()
    assert (message.edits, message.photo) == (1, PNG)
    assert message.text.endswith("More.")


async def test_an_edit_that_changes_nothing_is_no_failure() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        sent = await platform.send(PRIVATE, LONG, nonce="n")
        await platform.edit(PRIVATE, sent, LONG)
        assert [message.edits for message in server.messages()] == [0, 0, 0]


async def test_a_caption_that_grows_too_long_is_cut_with_a_mark() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        sent = await platform.send(PRIVATE, PICTURED, nonce="n")
        await platform.edit(PRIVATE, sent, LONG)
        [message] = server.messages()
    assert units(message.text) <= 1_024
    assert message.text.endswith("…")


async def test_an_answer_that_shrinks_takes_its_other_messages_back() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        sent = await platform.send(PRIVATE, LONG, nonce="n")
        await platform.edit(PRIVATE, sent, PICTURED)
        [message] = server.messages()
    assert message.photo
    assert "“We do not rule it out”" in message.text


async def test_an_edit_without_a_new_picture_keeps_the_old_one() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        sent = await platform.send(PRIVATE, PICTURED, nonce="n")
        await platform.edit(PRIVATE, sent, grown(CARD))
        [message] = server.messages()
    assert message.photo
    assert message.text.endswith("More.")


async def test_words_sent_alone_stay_alone_when_edited() -> None:
    async with connected(draw=draw_plain) as (server, platform):
        sent = await platform.send(PRIVATE, CARD, nonce="n")
        await platform.edit(PRIVATE, sent, grown(PICTURED))
        [message] = server.messages()
    assert not message.photo
    assert message.text.endswith("More.")


async def test_a_page_turned_under_a_photo_is_a_message_of_its_own() -> None:
    desk = Desk(
        reply=replace(PICTURED, buttons=(Button(label="Turn", command="who page:2", turns_page=True),))
    )
    async with connected(desk, draw=draw_plain) as (server, _):
        server.say("/latest")
        [photo] = await server.wait_for(1)
        desk.reply = replace(grown(desk.reply), picture=None)
        server.press(photo, "Turn")
        _, second = await server.wait_for(2)
        desk.reply = grown(desk.reply)
        server.press(second, "Turn")
        await server.until(lambda: server.messages()[1].edits == 1)
    assert pictures(server.messages()) == [True, False]
