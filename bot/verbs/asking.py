"""ask: one command on the stored state."""

import sys

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.config import Settings
from bot.platforms.console import parse_ask
from bot.poll import utc_now
from bot.pulse import Pulse
from bot.render.plain import render
from storage.store import open_store


async def ask(settings: Settings, words: str) -> None:
    """Answer one command on stdout. Raises StorageError."""
    store = await open_store(settings.database)
    try:
        desk = Desk(store=store, zone=settings.timezone, clock=utc_now, pulse=Pulse())
        sys.stdout.write(render(await answer(desk, parse_ask(words))))
    finally:
        await store.close()
