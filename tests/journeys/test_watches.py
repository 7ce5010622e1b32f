"""The whole program: watches are changed by buttons where they stand, in both chats, by those who may."""

from collections.abc import Iterable
from pathlib import Path

from tests.journeys.outlet import open_outlet
from tests.journeys.program import running_bot
from tests.servers.discord import MANAGE_GUILD, LocalDiscord, local_discord
from tests.servers.listening import eventually
from tests.servers.telegram import LocalTelegram, local_telegram


async def listed(telegram: LocalTelegram, discord: LocalDiscord, words: str) -> None:
    """Wait until the third message of both chats shows some words."""
    await eventually(lambda: words in telegram.messages()[2].text)
    await eventually(lambda: words in discord.messages()[2].text)


def last_called(label: str, buttons: Iterable[str]) -> str:
    """Give the last button with a label that begins so: the numbers of watches are told behind it."""
    return [each for each in buttons if each.startswith(label)][-1]


async def test_a_watch_is_opened_changed_and_ended_in_one_message(tmp_path: Path) -> None:
    async with open_outlet() as outlet, local_telegram() as telegram, local_discord() as discord:
        outlet.items.append(("old", "Rain expected over the weekend"))
        telegram.room(1, "private")
        async with running_bot(tmp_path, outlet, telegram, discord):
            await eventually(lambda: bool(telegram.commands) and discord.gateway.connected)
            for number, words in enumerate(("related", "instructors"), start=1):
                telegram.say(f"/watch {words}")
                await telegram.wait_for(number)
                await discord.command("watch", filter=words, permissions=MANAGE_GUILD)
                await discord.wait_for(number)
            telegram.say("/watches")
            await telegram.wait_for(3)
            await discord.command("watches")
            await discord.wait_for(3)
            for label, said in (
                ("Change", "this chat is told of instructors."),
                ("Weekly", "in a weekly digest."),
                ("Silent", "in a weekly digest, silently."),
                ("End it", "has ended."),
                ("All watches", "related"),
            ):
                here, there = telegram.messages()[2], discord.messages()[2]
                telegram.press(here, last_called(label, dict(here.buttons)))
                pressed = last_called(label, there.buttons)
                await discord.press(there, pressed, permissions=MANAGE_GUILD)
                await listed(telegram, discord, said)
            assert discord.messages()[2].ephemeral
            await discord.press(discord.messages()[2], "Daily")
            refusal = (await discord.wait_for(4))[3]
            assert "for those who administer this chat" in refusal.text
            assert len(telegram.messages()) == 3
    assert discord.refusals == []
