"""Names that nobody answers hold up no others."""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from threading import Event

import pytest

from feeds.errors import FetchError
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.guard import AddressInfo
from feeds.polling.names import Names
from tests.feeds.polling.documents import HONEST
from tests.feeds.polling.hostile.listening import listening
from tests.feeds.polling.hostile.servers import good

MORE_THAN_THE_LOOPS_OWN_THREADS = 40


class Nameserver:
    """Answers for good.example, and for slow names not before it is told to."""

    def __init__(self) -> None:
        self.patience = Event()
        self.asked: list[str] = []
        self.many_asked = Event()

    def look_up(self, host: str, port: int, _: int) -> Sequence[AddressInfo]:
        """Lead to loopback."""
        self.asked.append(host)
        if len(self.asked) == MORE_THAN_THE_LOOPS_OWN_THREADS:
            self.many_asked.set()
        if host.startswith("slow"):
            self.patience.wait(30)
        if host.startswith("unknown"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return socket.getaddrinfo("127.0.0.1", port, type=socket.SOCK_STREAM)


@pytest.fixture
def nameserver() -> Iterator[Nameserver]:
    nameserver = Nameserver()
    yield nameserver
    nameserver.patience.set()


async def addresses(names: Names, host: str) -> list[object]:
    """The numbers that a name leads to."""
    return [address[0] for *_, address in await names.look_up(host, 80, socket.AF_UNSPEC)]


async def test_feeds_are_fetched_while_many_other_names_are_not_answered(nameserver: Nameserver) -> None:
    names = Names(nameserver.look_up)
    async with (
        listening(good(b"", HONEST)) as server,
        Fetcher(allow_loopback=True, names=names) as fetcher,
        asyncio.TaskGroup() as visits,
    ):
        stalled = [
            visits.create_task(fetcher.fetch(f"http://slow{number}.example/"))
            for number in range(MORE_THAN_THE_LOOPS_OWN_THREADS)
        ]
        async with asyncio.timeout(5):
            assert await asyncio.to_thread(nameserver.many_asked.wait, 5), "the loop's own threads are free"
            answer = await fetcher.fetch(f"http://good.example:{server.port}/")
        assert isinstance(answer, Fetched)
        assert answer.body == HONEST
        assert not any(visit.done() for visit in stalled)
        for visit in stalled:
            visit.cancel()


async def test_name_that_is_not_answered_in_time_is_a_failure_in_words(nameserver: Nameserver) -> None:
    async with Fetcher(names=Names(nameserver.look_up, seconds=0.05)) as fetcher:
        with pytest.raises(FetchError, match=r"the name slow\.example is not answered in time"):
            await fetcher.fetch("http://slow.example/")
        with pytest.raises(FetchError, match=r"the name unknown\.example is not known"):
            await fetcher.fetch("http://unknown.example/")


async def test_no_more_names_are_looked_up_at_once_than_there_is_room_for(nameserver: Nameserver) -> None:
    names = Names(nameserver.look_up, seconds=0.2, most=2)
    outcomes = await asyncio.gather(
        *(addresses(names, f"slow{number}") for number in range(3)), return_exceptions=True
    )
    assert all(isinstance(outcome, TimeoutError) for outcome in outcomes)
    assert len(nameserver.asked) == 2, "look-ups that nobody waits for any more take room until they end"
    nameserver.patience.set()
    assert await addresses(names, "good.example") == ["127.0.0.1"]
