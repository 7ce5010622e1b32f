"""The whole program on Discord: stories are posts of a forum, and cards of a channel open threads."""

from pathlib import Path

from tests.journeys.outlet import open_outlet
from tests.journeys.program import running_bot
from tests.servers.discord import MANAGE_GUILD, LocalDiscord, blameless_discord
from tests.servers.discord_guild import FORUM, STAFF
from tests.servers.discord_shapes import ShownMessage
from tests.servers.listening import eventually
from tests.servers.telegram import local_telegram

HEADLINE = "Estonia ready to send troops to Ukraine"
OTHER = "Portugal rules out sending soldiers to Ukraine"
PORTUGAL = (
    "Portugal will not send soldiers to Ukraine, its prime minister told parliament in Lisbon on Thursday.",
    '"There will be no Portuguese boots on the ground," he said, and the opposition did not object.',
)


async def test_each_story_is_a_post_of_a_forum(tmp_path: Path) -> None:
    async with open_outlet() as outlet, local_telegram() as telegram, blameless_discord() as discord:
        outlet.items.append(("old", "Rain expected over the weekend"))
        async with running_bot(tmp_path, outlet, telegram, discord):
            await eventually(lambda: discord.gateway.connected and bool(discord.commands))
            await asked(discord, "watch", channel=STAFF)
            assert "The bot may not write in Newsroom #staff" in said(discord)
            await asked(discord, "watch", channel=FORUM)
            told = newest(discord)
            assert "Newsroom #stories:" in said(discord)
            assert "this chat is told of every CORE story" in said(discord)
            await asked(discord, "watches")
            assert "This chat watches nothing" in said(discord)
            await discord.press(told, "Silent", permissions=MANAGE_GUILD)
            await eventually(lambda: "silently" in discord.channels.messages[told.id].text)

            await eventually(lambda: len(outlet.statuses("feed.xml")) > 1)
            outlet.items.insert(0, ("one", HEADLINE))
            await eventually(lambda: len(discord.threads.all) == 1)
            outlet.pages["two"] = PORTUGAL
            outlet.items.insert(0, ("two", OTHER))
            await eventually(lambda: len(discord.threads.all) == 2)
            first, second = discord.threads.all.values()
            assert (first.parent, first.name, first.tags) == (FORUM, HEADLINE, ())
            assert (second.name, second.tags) == (OTHER, ("Opposes",))
            card = discord.messages(first.id)[0]

            await discord.press(card, "Mute", permissions=MANAGE_GUILD)
            await eventually(lambda: len(discord.messages(first.id)) > 1)
            await asked(discord, "why", number="1", channel=FORUM)
            assert "Muted here" in said(discord)
            await asked(discord, "unwatch", channel=FORUM)
            assert "told of nothing any more" in said(discord)


async def test_a_channel_may_open_a_thread_at_each_card(tmp_path: Path) -> None:
    async with open_outlet() as outlet, local_telegram() as telegram, blameless_discord() as discord:
        outlet.items.append(("old", "Rain expected over the weekend"))
        telegram.room(1, "private")
        async with running_bot(tmp_path, outlet, telegram, discord):
            await eventually(lambda: discord.gateway.connected and bool(telegram.commands))
            telegram.say("/settings threads on")
            [refusal] = await telegram.wait_for(1)
            assert "Threads are a thing of Discord" in refusal.text
            await asked(discord, "settings", what="threads on")
            assert "Threads: one for each story" in said(discord)
            await asked(discord, "watch")
            await eventually(lambda: len(outlet.statuses("feed.xml")) > 1)
            outlet.items.insert(0, ("one", HEADLINE))
            await eventually(lambda: len(discord.threads.all) == 1)
            [thread] = discord.threads.all.values()
            assert thread.name == HEADLINE
            assert HEADLINE in discord.channels.messages[thread.id].text


async def asked(discord: LocalDiscord, command: str, **options: str) -> None:
    """Ask something as somebody who manages the server, and wait for the answer."""
    before = len(discord.messages())
    await discord.command(command, permissions=MANAGE_GUILD, **options)
    await eventually(lambda: len(discord.messages()) > before and not newest(discord).thinking)


def newest(discord: LocalDiscord) -> ShownMessage:
    """Give the last message of the channel."""
    return discord.messages()[-1]


def said(discord: LocalDiscord) -> str:
    """Give its words without their markup."""
    return newest(discord).text.replace("\\", "").replace("*", "")
