"""ask: one command on the stored state."""

import sys

from bot.clock import utc_now
from bot.commands.answer import BY_NAME, answer
from bot.commands.desk import Desk
from bot.config import Settings
from bot.platforms.console import parse_ask
from bot.pulse import Pulse
from bot.render.plain import render
from storage.store import open_store


async def ask(settings: Settings, words: str) -> int:
    """Answer one command on stdout; 2 when there is no such command. Raises StorageError."""
    asked = parse_ask(words)
    store = await open_store(settings.database)
    try:
        desk = Desk(store=store, zone=settings.timezone, clock=utc_now, pulse=Pulse())
        sys.stdout.write(render(await answer(desk, asked)))
    finally:
        await store.close()
    return 0 if asked.command in BY_NAME else 2
