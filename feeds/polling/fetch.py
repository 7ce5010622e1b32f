"""Get bytes from strangers, politely and within limits: with faults.py the one door to aiohttp's client.

What can go wrong is raised as FetchError with a reason in words that an operator understands.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Self
from weakref import WeakValueDictionary

import aiohttp
from aiohttp import ClientResponse
from aiohttp.abc import AbstractResolver, ResolveResult

from feeds.errors import FetchError, WrongStatus
from feeds.model import Validators, host_of
from feeds.polling.faults import in_words
from feeds.polling.guard import checked, guarded_sockets
from feeds.polling.headers import conditions, max_age, retry_after, validators_of
from feeds.polling.names import Names
from feeds.polling.redirects import REDIRECTS, Redirect, read_redirect
from feeds.polling.refusals import refuse_bad_answer
from feeds.polling.resumption import resuming_context

TOTAL_SECONDS = 30.0
LARGEST_BODY = 10 * 1024 * 1024  # bytes, after decompression
MOST_REDIRECTS = 5
CHUNK = 64 * 1024
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.8"
NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A good answer with its body. Times are in seconds, None where the server does not say."""

    body: bytes
    url: str  # where it came from in the end
    content_type: str
    validators: Validators
    max_age: float | None = None  # for how long it stays fresh
    retry_after: float | None = None  # some servers name it with a good answer, too
    moved_to: str | None = None  # where to ask from now on: 301 and 308


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """Nothing is new since the answer that the validators came from."""

    url: str
    max_age: float | None = None
    retry_after: float | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """How a server took what was posted to it."""

    status: int
    retry_after: float | None  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """410: it will not come back, and we should not either."""

    url: str


class Fetcher:
    """One polite HTTP client for all outlets; use it as an async context manager.

    `contact` stands in our User-Agent, so that an outlet can complain. `allow_loopback` is for the demo and
    for tests, `names` for these.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        allow_loopback: bool = False,
        total_seconds: float = TOTAL_SECONDS,
        names: Names | None = None,
    ) -> None:
        self._contact = contact
        self._allow_loopback = allow_loopback
        self._total_seconds = total_seconds
        self._names = names or Names()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                socket_factory=guarded_sockets(allow_loopback=self._allow_loopback),
                resolver=Resolver(self._names),
                ssl=resuming_context(),
                limit_per_host=1,
                force_close=True,  # an idle TLS connection costs 300 KB
            ),
            headers={
                "User-Agent": user_agent(self._contact),
                "Accept": ACCEPT,
                "Accept-Encoding": "gzip",  # our limits were measured with it, and not with brotli
            },
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),  # ours spans all redirects
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        self._names.close()

    async def fetch(self, url: str, validators: Validators = NO_VALIDATORS) -> Fetched | NotModified | Gone:
        """Ask for a feed or a page, following redirects; raises FetchError or one of its children.

        Requests to one host wait for each other; the time limit begins when their turn comes.
        """
        async with self._turn(url):
            return await self._follow(url, validators)

    async def post_form(self, url: str, fields: Mapping[str, str]) -> None:
        """Post a form, and where its server sends us with it; raises FetchError when it is not accepted."""
        async with self._turn(url):
            for _ in range(MOST_REDIRECTS + 1):
                target = await self._post(url, fields)
                if not target:
                    return
                url = target
            raise FetchError(url, f"the server redirects more than {MOST_REDIRECTS} times")

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Post a body once, wherever its server would send us; raises FetchError where there is no answer.

        What the server says is not read, only how it took it.
        """
        async with (
            self._turn(url),
            in_words(url),
            self._session.post(url, data=body, headers=headers, allow_redirects=False) as response,
        ):
            now = datetime.now(UTC)
            return Posted(status=response.status, retry_after=retry_after(response.headers, now))

    @asynccontextmanager
    async def _turn(self, url: str) -> AsyncIterator[None]:
        checked(url)
        turn = self._turns.setdefault(host_of(url), asyncio.Lock())
        async with turn:
            try:
                async with asyncio.timeout(self._total_seconds):
                    yield
            except TimeoutError as error:
                reason = f"no complete answer within {self._total_seconds:g} seconds"
                raise FetchError(url, reason) from error

    async def _follow(self, url: str, validators: Validators) -> Fetched | NotModified | Gone:
        moved_to, permanent = None, True
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._ask(url, validators)
            match answer:
                case Redirect():
                    url = answer.target
                    permanent = permanent and answer.permanent
                    moved_to = url if permanent else moved_to
                case Gone() if not permanent:
                    raise WrongStatus(url, 410, "Gone, where we were sent for now only")
                case Gone():
                    return answer
                case _:
                    return replace(answer, moved_to=moved_to)
        raise FetchError(url, f"the server redirects more than {MOST_REDIRECTS} times")

    async def _ask(self, url: str, validators: Validators) -> Fetched | NotModified | Gone | Redirect:
        headers = conditions(validators)
        async with (
            in_words(url),
            self._session.get(url, headers=headers, allow_redirects=False) as response,
        ):
            if response.status == 304 and not headers:
                raise WrongStatus(url, 304, "Not Modified, although we asked for everything")
            return await read_answer(url, response)

    async def _post(self, url: str, fields: Mapping[str, str]) -> str:
        async with (
            in_words(url),
            self._session.post(url, data=fields, allow_redirects=False) as response,
        ):
            if response.status in {307, 308}:
                sent_on = read_redirect(url, response.status, response.headers.get("Location", ""))
                return kept_secret(url, sent_on.target)
            if not 200 <= response.status < 300:
                refuse_bad_answer(url, response.status, response.reason, response.headers, b"")
            return ""


def kept_secret(url: str, target: str) -> str:
    """Refuse to send in the clear what was meant for a secure connection."""
    if url.startswith("https:") and not target.startswith("https:"):
        raise FetchError(url, "the server redirects from a secure connection to none")
    return target


def user_agent(contact: str) -> str:
    """Say honestly who we are."""
    return f"Troopwire/{version('troopwire')}" + (f" (+{contact})" if contact else "")


async def read_answer(url: str, response: ClientResponse) -> Fetched | NotModified | Gone | Redirect:
    """Make the best of an answer, or raise what stands against it."""
    now = datetime.now(UTC)
    if response.status in REDIRECTS:
        return read_redirect(url, response.status, response.headers.get("Location", ""))
    if response.status == 304:
        return NotModified(
            url=url, max_age=max_age(response.headers, now), retry_after=retry_after(response.headers, now)
        )
    if response.status == 410:
        return Gone(url=url)
    body = await read_body(url, response)
    refuse_bad_answer(url, response.status, response.reason, response.headers, body)
    return Fetched(
        body=body,
        url=url,
        content_type=response.headers.get("Content-Type", "").encode("ascii", "replace").decode("ascii"),
        validators=validators_of(response.headers),
        max_age=max_age(response.headers, now),
        retry_after=retry_after(response.headers, now),
    )


async def read_body(url: str, response: ClientResponse) -> bytes:
    """Read a body, decompressed, and stop at our limit: what a bomb would unfold to is never held."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_chunked(CHUNK):
        size += len(chunk)
        if size > LARGEST_BODY:
            response.close()
            raise FetchError(url, f"the answer is larger than {LARGEST_BODY // 1024**2} MB")
        chunks.append(chunk)
    return b"".join(chunks)


class Resolver(AbstractResolver):
    """Finds addresses for aiohttp; which of them may be connected to is for the guard to say."""

    def __init__(self, names: Names) -> None:
        self._names = names

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give a host's addresses; raises OSError."""
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, address in await self._names.look_up(host, port, family)
        ]

    async def close(self) -> None:
        """Close nothing: look-ups end by themselves."""
