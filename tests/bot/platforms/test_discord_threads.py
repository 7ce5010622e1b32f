"""Posts in a forum, and what follows a card in its thread."""

from dataclasses import replace

import discord
import pytest

from bot.platforms.discord_client import DiscordClient
from bot.platforms.discord_threads import Sent
from bot.platforms.port import Address, ChatGone, MessageGone, MessageRef, Uncertain
from bot.replies import Button, Filing, Reply, note, paragraph
from tests.bot.platforms.local_discord import NEWS, connected
from tests.bot.platforms.newsdesk import CARD, HOSTILE, long_reply
from tests.servers.discord_guild import FORUM, REQUIRES_TAG, TAGS
from tests.servers.faults import ANSWER_LOST, DROPPED, Fault

STORIES = Address(f"forum:{FORUM}")
NONCE = "17-18cf0a1b2c3"
FILED = replace(CARD, filing=Filing(name="Trainers may go", tags=("CORE", "opposes", "germany")))
IN_THREADS = replace(CARD, filing=Filing(name="Trainers may go", opens_thread=True))
LATER = Reply(blocks=(paragraph("He turned around"),), buttons=(Button(label="Who", command="who"),))


@pytest.mark.parametrize("written", ["12", "12,13", "12+", "11/12", "11/12,13"])
def test_a_reference_is_written_as_it_was_read(written: str) -> None:
    assert Sent.read(written).written == written


async def test_a_card_is_a_post_of_its_own_with_the_tags_that_fit() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(STORIES, FILED, nonce=NONCE)
        [thread] = server.threads.all.values()
        assert (thread.name, set(thread.tags)) == ("Trainers may go", {"Opposes", "Germany"})
        assert thread.parent == FORUM
        [card] = server.messages(thread.id)
        assert sent == f"{thread.id}/{card.id}"
        assert "We do not rule it out" in card.text
        assert card.mentions == ()


async def test_a_post_is_edited_where_it_stands() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(STORIES, FILED, nonce=NONCE)
        await platform.edit(STORIES, sent, note("It grew"))
        [thread] = server.threads.all
        assert "It grew" in server.messages(thread)[0].text


async def test_a_post_that_was_put_away_is_taken_out_to_be_edited() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(STORIES, FILED, nonce=NONCE)
        [thread] = server.threads.all
        server.threads.put_away(thread)
        await platform.edit(STORIES, sent, note("It grew"))
        assert "It grew" in server.messages(thread)[0].text
        assert not server.threads.all[thread].is_archived


async def test_a_deleted_post_is_gone_and_its_forum_is_not() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(STORIES, FILED, nonce=NONCE)
        server.threads.delete(next(iter(server.threads.all)))
        with pytest.raises(MessageGone):
            await platform.edit(STORIES, sent, note("It grew"))


@pytest.mark.parametrize("others", [0, 3])
async def test_a_post_whose_answer_was_lost_is_found(others: int) -> None:
    async with connected() as (server, platform):
        server.faults.plan("post", ANSWER_LOST)
        with pytest.raises(Uncertain):
            await platform.send(STORIES, FILED, nonce=NONCE)
        [first] = server.threads.all
        for number in range(others):
            await platform.send(STORIES, FILED, nonce=f"{number}")
        found = await platform.find(STORIES, FILED, nonce=NONCE)
        assert found == f"{first}/{first}"
        await platform.edit(STORIES, MessageRef(found or ""), note("It grew"))
        assert "It grew" in server.messages(first)[0].text


async def test_a_post_that_never_arrived_is_not_found_nor_is_one_of_somebody_else() -> None:
    async with connected() as (server, platform):
        server.faults.plan("post", DROPPED)
        with pytest.raises(Uncertain):
            await platform.send(STORIES, FILED, nonce=NONCE)
        assert await platform.find(STORIES, FILED, nonce=NONCE) is None
        await platform.send(STORIES, FILED, nonce=NONCE)
        next(iter(server.threads.all.values())).owner = "600000000000000001"
        assert await platform.find(STORIES, FILED, nonce=NONCE) is None


async def test_what_is_found_passes_over_a_post_that_lost_its_first_message() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(STORIES, FILED, nonce=NONCE)
        await platform.send(STORIES, FILED, nonce="18")
        newest = max(server.threads.all)
        del server.channels.messages[newest]
        assert await platform.find(STORIES, FILED, nonce=NONCE) == sent


async def test_what_is_long_is_one_message_in_a_forum_so_that_it_can_be_found() -> None:
    reply = replace(long_reply(), buttons=LATER.buttons)
    async with connected() as (server, platform):
        sent = await platform.send(STORIES, reply, nonce=NONCE)
        [thread] = server.threads.all
        assert len(server.messages(thread)) == 1
        assert await platform.find(STORIES, reply, nonce=NONCE) == sent


async def test_a_forum_that_wants_a_tag_gets_one_that_anybody_may_give() -> None:
    async with connected() as (server, platform):
        client = platform._client  # noqa: SLF001
        assert isinstance(client, DiscordClient)
        await server.until(lambda: client.get_channel(int(FORUM)) is not None)
        forum = client.get_channel(int(FORUM))
        assert isinstance(forum, discord.ForumChannel)
        forum._flags = REQUIRES_TAG  # noqa: SLF001
        server.threads.requires_tag = True
        await platform.send(STORIES, CARD, nonce=NONCE)
        [thread] = server.threads.all.values()
        assert thread.tags == (TAGS["11"],)


@pytest.mark.parametrize("name", ["", HOSTILE, "\u202e\n\n", "x" * 500, "🛡" * 90])
async def test_any_headline_names_a_post(name: str) -> None:
    async with connected() as (server, platform):
        await platform.send(STORIES, replace(CARD, filing=Filing(name=name)), nonce=NONCE)
        [thread] = server.threads.all.values()
        assert 1 <= len(thread.name) <= 100


async def test_a_closed_forum_is_a_closed_chat() -> None:
    async with connected() as (server, platform):
        server.channels.closed.add(FORUM)
        with pytest.raises(ChatGone):
            await platform.send(STORIES, FILED, nonce=NONCE)
        assert await platform.find(STORIES, FILED, nonce=NONCE) is None


async def test_a_channel_is_no_forum() -> None:
    async with connected() as (_, platform):
        with pytest.raises(ChatGone):
            await platform.send(Address(f"forum:{NEWS}"), FILED, nonce=NONCE)


async def test_what_follows_a_post_stands_in_it() -> None:
    async with connected() as (server, platform):
        card = await platform.send(STORIES, FILED, nonce=NONCE)
        sent = await platform.send(STORIES, replace(LATER, beneath=card), nonce="18")
        [thread] = server.threads.all
        first, second = server.messages(thread)
        assert second.replies_to == first.id
        assert sent == f"{thread}/{second.id}"
        await platform.edit(STORIES, sent, note("He did not"))
        assert "He did not" in server.messages(thread)[1].text


async def test_what_follows_a_post_is_found_in_it() -> None:
    async with connected() as (server, platform):
        card = await platform.send(STORIES, FILED, nonce=NONCE)
        follows = replace(LATER, beneath=card)
        server.faults.plan("send", ANSWER_LOST)
        with pytest.raises(Uncertain):
            await platform.send(STORIES, follows, nonce="18")
        [thread] = server.threads.all
        assert (
            await platform.find(STORIES, follows, nonce="18") == f"{thread}/{server.messages(thread)[1].id}"
        )


async def test_what_follows_a_deleted_post_is_a_post_of_its_own() -> None:
    async with connected() as (server, platform):
        card = await platform.send(STORIES, FILED, nonce=NONCE)
        server.threads.delete(next(iter(server.threads.all)))
        await platform.send(STORIES, replace(LATER, beneath=card), nonce="18")
        [thread] = server.threads.all
        assert "He turned around" in server.messages(thread)[0].text


async def test_where_threads_are_wanted_one_opens_at_each_card() -> None:
    async with connected() as (server, platform):
        card = await platform.send(NEWS, IN_THREADS, nonce=NONCE)
        [shown] = server.messages()
        assert card == f"{shown.id}+"
        assert server.threads.all[shown.id].name == "Trainers may go"
        await platform.send(NEWS, replace(LATER, beneath=card), nonce="18")
        assert [message.text for message in server.messages(shown.id)] == ["He turned around"]
        await platform.edit(NEWS, card, note("It grew"))
        assert "It grew" in server.messages()[0].text
        assert len(server.messages()) == 1


async def test_a_thread_that_is_there_already_is_used() -> None:
    async with connected() as (server, platform):
        server.faults.plan("thread", ANSWER_LOST)
        first = await platform.send(NEWS, IN_THREADS, nonce=NONCE)
        assert await platform.send(NEWS, IN_THREADS, nonce=NONCE) == f"{first.removesuffix('+')}+"
        assert len(server.threads.all) == 1


async def test_a_card_stands_where_no_thread_may_be_opened() -> None:
    async with connected() as (server, platform):
        server.faults.plan("thread", Fault(status=403))
        card = await platform.send(NEWS, IN_THREADS, nonce=NONCE)
        await platform.send(NEWS, replace(LATER, beneath=card), nonce="18")
        first, second = server.messages()
        assert card == first.id
        assert second.replies_to == first.id


async def test_what_follows_stands_in_the_channel_when_the_thread_is_gone() -> None:
    async with connected() as (server, platform):
        card = await platform.send(NEWS, IN_THREADS, nonce=NONCE)
        [thread] = server.threads.all
        server.threads.delete(thread)
        await platform.send(NEWS, replace(LATER, beneath=card), nonce="18")
        first, second = server.messages()
        assert second.replies_to == first.id


async def test_a_card_that_is_found_gets_its_thread_too() -> None:
    async with connected() as (server, platform):
        server.faults.plan("send", ANSWER_LOST)
        with pytest.raises(Uncertain):
            await platform.send(NEWS, IN_THREADS, nonce=NONCE)
        found = await platform.find(NEWS, IN_THREADS, nonce=NONCE)
        assert found == f"{server.messages()[0].id}+"
        assert len(server.threads.all) == 1
