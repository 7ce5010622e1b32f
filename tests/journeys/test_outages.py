"""What is owed while the platforms are away comes once they are back, once and in order."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.outages import live_through_outages


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Many failures are foreseen here, and each is logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


async def test_what_is_owed_while_platforms_are_away_comes_once_and_in_order(tmp_path: Path) -> None:
    told = await live_through_outages(tmp_path, chats=3, outages=2, seconds=2.0)
    assert told.shown == told.owed
