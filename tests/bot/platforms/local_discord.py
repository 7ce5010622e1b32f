"""A Discord platform that is connected to a local server, for the tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.platforms.discord import DiscordPlatform
from bot.platforms.menu import CommandHelp
from bot.platforms.pictures import Draw, no_pictures
from bot.platforms.port import (
    Address,
)
from tests.bot.platforms.newsdesk import MENU, Desk, running
from tests.servers.discord import CHANNEL, TOKEN, LocalDiscord, local_discord

NEWS = Address(CHANNEL)


@asynccontextmanager
async def connected(
    desk: Desk | None = None, *, draw: Draw = no_pictures, menu: tuple[CommandHelp, ...] = MENU
) -> AsyncIterator[tuple[LocalDiscord, DiscordPlatform]]:
    async with local_discord() as server:
        platform = DiscordPlatform(token=TOKEN, api=server.api, commands=menu, draw=draw)
        async with running(platform, desk or Desk(), lambda: server.gateway.connected):
            yield server, platform
