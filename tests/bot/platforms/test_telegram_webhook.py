"""Updates by webhook: heard once each, in order, and only from Telegram."""

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.ext import Application

from bot.platforms.telegram import HEARD, TelegramPlatform
from bot.platforms.telegram_webhook import CONNECTIONS, HEADER, PATH, Webhook
from bot.web import LARGEST_BODY, Call, serve_web
from tests.bot.platforms.newsdesk import MENU, Desk, running
from tests.servers.faults import ANSWER_LOST, Fault
from tests.servers.telegram import TOKEN, LocalTelegram, local_telegram
from tests.servers.test_telegram import ask

PAUSE = 0.05
"""Seconds between two looks at whether updates come."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@asynccontextmanager
async def served(port: int) -> AsyncIterator[Webhook]:
    """Serve a new webhook, as a start of the bot does."""
    webhook = Webhook(f"http://127.0.0.1:{port}", pause=PAUSE)
    async with serve_web("127.0.0.1", port, webhook.routes()):
        yield webhook


@asynccontextmanager
async def hooked(
    desk: Desk, server: LocalTelegram, port: int | None = None
) -> AsyncIterator[TelegramPlatform]:
    async with served(port or free_port()) as webhook:
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU, webhook=webhook)
        server.commands.clear()
        async with running(platform, desk, lambda: bool(server.commands)):
            yield platform


async def test_a_command_comes_by_webhook_and_nobody_polls() -> None:
    desk = Desk()
    async with local_telegram() as server, hooked(desk, server):
        server.say("/quotes estonia")
        await server.wait_for(1)
        asked = dict(server.requests)
    assert [(ask.command, ask.words) for ask in desk.asked] == [("quotes", "estonia")]
    assert "getUpdates" not in asked
    assert asked["setWebhook"]["allowed_updates"] == list(HEARD)
    assert asked["setWebhook"]["max_connections"] == CONNECTIONS
    assert len(asked["setWebhook"]["secret_token"]) >= 32


async def test_updates_are_answered_in_order() -> None:
    desk = Desk()
    async with local_telegram() as server, hooked(desk, server):
        for number in range(40):
            server.say(f"/quotes {number}")
        await server.wait_for(40)
    assert [ask.words for ask in desk.asked] == [str(number) for number in range(40)]


async def test_an_update_that_is_posted_again_is_answered_once() -> None:
    desk = Desk()
    async with local_telegram() as server, hooked(desk, server):
        server.faults.plan("webhook", ANSWER_LOST, ANSWER_LOST)
        server.say("/latest")
        server.say("/settings")
        await server.wait_for(2)
        assert server.updates.webhook.posts == 4
    assert [ask.command for ask in desk.asked] == ["latest", "settings"]


async def test_what_is_said_while_the_bot_is_away_is_heard_when_it_is_back() -> None:
    desk, port = Desk(), free_port()
    async with local_telegram() as server:
        async with hooked(desk, server, port):
            server.say("/latest")
            await server.wait_for(1)
        server.say("/quotes estonia")
        tried = server.updates.webhook.posts
        await server.until(lambda: server.updates.webhook.posts > tried)
        async with hooked(desk, server, port):  # with another secret
            await server.wait_for(2)
    assert [ask.command for ask in desk.asked] == ["latest", "quotes"]


async def test_between_two_connections_telegram_keeps_what_is_said() -> None:
    desk = Desk()
    async with local_telegram() as server, served(free_port()) as webhook:
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU, webhook=webhook)
        async with running(platform, desk, lambda: bool(server.commands)):
            pass
        server.say("/latest")
        tried = server.updates.webhook.posts
        await server.until(lambda: server.updates.webhook.posts > tried + 1)
        server.commands.clear()
        async with running(platform, desk, lambda: bool(server.commands)):
            await server.wait_for(1)
    assert [ask.command for ask in desk.asked] == ["latest"]


async def test_stopping_finishes_what_telegram_believes_to_be_heard() -> None:
    desk = Desk(seconds=0.2)
    async with local_telegram() as server:
        async with hooked(desk, server):
            server.say("/latest")
            await server.until(lambda: bool(desk.asked))
        assert len(server.messages()) == 1


async def test_a_bot_that_polls_again_takes_the_webhook_back() -> None:
    desk = Desk()
    async with local_telegram() as server:
        async with hooked(desk, server):
            pass
        server.say("/latest")
        polling = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU)
        async with running(polling, desk, lambda: not server.updates.webhook.url):
            await server.wait_for(1)


async def test_updates_that_go_elsewhere_end_the_run() -> None:
    async with local_telegram() as server, served(free_port()) as webhook:
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU, webhook=webhook)
        run = asyncio.create_task(platform.run(Desk().answer))
        await server.until(lambda: bool(server.commands))
        await ask(server, "deleteWebhook")
        with pytest.raises(ConnectionError, match="somebody else"):
            await run


async def test_a_token_revoked_while_running_ends_the_run_without_naming_it() -> None:
    async with local_telegram() as server, served(free_port()) as webhook:
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU, webhook=webhook)
        run = asyncio.create_task(platform.run(Desk().answer))
        await server.until(lambda: bool(server.commands))
        server.revoked = True
        with pytest.raises(ConnectionError) as refused:
            await run
    assert TOKEN not in str(refused.value)


async def test_whoever_runs_the_bot_reads_why_no_updates_come(caplog: pytest.LogCaptureFixture) -> None:
    async with local_telegram() as server:
        webhook = Webhook(f"http://127.0.0.1:{free_port()}", pause=PAUSE)  # where nobody listens
        platform = TelegramPlatform(token=TOKEN, api=server.api, commands=MENU, webhook=webhook)
        async with running(platform, Desk(), lambda: bool(server.commands)):
            server.faults.plan("getWebhookInfo", Fault(status=502, reason="Bad Gateway"))
            server.say("/latest")
            await server.until(lambda: "do not reach us (1 wait): Connection failed" in caplog.text)
    assert "it is not known whether updates come: Bad Gateway" in caplog.text


async def test_neither_secret_nor_token_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with local_telegram() as server, hooked(Desk(), server):
        server.say("/latest")
        await server.wait_for(1)
        secret = dict(server.requests)["setWebhook"]["secret_token"]
    assert "[token]" in caplog.text
    assert secret not in caplog.text
    assert TOKEN not in caplog.text


async def post(port: int, body: bytes, **headers: str) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{port}{PATH}", data=BytesIO(body), headers=headers) as answer,
    ):
        return answer.status


@pytest.mark.parametrize("guess", [None, "", "x", "x" * 43, "\u00e9" * 43])
async def test_nothing_is_there_for_whoever_does_not_know_the_secret(guess: str | None) -> None:
    desk, port = Desk(), free_port()
    async with local_telegram() as server, hooked(desk, server, port):
        forged = json.dumps({"update_id": 1, "message": {"text": "/reject 1"}}).encode()
        headers = {} if guess is None else {HEADER: guess}
        assert await post(port, forged, **headers) == 404
        assert await post(port, b"x" * (LARGEST_BODY + 1), **headers) == 404, "not even read"
        server.say("/latest")
        await server.wait_for(1)
    assert len(desk.asked) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff\xfe", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"update_id": "1"}', 400),
        (b'{"update_id": true}', 400),
        (b"[" * 200_000, 400),
        (b'{"update_id": 1}', 200),
        (b'{"update_id": 2, "message": {}}', 200),  # unreadable to the library: it would come for ever
        (b'{"update_id": 3, "message": 7}', 200),
        (b" " * (LARGEST_BODY + 1), 413),
    ],
    ids=lambda value: repr(value)[:30],
)
async def test_what_is_no_update_is_refused_also_with_the_secret(body: bytes, status: int) -> None:
    port = free_port()
    async with local_telegram() as server, hooked(Desk(), server, port):
        secret = dict(server.requests)["setWebhook"]["secret_token"]
        assert await post(port, body, **{HEADER: secret}) == status
        server.say("/latest")
        await server.wait_for(1)


async def test_before_it_is_connected_the_bot_asks_telegram_to_wait() -> None:
    webhook = Webhook("https://bot.example")
    [route] = webhook.routes()
    said = await route.answer(call(webhook, b'{"update_id": 1}'))
    assert said.status == 503


def call(webhook: Webhook, body: bytes) -> Call:
    async def read() -> bytes:
        return body

    secret = webhook._secret  # noqa: SLF001  what Telegram would send
    return Call(parameters={}, query=(), headers={HEADER: secret}, body=read)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["message", "chat", "from", "date", "text", "entities", "id", "type", "data"])
            | st.text(max_size=4),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@cache
def open_webhook() -> Webhook:
    webhook = Webhook("https://bot.example")
    webhook._application = Application.builder().token(TOKEN).build()  # noqa: SLF001  as `open` does
    return webhook


@settings(max_examples=200, deadline=None)
@given(
    kind=st.sampled_from([*HEARD, "poll", "chat_member", "x"]),
    content=JSON,
    number=st.integers(min_value=1, max_value=2**63),
)
async def test_no_update_however_strange_is_a_failure(kind: str, content: Any, number: int) -> None:
    webhook = open_webhook()
    webhook._known.clear()  # noqa: SLF001  each is new to it
    body = json.dumps({"update_id": number, kind: content}).encode()
    assert (await webhook.take(call(webhook, body))).status == 200
