"""Which chat is meant: the one where it is asked, the forum of a post, or a channel that is named."""

from dataclasses import replace

from bot.platforms.discord_client import DiscordClient
from bot.platforms.menu import CommandHelp
from bot.platforms.port import Address, Place
from tests.bot.platforms.local_discord import NEWS, connected
from tests.bot.platforms.newsdesk import CARD, Desk
from tests.bot.platforms.test_discord_threads import FILED, IN_THREADS, NONCE, STORIES
from tests.servers.discord import CHANNEL, MANAGE_GUILD
from tests.servers.discord_guild import FORUM, STAFF

SOMEBODY_ELSE = 600_000_000_000_000_009


async def test_a_named_channel_is_known_with_whether_we_may_write_there() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        await server.command("quotes", person=f"macron in:<#{FORUM}> <#{STAFF}> <#7> <#{CHANNEL}>")
        await server.wait_for(1)
    assert desk.asked[0].places == (
        Place(mention=f"<#{FORUM}>", address=STORIES, title="Newsroom #stories", may_be_written_in=True),
        Place(
            mention=f"<#{STAFF}>",
            address=Address(STAFF),
            title="Newsroom #staff",
            may_be_written_in=False,
        ),
        Place(mention=f"<#{CHANNEL}>", address=NEWS, title="Newsroom #news", may_be_written_in=True),
    )


async def test_a_channel_that_the_asker_does_not_see_is_not_there() -> None:
    desk = Desk()
    async with connected(desk) as (server, platform):
        client = platform._client  # noqa: SLF001
        assert isinstance(client, DiscordClient)
        await server.until(lambda: bool(client.guilds))
        [guild] = client.guilds
        guild.owner_id = SOMEBODY_ELSE  # the owner sees everything
        await server.command("quotes", person=f"<#{STAFF}> <#{CHANNEL}>")
        await server.wait_for(1)
    assert [place.mention for place in desk.asked[0].places] == [f"<#{CHANNEL}>"]


async def test_in_a_private_chat_no_channel_is_known() -> None:
    desk = Desk()
    async with connected(desk) as (server, _):
        server.place = 1
        await server.command("quotes", person=f"<#{CHANNEL}>")
        await server.wait_for(1)
    assert desk.asked[0].places == ()


async def test_a_button_in_our_post_asks_for_its_forum_and_one_in_our_thread_for_its_channel() -> None:
    desk = Desk()
    async with connected(desk) as (server, platform):
        await platform.send(STORIES, FILED, nonce=NONCE)
        await platform.send(NEWS, IN_THREADS, nonce="18")
        post, thread = server.threads.all
        await platform.send(NEWS, replace(CARD, beneath=f"{thread}+"), nonce="19")
        for place, number in ((post, 1), (thread, 2)):
            await server.press(server.messages(place)[0], "All quotes")
            await server.until(lambda number=number: len(desk.asked) == number)  # type: ignore[misc]
        server.threads.all[post].owner = str(SOMEBODY_ELSE)
        await server.press(server.messages(post)[0], "All quotes", permissions=MANAGE_GUILD)
        await server.until(lambda: len(desk.asked) == 3)
    assert [ask.address for ask in desk.asked] == [STORIES, NEWS, post]


async def test_a_command_that_takes_a_place_has_an_option_for_it() -> None:
    watch = CommandHelp(name="watch", summary="Tell", argument="filter", takes_place=True)
    desk = Desk()
    async with connected(desk, menu=(watch,)) as (server, _):
        [entry] = server.commands
        assert [(option["name"], option["type"]) for option in entry["options"]] == [
            ("filter", 3),
            ("channel", 7),
        ]
        assert entry["options"][1]["channel_types"] == [0, 5, 15]
        await server.command("watch", filter="related", channel=FORUM)
        await server.command("watch", channel=FORUM)
        await server.wait_for(2)
    assert sorted(ask.words for ask in desk.asked) == [f"in:<#{FORUM}>", f"related in:<#{FORUM}>"]
