"""The local Telegram hands out updates as the real one does: to polls or to a webhook, never to both."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from tests.servers.faults import ANSWER_LOST
from tests.servers.listening import eventually, listening
from tests.servers.telegram import local_telegram
from tests.servers.telegram_members import kicked
from tests.servers.test_telegram import ask

HOOK = "https://bot.example/telegram"


@asynccontextmanager
async def receiver(statuses: Sequence[int] = ()) -> AsyncIterator[tuple[str, list[tuple[str, Any]]]]:
    """Take what is posted: gives the address, and a list of secrets and updates."""
    came: list[tuple[str, Any]] = []
    to_say = list(statuses)

    async def take(request: web.Request) -> web.Response:
        came.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), await request.json()))
        return web.Response(status=to_say.pop(0) if to_say else 200)

    application = web.Application()
    application.router.add_post("/hook", take)
    async with listening(application) as address:
        yield f"{address}/hook", came


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"url": "http://bot.example/telegram"}, "HTTPS URL"),
        ({"url": "https://bot.example:8080/telegram"}, "ports 80, 88, 443 or 8443"),
        ({"url": HOOK, "secret_token": "a b"}, "unallowed characters"),
        ({"url": HOOK, "secret_token": "x" * 257}, "unallowed characters"),
        ({"url": HOOK, "max_connections": 101}, "from 1 to 100"),
    ],
)
async def test_a_wrong_webhook_is_refused(given: dict[str, Any], reason: str) -> None:
    async with local_telegram() as server:
        answer = await ask(server, "setWebhook", **given)
        assert not (await ask(server, "getWebhookInfo"))["result"]["url"]
    assert reason in answer["description"]


async def test_nobody_polls_while_there_is_a_webhook() -> None:
    async with local_telegram() as server, receiver() as (url, _):
        await ask(server, "setWebhook", url=url)
        refused = await ask(server, "getUpdates", timeout=0)
        await ask(server, "deleteWebhook")
        assert (await ask(server, "getUpdates", timeout=0))["ok"]
    assert (refused["error_code"], refused["description"][:8]) == (409, "Conflict")


async def test_updates_are_posted_in_order_each_until_it_is_taken() -> None:
    async with local_telegram() as server, receiver([200, 500, 404, 302]) as (url, came):
        await ask(server, "setWebhook", url=url, secret_token="s-1")
        for number in range(3):
            server.say(f"/c{number}")
        await eventually(lambda: len(came) == 6)
        info = (await ask(server, "getWebhookInfo"))["result"]
    assert {secret for secret, _ in came} == {"s-1"}
    assert [update["message"]["text"] for _, update in came] == ["/c0", "/c1", "/c1", "/c1", "/c1", "/c2"]
    assert "302" in info["last_error_message"]


async def test_an_update_whose_answer_is_lost_comes_again() -> None:
    async with local_telegram() as server, receiver() as (url, came):
        await ask(server, "setWebhook", url=url)
        server.faults.plan("webhook", ANSWER_LOST)
        server.say("/latest")
        await eventually(lambda: len(came) == 2)
    assert came[0] == came[1]


async def test_what_the_bot_did_not_ask_for_it_does_not_hear() -> None:
    async with local_telegram() as server:
        server.room(1, "private")
        await ask(server, "getUpdates", timeout=0, allowed_updates='["message"]')
        server.change_standing(1, kicked())
        assert (await ask(server, "getUpdates", timeout=0))["result"] == [], (
            "it holds until it asks otherwise"
        )
        await ask(server, "getUpdates", timeout=0, allowed_updates='["message", "my_chat_member"]')
        server.room(2, "private")
        server.change_standing(2, kicked())
        [update] = (await ask(server, "getUpdates", timeout=0))["result"]
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_a_bot_that_was_thrown_out_hears_nothing() -> None:
    async with local_telegram() as server:
        server.room(1, "private").standing = kicked()
        server.say("/latest")
        assert (await ask(server, "getUpdates", timeout=0))["result"] == []
        answer = await ask(server, "sendMessage", chat_id=1, text="x")
    assert answer["description"] == "Forbidden: bot was blocked by the user"


async def test_a_group_that_becomes_a_supergroup_is_told_in_both() -> None:
    async with local_telegram() as server:
        server.room(-5, "group").admins.add(2)
        server.upgrade(-5, -100_5)
        told = (await ask(server, "getUpdates", timeout=0))["result"]
        moved = await ask(server, "sendMessage", chat_id=-5, text="x")
        assert server.room(-100_5).admins == {2}
    notices = [update["message"] for update in told]
    assert [(notice["chat"]["id"], notice["chat"]["type"]) for notice in notices] == [
        (-5, "group"),
        (-100_5, "supergroup"),
    ]
    assert notices[0]["migrate_to_chat_id"] == -100_5
    assert notices[1]["migrate_from_chat_id"] == -5
    assert json.loads(json.dumps(moved["parameters"])) == {"migrate_to_chat_id": -100_5}
