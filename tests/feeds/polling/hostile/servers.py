"""The cabinet of hostile servers: what one may do with a connection, and what we say of it."""

import gzip
import itertools
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.feeds.polling.documents import HONEST

OK = b"HTTP/1.1 200 OK\r\n"
FULL = OK + b"Content-Length: %d\r\n\r\n" % len(HONEST) + HONEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What a server says once it was asked, and how it ends."""

    says: Callable[[], Iterable[bytes]]  # piece by piece, perhaps without an end
    fate: str  # what we say of it, as a pattern; empty when its answer can be read
    is_rude: bool = False  # speaks before it is asked
    hangs: bool = False  # keeps the connection when it has spoken, until we close it
    resets: bool = False  # tears the connection down in place of closing it
    pause: float = 0.0  # seconds between two pieces

    @property
    def is_endless(self) -> bool:
        """Whether only our time limit ends the conversation."""
        return self.fate == TOO_LONG


TOO_LONG = "no complete answer within"
NO_HTTP = "not proper HTTP"
BREAKS = "breaks off"
HANGS_UP = "hangs up|breaks the connection"


def bad(fate: str, *pieces: bytes, hangs: bool = False, resets: bool = False) -> Server:
    """A server that is told off."""
    return Server(says=lambda: pieces, fate=fate, hangs=hangs, resets=resets)


def endless(piece: bytes, *, first: bytes = b"", pause: float = 0.0, fate: str = TOO_LONG) -> Server:
    """A server that says the same for ever."""
    return Server(says=lambda: itertools.chain([first], itertools.repeat(piece)), fate=fate, pause=pause)


def good(headers: bytes, body: bytes = HONEST, *, hangs: bool = False) -> Server:
    """A server with odd headers whose answer can be read."""
    return Server(says=lambda: [OK + headers + b"\r\n" + body], fate="", hangs=hangs)


def all_servers() -> dict[str, Server]:
    """Give each hostile server by its name."""
    return {
        **slow_servers(),
        **garbled_servers(),
        **length_servers(),
        **packed_servers(),
        **status_servers(),
    } | {**odd_header_servers()}


def slow_servers() -> dict[str, Server]:
    """They keep us waiting, or hang up."""
    return {
        "never answers": bad(TOO_LONG, hangs=True),
        "drips a status line": endless(b"H", pause=0.02, fate=NO_HTTP),
        "drips its headers": endless(b"X: a\r\n", first=OK, pause=0.05),
        "drips its body": endless(b"x", first=OK + b"Content-Length: 1000000\r\n\r\n", pause=0.02),
        "stops within its headers": bad(TOO_LONG, OK + b"Content-Type: text/xml\r\n", hangs=True),
        "stops within its body": bad(TOO_LONG, OK + b"Content-Length: 500\r\n\r\n<rss", hangs=True),
        "keeps the connection of a body without a length": bad(TOO_LONG, OK + b"\r\n" + HONEST, hangs=True),
        "hangs up at once": bad(HANGS_UP),
        "resets at once": bad(HANGS_UP, resets=True),
        "resets within its headers": bad(HANGS_UP, OK + b"Content-Type: te", resets=True),
        "resets within its body": bad(
            f"{BREAKS}|{HANGS_UP}", OK + b"Content-Length: 500\r\n\r\n<rss", resets=True
        ),
        "answers before it is asked": Server(says=lambda: [FULL], fate=f"^$|{HANGS_UP}", is_rude=True),
        "floods us before it is asked": Server(
            says=lambda: [b"x" * 1_000_000], fate=f"{NO_HTTP}|{HANGS_UP}", is_rude=True
        ),
    }


def garbled_servers() -> dict[str, Server]:
    """They do not speak HTTP, or too much of it."""
    return {
        "speaks SSH": bad(NO_HTTP, b"SSH-2.0-OpenSSH\r\n"),
        "speaks HTTP/0.9": bad(NO_HTTP, HONEST),
        "speaks HTTP/9.9": bad(NO_HTTP, b"HTTP/9.9 200 OK\r\n\r\n"),
        "speaks HTTP/2": bad(NO_HTTP, b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64"),
        "speaks TLS": bad(NO_HTTP, b"\x15\x03\x01\0\x02\x02\x50"),
        "a status of two digits": bad(NO_HTTP, b"HTTP/1.1 20 OK\r\n\r\n"),
        "a status of letters": bad(NO_HTTP, b"HTTP/1.1 two OK\r\n\r\n"),
        "a status line of 1 MB": bad(NO_HTTP, b"HTTP/1.1 200 " + b"O" * 1_000_000 + b"\r\n\r\n"),
        "a phrase of control characters": bad("answers 404", b"HTTP/1.1 404 \x1b[2J\x07\0\r\n\r\n"),
        "a header of 1 MB": bad(NO_HTTP, OK + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n"),
        "a header with a name of 1 MB": bad(NO_HTTP, OK + b"X" * 1_000_000 + b": a\r\n\r\n"),
        "5,000 headers": bad(NO_HTTP, OK + b"".join(b"X-%d: a\r\n" % n for n in range(5_000)) + b"\r\n"),
        "headers without an end": endless(b"X: " + b"a" * 1_000 + b"\r\n", first=OK, fate=NO_HTTP),
        "cookies without an end": endless(b"Set-Cookie: a=b\r\n", first=OK, fate=NO_HTTP),
        "a header without a colon": bad(NO_HTTP, OK + b"minister answers\r\n\r\n"),
        "a header with a zero": bad(NO_HTTP, OK + b"X: a\0b\r\n\r\n"),
        "a folded header": good(b"X: a\r\n b: c\r\n"),
        "interim answers without an end": endless(
            b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n", pause=0.001
        ),
        "another protocol instead": bad(
            "answers 101",
            b"HTTP/1.1 101 Switching Protocols\r\n"
            b"Connection: upgrade\r\nUpgrade: websocket\r\n\r\n" + b"\x81\x05hello",
        ),
    }  # fmt: skip - one server reads best in one piece


def length_servers() -> dict[str, Server]:
    """They lie about how much is to come."""
    chunked = OK + b"Transfer-Encoding: chunked\r\n\r\n"
    return {
        "a length that is too long": bad(BREAKS, OK + b"Content-Length: 100\r\n\r\nshort"),
        "a length that is too short": bad(NO_HTTP, OK + b"Content-Length: 10\r\n\r\n" + HONEST),
        "a length of a petabyte": bad(BREAKS, OK + b"Content-Length: 1000000000000000\r\n\r\nshort"),
        "a length beyond all numbers": bad(NO_HTTP, OK + b"Content-Length: " + b"9" * 100 + b"\r\n\r\nshort"),
        "a length below zero": bad(NO_HTTP, OK + b"Content-Length: -5\r\n\r\nshort"),
        "a length of letters": bad(NO_HTTP, OK + b"Content-Length: five\r\n\r\nshort"),
        "two lengths": bad(NO_HTTP, OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nshort"),
        "a length and chunks": bad(
            NO_HTTP, OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        "a second answer after the first": good(
            b"Content-Length: 5\r\n", b"shortHTTP/1.1 200 OK\r\n\r\nsmuggled"
        ),
        "a body without an end": endless(b"x" * 65_536, first=OK + b"\r\n", fate="larger than 10 MB"),
        "chunks without an end": endless(b"1\r\nx\r\n" * 10_000, first=chunked),
        "a chunk of letters": bad(NO_HTTP, chunked + b"zz\r\n"),
        "a chunk below zero": bad(NO_HTTP, chunked + b"-1\r\n"),
        "a chunk beyond all numbers": bad(NO_HTTP, chunked + b"f" * 100 + b"\r\n"),
        "a chunk cut short": bad(BREAKS, chunked + b"ff\r\nshort"),
        "a chunk with an extension of 1 MB": bad(
            "^$", chunked + b"1;a=" + b"b" * 1_000_000 + b"\r\nx\r\n0\r\n\r\n"
        ),
        "trailers without an end": endless(
            b"X: a\r\n" * 1_000, first=chunked + b"1\r\nx\r\n0\r\n", fate=NO_HTTP
        ),
    }


def packed_servers() -> dict[str, Server]:
    """They compress what is not, or what had better stay as it is."""
    packed = b"Content-Encoding: gzip\r\n"
    return {
        "a gzip bomb": packed_later(packed, lambda: bomb(30), fate="larger than 10 MB"),
        "five gzip bombs in one": packed_later(packed, lambda: bomb(4) * 5, fate="larger than 10 MB"),
        "gzip within gzip": packed_later(packed, lambda: gzip.compress(bomb(30))),
        "gzip within gzip, as announced": packed_later(
            b"Content-Encoding: gzip, gzip\r\n", lambda: gzip.compress(bomb(30))
        ),
        "gzip that is none": bad("compressed", OK + packed + b"Content-Length: 5\r\n\r\nhello"),
        "gzip cut short": good(packed, gzip.compress(HONEST)[:-20]),
        "gzip with a wrong sum": bad(BREAKS, OK + packed + b"\r\n" + gzip.compress(HONEST)[:-8] + b"\0" * 8),
        "gzip with something after it": bad(
            BREAKS, OK + packed + b"\r\n" + gzip.compress(HONEST) + b"x" * 99
        ),
        "an encoding that nobody knows": good(b"Content-Encoding: klingon\r\n"),
        "brotli, which we did not ask for": bad(NO_HTTP, OK + b"Content-Encoding: br\r\n\r\n\x8b\x02"),
        "deflate, which we did not ask for": good(b"Content-Encoding: deflate\r\n", zlib.compress(HONEST)),
    }  # fmt: skip - one line for each server


def packed_later(headers: bytes, body: Callable[[], bytes], *, fate: str = "") -> Server:
    """A server whose body takes some time to make."""
    return Server(says=lambda: [OK + headers + b"\r\n" + body()], fate=fate)


def bomb(megabytes: int) -> bytes:
    """Many zeros in few bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b"\0" * 2**20) for _ in range(megabytes)) + packer.flush()


def status_servers() -> dict[str, Server]:
    """They answer with a status that makes little sense."""
    return {
        "200 with nothing": good(b"Content-Length: 0\r\n", b""),
        "204 with a body": bad("204|not proper HTTP", b"HTTP/1.1 204 No Content\r\n\r\n" + HONEST),
        "206 for what was not asked": bad("206", b"HTTP/1.1 206 Partial Content\r\n\r\n" + HONEST),
        "304 for what was not asked": bad("304", b"HTTP/1.1 304 Not Modified\r\n\r\n"),
        "status 999": bad("999", b"HTTP/1.1 999 Request denied\r\nContent-Length: 0\r\n\r\n"),
        "status 000": bad("server answers 0", b"HTTP/1.1 000 Nothing\r\nContent-Length: 0\r\n\r\n"),
        "a phrase that is not ASCII": bad(
            "404", b"HTTP/1.1 404 \xff\xfe\xd0\xb0\r\nContent-Length: 0\r\n\r\n"
        ),
        "a redirect to nowhere": bad("without saying where", b"HTTP/1.1 302 Found\r\n\r\n"),
        "a redirect to many places": bad(
            "server answers 300", b"HTTP/1.1 300 Choices\r\nLocation: /a\r\n\r\n"
        ),
        "a redirect to itself": bad(
            "redirects more than 5 times", b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n"
        ),
        "a redirect with a header inside": bad(
            "redirects more than 5 times", b"HTTP/1.1 302 Found\r\nLocation: /a%0d%0aX:%20b\r\n\r\n"
        ),
        "a redirect with bytes that are no text": bad(
            "no address", b"HTTP/1.1 302 Found\r\nLocation: /\xff\xfe\r\n\r\n"
        ),
        "a redirect to 8,000 letters": bad(
            "no address", b"HTTP/1.1 301 Moved\r\nLocation: /" + b"a" * 8_000 + b"\r\n\r\n"
        ),
        **{
            f"a redirect to {target}": bad(
                "not an http|no address", b"HTTP/1.1 301 Moved\r\nLocation: " + target.encode() + b"\r\n\r\n"
            )
            for target in (
                "file:///etc/hostname",
                "ftp://a.example/",
                "javascript:alert(1)",
                "data:,a",
                "http://[",
            )
        },
    }  # fmt: skip - one line for each server


def odd_header_servers() -> dict[str, Server]:
    """Their answer is good, and what they say beside it is not."""
    return {
        "an ETag that is not ASCII": good('ETag: "міністр"\r\n'.encode()),
        "an ETag that is no text": good(b'ETag: "\xff\xfe"\r\n'),
        "an ETag of control characters": good(b'ETag: "a\tb\x1fc\x7f"\r\n'),
        "an ETag of 8,000 letters": good(b'ETag: "' + b"a" * 8_000 + b'"\r\n'),
        "an ETag without quotes": good(b"ETag: a, b, *\r\n"),
        "two ETags": good(b'ETag: "a"\r\nETag: "b"\r\n'),
        "a Last-Modified that is no date": good(
            b"Last-Modified: \xd0\xb2\xd1\x87\xd0\xbe\xd1\x80\xd0\xb0\r\n"
        ),
        "100 cookies": good(b"".join(b"Set-Cookie: a%d=b; Domain=.example\r\n" % n for n in range(100))),
        "a content type of 8,000 letters": good(b"Content-Type: text/xml; charset=" + b"u" * 8_000 + b"\r\n"),
        "a content type that is no text": good(b"Content-Type: \xff\xfe/\xf0\r\n"),
        **{f"Retry-After: {value}": good(f"Retry-After: {value}\r\n".encode()) for value in ODD_WAITS},
        **{f"Expires: {value}": good(f"Expires: {value}\r\n".encode()) for value in ODD_WAITS},
        **{
            f"Cache-Control: {value}": good(f"Cache-Control: {value}\r\nAge: {value}\r\n".encode())
            for value in ("max-age=-1", "max-age=1e9", "max-age=" + "9" * 99, "=" * 99, "max-age", "," * 500)
        },
        **{f"Date: {value}": good(f"Expires: 0\r\nDate: {value}\r\n".encode()) for value in ODD_WAITS[:4]},
    }


ODD_WAITS = (
    "Fri, 31 Dec 9999 23:59:59 -2300",
    "Mon, 01 Jan 0001 00:00:00 +2300",
    "Wed, 04 Mar 2020 10:00:00 GMT",
    "Mon, 99 Foo 99999 99:99:99 +9999",
    "-1",
    "1e300",
    "9" * 99,
    "soon",
    "٩",
)
