"""A Telegram platform that is connected to a local server, for the tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.platforms.pictures import Draw, no_pictures
from bot.platforms.port import (
    Address,
)
from bot.platforms.telegram import TelegramPlatform
from tests.bot.platforms.newsdesk import MENU, Desk, running
from tests.servers.telegram import TOKEN, LocalTelegram, local_telegram

GROUP = -100_123
PRIVATE = Address("1")


@asynccontextmanager
async def connected(
    desk: Desk | None = None, *, draw: Draw = no_pictures, admins: frozenset[str] = frozenset()
) -> AsyncIterator[tuple[LocalTelegram, TelegramPlatform]]:
    async with local_telegram() as server:
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU, admins=admins, draw=draw)
        async with running(platform, desk or Desk(), lambda: bool(server.commands)):
            server.room(1, "private")
            yield server, platform
