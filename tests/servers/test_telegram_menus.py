"""The local Telegram keeps menus by scope and language, and takes no wrong one."""

import json
from typing import Any

import pytest

from tests.servers.telegram import local_telegram
from tests.servers.test_telegram import ask

GROUP, CHANNEL = -100_123, -100_777
ONE = '[{"command": "latest", "description": "x"}]'


@pytest.mark.parametrize(
    "commands",
    [
        '[{"command": "Latest", "description": "x"}]',
        '[{"command": "latest", "description": ""}]',
        '[{"command": "latest", "description": "x"}, {"command": "latest", "description": "y"}]',
        json.dumps([{"command": f"a{number}", "description": "x"} for number in range(101)]),
    ],
    ids=["upper case", "no words", "twice the same", "too many"],
)
async def test_a_wrong_menu_is_refused(commands: str) -> None:
    async with local_telegram() as server:
        assert not (await ask(server, "setMyCommands", commands=commands))["ok"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"scope": {"type": "chat", "chat_id": 404}}, "chat not found"),
        ({"scope": {"type": "chat", "chat_id": CHANNEL}}, "this type of chat"),
        ({"scope": {"type": "chat_administrators", "chat_id": 1}}, "this type of chat"),
        ({"language_code": "en-GB"}, "invalid language code"),
        ({"language_code": "EN"}, "invalid language code"),
    ],
)
async def test_a_menu_for_nobody_is_refused(given: dict[str, Any], reason: str) -> None:
    async with local_telegram() as server:
        server.room(1, "private")
        server.room(CHANNEL, "channel")
        written = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()
        }
        answer = await ask(server, "setMyCommands", commands=ONE, **written)
    assert answer["error_code"] == 400
    assert reason in answer["description"]


@pytest.mark.parametrize("scope", ['{"type": "everybody"}', '{"type": "chat"}', '{"chat_id": 1}', '"chat"'])
async def test_a_scope_that_telegram_does_not_know_is_refused(scope: str) -> None:
    async with local_telegram() as server:
        server.room(1, "private")
        answer = await ask(server, "setMyCommands", commands=ONE, scope=scope)
        server.violations.clear()  # the specification says so, too, where it is there
    assert answer["error_code"] == 400


async def set_menu(server: Any, name: str, **given: Any) -> None:
    written = {key: value if isinstance(value, str) else json.dumps(value) for key, value in given.items()}
    menu = json.dumps([{"command": name, "description": "x"}])
    assert (await ask(server, "setMyCommands", commands=menu, **written))["ok"]


async def test_the_narrowest_menu_is_shown_in_the_users_language_first() -> None:
    async with local_telegram() as server:
        server.room(1, "private")
        server.room(GROUP).admins.add(2)
        await set_menu(server, "all")
        assert server.menu(1) == server.menu(GROUP) == ["all"]
        await set_menu(server, "tout", language_code="fr")
        assert (server.menu(1), server.menu(1, language="fr")) == (["all"], ["tout"])
        await set_menu(server, "private", scope={"type": "all_private_chats"})
        assert server.menu(1, language="fr") == ["private"]  # a narrower one in no language is narrower
        await set_menu(server, "admins", scope={"type": "all_chat_administrators"})
        assert (server.menu(GROUP, user=1), server.menu(GROUP, user=2)) == (["all"], ["admins"])
        await set_menu(server, "here", scope={"type": "chat", "chat_id": GROUP})
        assert server.menu(GROUP, user=2) == ["here"]
        await ask(server, "deleteMyCommands", scope=json.dumps({"type": "chat", "chat_id": GROUP}))
        assert server.menu(GROUP, user=2) == ["admins"]
        kept = await ask(server, "getMyCommands", scope=json.dumps({"type": "all_private_chats"}))
    assert [entry["command"] for entry in kept["result"]] == ["private"]
