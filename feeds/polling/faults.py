"""What goes wrong in a conversation over HTTP, in words for an operator: aiohttp's errors as ours."""

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from feeds.errors import AddressForbidden, FetchError, NotReached
from feeds.polling.guard import ForbiddenAddress

BROKEN = frozenset({errno.ECONNRESET, errno.ECONNABORTED, errno.EPIPE})


@asynccontextmanager
async def in_words(url: str) -> AsyncIterator[None]:
    """Translate aiohttp's errors into ours."""
    try:
        yield
    except aiohttp.ClientConnectorError as error:
        if isinstance(error.os_error, ForbiddenAddress):
            raise AddressForbidden(url, "the address is not on the public internet") from error
        raise NotReached(url, connection_fault(error)) from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise FetchError(url, answer_fault(error)) from error


def connection_fault(error: aiohttp.ClientConnectorError) -> str:
    """Say why there was no connection."""
    match error:
        case aiohttp.ClientConnectorDNSError() if error.os_error.errno == errno.ETIMEDOUT:
            return f"the name {error.host} is not answered in time (DNS)"
        case aiohttp.ClientConnectorDNSError():
            return f"the name {error.host} is not known (DNS)"
        case aiohttp.ClientConnectorCertificateError():
            reason = getattr(error.certificate_error, "verify_message", error.certificate_error)
            return f"the TLS certificate is not valid: {reason}"
        case aiohttp.ClientSSLError():
            return "no secure connection could be agreed on (TLS)"
    if isinstance(error.os_error, ConnectionRefusedError):
        return "the server refuses the connection"
    return f"no connection: {error.os_error.strerror or error.os_error}"


def answer_fault(error: Exception) -> str:
    """Say what was wrong with the conversation."""
    match error:
        case aiohttp.InvalidURL():
            return "not a proper address"
        case aiohttp.ServerDisconnectedError():
            return "the server hangs up without an answer"
        case aiohttp.ClientPayloadError():
            return "the answer breaks off or is wrongly compressed"
        case aiohttp.ClientResponseError():
            return "the answer is not proper HTTP, or its headers are too large"
        case OSError() if error.errno in BROKEN:
            return "the server breaks the connection"
    return f"the conversation failed: {type(error).__name__}"
