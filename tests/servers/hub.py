"""A local WebSub hub, stricter than most: it refuses wrong forms, verifies intent, keeps leases and signs."""

import asyncio
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

import aiohttp
from aiohttp import web

from tests.servers.listening import listening

REQUIRED = ("hub.mode", "hub.topic", "hub.callback")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A subscription that its subscriber confirmed."""

    callback: str
    secret: str
    lease: int  # seconds


@dataclass(slots=True, kw_only=True)
class Misbehaviour:
    """What the hub is told to do wrong."""

    status: int = 0  # answers every form with this
    denies: str = ""  # refuses every subscription, for this reason
    lease: str = ""  # gives this lease, whatever was wished for
    changes: dict[str, str] = field(default_factory=dict)  # asks back with these in place of the true words
    redirects_to: str = ""
    asks_first: bool = False  # asks back before it answers the form, as hubs once did


class LocalHub:
    """The hub, and what it came to know."""

    def __init__(self) -> None:
        self.url = ""
        self.wrong = Misbehaviour()
        self.forms: list[dict[str, str]] = []
        self.refusals: list[str] = []  # why forms were refused
        self.kept: dict[str, Kept] = {}  # by topic
        self.answers: list[tuple[int, bytes, str]] = []  # what subscribers said to our questions
        self._asking: set[asyncio.Task[None]] = set()

    async def settled(self) -> None:
        """Wait until every question has its answer."""
        while self._asking:
            await asyncio.gather(*self._asking)

    async def publish(self, topic: str, body: bytes, **headers: str) -> int:
        """Send news to the topic's subscriber, signed with sha256; gives the status of the answer."""
        kept = self.kept[topic]
        signature = hmac.new(kept.secret.encode(), body, "sha256").hexdigest()
        return await self.send(kept.callback, body, **{"X-Hub-Signature": f"sha256={signature}"} | headers)

    async def send(self, callback: str, body: bytes, **headers: str) -> int:
        """Send whatever to a callback; an empty header is left out."""
        given = {"Content-Type": "application/rss+xml"} | {
            name: said for name, said in headers.items() if said
        }
        async with (
            aiohttp.ClientSession() as session,
            session.post(callback, data=body, headers=given) as said,
        ):
            return said.status

    async def ask(self, callback: str, **query: str) -> tuple[int, bytes]:
        """Ask a subscriber something; gives the status and the body of the answer."""
        joined = urlencode({f"hub.{name}": value for name, value in query.items()})
        async with aiohttp.ClientSession() as session, session.get(f"{callback}?{joined}") as said:
            answer = (said.status, await said.read(), said.content_type)
        self.answers.append(answer)
        return answer[:2]

    async def take_form(self, request: web.Request) -> web.Response:
        """Take a form, or say what is wrong with it; intent is verified after the answer."""
        if self.wrong.redirects_to:
            return web.Response(status=307, headers={"Location": self.wrong.redirects_to})
        written = await request.text()
        pairs = parse_qsl(written, keep_blank_values=True, strict_parsing=True)
        form = dict(pairs)
        self.forms.append(form)
        if self.wrong.status:
            return web.Response(status=self.wrong.status, headers={"Retry-After": "7200"})
        if fault := _fault(request.content_type, pairs):
            self.refusals.append(fault)
            return web.Response(status=400, text=fault)
        if self.wrong.asks_first:
            await self._verify(form)
        else:
            asking = asyncio.create_task(self._verify(form))
            self._asking.add(asking)
            asking.add_done_callback(self._asking.discard)
        return web.Response(status=202)

    async def _verify(self, form: dict[str, str]) -> None:
        callback, topic = form["hub.callback"], form["hub.topic"]
        if self.wrong.denies:
            await self.ask(callback, mode="denied", topic=topic, reason=self.wrong.denies)
            return
        lease = self.wrong.lease or form.get("hub.lease_seconds", "86400")
        question = {"mode": form["hub.mode"], "topic": topic, "challenge": "chal-1", "lease_seconds": lease}
        status, body = await self.ask(callback, **question | self.wrong.changes)
        if 200 <= status < 300 and body == b"chal-1":
            self.kept[topic] = Kept(callback=callback, secret=form["hub.secret"], lease=int(lease))


def _fault(content_type: str, pairs: list[tuple[str, str]]) -> str:
    """Say what the recommendation's section 5.1 has against a form."""
    form = dict(pairs)
    lease = form.get("hub.lease_seconds", "1")
    faults = {
        "not a form": content_type != "application/x-www-form-urlencoded",
        "said twice": len(form) < len(pairs),
        "incomplete": not all(form.get(name) for name in REQUIRED),
        "unknown mode": form.get("hub.mode") not in {"subscribe", "unsubscribe"},
        "no address": not form.get("hub.callback", "").startswith(("http://", "https://"))
        or not form.get("hub.topic", "").startswith(("http://", "https://")),
        "no lease": not lease.isdigit() or int(lease) < 1,
        "a secret too long": len(form.get("hub.secret", "").encode()) >= 200,
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


@asynccontextmanager
async def hub_on_loopback() -> AsyncIterator[LocalHub]:
    """Run a hub for as long as a test needs it."""
    hub = LocalHub()
    application = web.Application()
    application.router.add_post("/", hub.take_form)
    async with listening(application) as address:
        hub.url = f"{address}/"
        yield hub
        await hub.settled()
