from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import Store, open_store
from tests.journeys.outlet import OutletServer, open_outlet


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path / "news.db")
    yield opened
    await opened.close()


@pytest.fixture
async def outlet() -> AsyncIterator[OutletServer]:
    async with open_outlet() as server:
        yield server
