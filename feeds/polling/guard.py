"""The address guard: we connect to the public internet, and nowhere else.

It stands at the socket, after every name was resolved: aiohttp's resolver never sees an address written as a
number, and a name may resolve anew between a check and the connection. So redirects, odd spellings and DNS
rebinding all end here. `ipaddress.is_global` misses NAT64, 6to4 and multicast (MEASURED.md, section 3),
hence a list of our own, after IANA's registries of special-purpose addresses.
"""

import errno
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from feeds.errors import AddressForbidden

FORBIDDEN_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
LOOPBACK_V4 = IPv4Network("127.0.0.0/8")
LOOPBACK_V6 = IPv6Address("::1")

# Everything outside is loopback, link-local, private, multicast, NAT64 or an IPv4 address in disguise.
GLOBAL_V6 = IPv6Network("2000::/3")
FORBIDDEN_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "3fff::/20",  # documentation
    )
)

# (family, type, protocol, canonical name, (host, port, ...)), as getaddrinfo gives it
AddressInfo = tuple[int, int, int, str, tuple[object, ...]]


class ForbiddenAddress(OSError):
    """The guard refused to open a socket."""

    def __init__(self) -> None:
        # No address in the message: several of them for one name then still make one error of this type.
        super().__init__(errno.EACCES, "the address is not on the public internet")


def checked(url: str) -> SplitResult:
    """Take an address apart; raises AddressForbidden for one that is not http(s)."""
    try:
        address = urlsplit(url)
        usable = address.scheme in {"http", "https"} and bool(address.hostname) and address.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise AddressForbidden(url, "not an http or https address")
    return address


def guarded_sockets(*, allow_loopback: bool) -> Callable[[AddressInfo], socket.socket]:
    """Give a socket factory that raises ForbiddenAddress for an address that is not public."""

    def open_socket(address: AddressInfo) -> socket.socket:
        family, kind, protocol, _, (host, *_) = address
        if not may_connect(str(host), allow_loopback=allow_loopback):
            raise ForbiddenAddress
        return socket.socket(family, kind, protocol)

    return open_socket


def may_connect(host: str, *, allow_loopback: bool) -> bool:
    """Whether a numeric address is public, or is loopback where that is allowed."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return is_public(address) or (allow_loopback and is_loopback(address))


def is_loopback(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is this machine. `ipaddress` counts disguised IPv4 addresses since Python 3.13."""
    if isinstance(address, IPv4Address):
        return address in LOOPBACK_V4
    return address == LOOPBACK_V6


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address lies on the public internet and nowhere near us."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in FORBIDDEN_V4)
    return address in GLOBAL_V6 and not any(address in network for network in FORBIDDEN_V6)
