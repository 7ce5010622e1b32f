"""A small internet inside the event loop: names and public addresses that lead to servers on loopback.

The guard must be shut while it is tested, and a server on loopback be reached nevertheless; and a connection
that is attempted must be seen, wherever it would have led. So the loop itself connects, and knows the names.
"""

import asyncio
import socket
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any

from feeds.polling.guard import AddressInfo

PUBLIC = "93.184.216.34"
"""An address on the public internet; what is connected to it reaches our server."""


class Internet(asyncio.SelectorEventLoop):
    """An event loop whose only public address is ours, and which tells where it was asked to connect."""

    def __init__(self) -> None:
        super().__init__()
        self.attempts: list[str] = []
        self.port = 0  # where what is connected to the public address goes
        self._names: dict[str, Iterator[tuple[str, ...]]] = defaultdict(lambda: repeat((PUBLIC,)))

    def name(self, host: str, *answers: tuple[str, ...]) -> None:
        """Let a name lead to these addresses, at each question to the next; the last answer stays."""
        self._names[host] = chain(answers, repeat(answers[-1]))

    def look_up(self, host: str, port: int, _: int) -> list[AddressInfo]:
        """Resolve as we please; spellings of addresses as the system does."""
        addresses = spelled(host) or next(self._names[host])
        return [info for address in addresses for info in socket.getaddrinfo(address, port, type=1)]

    async def sock_connect(self, sock: socket.socket, address: Any) -> None:
        """Note where a connection was to lead, and lead it to our server if that is public."""
        self.attempts.append(address[0])
        if address[0] != PUBLIC:
            raise ConnectionRefusedError
        await super().sock_connect(sock, ("127.0.0.1", self.port))


def spelled(host: str) -> tuple[str, ...]:
    """Read an IPv4 address in any of the spellings that systems take: 2130706433, 0177.1, 0x7f.1."""
    try:
        return (socket.inet_ntoa(socket.inet_aton(host)),)
    except OSError:
        return ()
