"""Hostile servers on loopback, on real sockets, that know whether they were let go."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ssl import SSLContext

from tests.feeds.polling.hostile.servers import Server

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: on, for no time


@dataclass(slots=True)
class Listener:
    """A server at work: where it listens, what was asked, and who still holds a connection."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    open: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/"

    async def is_let_go(self) -> bool:
        """Whether every connection ends by itself, now that the client is done with us."""
        if self.open:
            await asyncio.wait(self.open, timeout=5)
        return not self.open


@asynccontextmanager
async def listening(server: Server, ssl: SSLContext | None = None) -> AsyncIterator[Listener]:
    """Let a hostile server answer on a free port."""
    listener = Listener()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        listener.open.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await answer(server, listener, reader, writer)
        finally:
            writer.close()
            listener.open.discard(task)

    opened = await asyncio.start_server(converse, "127.0.0.1", 0, ssl=ssl)
    async with opened:
        listener.port = opened.sockets[0].getsockname()[1]
        yield listener


async def answer(
    server: Server, listener: Listener, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Do what the server does with one connection."""
    if not server.is_rude:
        listener.requests.append(await reader.readuntil(b"\r\n\r\n"))
    for piece in server.says():
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(server.pause)
    if server.hangs:
        await reader.read()
    if server.resets:
        connection: socket.socket = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        writer.transport.abort()
