"""A server on loopback, for as long as a test needs it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

PATIENCE = 20.0  # seconds


@asynccontextmanager
async def listening(application: web.Application) -> AsyncIterator[str]:
    """Serve on a free port of loopback; gives the address."""
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def eventually(true: Callable[[], bool]) -> None:
    """Wait until something is true; TimeoutError when it does not become so."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110  what a test waits for has no event of its own
            await asyncio.sleep(0.005)
