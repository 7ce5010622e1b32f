"""Names of hosts, looked up in threads of their own, so that one that nobody answers holds up nobody else.

The system's look-up blocks, cannot be stopped, and may take half a minute. In the few threads that the event
loop has of its own, six such names would stop all polling, and the chats with it.
"""

import asyncio
import errno
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from threading import Thread

from feeds.polling.guard import AddressInfo

LOOK_UP_SECONDS = 10.0

MOST_LOOK_UPS = 128
"""At the same time, with those that nobody waits for any more: 32 visits can leave three times as many."""

KEPT_IDLE = 8
"""Threads that wait for the next name: to begin one for each name takes twice the CPU."""

Addresses = Sequence[AddressInfo]
LookUp = Callable[[str, int, int], Addresses]
"""Gives the addresses of a host, for a port and a family; raises OSError."""


def system_look_up(host: str, port: int, family: int) -> Addresses:
    """Ask the system."""
    return socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)


class Names:
    """Looks names up."""

    def __init__(
        self,
        look_up: LookUp = system_look_up,
        *,
        seconds: float = LOOK_UP_SECONDS,
        most: int = MOST_LOOK_UPS,
    ) -> None:
        self._look_up = look_up
        self._seconds = seconds
        self._room = asyncio.Semaphore(most)
        self._idle: list[Clerk] = []
        self._kept = KEPT_IDLE

    async def look_up(self, host: str, port: int, family: int) -> Addresses:
        """Give the addresses of a host; raises OSError where there are none, or none in time."""
        try:
            async with asyncio.timeout(self._seconds):
                await self._room.acquire()
                return await self._begin(partial(self._look_up, host, port, family))
        except TimeoutError as error:
            raise OSError(errno.ETIMEDOUT, f"the name {host} is not answered in time") from error

    def close(self) -> None:
        """Let the threads end when they have done."""
        self._kept = 0
        while self._idle:
            self._idle.pop().dismiss()

    def _begin(self, look_up: Callable[[], Addresses]) -> "asyncio.Future[Addresses]":
        """Look up in a thread, which gives its room back when it ends, whoever waits for it."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Addresses] = loop.create_future()
        clerk = self._free_clerk()

        def settle(found: Addresses | Exception) -> None:
            self._room.release()
            if len(self._idle) < self._kept:
                self._idle.append(clerk)
            else:
                clerk.dismiss()
            if answer.done():  # nobody waits any more
                return
            if isinstance(found, Exception):
                answer.set_exception(found)
            else:
                answer.set_result(found)

        clerk.ask(lambda: loop.call_soon_threadsafe(settle, _outcome(look_up)))
        return answer

    def _free_clerk(self) -> "Clerk":
        try:
            return self._idle.pop() if self._idle else Clerk()
        except RuntimeError as error:
            self._room.release()
            raise OSError(errno.EAGAIN, f"no look-up can begin: {error}") from error


class Clerk:
    """A thread that does one thing after the other. It is a daemon: a look-up never holds up the exit."""

    def __init__(self) -> None:
        self._asked: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        Thread(target=self._serve, name="look up names", daemon=True).start()

    def ask(self, deed: Callable[[], object]) -> None:
        """Let it do something next."""
        self._asked.put(deed)

    def dismiss(self) -> None:
        """Let it end when it has done all."""
        self._asked.put(None)

    def _serve(self) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody will ask again
            while deed := self._asked.get():
                deed()


def _outcome(look_up: Callable[[], Addresses]) -> Addresses | Exception:
    try:
        return look_up()
    except Exception as error:  # noqa: BLE001  whoever waits is told, as by an executor
        return error
