"""TLS with servers that we meet again and again: who showed us good certificates need not do so each time.

A full handshake is the dearest part of a poll: OpenSSL 3 takes half a millisecond for each certificate that
it reads, and looks for each unknown issuer in the system's folder. So the roots are loaded once, and a server
that we come back to is offered its session, by which only the one that we talked to can prove itself. One
that no longer knows it shows its certificates again, and they are checked as ever.
"""

import re
import ssl
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.polling.sessions import Sessions

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CERTIFICATE = re.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----")
BY_HASH = "????????.[0-9]"  # how OpenSSL's folder of trusted roots names its files


def resuming_context(clock: Callable[[], float] = time.monotonic) -> "ResumingContext":
    """Give what Python's default context is, less the look into a folder at each handshake."""
    context = ResumingContext(ssl.PROTOCOL_TLS_CLIENT, clock=clock)
    if sys.version_info >= (3, 13):
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VERIFY_X509_STRICT
    context.set_alpn_protocols(["http/1.1"])
    for root in dict.fromkeys(trusted_roots()):
        with suppress(ssl.SSLError, ValueError):  # what can't be read was trusted by nobody before, either
            context.load_verify_locations(cadata=root)
    if not context.get_ca_certs():  # Windows, whose store Python knows
        context.load_default_certs()
    return context


def trusted_roots() -> Iterator[str]:
    """Give the certificates in PEM that OpenSSL would find by itself (SSL_CERT_FILE, SSL_CERT_DIR)."""
    paths = ssl.get_default_verify_paths()
    files = [Path(paths.cafile)] if paths.cafile else []
    files += sorted(Path(paths.capath).glob(BY_HASH)) if paths.capath else []
    for file in files:
        with suppress(OSError):  # a link into nowhere
            yield from CERTIFICATE.findall(file.read_text("ascii", "replace"))


class ResumingConnection(ssl.SSLObject):
    """A connection that hands its session over with the first bytes: the server's ticket came before them."""

    was_offered = False
    is_noted = False

    def read(self, len: int = 1024, buffer: "WriteableBuffer | None" = None) -> bytes:  # noqa: A002  the base class's
        """Read what the server sent."""
        read = super().read(len, buffer)
        if not self.is_noted and isinstance(self.context, ResumingContext):
            self.is_noted = True
            self.context.note(self)
        return read


class ResumingContext(ssl.SSLContext):
    """A client's context, made by `resuming_context`, that remembers the sessions of the hosts it met."""

    sslobject_class = ResumingConnection

    def __init__(self, _protocol: int, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sessions: Sessions[ssl.SSLSession] = Sessions()

    def wrap_bio(
        self,
        incoming: ssl.MemoryBIO,
        outgoing: ssl.MemoryBIO,
        server_side: bool = False,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLObject:
        """Begin a connection, with the session of the last one to the same host."""
        if isinstance(server_hostname, str):
            session = session or self._sessions.of(server_hostname, self._clock())
        connection = super().wrap_bio(incoming, outgoing, server_side, server_hostname, session)
        if isinstance(connection, ResumingConnection):
            connection.was_offered = session is not None
        return connection

    def note(self, connection: ResumingConnection) -> None:
        """Learn from a connection whose handshake is done."""
        host, now = str(connection.server_hostname), self._clock()
        is_wanted = self._sessions.wants(
            host, now, was_offered=connection.was_offered, is_resumed=bool(connection.session_reused)
        )
        session = connection.session if is_wanted else None
        if session and (session.has_ticket or connection.version() != "TLSv1.3"):
            self._sessions.keep(host, session, now)
