"""`python -m tests.servers`: the local chats by hand, with a page on which one reads them and asks.

With `--demo` the real bot runs against them over the sample newsroom; without it, the settings that are
printed lead a bot there that one starts oneself.
"""

import argparse
import asyncio
import signal
import sys
from contextlib import AsyncExitStack

from tests.servers.demonstration import demonstrating, settings_for
from tests.servers.discord import local_discord
from tests.servers.page.desk import open_page
from tests.servers.telegram import local_telegram


async def serve(*, demo: bool) -> None:
    """Serve both chats and the page until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(local_telegram())
        discord = await stack.enter_async_context(local_discord())
        address = await stack.enter_async_context(open_page(telegram, discord))
        lines = [f"{name}={value}" for name, value in settings_for(telegram, discord).items()]
        sys.stdout.write("\n".join([*lines, f"# Read both chats at {address}/", ""]))
        sys.stdout.flush()
        if demo:
            await stack.enter_async_context(demonstrating(telegram, discord))
        await stop.wait()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description="The local chats, by hand.")
    parser.add_argument("--demo", action="store_true", help="run the bot over the sample newsroom")
    asyncio.run(serve(demo=parser.parse_args().demo))


if __name__ == "__main__":
    main()
