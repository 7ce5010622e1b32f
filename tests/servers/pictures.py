"""`python -m tests.servers.pictures`: what users see, for docs/: a card, /who and /quotes in both chats.

The real bot over the sample newsroom, the local chats, and their page in headless Chromium.
"""

import asyncio
import sys
from pathlib import Path

from tests.servers import chromium
from tests.servers.chromium import Tab, browsing
from tests.servers.demonstration import demonstrating
from tests.servers.discord import local_discord
from tests.servers.page.desk import open_page
from tests.servers.telegram import local_telegram

DOCS = Path(__file__).parents[2] / "docs"
WIDTH, HEIGHT = 1240, 1000
CHATS = ("telegram", "discord")
FIRST_CARDS, READING = 40.0, 6.0  # seconds until there is something to see, and for an answer with its chart


async def take() -> None:
    """Take the pictures."""
    async with (
        local_telegram() as telegram,
        local_discord() as discord,
        open_page(telegram, discord) as address,
        demonstrating(telegram, discord),
        browsing(f"{address}/", width=WIDTH, height=HEIGHT) as tab,
    ):
        await asyncio.sleep(FIRST_CARDS)
        await _keep(tab, "chat-card")
        for words, name in (("/who", "chat-who"), ("/quotes kind:direct", "chat-quotes")):
            for chat in CHATS:
                await _type(tab, chat, words)
            await asyncio.sleep(READING)
            await _keep(tab, name)


async def _type(tab: Tab, chat: str, words: str) -> None:
    form = f"document.querySelector('#{chat} form')"
    await tab.run(f"{form}.elements.text.value = {words!r}; {form}.querySelector('button').click()")


async def _keep(tab: Tab, name: str) -> None:
    await tab.run("document.querySelectorAll('ol, ul').forEach(list => list.scrollTop = list.scrollHeight)")
    (DOCS / f"{name}.png").write_bytes(await tab.picture("body"))
    sys.stdout.write(f"docs/{name}.png is drawn\n")


if __name__ == "__main__":
    if not chromium.BINARY:
        sys.exit("no chromium on this machine: apt-get install chromium")
    asyncio.run(take())
