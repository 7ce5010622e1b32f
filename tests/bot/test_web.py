"""Our HTTP side: what it answers, and what it does not put up with."""

import asyncio
import gzip
import io
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.web import LARGEST_BODY, MOST_CONNECTIONS, Call, Route, Said, serve_web

SOON = 10.0
"""Seconds after which a test gives up; what it waits for takes a fraction of one."""


async def greet(call: Call) -> Said:
    words = [f"{name}={value}" for name, value in call.query]
    return Said(body=f"{call.parameters['name']} {' '.join(words)} {call.headers.get('x-mark', '')}".encode())


async def weigh(call: Call) -> Said:
    return Said(status=202, body=str(len(await call.body())).encode())


async def stumble(_: Call) -> Said:
    raise RuntimeError("a fault of ours")


async def ponder(_: Call) -> Said:
    await asyncio.sleep(3_600)
    raise AssertionError


ROUTES = (
    Route(method="GET", path="/hello/{name}", answer=greet),
    Route(method="POST", path="/weigh", answer=weigh),
    Route(method="GET", path="/stumble", answer=stumble),
    Route(method="GET", path="/ponder", answer=ponder),
)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with serve_web("127.0.0.1", 0, ROUTES) as port:
        yield port


@pytest.fixture
async def hasty_port() -> AsyncIterator[int]:
    async with serve_web("127.0.0.1", 0, ROUTES, patience=0.3) as port:
        yield port


@pytest.fixture
async def client(port: int) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        yield session


async def said(port: int, written: bytes) -> bytes:
    """Write something and wait until we are shown out."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(written)
        async with asyncio.timeout(SOON):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


async def test_route_hears_path_query_and_headers(client: aiohttp.ClientSession) -> None:
    async with client.get("/hello/anna?a=1&a=2", headers={"X-Mark": "m"}) as answer:
        assert await answer.text() == "anna a=1 a=2 m"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.content_type == "text/plain"


async def test_what_is_no_route_is_not_found(client: aiohttp.ClientSession) -> None:
    async with client.get("/admin") as answer:
        assert answer.status == 404
    async with client.get("/weigh") as answer:
        assert answer.status == 405


async def test_body_up_to_the_limit_is_read(client: aiohttp.ClientSession) -> None:
    async with client.post("/weigh", data=io.BytesIO(bytes(LARGEST_BODY))) as answer:
        assert (answer.status, await answer.text()) == (202, str(LARGEST_BODY))


async def test_larger_body_is_refused_however_it_comes(port: int) -> None:
    piece = bytes(64 * 1024)
    chunk = b"10000\r\n" + piece + b"\r\n"
    head = b"POST /weigh HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n"
    pieces = LARGEST_BODY // len(piece) + 1
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * pieces
    announced = head + b"Content-Length: %d\r\n\r\n" % (pieces * len(piece)) + piece * pieces
    for request in (chunked, announced):
        assert b" 202 " not in await said(port, request)


async def test_compressed_body_is_never_unfolded(client: aiohttp.ClientSession) -> None:
    bomb = gzip.compress(bytes(8 * LARGEST_BODY))
    async with client.post("/weigh", data=bomb, headers={"Content-Encoding": "gzip"}) as answer:
        assert answer.status == 415


@pytest.mark.parametrize(
    "head",
    [
        b"GET /hello/" + b"x" * 10_000 + b" HTTP/1.1\r\nHost: bot\r\n\r\n",
        b"GET /hello/x HTTP/1.1\r\nHost: bot\r\nX-Mark: " + b"x" * 10_000 + b"\r\n\r\n",
        b"GET /hello/x HTTP/1.1\r\nHost: bot\r\n" + b"X-Mark: x\r\n" * 100 + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
    ],
    ids=["long line", "long header", "many headers", "no HTTP"],
)
async def test_immoderate_head_is_refused(port: int, head: bytes) -> None:
    assert (await said(port, head)).startswith(b"HTTP/1.0 400 ")


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"GET /hello/x HTTP/1.1\r\nHost: b",
        b"POST /weigh HTTP/1.1\r\nHost: bot\r\nContent-Length: 9\r\n\r\nslow",
        b"GET /ponder HTTP/1.1\r\nHost: bot\r\n\r\n",
        b"GET /hello/x HTTP/1.1\r\nHost: bot\r\n\r\n",
    ],
    ids=["silence", "half a head", "half a body", "slow answer", "left open"],
)
async def test_nobody_stays_without_end(hasty_port: int, beginning: bytes) -> None:
    await said(hasty_port, beginning)


async def test_answer_that_takes_too_long_is_given_up(hasty_port: int) -> None:
    answer = await said(hasty_port, b"GET /ponder HTTP/1.0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.0 408 ")


async def test_fault_of_ours_tells_nothing_and_ends_nothing(client: aiohttp.ClientSession) -> None:
    async with client.get("/stumble") as answer:
        assert answer.status == 500
        assert "a fault of ours" not in await answer.text()
    async with client.get("/hello/again") as answer:
        assert answer.status == 200


async def test_crowd_is_let_in_up_to_a_limit_and_again_when_it_has_left() -> None:
    async with serve_web("127.0.0.1", 0, ROUTES) as port:
        crowd = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MOST_CONNECTIONS)]
        request = b"GET /hello/x HTTP/1.0\r\n\r\n"
        assert await said(port, request) == b""
        for _, writer in crowd:
            writer.close()
            await writer.wait_closed()
        await asyncio.sleep(0.1)  # until the server has seen them go
        assert (await said(port, request)).startswith(b"HTTP/1.0 200 ")


async def test_port_is_free_again_afterwards(port: int) -> None:
    async with serve_web("127.0.0.1", 0, ROUTES) as other:
        assert other != port
    with pytest.raises(OSError, match="Connect"):
        await asyncio.open_connection("127.0.0.1", other)
