"""Outlets' servers on loopback: well-behaved ones from a handler, and raw ones that say what they like."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler, *, address: str = "127.0.0.1") -> AsyncIterator[str]:
    """Serve every path with one handler; gives the address without a final slash."""
    site = web.Application()
    site.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(site, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, address, 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def saying(*pieces: bytes, pause: float = 0.0, hang: bool = False) -> AsyncIterator[str]:
    """Answer every request with these bytes, piece by piece, whether they are HTTP or not."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause)
            if hang:
                await reader.read()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
