"""The whole program against strict local chats: told once, on both platforms, also when it is killed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.journeys.outlet import open_outlet
from tests.journeys.program import running_bot
from tests.servers.discord import MANAGE_GUILD, LocalDiscord, blameless_discord
from tests.servers.discord import TOKEN as DISCORD_TOKEN
from tests.servers.listening import eventually
from tests.servers.telegram import TOKEN as TELEGRAM_TOKEN
from tests.servers.telegram import LocalTelegram, local_telegram


async def told(telegram: LocalTelegram, discord: LocalDiscord, words: str) -> None:
    """Wait until both chats show some words."""
    await eventually(lambda: shown(telegram, discord, words) == (1, 1))


def shown(telegram: LocalTelegram, discord: LocalDiscord, words: str) -> tuple[int, int]:
    """Count the messages that show some words, on each platform."""
    cards = [str(message.embeds) for message in discord.messages()]
    return (
        sum(words in message.text for message in telegram.messages()),
        sum(words in card for card in cards),
    )


def sent(folder: Path) -> int:
    """Count the alerts that the bot has written down as sent."""
    with closing(sqlite3.connect(folder / "troopwire.db")) as driver:
        counted: int = driver.execute("SELECT count(*) FROM alert WHERE state = 'sent'").fetchone()[0]
        return counted


async def test_a_new_story_is_told_once_on_both_platforms_also_after_a_kill(tmp_path: Path) -> None:
    async with open_outlet() as outlet, local_telegram() as telegram, blameless_discord() as discord:
        outlet.items.append(("old", "Rain expected over the weekend"))
        telegram.room(1, "private")
        async with running_bot(tmp_path, outlet, telegram, discord) as bot:
            await eventually(lambda: bool(telegram.commands) and discord.gateway.connected)
            telegram.say("/watch")
            await discord.command("watch", permissions=MANAGE_GUILD)
            await told(telegram, discord, "this chat is told of every CORE story")
            await eventually(lambda: len(outlet.statuses("feed.xml")) > 1)
            outlet.items.insert(0, ("one", "Estonia ready to send troops to Ukraine after a ceasefire"))
            await told(telegram, discord, "Estonia ready to send troops")
            await eventually(lambda: sent(tmp_path) == 2)  # Telegram's answer is no longer in flight
            bot.kill()
            await bot.wait()
        assert "“We are ready to send a company to Ukraine" in telegram.messages()[-1].text
        async with running_bot(tmp_path, outlet, telegram, discord) as bot:
            visits = len(outlet.statuses("feed.xml"))
            await eventually(lambda: len(outlet.statuses("feed.xml")) > visits + 1)
            assert shown(telegram, discord, "Estonia ready to send troops") == (1, 1)
            bot.terminate()
            assert await bot.wait() == 0
    log = (tmp_path / "log").read_text()
    assert "Traceback" not in log
    assert TELEGRAM_TOKEN not in log
    assert DISCORD_TOKEN not in log
    assert telegram.violations == []
