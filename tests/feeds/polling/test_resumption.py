"""A server that we come back to is resumed, and one that can't be is checked as ever; over real TLS."""

import shutil
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from feeds.errors import FetchError
from feeds.polling.fetch import Fetched, Fetcher
from feeds.polling.resumption import resuming_context
from feeds.polling.sessions import LONGEST
from tests.feeds.polling.certificates import make_root, sign
from tests.feeds.polling.documents import HONEST

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep a root, and what it signed for localhost and for a stranger."""
    folder = tmp_path_factory.mktemp("tls")
    make_root(folder, "root")
    sign(folder, "honest", host="localhost,DNS:localhost.localdomain,IP:127.0.0.1", days=2)
    sign(folder, "other", host="other.example", days=2)
    return folder


@pytest.fixture(autouse=True)
def trust(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust that root."""
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "root.pem"))


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(allow_loopback=True) as fetcher:
        yield fetcher


def server_context(folder: Path, name: str = "honest", version: str = "TLSv1_3") -> ssl.SSLContext:
    """Make what a server remembers its tickets by: no two of these know each other's."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    return context


@asynccontextmanager
async def secured(context: ssl.SSLContext, port: int = 0) -> AsyncIterator[tuple[int, list[bool]]]:
    """Serve an honest feed; gives the port, and of each request whether its connection was resumed."""
    resumed: list[bool] = []

    async def answer(request: web.Request) -> web.Response:
        connection = request.get_extra_info("ssl_object")
        assert isinstance(connection, ssl.SSLObject)
        resumed.append(bool(connection.session_reused))
        return web.Response(body=HONEST, content_type="application/rss+xml")

    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)  # type: ignore[arg-type]  # a request of the low-level server
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port, ssl_context=context)
    try:
        await site.start()
        yield runner.addresses[0][1], resumed
    finally:
        await runner.cleanup()


async def ask(fetcher: Fetcher, port: int, host: str = "localhost") -> None:
    answer = await fetcher.fetch(f"https://{host}:{port}/feed.xml")
    assert isinstance(answer, Fetched)
    assert answer.body == HONEST


@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
async def test_server_is_resumed_from_the_second_visit_on(
    folder: Path, fetcher: Fetcher, version: str
) -> None:
    async with secured(server_context(folder, version=version)) as (port, resumed):
        for _ in range(4):
            await ask(fetcher, port)
    assert resumed == [False, True, True, True]


async def test_another_name_of_the_same_server_is_not_resumed(folder: Path, fetcher: Fetcher) -> None:
    async with secured(server_context(folder)) as (port, resumed):
        await ask(fetcher, port)
        await ask(fetcher, port, host="127.0.0.1")
        await ask(fetcher, port)
    assert resumed == [False, False, True]


async def test_each_fetcher_checks_for_itself(folder: Path, fetcher: Fetcher) -> None:
    async with secured(server_context(folder)) as (port, resumed), Fetcher(allow_loopback=True) as another:
        await ask(fetcher, port)
        await ask(another, port)
    assert resumed == [False, False]


async def test_server_that_has_forgotten_us_is_asked_by_a_full_handshake(
    folder: Path, fetcher: Fetcher
) -> None:
    async with secured(server_context(folder)) as (port, _):
        await ask(fetcher, port)
        await ask(fetcher, port)
    async with secured(server_context(folder), port) as (port, resumed):
        for _ in range(3):
            await ask(fetcher, port)
    assert resumed == [False, True, True]


async def test_session_opens_no_door_to_a_server_with_another_s_certificate(
    folder: Path, fetcher: Fetcher
) -> None:
    async with secured(server_context(folder)) as (port, _):
        await ask(fetcher, port)
    async with secured(server_context(folder, "other"), port) as (port, resumed):
        with pytest.raises(FetchError, match=r"not valid: .*mismatch"):
            await ask(fetcher, port)
    assert resumed == []


@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
async def test_server_that_gives_no_tickets_is_served_all_the_same(
    folder: Path, fetcher: Fetcher, version: str
) -> None:
    context = server_context(folder, version=version)
    context.options |= ssl.OP_NO_TICKET
    context.num_tickets = 0
    async with secured(context) as (port, resumed):
        for _ in range(3):
            await ask(fetcher, port)
    assert len(resumed) == 3


async def test_version_that_the_server_no_longer_speaks_is_no_obstacle(
    folder: Path, fetcher: Fetcher
) -> None:
    async with secured(server_context(folder, version="TLSv1_3")) as (port, _):
        await ask(fetcher, port)
    async with secured(server_context(folder, version="TLSv1_2"), port) as (port, resumed):
        await ask(fetcher, port)
    assert resumed == [False]


def test_session_is_not_offered_hours_after_its_certificates_were_checked(folder: Path) -> None:
    now = [0.0]
    context, server = resuming_context(clock=lambda: now[0]), server_context(folder)
    resumed = [shake_hands(context, server, now, at) for at in (0.0, 300.0, LONGEST + 1, LONGEST + 300)]
    assert resumed == [False, True, False, True]


def shake_hands(context: ssl.SSLContext, server: ssl.SSLContext, now: list[float], at: float) -> bool:
    """Talk to a server in memory at a time; says whether a session was resumed."""
    now[0] = at
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = context.wrap_bio(back, there, server_hostname="localhost")
    theirs = server.wrap_bio(there, back, server_side=True)
    for step in (ours.do_handshake, theirs.do_handshake, ours.do_handshake, theirs.do_handshake):
        try:
            step()
        except ssl.SSLWantReadError:
            continue
    theirs.write(b"welcome")
    assert ours.read() == b"welcome"
    return bool(ours.session_reused)


def test_everything_is_as_strict_as_python_s_default_context() -> None:
    ours, default = resuming_context(), ssl.create_default_context()
    assert (ours.options, ours.verify_flags) == (default.options, default.verify_flags)
    assert (ours.verify_mode, ours.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert (ours.minimum_version, ours.security_level) == (default.minimum_version, default.security_level)


def test_roots_of_the_file_and_of_the_folder_are_trusted_and_rubbish_is_passed_over(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_root(tmp_path, "another")
    root = (tmp_path / "another.pem").read_text()
    (tmp_path / "0a1b2c3d.0").write_text(f"{root}\n{root}")
    (tmp_path / "0a1b2c3d.1").symlink_to(tmp_path / "nowhere.pem")
    (tmp_path / "0a1b2c3d.2").write_text(f"{root[:60]}????\n-----END CERTIFICATE-----\n")
    (tmp_path / "unhashed.pem").write_text((folder / "honest.pem").read_text())
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    names = [str(root["subject"]) for root in resuming_context().get_ca_certs()]
    assert [name.count("'commonName', 'root'") for name in names] == [1, 0]
    assert [name.count("'commonName', 'another'") for name in names] == [0, 1]
