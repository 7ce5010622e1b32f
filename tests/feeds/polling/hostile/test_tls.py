"""A server that cannot prove who it is gets no request from us, and is described in words."""

import asyncio
import shutil
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.feeds.polling.certificates import make_root, sign
from tests.feeds.polling.hostile.listening import listening
from tests.feeds.polling.hostile.servers import FULL, Server

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")

HONEST_SERVER = Server(says=lambda: [FULL], fate="")
# What to trust stands in the environment, so the asking is done by a program of its own.
ASK = """
import asyncio, sys
from feeds.errors import FetchError
from feeds.polling.fetch import Fetcher
async def main():
    async with Fetcher(allow_loopback=True) as fetcher:
        try:
            print(len((await fetcher.fetch(sys.argv[1])).body))
        except FetchError as error:
            print(error.reason)
asyncio.run(main())
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep a root that is trusted, and what it signed."""
    folder = tmp_path_factory.mktemp("tls")
    make_root(folder, "root")
    make_root(folder, "stranger")
    sign(folder, "honest", host="localhost", days=2)
    sign(folder, "other", host="other.example", days=2)
    sign(folder, "expired", host="localhost", days=-1)
    return folder


@asynccontextmanager
async def secured(folder: Path, name: str) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Serve an honest feed behind a certificate; gives the address, and what was asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    async with listening(HONEST_SERVER, ssl=context) as listener:
        yield f"https://localhost:{listener.port}/", listener.requests


async def asked(folder: Path, url: str) -> str:
    """What a program that trusts our root says of a server."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", ASK, url),
        stdout=subprocess.PIPE,
        env={"SSL_CERT_FILE": str(folder / "root.pem"), "PYTHONPATH": str(Path.cwd())},
    )
    output, _ = await asyncio.wait_for(running.communicate(), timeout=30)
    return output.decode().strip()


async def test_certificate_that_we_trust_is_enough(folder: Path) -> None:
    async with secured(folder, "honest") as (url, requests):
        assert await asked(folder, url) == str(len(FULL.partition(b"\r\n\r\n")[2]))
        assert len(requests) == 1


@pytest.mark.parametrize(
    ("name", "words"), [("stranger", "self-signed"), ("expired", "has expired"), ("other", "mismatch")]
)
async def test_certificate_that_proves_nothing_gets_no_request(folder: Path, name: str, words: str) -> None:
    async with secured(folder, name) as (url, requests):
        reason = await asked(folder, url)
    assert reason.startswith("the TLS certificate is not valid: ")
    assert words in reason
    assert requests == []


async def test_server_that_speaks_no_tls_gets_no_request(folder: Path) -> None:
    async with listening(Server(says=lambda: [FULL], fate="", is_rude=True)) as listener:
        reason = await asked(folder, f"https://localhost:{listener.port}/")
    assert reason == "no secure connection could be agreed on (TLS)"
