"""Whatever a server does, we end with an answer or a reason in words, in time, and hold on to nothing."""

import asyncio
import re

import pytest

from feeds.errors import FetchError
from feeds.model import Validators
from feeds.polling.fetch import LARGEST_BODY, Fetched, Fetcher, NotModified
from tests.feeds.polling.documents import HONEST
from tests.feeds.polling.hostile.harmless import assert_in_words, assert_plain
from tests.feeds.polling.hostile.listening import listening
from tests.feeds.polling.hostile.servers import FULL, Server, all_servers

PATIENCE = 20.0  # seconds; an answer on loopback takes some milliseconds
IMPATIENCE = 0.5  # for the servers that would keep us for ever
HONEST_SERVER = Server(says=lambda: [FULL], fate="")


async def test_the_cabinet_holds_at_least_twenty_servers() -> None:
    assert len(all_servers()) >= 20


@pytest.mark.parametrize("name", all_servers())
async def test_hostile_server_is_survived_and_an_honest_one_is_read_after_it(name: str) -> None:
    server = all_servers()[name]
    async with (
        Fetcher(allow_loopback=True, total_seconds=IMPATIENCE if server.is_endless else PATIENCE) as fetcher,
        listening(server) as hostile,
        listening(HONEST_SERVER) as honest,
    ):
        assert re.search(server.fate or "^$", await fate(fetcher, hostile.url))
        assert await hostile.is_let_go()
        answer = await fetcher.fetch(honest.url)
        assert isinstance(answer, Fetched)
        assert answer.body == HONEST


async def fate(fetcher: Fetcher, url: str) -> str:
    """What we say of a server; nothing when its answer was good, which is then looked at."""
    async with asyncio.timeout(PATIENCE * 2):
        try:
            answer = await fetcher.fetch(url)
        except FetchError as error:
            assert_in_words(error)
            return error.reason
    assert isinstance(answer, Fetched)
    assert_bounded(answer)
    await assert_asks_again(fetcher, url, answer.validators)
    return ""


def assert_bounded(answer: Fetched) -> None:
    """A good answer is not larger than we allow, and its waits are numbers of seconds."""
    assert len(answer.body) <= LARGEST_BODY
    assert_plain(answer.content_type, 10_000)
    for seconds in (answer.max_age, answer.retry_after):
        assert seconds is None or 0 <= seconds < 10**12


async def assert_asks_again(fetcher: Fetcher, url: str, validators: Validators) -> None:
    """What the server gave us to return does not stand in the way of the next visit."""
    assert isinstance(await fetcher.fetch(url, validators), Fetched | NotModified)
