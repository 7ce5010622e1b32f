"""The local Telegram shows the preview that the real one would show."""

import json
from typing import Any

import pytest

from tests.servers.telegram import local_telegram
from tests.servers.test_telegram import ask

TEXT = 'See <a href="https://harbour.example/1">this</a> and https://harbour.example/2'


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({}, "https://harbour.example/1"),
        ({"is_disabled": True}, ""),
        ({"url": "https://harbour.example/3", "prefer_small_media": True}, "https://harbour.example/3"),
    ],
)
async def test_the_first_link_is_shown_unless_told_otherwise(options: dict[str, Any], shown: str) -> None:
    async with local_telegram() as server:
        server.room(1)
        written = json.dumps(options)
        await ask(
            server, "sendMessage", chat_id=1, text=TEXT, parse_mode="HTML", link_preview_options=written
        )
        assert [message.preview for message in server.messages()] == [shown]


@pytest.mark.parametrize(
    "options",
    [
        {"is_disabled": True, "url": "https://harbour.example/1"},
        {"prefer_small_media": True, "prefer_large_media": True},
        {"url": "javascript:alert(1)"},
    ],
)
async def test_options_that_make_no_sense_are_refused(options: dict[str, Any]) -> None:
    async with local_telegram() as server:
        server.room(1)
        given = json.dumps(options)
        assert not (await ask(server, "sendMessage", chat_id=1, text="x", link_preview_options=given))["ok"]
