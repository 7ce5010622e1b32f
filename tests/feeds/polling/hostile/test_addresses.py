"""No name, spelling, redirect or change of mind leads us to an address that is not public."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from feeds.errors import AddressForbidden, FetchError
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.names import Names
from tests.feeds.polling.documents import HONEST
from tests.feeds.polling.hostile.internet import PUBLIC, Internet
from tests.feeds.polling.hostile.listening import listening
from tests.feeds.polling.hostile.servers import FULL, Server, bad

START = "http://lure.example/"
INSIDE = (
    *("127.0.0.1", "127.1", "2130706433", "0177.0.0.1", "0x7f000001", "0x7f.1", "0", "0.0.0.0", "localhost"),
    *("10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "169.254.169.254", "2852039166", "224.0.0.1"),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]"),
    *("[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fe80::1]", "[fc00::1]", "[fec0::1]", "[ff02::1]"),
    *("printer.local", "127.0.0.1.", "①②⑦.0.0.1", "user:word@127.0.0.1", "lure.example@127.0.0.1"),
)


def online(visit: Callable[[Internet, Fetcher], Awaitable[None]], server: Server) -> list[str]:
    """Visit a server on our own internet with the guard shut; gives where connections were attempted."""

    async def run(internet: Internet) -> None:
        names = Names(internet.look_up)
        async with listening(server) as listener, Fetcher(total_seconds=20, names=names) as fetcher:
            internet.port = listener.port
            internet.name("localhost", ("127.0.0.1", "::1"))
            internet.name("printer.local", ("192.168.0.9",))
            await visit(internet, fetcher)
            assert await listener.is_let_go()

    with asyncio.Runner(loop_factory=Internet) as runner:
        internet = runner.get_loop()
        assert isinstance(internet, Internet)
        runner.run(run(internet))
        return internet.attempts


async def read(_: Internet, fetcher: Fetcher) -> None:
    answer = await fetcher.fetch(START)
    assert isinstance(answer, Fetched)
    assert answer.body == HONEST


def test_public_address_is_reached_with_the_guard_shut() -> None:
    assert online(read, Server(says=lambda: [FULL], fate="")) == [PUBLIC]


@pytest.mark.parametrize("host", INSIDE)
def test_redirect_inside_is_refused_before_a_connection_is_attempted(host: str) -> None:
    async def follow(_: Internet, fetcher: Fetcher) -> None:
        with pytest.raises(FetchError):
            await fetcher.fetch(START)

    location = f"http://{host}/latest/meta-data".encode()
    lure = bad("", b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\n\r\n")
    assert online(follow, lure) == [PUBLIC]


@pytest.mark.parametrize("host", INSIDE)
def test_address_inside_is_refused_when_it_is_asked_for(host: str) -> None:
    async def ask(_: Internet, fetcher: Fetcher) -> None:
        with pytest.raises(FetchError):
            await fetcher.fetch(f"http://{host}/")

    assert online(ask, bad("")) == []


@pytest.mark.parametrize("inside", ["127.0.0.1", "169.254.169.254", "::1", "64:ff9b::7f00:1"])
def test_name_that_changes_its_mind_is_refused_the_second_time(inside: str) -> None:
    async def ask_twice(internet: Internet, fetcher: Fetcher) -> None:
        internet.name("lure.example", (PUBLIC,), (inside,))
        await read(internet, fetcher)
        with pytest.raises(AddressForbidden, match="not on the public internet"):
            await fetcher.fetch("http://lure.example:8080/")  # aiohttp keeps an answer for each port

    assert online(ask_twice, Server(says=lambda: [FULL], fate="")) == [PUBLIC]


def test_name_with_addresses_of_both_kinds_leads_to_the_public_one_only() -> None:
    async def ask(internet: Internet, fetcher: Fetcher) -> None:
        internet.name("lure.example", ("127.0.0.1", "::1", PUBLIC, "10.0.0.1"))
        await read(internet, fetcher)

    assert set(online(ask, Server(says=lambda: [FULL], fate=""))) == {PUBLIC}
