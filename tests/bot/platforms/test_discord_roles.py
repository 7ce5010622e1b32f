"""A role is called by a watch that asks for it, by its first message only, and never by the news itself."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.platforms.discord_show import changed, new
from bot.platforms.port import Address, Role
from bot.render.discord import illustrate, render
from bot.replies import Heading, Reply
from tests.bot.platforms.local_discord import connected
from tests.bot.platforms.newsdesk import CARD, Desk, hostile_reply, long_reply
from tests.bot.render.samples import replies
from tests.servers.discord import CHANNEL, MANAGE_GUILD
from tests.servers.discord_shapes import CLOSED_ROLE, ROLE

NEWS = Address(CHANNEL)
MENTION_EVERYONE = 1 << 17
NOBODY: dict[str, list[str]] = {"parse": []}


async def test_a_command_knows_the_roles_of_its_server_and_which_it_may_call() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        await server.command("settings", permissions=MANAGE_GUILD)
        await server.wait_for(1)
    assert set(desk.asked[0].roles) == {
        Role(id=ROLE, name="Newsdesk", mention=f"<@&{ROLE}>", may_be_pinged=True),
        Role(id=CLOSED_ROLE, name="Editors", mention=f"<@&{CLOSED_ROLE}>", may_be_pinged=False),
    }


@pytest.mark.parametrize(
    ("asker", "bot", "may"), [(True, True, True), (True, False, False), (False, True, False)]
)
async def test_a_closed_role_is_called_only_where_both_the_asker_and_the_bot_may(
    asker: bool, bot: bool, may: bool
) -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        server.bot_permissions = MENTION_EVERYONE * bot
        await server.command("latest", permissions=MENTION_EVERYONE * asker)
        await server.wait_for(1)
    assert {role.id: role.may_be_pinged for role in desk.asked[0].roles} == {ROLE: True, CLOSED_ROLE: may}


async def test_in_a_private_chat_there_are_no_roles() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        server.place = 1
        await server.command("latest")
        await server.wait_for(1)
    assert desk.asked[0].roles == ()


async def test_the_first_message_calls_the_role_and_its_edit_calls_nobody() -> None:
    async with connected() as (server, platform):
        sent = await platform.send(NEWS, replace(CARD, ping=ROLE), nonce="n")
        [message] = server.messages()
        assert (message.content, message.mentions) == (f"<@&{ROLE}>", (ROLE,))
        await platform.edit(NEWS, sent, replace(CARD, ping=ROLE))
        [message] = server.messages()
    assert message.mentions == ()


async def test_of_a_long_message_only_the_first_part_calls() -> None:
    async with connected() as (server, platform):
        await platform.send(NEWS, replace(long_reply(), ping=ROLE), nonce="n")
    assert [message.mentions for message in server.messages()] == [(ROLE,), (), ()]


async def test_a_role_that_a_headline_names_is_not_called_beside_the_one_that_is() -> None:
    hostile = replace(hostile_reply(), ping=ROLE)
    async with connected() as (server, platform):
        await platform.send(NEWS, hostile, nonce="n")
    [first, *others] = server.messages()
    assert (first.content, first.mentions) == (f"<@&{ROLE}>", (ROLE,))
    assert all((other.content, other.mentions) == ("", ()) for other in others)


named = st.sampled_from(
    (f"<@&{ROLE}>", "<@&9>", "@everyone", "@here", "<@123>", f"\\<@&{ROLE}>", "@Newsdesk")
)
headed = st.builds(
    lambda reply, title: replace(reply, blocks=(Heading(text=title), *reply.blocks)),
    replies,
    st.lists(named, min_size=1, max_size=3).map(" ".join),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(reply=headed, ping=st.sampled_from(("", ROLE)))
async def test_whatever_the_news_say_only_the_wanted_role_is_called_and_once(reply: Reply, ping: str) -> None:
    first, *others = map(new, illustrate(replace(reply, ping=ping), b""))
    called = {"parse": [], "roles": [int(ROLE)]} if ping else NOBODY
    assert (first.get("content", ""), first["allowed_mentions"].to_dict()) == (
        f"<@&{ROLE}>" if ping else "",
        called,
    )
    edits = map(changed, render(replace(reply, ping=ping)))
    for call in (*others, *edits):
        assert "content" not in call
        assert call["allowed_mentions"].to_dict() == NOBODY
