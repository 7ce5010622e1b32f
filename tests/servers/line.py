"""A line between a client and a server, which can be cut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CHUNK = 65_536
LAST_ANSWERS = 0.2
"""Seconds in which the answers to what has passed come through; a cut line takes no more requests."""


@dataclass(eq=False)
class Line:
    """Carries bytes to a server, as long as it is not cut."""

    server: str  # its address
    port: int = 0
    is_cut: bool = False
    _listener: asyncio.Server | None = None
    _ends: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def address(self) -> str:
        """Give the address under which the server is reached."""
        return f"http://127.0.0.1:{self.port}{urlsplit(self.server).path}"

    async def mend(self) -> None:
        """Carry again."""
        self.is_cut = False
        self._listener = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Refuse new connections, and break those that there are: what has not passed never will."""
        self.is_cut = True
        if self._listener:
            self._listener.close()
        await asyncio.sleep(LAST_ANSWERS)
        for end in self._ends:
            end.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        split = urlsplit(self.server)
        behind, towards = await asyncio.open_connection(split.hostname, split.port)
        ends = {writer, towards}
        self._ends |= ends
        try:
            await asyncio.wait(
                [
                    asyncio.create_task(self._pour(reader, towards, is_request=True)),
                    asyncio.create_task(self._pour(behind, writer, is_request=False)),
                ],
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            self._ends -= ends
            for end in ends:
                end.transport.abort()

    async def _pour(
        self, source: asyncio.StreamReader, into: asyncio.StreamWriter, *, is_request: bool
    ) -> None:
        with suppress(ConnectionError):
            while data := await source.read(CHUNK):
                if is_request and self.is_cut:
                    return
                into.write(data)
                await into.drain()


@asynccontextmanager
async def line_to(server: str) -> AsyncIterator[Line]:
    """Lay a line to a server; it is cut at first."""
    line = Line(server)
    await line.mend()
    await line.cut()
    try:
        yield line
    finally:
        await line.cut()
