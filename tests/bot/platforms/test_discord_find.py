"""What was sent to Discord is found again by its nonce, which no user sees."""

from dataclasses import replace

import pytest

from bot.platforms.discord import DiscordPlatform
from bot.platforms.port import Address, Later, MessageRef, Uncertain
from bot.replies import Button, Reply, note, paragraph
from tests.bot.platforms.local_discord import NEWS, connected
from tests.bot.platforms.newsdesk import CARD, Desk, long_reply
from tests.servers.discord import CHANNEL, TOKEN
from tests.servers.faults import ANSWER_LOST, DROPPED, Fault

NONCE = "17-18cf0a1b2c3"


async def test_a_message_whose_answer_was_lost_is_found_when_its_nonce_is_forgotten() -> None:
    async with connected() as (server, platform):
        server.faults.plan("send", ANSWER_LOST)
        with pytest.raises(Uncertain):
            await platform.send(NEWS, CARD, nonce=NONCE)
        server.channels.forget_nonces()
        [shown] = server.messages()
        assert await platform.find(NEWS, CARD, nonce=NONCE) == shown.id
        assert NONCE not in shown.text
        assert list(shown.buttons) == ["All quotes"]


async def test_what_never_arrived_is_not_found() -> None:
    async with connected() as (server, platform):
        server.faults.plan("send", DROPPED)
        with pytest.raises(Uncertain):
            await platform.send(NEWS, CARD, nonce=NONCE)
        await platform.send(NEWS, CARD, nonce=f"{NONCE}0")
        assert await platform.find(NEWS, CARD, nonce=NONCE) is None


async def test_a_long_nonce_is_found_too() -> None:
    async with connected() as (_, platform):
        sent = await platform.send(NEWS, CARD, nonce="n" * 60)
        assert await platform.find(NEWS, CARD, nonce="n" * 60) == sent


async def test_a_button_that_carries_a_nonce_works_like_any_other() -> None:
    desk = Desk()
    async with connected(desk) as (server, platform):
        await platform.send(NEWS, CARD, nonce=NONCE)
        await server.press(server.messages()[0], "All quotes")
        await server.wait_for(2)
    assert (desk.asked[0].command, desk.asked[0].words) == ("quotes", "estonia")


async def test_the_longest_command_leaves_room_for_the_nonce() -> None:
    longest = Button(label="B", command="quotes " + "x" * 52)
    async with connected() as (_, platform):
        sent = await platform.send(NEWS, Reply(blocks=(paragraph("x"),), buttons=(longest,)), nonce="n" * 25)
        assert await platform.find(NEWS, CARD, nonce="n" * 25) == sent


@pytest.mark.parametrize("reply", [note("No button"), long_reply()], ids=["no button", "several messages"])
async def test_what_can_carry_no_nonce_is_not_found(reply: Reply) -> None:
    async with connected() as (_, platform):
        await platform.send(NEWS, reply, nonce=NONCE)
        assert await platform.find(NEWS, CARD, nonce=NONCE) is None


async def test_what_was_shown_in_several_messages_is_found_by_its_last() -> None:
    reply = replace(long_reply(), buttons=CARD.buttons)
    async with connected() as (server, platform):
        sent = await platform.send(NEWS, reply, nonce=NONCE)
        assert len(sent.split(",")) > 1
        assert await platform.find(NEWS, reply, nonce=NONCE) == sent.split(",")[-1]
        server.channels.delete(NEWS, sent.split(",")[-1])
        assert await platform.find(NEWS, reply, nonce=NONCE) is None


async def test_only_the_newest_messages_are_looked_through() -> None:
    async with connected() as (server, platform):
        await platform.send(NEWS, CARD, nonce=NONCE)
        for number in range(50):
            server.channels.create(CHANNEL, {"content": f"of a user, {number}"})
        assert await platform.find(NEWS, CARD, nonce=NONCE) is None


async def test_a_private_chat_is_looked_through_as_well() -> None:
    user = Address("user:1100000000000000042")
    async with connected() as (_, platform):
        sent = await platform.send(user, CARD, nonce=NONCE)
        assert await platform.find(user, CARD, nonce=NONCE) == sent


async def test_an_edited_message_is_no_longer_found() -> None:
    async with connected() as (_, platform):
        sent = await platform.send(NEWS, CARD, nonce=NONCE)
        await platform.edit(NEWS, MessageRef(sent), CARD)
        assert await platform.find(NEWS, CARD, nonce=NONCE) is None


async def test_failures_are_told_apart_as_those_of_a_push() -> None:
    with pytest.raises(Later):
        await DiscordPlatform(token=TOKEN).find(NEWS, CARD, nonce=NONCE)
    async with connected() as (server, platform):
        server.faults.plan("read", Fault(status=502))
        with pytest.raises(Uncertain):
            await platform.find(NEWS, CARD, nonce=NONCE)


async def test_where_we_may_not_read_nothing_is_found() -> None:
    async with connected() as (server, platform):
        await platform.send(NEWS, CARD, nonce=NONCE)
        server.channels.closed.add(CHANNEL)
        assert await platform.find(NEWS, CARD, nonce=NONCE) is None
