"""A receiver of webhooks on loopback: it verifies, keeps what is new by its id, and answers as it is told."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.servers.listening import listening

DOCUMENT = Path(__file__).parents[2] / "docs" / "delivery.md"

Verify = Callable[[str, Mapping[str, str], bytes], bool]

TAKES_AND_HANGS_UP, HANGS_UP = -200, -500
"""Two ways to answer nothing: with the message, and without it."""


def verify_as_documented() -> Verify:
    """Give the lines of Python by which our documents say that messages are verified."""
    lines = DOCUMENT.read_text(encoding="utf-8").partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {}
    exec(lines, names)  # noqa: S102  the lines of our own document, which are to be tested as they stand
    verify: Verify = names["is_from_troopwire"]
    return verify


@dataclass(slots=True)
class Receiver:
    """What came in, and how it answers what comes next."""

    verify: Verify
    url: str = ""
    secret: str = ""
    answers: list[int] = field(default_factory=list)  # of the next requests; after these 200
    headers: dict[str, str] = field(default_factory=dict)  # of its answers
    asked: list[str] = field(default_factory=list)  # the id of each request
    forged: int = 0
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)  # by id, each once

    @property
    def events(self) -> list[str]:
        """What happened, in the order in which it was taken."""
        return [item["event"] for item in self.taken.values()]

    async def receive(self, request: web.Request) -> web.Response:
        """Take a message, or not."""
        body, name = await request.read(), request.headers.get("webhook-id", "")
        self.asked.append(name)
        if not self.verify(self.secret, request.headers, body):
            self.forged += 1
            return web.Response(status=401)
        answer = self.answers.pop(0) if self.answers else 200
        if answer in (200, TAKES_AND_HANGS_UP):
            self.taken.setdefault(name, json.loads(body))
        if answer < 0:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        return web.Response(status=answer, headers=self.headers)


@asynccontextmanager
async def open_receiver() -> AsyncIterator[Receiver]:
    """Serve a receiver on a free port until the block is left."""
    receiver = Receiver(verify_as_documented())
    application = web.Application()
    application.router.add_post("/hook", receiver.receive)
    async with listening(application) as address:
        receiver.url = f"{address}/hook"
        yield receiver
