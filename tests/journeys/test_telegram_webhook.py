"""The whole program on Telegram's webhook: asked, blocked, taken back, stopped."""

import asyncio
import os
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from tests.journeys.outlet import OutletServer, open_outlet
from tests.journeys.program import FEEDS, ROOT
from tests.servers.listening import eventually
from tests.servers.telegram import TOKEN, LocalTelegram, local_telegram
from tests.servers.telegram_members import kicked, member


@asynccontextmanager
async def running_bot(
    folder: Path, outlet: OutletServer, telegram: LocalTelegram
) -> AsyncIterator[asyncio.subprocess.Process]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "feeds.toml").write_text(FEEDS.format(url=outlet.source().url))
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "TROOPWIRE_FEEDS": "feeds.toml",
        "TROOPWIRE_TELEGRAM_TOKEN": TOKEN,
        "TROOPWIRE_TELEGRAM_API": telegram.api,
        "TROOPWIRE_TELEGRAM_WEBHOOK": "yes",
        "TROOPWIRE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TROOPWIRE_WEB_LISTEN": f"127.0.0.1:{port}",
        "TROOPWIRE_ALLOW_LOOPBACK": "yes",
        "TROOPWIRE_POLL_SECONDS": "1",
    }
    with (folder / "log").open("w") as log:
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=folder, env=environment, stderr=log
        )
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.kill()
        await bot.wait()


def parked(folder: Path) -> int:
    """Count the chats that the bot has written down as closed."""
    with closing(sqlite3.connect(folder / "troopwire.db")) as driver:
        counted: int = driver.execute("SELECT count(*) FROM chat WHERE parked <> ''").fetchone()[0]
        return counted


async def test_a_user_who_blocks_the_bot_is_told_of_what_he_missed_when_he_takes_it_back(
    tmp_path: Path,
) -> None:
    async with open_outlet() as outlet, local_telegram() as telegram:
        outlet.items.append(("old", "Rain expected over the weekend"))
        telegram.room(1, "private")
        async with running_bot(tmp_path, outlet, telegram) as bot:
            await eventually(lambda: bool(telegram.commands))
            telegram.say("/watch")
            await telegram.wait_for(1)
            await eventually(lambda: len(outlet.statuses("feed.xml")) > 1)
            telegram.change_standing(1, kicked())
            await eventually(lambda: parked(tmp_path) == 1)
            outlet.items.insert(0, ("one", "Estonia ready to send troops to Ukraine after a ceasefire"))
            visits = len(outlet.statuses("feed.xml"))
            await eventually(lambda: len(outlet.statuses("feed.xml")) > visits + 1)
            telegram.change_standing(1, member())
            [_, card] = await telegram.wait_for(2)
            bot.terminate()
            assert await bot.wait() == 0
        sends = [name for name, _ in telegram.requests].count("sendMessage")
    assert "Estonia ready to send troops" in card.text
    assert card.preview == f"http://127.0.0.1:{outlet.port}/one"
    assert sends == 2, "nothing was sent to a chat that was known to be closed"
    assert "getUpdates" not in dict(telegram.requests)
    log = (tmp_path / "log").read_text()
    assert "Traceback" not in log
    assert TOKEN not in log
