"""How a form is posted to a stranger."""

import pytest
from aiohttp import web

from feeds.errors import AddressForbidden, Busy, FetchError, WrongStatus
from feeds.polling.fetch import Fetcher, kept_secret
from tests.feeds.polling.servers import saying, serving

FORM = {"hub.mode": "subscribe", "hub.topic": "https://post.example/?a=1&b=ü"}


async def test_form_arrives_as_it_was_and_again_where_the_server_sends_us() -> None:
    seen: list[tuple[str, str, dict[str, object]]] = []

    async def take(request: web.Request) -> web.Response:
        seen.append((request.method, request.content_type, dict(await request.post())))
        if request.path == "/old":
            return web.Response(status=308, headers={"Location": "/new"})
        return web.Response(status=202)

    async with serving(take) as url, Fetcher(allow_loopback=True) as fetcher:
        await fetcher.post_form(f"{url}/old", FORM)
    assert seen == [("POST", "application/x-www-form-urlencoded", FORM)] * 2


@pytest.mark.parametrize(
    ("status", "headers", "error"),
    [
        (302, {"Location": "/elsewhere"}, WrongStatus),
        (307, {"Location": "/"}, FetchError),
        (307, {}, FetchError),
        (308, {"Location": "file:///etc/passwd"}, AddressForbidden),
        (404, {}, WrongStatus),
        (410, {}, WrongStatus),
        (429, {"Retry-After": "60"}, Busy),
    ],
)
async def test_whatever_else_is_answered_is_a_fault(
    status: int, headers: dict[str, str], error: type[FetchError]
) -> None:
    asked = 0

    async def refuse(_: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        return web.Response(status=status, headers=headers)

    async with serving(refuse) as url, Fetcher(allow_loopback=True) as fetcher:
        with pytest.raises(error):
            await fetcher.post_form(f"{url}/", FORM)
    assert asked <= 6


async def test_form_is_never_posted_into_our_own_network() -> None:
    async with Fetcher() as fetcher:
        for url in ("http://127.0.0.1:9/", "http://169.254.169.254/", "http://[::1]/", "http://0x7f000001/"):
            with pytest.raises(AddressForbidden):
                await fetcher.post_form(url, FORM)


async def test_server_that_never_answers_is_given_up() -> None:
    async with (
        saying(hang=True) as url,
        Fetcher(allow_loopback=True, total_seconds=0.2) as fetcher,
    ):
        with pytest.raises(FetchError, match=r"within 0\.2 seconds"):
            await fetcher.post_form(url, FORM)


def test_what_was_meant_for_a_secure_connection_goes_over_no_other() -> None:
    assert kept_secret("https://hub.example/", "https://other.example/") == "https://other.example/"
    assert kept_secret("http://127.0.0.1/", "http://other.example/") == "http://other.example/"
    with pytest.raises(FetchError, match="secure"):
        kept_secret("https://hub.example/", "http://hub.example/")
