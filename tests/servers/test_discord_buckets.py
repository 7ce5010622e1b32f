"""The local Discord's limits, and that the real client keeps to them by the headers that it is told."""

import asyncio

from bot.platforms.port import Address
from bot.replies import note
from tests.bot.platforms.local_discord import connected
from tests.bot.platforms.newsdesk import Desk
from tests.servers.discord_buckets import ALLOWED, GLOBAL, Buckets
from tests.servers.discord_shapes import CHANNEL


class Clock:
    """A time that stands still."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_is_one_channels_and_fills_again() -> None:
    clock = Clock()
    buckets = Buckets(now=clock)
    limit, seconds = ALLOWED["send"]
    assert [buckets.take("send", "1").retry_after for _ in range(limit)] == [0.0] * limit
    assert buckets.take("send", "1").retry_after == seconds
    assert not buckets.take("send", "2").retry_after
    clock.now = seconds
    assert not buckets.take("send", "1").retry_after
    assert buckets.refused == 1


def test_all_requests_count_together_but_those_of_interactions() -> None:
    buckets = Buckets(now=Clock())
    for number in range(GLOBAL):
        assert not buckets.take("send", str(number)).retry_after
    assert buckets.take("send", "x").is_global
    assert not buckets.take("callback", "").retry_after


def test_invalid_requests_shut_the_door_for_a_while() -> None:
    clock = Clock()
    buckets = Buckets(now=clock, most_invalid=3)
    for status in (200, 403, 404, 429, 401):
        buckets.count(status)
    assert buckets.is_banned
    clock.now = 601.0
    buckets.count(200)
    assert not buckets.is_banned


async def test_the_client_waits_by_itself_where_it_would_ask_too_often() -> None:
    async with connected(Desk()) as (server, platform):
        sends = (
            platform.send(Address(CHANNEL), note(f"message {number}"), nonce=f"n{number}")
            for number in range(12)
        )
        await asyncio.gather(*sends)
        assert len(server.messages()) == 12
        assert server.buckets.refused == server.buckets.invalid == 0
