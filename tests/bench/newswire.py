"""A local TLS server that plays 10,000 feeds, each under a name of its own, in a process of its own.

It checks what it is asked: who was given validators must send both of them back, as they were.
"""

import asyncio
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.bench.certificate import Certificate
from tests.bench.invented import State, brings_anything, brings_news, document, last_modified, page

CORE = 1
DOMAIN = ".feeds.test"


@dataclass(slots=True)
class Newswire:
    """The running server; `counts` are there after it has stopped."""

    port: int
    counts: Counter[str] = field(default_factory=Counter)


@contextmanager
def open_newswire(certificate: Certificate, started: datetime, *, port: int = 0) -> Iterator[Newswire]:
    """Run the server on a core of its own; `port` is that of an earlier one, so that addresses stay."""
    command = [sys.executable, "-m", "tests.bench.newswire", str(certificate.chain), str(certificate.key)]
    command += [started.isoformat(), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        newswire = Newswire(port=int(process.stdout.readline()))
        try:
            yield newswire
        finally:
            process.send_signal(signal.SIGTERM)
            newswire.counts.update(json.loads(process.stdout.readline()))


def play_the_resolver() -> None:
    """Let this process find the feeds' names on this machine, each at an address of its own.

    The look-up's way through a thread stays as it is in earnest; only the answer from outside is ours.
    """
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if isinstance(name, str) and name.endswith(DOMAIN):
            number = int(name.removesuffix(DOMAIN)[1:])
            host = f"127.1.{number >> 8}.{number & 255}"
        return real(host, port, *arguments, **options)

    socket.getaddrinfo = look_up


def pin(core: int) -> None:
    """Keep this process, and its children to come, on one core where there are several."""
    if hasattr(os, "sched_setaffinity") and core in os.sched_getaffinity(0):
        os.sched_setaffinity(0, {core})


class Outlets:
    """The feeds as they change, and what was asked of them."""

    def __init__(self, started: datetime) -> None:
        self._started = started
        self.port = 0  # known once it listens
        self._changes: Counter[int] = Counter()
        self.counts: Counter[str] = Counter()

    def answer(self, request: bytes) -> bytes:
        """Answer one request, its head complete."""
        line, *rest = request.decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (row.partition(":") for row in rest)
        }
        number = int(headers["host"].partition(DOMAIN)[0][1:])
        path = line.split(" ")[1]
        self.counts["requests"] += 1
        if path == "/feed.xml":
            return self._feed(number, headers)
        if path.startswith("/articles/"):
            self.counts["pages"] += 1
            return _http(
                200, {"Content-Type": "text/html"}, page(number, int(path.rpartition("/")[2]) - 1_000_000)
            )
        return _http(404, {}, b"not here")

    def _feed(self, number: int, headers: dict[str, str]) -> bytes:
        state = State(number=number, port=self.port, changes=self._changes[number])
        self.counts["polls"] += 1
        given = (headers.get("if-none-match"), headers.get("if-modified-since"))
        if given == (None, None):
            self.counts["whole"] += 1
            return self._whole(state, headers)
        if given != (state.etag, last_modified(state, self._started)):
            self.counts["wrong conditions"] += 1
        if not brings_anything(number):
            self.counts["not modified"] += 1
            return _http(304, {"ETag": state.etag}, b"")
        self._changes[number] += 1
        self.counts["new items"] += brings_news(number)
        return self._whole(replace(state, changes=self._changes[number]), headers)

    def _whole(self, state: State, headers: dict[str, str]) -> bytes:
        body = document(state, self._started)
        said = {
            "Content-Type": "application/rss+xml; charset=utf-8",
            "ETag": state.etag,
            "Last-Modified": last_modified(state, self._started),
            "Vary": "Accept-Encoding",
        }
        if "gzip" in headers.get("accept-encoding", ""):
            pack = zlib.compressobj(1, wbits=31)
            return _http(200, {**said, "Content-Encoding": "gzip"}, pack.compress(body) + pack.flush())
        return _http(200, said, body)


def _http(status: int, headers: dict[str, str], body: bytes) -> bytes:
    phrase = {200: "OK", 304: "Not Modified", 404: "Not Found"}[status]
    length = {} if status == 304 else {"Content-Length": str(len(body))}
    said = {"Server": "newswire", "Date": "Wed, 04 Mar 2026 12:00:00 GMT", **headers, **length}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status} {phrase}\r\n{head}\r\n".encode("latin-1") + body


class Conversation(asyncio.Protocol):
    """One connection; kept open for as long as the client wants it."""

    def __init__(self, outlets: Outlets) -> None:
        self._outlets = outlets
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._outlets.counts["connections"] += 1
        self._outlets.counts["resumed"] += bool(transport.get_extra_info("ssl_object").session_reused)

    def data_received(self, data: bytes) -> None:
        self._read += data
        while b"\r\n\r\n" in self._read:
            request, _, self._read = self._read.partition(b"\r\n\r\n")
            self._transport.write(self._outlets.answer(request))
            if b"connection: close" in request.lower():
                self._transport.close()


async def serve(chain: str, key: str, started: datetime, port: int) -> None:
    """Serve until SIGTERM, then print what was counted."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, key)
    context.set_alpn_protocols(["http/1.1"])
    outlets, stop = Outlets(started), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    server = await loop.create_server(
        lambda: Conversation(outlets), "0.0.0.0", port, ssl=context, backlog=1_000, reuse_address=True
    )
    outlets.port = server.sockets[0].getsockname()[1]
    sys.stdout.write(f"{outlets.port}\n")
    sys.stdout.flush()
    await stop.wait()
    server.close()
    sys.stdout.write(json.dumps(outlets.counts) + "\n")


def main() -> None:
    """Serve: arguments are the chain, the key, the time at which the feeds began, and the port."""
    chain, key, started, port = sys.argv[1:]
    pin(CORE)
    asyncio.run(serve(str(Path(chain)), key, datetime.fromisoformat(started), int(port)))


if __name__ == "__main__":
    main()
