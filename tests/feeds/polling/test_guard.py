"""Where we may connect to."""

import pytest

from feeds.polling.guard import may_connect


@pytest.mark.parametrize(
    "host",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.8"),
        *("192.88.99.1", "192.168.1.1", "198.18.0.1", "203.0.113.5", "224.0.0.1", "255.255.255.255"),
        *(
            "::",
            "::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:808:808::1",
        ),
        *("fc00::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "3fff::1", "5f00::1", "localhost", ""),
    ],
)
def test_address_that_is_not_public_is_forbidden(host: str) -> None:
    assert not may_connect(host, allow_loopback=False)


@pytest.mark.parametrize("host", ["8.8.8.8", "193.0.6.139", "2606:4700::1111", "2a00:1450:4001:80e::200e"])
def test_public_address_is_allowed(host: str) -> None:
    assert may_connect(host, allow_loopback=False)


@pytest.mark.parametrize(
    ("host", "allowed"), [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("10.0.0.1", False)]
)
def test_allowing_loopback_allows_nothing_else(host: str, allowed: bool) -> None:
    assert may_connect(host, allow_loopback=True) is allowed
