"""The local gateway closes the connection of a bot that breaks its rules."""

import json
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.bot.platforms.local_discord import connected
from tests.servers.discord import TOKEN, local_discord
from tests.servers.discord_gateway_rules import Close, Conversation
from tests.servers.discord_limits import Json

IDENTIFY = {"token": TOKEN, "intents": 1, "properties": {"os": "linux", "browser": "x", "device": "x"}}


def closes(*frames: Json | str, newest: int = 0, seconds: float = 0.0) -> list[int]:
    talk = Conversation(40.0)
    texts = [frame if isinstance(frame, str) else json.dumps(frame) for frame in frames]
    verdicts = [talk.fault(text, 100.0 + seconds * n, newest) for n, text in enumerate(texts)]
    return [verdict.code if isinstance(verdict, Close) else 0 for verdict in verdicts]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (IDENTIFY, 0),
        (IDENTIFY | {"intents": 1 | 1 << 15}, 4014),
        (IDENTIFY | {"intents": 1 | 1 << 1}, 4014),
        (IDENTIFY | {"intents": 1 << 9}, 4013),
        ({name: value for name, value in IDENTIFY.items() if name != "properties"}, 4002),
        ({name: value for name, value in IDENTIFY.items() if name != "intents"}, 4002),
    ],
)
def test_a_bot_says_who_it_is_and_wants_the_guilds_only(given: Json, code: int) -> None:
    assert closes({"op": 2, "d": given}) == [code]


def test_a_bot_identifies_once() -> None:
    assert closes({"op": 2, "d": IDENTIFY}, {"op": 2, "d": IDENTIFY}) == [0, 4005]


@pytest.mark.parametrize("text", ["{", "[]", json.dumps({"op": 1, "d": None, "x": "y" * 4_096})])
def test_a_frame_that_is_broken_or_too_large_closes(text: str) -> None:
    assert closes(text) == [4002]


def test_an_unknown_operation_closes() -> None:
    assert closes({"op": 99, "d": None}) == [4001]


def test_a_minute_takes_120_frames() -> None:
    beat = {"op": 1, "d": None}
    assert closes(*[beat] * 121) == [0] * 120 + [4008]
    assert not any(closes(*[beat] * 121, seconds=0.51))


def test_a_heartbeat_names_no_event_that_never_was() -> None:
    assert closes({"op": 1, "d": 8}, newest=7) == [4007]


def test_a_heartbeat_comes_at_the_interval() -> None:
    talk = Conversation(40.0)
    for now in (0.0, 39.9, 60.0):
        talk.fault('{"op": 1, "d": null}', now, 0)
    assert len(talk.violations) == 1


async def answer_to(*frames: Json, identify_seconds: float = 5.0) -> Any:
    async with local_discord() as server, ClientSession() as session:
        server.gateway.identify_seconds = identify_seconds
        for frame in frames:
            async with session.ws_connect(server.gateway.url) as socket:
                await socket.receive_json()
                await socket.send_json(frame)
                answer = await socket.receive_json()
        return answer


async def test_a_second_session_within_five_seconds_is_refused() -> None:
    assert (await answer_to(*[{"op": 2, "d": IDENTIFY}] * 2))["op"] == 9


async def test_a_second_session_may_begin_later() -> None:
    assert (await answer_to(*[{"op": 2, "d": IDENTIFY}] * 2, identify_seconds=0.0))["t"] == "READY"


@pytest.mark.parametrize(("session", "seq"), [("session-9", 0), ("session-1", 9)])
async def test_only_a_session_that_was_is_resumed(session: str, seq: int) -> None:
    resume = {"op": 6, "d": {"token": TOKEN, "session_id": session, "seq": seq}}
    assert (await answer_to({"op": 2, "d": IDENTIFY}, resume))["op"] == 9


async def test_the_real_client_keeps_all_rules() -> None:
    async with connected() as (server, _):
        await server.until(lambda: server.gateway.heartbeats > 0)
        assert server.gateway.closed == []
