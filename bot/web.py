"""The bot's own small HTTP side, for whoever has business with us: the one door to aiohttp's server.

It is meant to stand behind a reverse proxy that speaks TLS, and is safe without one: bodies, headers, waiting
and the number of connections are all limited, and nothing is logged of an address, which may hold a token.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

LARGEST_BODY = 4 * 1024 * 1024  # bytes
LONGEST_LINE = 8_190  # bytes: the request line, and each header
MOST_HEADERS = 64
MOST_CONNECTIONS = 100
PATIENCE = 20.0
"""Seconds for one answer, reading the body included; and for a connection on which nothing is asked."""

HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What somebody asks of us over HTTP."""

    parameters: Mapping[str, str]  # the named parts of the path
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]  # whatever the case of their names
    body: Callable[[], Awaitable[bytes]]  # reads it; one that is too large is answered 413 by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What we answer."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What is answered by whom; `path` as aiohttp writes it: "/websub/{token}"."""

    method: str
    path: str
    answer: Callable[[Call], Awaitable[Said]]


@asynccontextmanager
async def serve_web(
    address: str, port: int, routes: Sequence[Route], *, patience: float = PATIENCE
) -> AsyncIterator[int]:
    """Answer on an address and a port, 0 for any that is free; gives the port. Raises OSError."""
    application = web.Application(client_max_size=LARGEST_BODY, middlewares=[_in_time(patience)])
    for route in routes:
        application.router.add_route(route.method, route.path, _handler(route))
    runner = web.AppRunner(
        application,
        access_log=None,
        auto_decompress=False,  # no bomb is ever unfolded; see `_in_time`
        keepalive_timeout=patience,  # also for the head of the first request, since aiohttp 3.14
        lingering_time=0,
        max_line_size=LONGEST_LINE,
        max_field_size=LONGEST_LINE,
        max_headers=MOST_HEADERS,
        shutdown_timeout=1.0,
    )
    await runner.setup()
    try:
        assert runner.server is not None  # noqa: S101  set up above
        listener = await asyncio.get_running_loop().create_server(_opened(runner.server), address, port)
        try:
            yield listener.sockets[0].getsockname()[1]
        finally:
            listener.close()
    finally:
        await runner.cleanup()


def _handler(route: Route) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        call = Call(
            parameters=request.match_info,
            query=tuple(request.query.items()),
            headers=request.headers,
            body=request.read,
        )
        said = await route.answer(call)
        return web.Response(
            status=said.status,
            body=said.body,
            content_type=said.content_type,
            charset="utf-8",
            headers={**HEADERS, **said.headers},
        )

    return handle


class _Refusal(asyncio.Protocol):
    """One connection too many: closed at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


def _opened(server: web.Server) -> Callable[[], asyncio.Protocol]:
    """Give what takes a new connection."""
    return lambda: _Refusal() if len(server.connections) >= MOST_CONNECTIONS else server()


def _in_time(patience: float) -> Middleware:
    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        if "Content-Encoding" in request.headers:
            raise web.HTTPUnsupportedMediaType(text="send it uncompressed")
        try:
            async with asyncio.timeout(patience):
                return await handler(request)
        except TimeoutError as error:
            raise web.HTTPRequestTimeout from error

    return answer
