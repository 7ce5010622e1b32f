"""How we ask outlets' servers, and what we make of their answers."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from feeds.errors import (
    AddressForbidden,
    Blocked,
    Busy,
    Challenged,
    FetchError,
    LoginAsked,
    PaymentAsked,
    WrongStatus,
)
from feeds.model import Validators
from feeds.polling.fetch import LARGEST_BODY, Fetched, Fetcher, Gone, NotModified
from tests.feeds.polling.documents import HONEST
from tests.feeds.polling.hostile.listening import listening
from tests.feeds.polling.hostile.servers import bad, good
from tests.feeds.polling.servers import serving


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(contact="desk@troopwire.example", allow_loopback=True, total_seconds=10) as fetcher:
        yield fetcher


async def fetched(fetcher: Fetcher, url: str, validators: Validators | None = None) -> Fetched:
    answer = await fetcher.fetch(url, validators or Validators())
    assert isinstance(answer, Fetched)
    return answer


async def outlet(request: web.Request) -> web.StreamResponse:
    """A polite outlet: validators, freshness, and 304 for who returns them verbatim."""
    headers = {
        "ETag": 'W/"3-a"',
        "Last-Modified": "Wed, 04 Mar 2026 10:00:00 GMT",
        "Cache-Control": "max-age=120",
    }
    if request.headers.get("If-None-Match") == 'W/"3-a"' and request.headers["If-Modified-Since"]:
        return web.Response(status=304, headers=headers)
    return web.Response(body=HONEST, content_type="application/rss+xml", headers=headers)


async def test_a_server_is_reached_over_ipv6(fetcher: Fetcher) -> None:
    try:
        async with serving(outlet, address="::1") as url:
            answer = await fetched(fetcher, url)
    except OSError:
        pytest.skip("this machine has no IPv6")
    assert answer.url.startswith("http://[::1]:")


async def test_unchanged_feed_is_not_downloaded_again(fetcher: Fetcher) -> None:
    async with serving(outlet) as url:
        first = await fetched(fetcher, url)
        second = await fetcher.fetch(url, first.validators)
    assert first.body == HONEST
    assert first.validators == Validators(etag='W/"3-a"', last_modified="Wed, 04 Mar 2026 10:00:00 GMT")
    assert isinstance(second, NotModified)
    assert first.max_age == second.max_age == 120


async def test_not_modified_is_an_error_when_we_asked_for_everything(fetcher: Fetcher) -> None:
    async def stubborn(_: web.Request) -> web.Response:
        return web.Response(status=304)

    async with serving(stubborn) as url:
        with pytest.raises(WrongStatus, match="304"):
            await fetcher.fetch(url)


async def test_we_say_who_we_are_take_gzip_only_and_keep_no_cookies(fetcher: Fetcher) -> None:
    seen: list[web.Request] = []

    async def curious(request: web.Request) -> web.Response:
        seen.append(request)
        return web.Response(body=HONEST, headers={"Set-Cookie": "id=1"})

    async with serving(curious) as url:
        await fetcher.fetch(url)
        await fetcher.fetch(url)
    for request in seen:
        assert request.headers["User-Agent"].startswith("Troopwire/")
        assert request.headers["User-Agent"].endswith("(+desk@troopwire.example)")
        assert request.headers["Accept-Encoding"] == "gzip"
        assert "Cookie" not in request.headers


@pytest.mark.parametrize(
    ("statuses", "remembered"),
    [([301], 1), ([308, 301], 2), ([302], 0), ([307], 0), ([301, 302], 1), ([302, 301], 0)],
)
async def test_only_a_permanent_move_is_remembered(
    fetcher: Fetcher, statuses: list[int], remembered: int
) -> None:
    async def moved(request: web.Request) -> web.Response:
        step = int(request.path[1:] or 0)
        if step == len(statuses):
            return web.Response(body=HONEST)
        return web.Response(status=statuses[step], headers={"Location": f"/{step + 1}"})

    async with serving(moved) as url:
        answer = await fetched(fetcher, url)
        assert answer.url == f"{url}/{len(statuses)}"
        assert answer.moved_to == (f"{url}/{remembered}" if remembered else None)


async def test_endless_redirects_end(fetcher: Fetcher) -> None:
    asked: list[str] = []

    async def circle(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=302, headers={"Location": "/round"})

    async with serving(circle) as url:
        with pytest.raises(FetchError, match="redirects more than 5 times"):
            await fetcher.fetch(url)
    assert len(asked) == 6


async def test_loopback_is_refused_unless_allowed() -> None:
    async with Fetcher() as guarded, serving(outlet) as url:
        port = url.rpartition(":")[2]
        for host in (
            "127.0.0.1",
            "localhost",
            "2130706433",
            "0",
            "0x7f.1",
            "[::1]",
            "[::ffff:7f00:1]",
            "127.1",
        ):
            with pytest.raises(FetchError):
                await guarded.fetch(f"http://{host}:{port}/")


@pytest.mark.parametrize(
    "url", ["", "courier.example/rss", "ftp://a.example/", "http://", "http://a:99999/", "//a"]
)
async def test_what_is_no_http_address_is_refused(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(AddressForbidden, match="not an http or https address"):
        await fetcher.fetch(url)


async def test_gone_is_an_outcome_and_not_a_failure(fetcher: Fetcher) -> None:
    async def closed(_: web.Request) -> web.Response:
        return web.Response(status=410)

    async with serving(closed) as url:
        assert await fetcher.fetch(url) == Gone(url=url)


@pytest.mark.parametrize(
    ("statuses", "is_gone"),
    [([301], True), ([308, 301], True), ([302], False), ([307], False), ([303], False), ([301, 302], False)],
)
async def test_gone_counts_only_where_we_were_sent_for_good(
    fetcher: Fetcher, statuses: list[int], is_gone: bool
) -> None:
    async def leads_nowhere(request: web.Request) -> web.Response:
        step = int(request.path[1:] or 0)
        if step == len(statuses):
            return web.Response(status=410)
        return web.Response(status=statuses[step], headers={"Location": f"/{step + 1}"})

    async with serving(leads_nowhere) as url:
        if is_gone:
            assert isinstance(await fetcher.fetch(url), Gone)
            return
        with pytest.raises(WrongStatus, match="410 Gone, where we were sent for now only"):
            await fetcher.fetch(url)


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [
        (429, {"Retry-After": "90"}, 90.0),
        (503, {"Retry-After": "Wed, 04 Mar 2020 10:00:00 GMT"}, 0.0),
        (429, {}, None),
        (503, {"Retry-After": "soon"}, None),
    ],
)
async def test_busy_server_is_told_from_a_broken_one(
    fetcher: Fetcher, status: int, header: dict[str, str], seconds: float | None
) -> None:
    async def busy(_: web.Request) -> web.Response:
        return web.Response(status=status, headers=header)

    async with serving(busy) as url:
        with pytest.raises(Busy) as caught:
            await fetcher.fetch(url)
    assert caught.value.retry_after == seconds


CLOUDFLARE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"
ORDINARY = (
    b"<!DOCTYPE html><html><head><title>Harbour Courier</title>"
    b'<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script></head><body>News</body></html>'
)


@pytest.mark.parametrize("status", [200, 403, 503])
async def test_challenge_page_is_told_from_an_answer_whatever_its_status(
    fetcher: Fetcher, status: int
) -> None:
    async def wall(_: web.Request) -> web.Response:
        return web.Response(status=status, body=CLOUDFLARE, content_type="text/html")

    async with serving(wall) as url:
        with pytest.raises(Challenged, match="prove that we are human"):
            await fetcher.fetch(url)


@pytest.mark.parametrize("header", [("cf-mitigated", "challenge"), ("x-amzn-waf-action", "captcha")])
async def test_challenge_is_known_by_its_header_alone(fetcher: Fetcher, header: tuple[str, str]) -> None:
    async def wall(_: web.Request) -> web.Response:
        return web.Response(status=202, headers=dict([header]))

    async with serving(wall) as url:
        with pytest.raises(Challenged):
            await fetcher.fetch(url)


async def test_ordinary_page_behind_the_same_wall_is_no_challenge(fetcher: Fetcher) -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(body=ORDINARY, content_type="text/html")

    async with serving(page) as url:
        assert (await fetched(fetcher, url)).body == ORDINARY


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (401, LoginAsked, "asks us to log in: 401"),
        (402, PaymentAsked, "asks us to pay: 402"),
        (403, Blocked, "refuses us: 403"),
        (404, WrongStatus, "404"),
        (500, WrongStatus, "500"),
    ],
)
async def test_refusals_are_told_apart(
    fetcher: Fetcher, status: int, error: type[FetchError], words: str
) -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=status)

    async with serving(refuse) as url:
        with pytest.raises(error, match=words):
            await fetcher.fetch(url)


async def test_packed_answer_is_unpacked(fetcher: Fetcher) -> None:
    async with listening(good(b"Content-Encoding: gzip\r\n", gzip.compress(HONEST))) as server:
        assert (await fetched(fetcher, server.url)).body == HONEST


async def test_answer_of_exactly_the_limit_is_still_read(fetcher: Fetcher) -> None:
    async def large(_: web.Request) -> web.Response:
        return web.Response(body=b"x" * LARGEST_BODY)

    async with serving(large) as url:
        assert len((await fetched(fetcher, url)).body) == LARGEST_BODY


async def test_unreachable_servers_are_described_in_words(fetcher: Fetcher) -> None:
    async with listening(bad("")) as closed:
        pass
    with pytest.raises(FetchError, match="refuses the connection"):
        await fetcher.fetch(closed.url)
    with pytest.raises(FetchError, match="is not known"):
        await fetcher.fetch("http://nowhere.invalid/")
    async with serving(outlet) as url:
        with pytest.raises(FetchError, match="TLS"):
            await fetcher.fetch(url.replace("http:", "https:"))


async def test_one_host_gets_one_connection_at_a_time(fetcher: Fetcher) -> None:
    at_once = most = 0

    async def slow(_: web.Request) -> web.Response:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.01)
        at_once -= 1
        return web.Response(body=HONEST)

    async with serving(slow) as url:
        await asyncio.gather(*(fetcher.fetch(f"{url}/{n}") for n in range(5)))
    assert most == 1


async def test_waiting_for_ones_turn_does_not_count_as_slowness() -> None:
    async def slow(_: web.Request) -> web.Response:
        await asyncio.sleep(0.1)
        return web.Response(body=HONEST)

    async with Fetcher(allow_loopback=True, total_seconds=1.0) as fetcher, serving(slow) as url:
        answers = await asyncio.gather(*(fetcher.fetch(f"{url}/{n}") for n in range(12)))
    assert all(isinstance(answer, Fetched) for answer in answers)


@pytest.mark.parametrize("etag", [b'"\xff"', b'"a\x1f"', b'"\x7f"'])
async def test_validator_that_could_not_be_stored_or_returned_is_left_out(
    fetcher: Fetcher, etag: bytes
) -> None:
    async with listening(good(b"ETag: " + etag + b"\r\nLast-Modified: Wed\r\n")) as server:
        answer = await fetched(fetcher, server.url)
    assert answer.validators == Validators(last_modified="Wed")


@pytest.mark.parametrize("location", [b"/\xff", b"/\x7f", b"/" + b"a" * 2_000])
async def test_redirect_that_could_not_be_stored_is_refused(fetcher: Fetcher, location: bytes) -> None:
    async with listening(bad("", b"HTTP/1.1 301 Moved\r\nLocation: " + location + b"\r\n\r\n")) as server:
        with pytest.raises(FetchError, match="redirects to something that is no address"):
            await fetcher.fetch(server.url)


async def test_phrase_of_a_server_is_shown_without_what_cannot_be_seen(fetcher: Fetcher) -> None:
    async with listening(
        bad("", b"HTTP/1.1 404 Not\x1b[2J \xff here\r\nContent-Length: 0\r\n\r\n")
    ) as server:
        with pytest.raises(WrongStatus, match=r"answers 404 Not\[2J here$"):
            await fetcher.fetch(server.url)
