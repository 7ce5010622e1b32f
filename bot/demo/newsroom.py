"""A newsroom on loopback for `troopwire demo`: invented outlets whose news keeps coming for two minutes."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.demo.articles import Timetable, load_outlets
from bot.demo.desk import Desk
from feeds.model import FeedSource

HOST = "127.0.0.1"
SHUTDOWN_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """A newsroom that is open."""

    address: str  # "http://127.0.0.1:41234"
    sources: tuple[FeedSource, ...]  # its feeds, as a catalogue would name them


@asynccontextmanager
async def open_newsroom(started: datetime, *, port: int = 0, pace: float = 1.0) -> AsyncIterator[Newsroom]:
    """Serve the newsroom until the block is left; raises OSError when the port is taken.

    What was published before `started` is there at once, the rest follows over two minutes. `pace`
    stretches that time: 0.5 is twice as fast, 0 is all at once. Port 0 is any free one.
    """
    with socket.create_server((HOST, port)) as listener:
        address = f"http://{HOST}:{listener.getsockname()[1]}"
        runner = _runner(Desk(Timetable(started=started, pace=pace), address=address))
        await runner.setup()
        try:
            await web.SockSite(runner, listener).start()
            yield Newsroom(address=address, sources=_sources(address))
        finally:
            await runner.cleanup()


def _runner(desk: Desk) -> web.AppRunner:
    application = web.Application()
    application.add_routes(desk.routes())
    return web.AppRunner(application, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)


def _sources(address: str) -> tuple[FeedSource, ...]:
    return tuple(
        # All of its news comes within two minutes, so each is polled as eagerly as can be.
        FeedSource(url=f"{address}/{outlet.key}/feed.xml", outlet=outlet.publisher, priority=True)
        for outlet in load_outlets()
    )
