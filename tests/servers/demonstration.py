"""The bot beside the local chat servers: the settings that lead it there, and the process itself."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo.newsroom import open_newsroom
from feeds.model import FeedSource
from tests.servers.discord import MANAGE_GUILD, LocalDiscord
from tests.servers.discord import TOKEN as DISCORD_TOKEN
from tests.servers.discord_shapes import MEMBER
from tests.servers.listening import eventually
from tests.servers.page.seen import CHAT
from tests.servers.telegram import TOKEN as TELEGRAM_TOKEN
from tests.servers.telegram import LocalTelegram

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 15.0


def settings_for(telegram: LocalTelegram, discord: LocalDiscord) -> dict[str, str]:
    """Give the settings by which a bot finds the local servers, and takes their users for its operators."""
    return {
        "TROOPWIRE_TELEGRAM_TOKEN": TELEGRAM_TOKEN,
        "TROOPWIRE_TELEGRAM_API": telegram.api,
        "TROOPWIRE_DISCORD_TOKEN": DISCORD_TOKEN,
        "TROOPWIRE_DISCORD_API": discord.api,
        "TROOPWIRE_ADMINS": f"telegram:{CHAT},discord:{MEMBER}",
        "TROOPWIRE_ALLOW_LOOPBACK": "yes",
    }


@asynccontextmanager
async def demonstrating(telegram: LocalTelegram, discord: LocalDiscord) -> AsyncIterator[None]:
    """Run the real bot over the sample newsroom; both chats watch everything from the start."""
    with TemporaryDirectory(prefix="troopwire-page-", ignore_cleanup_errors=True) as name:
        async with open_newsroom(datetime.now(UTC)) as newsroom:
            folder = Path(name)
            (folder / "feeds.toml").write_text(_catalogue(newsroom.sources), "utf-8")
            more = {"TROOPWIRE_FEEDS": "feeds.toml", "TROOPWIRE_POLL_SECONDS": "1.5"}
            async with _running(folder, {**settings_for(telegram, discord), **more}):
                await eventually(lambda: bool(telegram.commands) and discord.gateway.connected)
                telegram.say("/watch core related", chat=CHAT)
                option = _option(discord, "watch")
                await discord.command("watch", permissions=MANAGE_GUILD, **{option: "core related"})
                yield


@asynccontextmanager
async def _running(folder: Path, settings: dict[str, str]) -> AsyncIterator[None]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TROOPWIRE_")}
    environment = clean | {"PYTHONPATH": str(ROOT)} | settings
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=environment
    )
    try:
        yield
    finally:
        if bot.returncode is None:
            bot.terminate()
        try:
            await asyncio.wait_for(bot.wait(), STOP_SECONDS)
        except TimeoutError:
            bot.kill()
            await bot.wait()


def _option(discord: LocalDiscord, name: str) -> str:
    [command] = [entry for entry in discord.commands if entry["name"] == name]
    option: str = command["options"][0]["name"]
    return option


def _catalogue(sources: Sequence[FeedSource]) -> str:
    """Write a feed list; words in JSON are words in TOML."""
    return "\n".join(
        "\n".join(
            [
                "[[feed]]",
                f"url = {json.dumps(source.url)}",
                f"outlet = {json.dumps(source.outlet.name)}",
                f"country = {json.dumps(source.outlet.country)}",
                f"language = {json.dumps(source.outlet.language)}",
                f"ownership = {json.dumps(source.outlet.ownership)}",
                "seen = false",
                "priority = true",
            ]
        )
        for source in sources
    )
