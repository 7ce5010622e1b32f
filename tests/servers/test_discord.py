import json
import time
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from tests.servers.discord import CHANNEL, TOKEN, LocalDiscord, local_discord
from tests.servers.discord_channels import Channels, Interaction, Refusal
from tests.servers.discord_limits import LARGEST_FILE, Json
from tests.servers.png import plain_png

HEADERS = {"Authorization": f"Bot {TOKEN}"}


async def post(server: LocalDiscord, body: Json) -> tuple[int, Json]:
    async with ClientSession(headers=HEADERS) as session:
        answer = await session.post(f"{server.api}/channels/{CHANNEL}/messages", json=body)
        return answer.status, await answer.json()


def row(count: int, label: str = "B", custom_id: str = "ask:{}") -> Json:
    buttons = [
        {"type": 2, "style": 2, "label": label, "custom_id": custom_id.format(n)} for n in range(count)
    ]
    return {"type": 1, "components": buttons}


@pytest.mark.parametrize(
    "body",
    [
        {"content": ""},
        {"content": "x" * 2_001},
        {"embeds": [{"title": "x" * 257}]},
        {"embeds": [{"description": "x" * 4_097}]},
        {"embeds": [{"description": "x" * 3_001}] * 2},
        {"embeds": [{"description": "x"}] * 11},
        {"embeds": [{"title": "x", "url": "javascript:x"}]},
        {"embeds": [{}]},
        {"content": "x", "nonce": "n" * 26},
        {"content": "x", "components": [row(6)]},
        {"content": "x", "components": [row(1)] * 6},
        {"content": "x", "components": [row(2, custom_id="same")]},
        {"content": "x", "components": [row(1, custom_id="c" * 101)]},
        {"content": "x", "components": [row(1, label="")]},
    ],
)
async def test_what_discord_refuses_is_refused(body: Json) -> None:
    async with local_discord() as server:
        status, answer = await post(server, body)
        server.violations.clear()  # the specification knows some of these limits as well
    assert status == 400
    assert answer["code"] in {50_006, 50_035}


async def test_a_wrong_token_is_refused() -> None:
    async with local_discord() as server, ClientSession() as session:
        assert (await session.get(f"{server.api}/users/@me")).status == 401


@pytest.mark.parametrize(
    "command",
    [
        {"name": "Latest", "description": "x"},
        {"name": "latest", "description": ""},
        {"name": "latest", "description": "x", "options": [{"type": 3, "name": "Who", "description": "x"}]},
    ],
)
async def test_a_wrong_command_is_refused(command: Json) -> None:
    async with local_discord() as server, ClientSession(headers=HEADERS) as session:
        answer = await session.put(f"{server.api}/applications/1/commands", json=[command])
        server.violations.clear()
    assert answer.status == 400


def channels_with_interaction(*, at: float) -> Channels:
    channels = Channels()
    channels.began(Interaction(id="1", token="t", channel=CHANNEL, at=at))
    return channels


@pytest.mark.parametrize(
    "answers", [({"type": 5},) * 2, ({"type": 4, "data": {"content": "x"}}, {"type": 5})]
)
def test_an_interaction_is_answered_once(answers: tuple[Any, Any]) -> None:
    channels = channels_with_interaction(at=time.monotonic())
    channels.respond("1", "t", answers[0])
    with pytest.raises(Refusal, match="already been acknowledged"):
        channels.respond("1", "t", answers[1])


def test_an_answer_after_three_seconds_is_too_late() -> None:
    channels = channels_with_interaction(at=time.monotonic() - 4)
    with pytest.raises(Refusal, match="Unknown interaction"):
        channels.respond("1", "t", {"type": 5})


def test_a_follow_up_needs_an_answer_first() -> None:
    with pytest.raises(Refusal, match="Unknown Webhook"):
        channels_with_interaction(at=0.0).follow_up("t", {"content": "x"})


async def post_files(server: LocalDiscord, body: Json, *files: bytes) -> tuple[int, Json]:
    form = FormData({"payload_json": json.dumps(body)}, default_to_multipart=True)
    for number, file in enumerate(files):
        form.add_field(f"files[{number}]", BytesIO(file), filename="chart.png")
    async with ClientSession(headers=HEADERS) as session:
        answer = await session.post(f"{server.api}/channels/{CHANNEL}/messages", data=form)
        return answer.status, await answer.json()


def attachments(**more: str) -> Json:
    return {"attachments": [{"id": "0", "filename": "chart.png", **more}]}


async def test_an_attached_picture_gets_an_address_in_its_embed() -> None:
    async with local_discord() as server:
        embeds = {"embeds": [{"image": {"url": "attachment://chart.png"}, "title": "x"}]}
        status, answer = await post_files(server, attachments(description="x") | embeds, plain_png(2, 1))
    assert status == 200
    [attachment] = answer["attachments"]
    assert (attachment["width"], attachment["height"], attachment["description"]) == (2, 1, "x")
    assert answer["embeds"][0]["image"]["url"] == attachment["url"]


@pytest.mark.parametrize(
    ("body", "files"),
    [
        (attachments(), ()),
        (attachments(), (b"no picture",)),
        (attachments(filename="a b.png"), (plain_png(2, 1),)),
        (attachments(description="x" * 1_025), (plain_png(2, 1),)),
        ({"embeds": [{"title": "x", "image": {"url": "attachment://chart.png"}}]}, (plain_png(2, 1),)),
    ],
    ids=["no file", "no picture", "its name", "its description", "not attached"],
)
async def test_a_file_that_discord_refuses_is_refused(body: Json, files: tuple[bytes, ...]) -> None:
    async with local_discord() as server:
        status, _ = await post_files(server, body, *files)
        server.violations.clear()  # the specification knows some of these limits as well
    assert status == 400


async def test_a_file_that_is_too_large_is_413() -> None:
    async with local_discord() as server:
        status, answer = await post_files(server, attachments(), plain_png(2, 1) + bytes(LARGEST_FILE))
    assert (status, answer["code"]) == (413, 40_005)
