import json
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from tests.servers.png import plain_png
from tests.servers.telegram import TOKEN, LocalTelegram, local_telegram
from tests.servers.telegram_chats import Json
from tests.servers.telegram_html import BadMarkup, parse
from tests.servers.telegram_photos import LARGEST

TOO_LONG_BUTTON = json.dumps({"inline_keyboard": [[{"text": "b", "callback_data": "é" * 33}]]})


STEEP, LARGE, WIDE = plain_png(1, 21), plain_png(9_000, 1_001), plain_png(20, 1)


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


async def send_photo(server: LocalTelegram, png: bytes, **given: str) -> Json:
    form = FormData({"chat_id": "1"} | given)
    form.add_field("photo", BytesIO(png), filename="chart.png")
    async with ClientSession() as session:
        answer = await session.post(f"{server.api}/bot{TOKEN}/sendPhoto", data=form)
        described: Json = await answer.json()
    return described


@pytest.mark.parametrize(
    ("png", "reason"),
    [
        (STEEP, "PHOTO_INVALID_DIMENSIONS"),
        (LARGE, "PHOTO_INVALID_DIMENSIONS"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (WIDE[:-20], "IMAGE_PROCESS_FAILED"),
        (WIDE.replace(b"IDAT", b"IDAX"), "IMAGE_PROCESS_FAILED"),
        (WIDE + bytes(LARGEST), "too big for a photo"),
    ],
    ids=["steep", "large", "no picture", "cut off", "broken", "too many bytes"],
)
async def test_a_photo_that_telegram_refuses_is_refused(png: bytes, reason: str) -> None:
    async with local_telegram() as server:
        server.room(1)
        answer = await send_photo(server, png)
    assert answer["error_code"] == 400
    assert reason in answer["description"]


@pytest.mark.parametrize(("length", "is_taken"), [(1_024, True), (1_025, False)])
async def test_a_caption_is_shorter_than_a_message(length: int, is_taken: bool) -> None:
    async with local_telegram() as server:
        server.room(1)
        answer = await send_photo(server, WIDE, caption=f"<b>{'x' * length}</b>", parse_mode="HTML")
    assert answer["ok"] is is_taken


async def test_a_photo_has_no_text_to_edit_and_a_text_no_caption() -> None:
    async with local_telegram() as server:
        server.room(1)
        photo = (await send_photo(server, WIDE))["result"]["message_id"]
        text = (await ask(server, "sendMessage", chat_id=1, text="x"))["result"]["message_id"]
        assert not (await ask(server, "editMessageText", chat_id=1, message_id=photo, text="y"))["ok"]
        assert not (await ask(server, "editMessageCaption", chat_id=1, message_id=text, caption="y"))["ok"]
