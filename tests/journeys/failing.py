"""A store whose only write connection fails when it is told to; everything below and above it is real."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import aiosqlite

from storage.database import READERS, Database
from storage.store import Store, open_store


class FailingWriter:
    """A write connection: from its N-th operation on it fails, once or for some time."""

    def __init__(self, driver: aiosqlite.Connection) -> None:
        self.driver = driver
        self.operations = 0
        self.fails_at = 0  # 0: never
        self.seconds = 0.0  # for so long; 0: once
        self.failures = 0
        self._until: float | None = None

    @property
    def in_transaction(self) -> bool:
        return self.driver.in_transaction

    async def execute(self, sql: str, values: Any = ()) -> Any:
        self._count()
        return await self._real(self.driver.execute(sql, values))

    async def executemany(self, sql: str, rows: Any) -> Any:
        self._count()
        return await self._real(self.driver.executemany(sql, rows))

    async def execute_fetchall(self, sql: str, values: Any = ()) -> Any:
        self._count()
        return await self._real(self.driver.execute_fetchall(sql, values))

    async def rollback(self) -> None:
        self._count()
        await self.driver.rollback()

    async def close(self) -> None:
        await self.driver.close()

    async def _real(self, operation: Any) -> Any:
        try:
            return await operation
        except sqlite3.OperationalError:
            self.failures += 1
            raise

    def _count(self) -> None:
        self.operations += 1
        if not self._is_to_fail():
            return
        self.failures += 1
        raise sqlite3.OperationalError("disk I/O error")

    def _is_to_fail(self) -> bool:
        if not self.fails_at or self.operations < self.fails_at:
            return False
        now = asyncio.get_running_loop().time()
        if self._until is None:
            self._until = now + self.seconds
            return True
        return now < self._until


@asynccontextmanager
async def open_failing_store(path: Path) -> AsyncIterator[tuple[Store, FailingWriter]]:
    """Open a new store over such a connection."""
    await (await open_store(path)).close()
    writer = FailingWriter(await _connect(path, "rw"))
    readers = [await _connect(path, "ro") for _ in range(READERS)]
    store = Store(Database(path, cast("aiosqlite.Connection", writer), readers))
    try:
        yield store, writer
    finally:
        await store.close()


async def _connect(path: Path, mode: str) -> aiosqlite.Connection:
    driver = await aiosqlite.connect(f"file:{path}?mode={mode}", uri=True, isolation_level=None)
    driver.row_factory = sqlite3.Row
    await driver.execute("PRAGMA foreign_keys = ON")
    await driver.execute("PRAGMA synchronous = OFF")  # nobody cuts the power here
    return driver
