import json
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.servers.telegram import TOKEN, LocalTelegram, local_telegram
from tests.servers.telegram_chats import Json
from tests.servers.telegram_html import BadMarkup, parse

TOO_LONG_BUTTON = json.dumps({"inline_keyboard": [[{"text": "b", "callback_data": "é" * 33}]]})


async def ask(server: LocalTelegram, method: str, **given: Any) -> Json:
    async with ClientSession() as session:
        answer = await session.post(
            f"{server.api}/bot{TOKEN}/{method}", data={k: str(v) for k, v in given.items()}
        )
        described: Json = await answer.json()
    return described


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<b>never closed",
        "closed only</b>",
        "<b><i>crossed</b></i>",
        "a < b",
        "a > b",
        "a & b",
        "&nbsp;",
        "<a>no address</a>",
        '<a href="javascript:x">x</a>',
        '<a href="https://a" onclick="x">x</a>',
        "<b class='x'>x</b>",
        "<blockquote><blockquote>x</blockquote></blockquote>",
        "<b>x</b>" * 101,
    ],
)
def test_doubtful_markup_is_refused(html: str) -> None:
    with pytest.raises(BadMarkup):
        parse(html)


def test_entities_count_utf_16_units() -> None:
    text, [entity] = parse("😀 <b>a &amp; b</b>")
    assert text == "😀 a & b"
    assert (entity.type, entity.offset, entity.length) == ("b", 3, 5)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"text": " "}, "message text is empty"),
        ({"text": "x" * 4_097}, "message is too long"),
        ({"text": "😀" * 2_049}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "x", "reply_markup": TOO_LONG_BUTTON}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_parameters": '{"message_id": 99}'}, "message to be replied not found"),
        ({"text": "x", "chat_id": 404}, "chat not found"),
    ],
)
async def test_what_telegram_refuses_is_refused(given: dict[str, Any], reason: str) -> None:
    async with local_telegram() as server:
        server.room(1)
        answer = await ask(server, "sendMessage", **({"chat_id": 1} | given))
    assert answer["error_code"] == 400
    assert reason in answer["description"]


async def test_a_text_as_long_as_allowed_is_taken_whatever_its_markup() -> None:
    async with local_telegram() as server:
        server.room(1)
        answer = await ask(
            server, "sendMessage", chat_id=1, text="<b>" + "x" * 4_096 + "</b>", parse_mode="HTML"
        )
    assert answer["ok"]


@pytest.mark.parametrize(
    "commands",
    [
        '[{"command": "Latest", "description": "x"}]',
        '[{"command": "latest", "description": ""}]',
        json.dumps([{"command": f"a{number}", "description": "x"} for number in range(101)]),
    ],
)
async def test_a_wrong_menu_is_refused(commands: str) -> None:
    async with local_telegram() as server:
        assert not (await ask(server, "setMyCommands", commands=commands))["ok"]


async def test_an_update_comes_again_until_its_successor_is_asked_for() -> None:
    async with local_telegram() as server:
        server.say("/latest")
        first = await ask(server, "getUpdates", timeout=0)
        again = await ask(server, "getUpdates", timeout=0)
        offset = first["result"][0]["update_id"] + 1
        later = await ask(server, "getUpdates", timeout=0, offset=offset)
    assert first["result"] == again["result"]
    assert later["result"] == []


async def test_an_unknown_press_can_not_be_acknowledged() -> None:
    async with local_telegram() as server:
        answer = await ask(server, "answerCallbackQuery", callback_query_id="x")
    assert "query is too old" in answer["description"]
