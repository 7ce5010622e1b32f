"""The whole program in both chats: a watch calls a role on Discord; Telegram says that it has none."""

from pathlib import Path

from tests.journeys.outlet import open_outlet
from tests.journeys.program import running_bot
from tests.journeys.test_both_chats import told
from tests.servers.discord import MANAGE_GUILD, local_discord
from tests.servers.discord_shapes import ROLE
from tests.servers.listening import eventually
from tests.servers.telegram import local_telegram

HEADLINE = f"Estonia ready to send troops to Ukraine, @everyone <@&{ROLE}>"


async def test_a_watch_calls_its_role_with_a_new_story(tmp_path: Path) -> None:
    async with open_outlet() as outlet, local_telegram() as telegram, local_discord() as discord:
        outlet.items.append(("old", "Rain expected over the weekend"))
        telegram.room(1, "private")
        async with running_bot(tmp_path, outlet, telegram, discord):
            await eventually(lambda: bool(telegram.commands) and discord.gateway.connected)
            telegram.say(f"/watch ping:<@&{ROLE}>")
            [refusal] = await telegram.wait_for(1)
            assert "Roles are a thing of Discord" in refusal.text
            telegram.say("/watch ping")
            await discord.command("watch", filter=f"ping:<@&{ROLE}>", permissions=MANAGE_GUILD)
            await told(telegram, discord, "this chat is told of every CORE story")
            assert "calling \\@Newsdesk" in discord.messages()[0].text
            await eventually(lambda: len(outlet.statuses("feed.xml")) > 1)
            outlet.items.insert(0, ("one", HEADLINE))
            await told(telegram, discord, "Estonia ready to send troops")
            assert not telegram.messages()[-1].silent
    answer, card = discord.messages()
    assert answer.mentions == ()
    assert (card.content, card.mentions) == (f"<@&{ROLE}>", (ROLE,))
    assert discord.refusals == []
