"""The whole program in a process of its own, against local chats and an outlet of ours."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.journeys.outlet import OutletServer
from tests.servers.discord import TOKEN as DISCORD_TOKEN
from tests.servers.discord import LocalDiscord
from tests.servers.telegram import TOKEN as TELEGRAM_TOKEN
from tests.servers.telegram import LocalTelegram

ROOT = Path(__file__).parents[2]

FEEDS = """
[[feed]]
url = "{url}"
outlet = "The Harbour Herald"
country = "Estonia"
language = "en"
ownership = "private"
seen = false
priority = true
"""


async def start_bot(
    folder: Path, outlet: OutletServer, telegram: LocalTelegram, discord: LocalDiscord
) -> asyncio.subprocess.Process:
    """Start the bot; its database and its log are in a folder."""
    (folder / "feeds.toml").write_text(FEEDS.format(url=outlet.source().url))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TROOPWIRE_")}
    environment = clean | {
        "PYTHONPATH": str(ROOT),
        "TROOPWIRE_FEEDS": "feeds.toml",
        "TROOPWIRE_TELEGRAM_TOKEN": TELEGRAM_TOKEN,
        "TROOPWIRE_TELEGRAM_API": telegram.api,
        "TROOPWIRE_DISCORD_TOKEN": DISCORD_TOKEN,
        "TROOPWIRE_DISCORD_API": discord.api,
        "TROOPWIRE_ALLOW_LOOPBACK": "yes",
        "TROOPWIRE_POLL_SECONDS": "1",
    }
    with (folder / "log").open("a") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=folder, env=environment, stderr=log
        )


@asynccontextmanager
async def running_bot(
    folder: Path, outlet: OutletServer, telegram: LocalTelegram, discord: LocalDiscord
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot until the block is left; it is then killed, if it still runs."""
    bot = await start_bot(folder, outlet, telegram, discord)
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.kill()
        await bot.wait()
