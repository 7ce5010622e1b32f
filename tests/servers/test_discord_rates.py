"""The local Discord limits its bot as the real one does."""

import asyncio

import pytest
from aiohttp import ClientSession

from bot.replies import note
from tests.bot.platforms.local_discord import NEWS, connected
from tests.servers.discord import CHANNEL, TOKEN, local_discord
from tests.servers.discord_rates import INVALID_SECONDS, MOST_A_SECOND, Rates

HEADERS = {"Authorization": f"Bot {TOKEN}"}
SEND = ("send", "/channels/{channel_id}/messages")
FOLLOW_UP = ("follow-up", "/webhooks/{webhook_id}/{webhook_token}")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_channel_takes_five_messages_in_five_seconds() -> None:
    rates = Rates(clock := Clock())
    verdicts = [rates.judge(*SEND, {"channel_id": "1"}) for _ in range(6)]
    assert [verdict.passes for verdict in verdicts] == [True] * 5 + [False]
    assert [verdict.headers["X-RateLimit-Remaining"] for verdict in verdicts] == [
        "4",
        "3",
        "2",
        "1",
        "0",
        "0",
    ]
    assert verdicts[-1].headers["X-RateLimit-Scope"] == "user"
    assert (verdicts[-1].body["retry_after"], verdicts[-1].body["global"]) == (5.0, False)
    clock.now += 5
    assert rates.judge(*SEND, {"channel_id": "1"}).passes


def test_each_channel_has_a_bucket_of_its_own() -> None:
    rates = Rates(Clock())
    assert all(rates.judge(*SEND, {"channel_id": str(number)}).passes for number in range(MOST_A_SECOND))


def test_all_requests_together_are_limited_save_answers_to_interactions() -> None:
    rates = Rates(Clock())
    for number in range(MOST_A_SECOND):
        rates.judge(*SEND, {"channel_id": str(number)})
    refused = rates.judge(*SEND, {"channel_id": "x"})
    assert (refused.passes, refused.headers["X-RateLimit-Scope"]) == (False, "global")
    assert rates.judge(*FOLLOW_UP, {"webhook_id": "1", "webhook_token": "t"}).passes


@pytest.mark.parametrize(
    ("status", "scope", "counted"),
    [(401, "", 1), (403, "", 1), (429, "user", 1), (429, "shared", 0), (404, "", 0)],
)
def test_only_what_is_the_bots_fault_is_invalid(status: int, scope: str, counted: int) -> None:
    rates = Rates(Clock())
    rates.answered(status, scope)
    assert rates.invalid == counted


def test_a_ban_ends_when_its_requests_are_ten_minutes_old() -> None:
    rates = Rates(clock := Clock())
    rates.most_invalid = 1
    rates.answered(403)
    assert rates.banned
    clock.now += INVALID_SECONDS
    assert not rates.banned


async def test_too_many_invalid_requests_ban_the_bot() -> None:
    async with local_discord() as server, ClientSession() as session:
        server.rates.most_invalid = 2
        for _ in range(2):
            assert (await session.get(f"{server.api}/users/@me")).status == 401
        banned = await session.get(f"{server.api}/users/@me", headers=HEADERS)
        assert (banned.status, banned.content_type) == (429, "text/html")


async def test_the_client_keeps_to_the_limits_of_a_channel_by_itself() -> None:
    async with connected() as (server, platform):
        server.rates.limits["send"] = (5, 0.5)
        sends = (platform.send(NEWS, note(f"News {number}"), nonce=str(number)) for number in range(12))
        await asyncio.gather(*sends)
        assert len(server.messages(CHANNEL)) == 12
        assert server.rates.invalid == 0
