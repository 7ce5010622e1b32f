"""The only file that names the database driver: connections, one writer, errors in our own words.

Two tasks on one connection share a transaction (docs/decisions/0001-one-writer.md). So one task owns the only
write connection and begins, commits and rolls back; callers take turns. Readers have read-only connections
of their own, which never wait for the writer (WAL).
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import aiosqlite

from storage.errors import Contradiction, NoRoom, NotOurDatabase, StorageError
from storage.migrate import APPLICATION_ID, migrate

Row = Mapping[str, Any]
"""A row by column names. `Any` ends in the files beside this one, which turn rows into nouns."""

READERS = 2
BUSY_TIMEOUT = 10.0
"""Seconds that a writer waits for another process (a `troopwire feeds add` while the bot runs)."""


class Connection:
    """A connection in the words that the files beside this one use."""

    def __init__(self, driver: aiosqlite.Connection) -> None:
        self._driver = driver

    async def execute(self, sql: str, **values: Any) -> int:
        """Run a statement; give the number of rows that it changed."""
        with _in_our_words():
            cursor = await self._driver.execute(sql, values)
        return cursor.rowcount  # not closed: it is done, and closing costs another way to the driver's thread

    async def execute_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run a statement once for each of some rows of values."""
        with _in_our_words():
            cursor = await self._driver.executemany(sql, rows)
            await cursor.close()

    async def insert(self, sql: str, **values: Any) -> int:
        """Run an INSERT; give the id of the new row."""
        with _in_our_words():
            cursor = await self._driver.execute(sql, values)
        return cursor.lastrowid or 0

    async def rows(self, sql: str, **values: Any) -> list[Row]:
        """Run a query; give all its rows."""
        with _in_our_words():
            return [dict(row) for row in await self._driver.execute_fetchall(sql, values)]

    async def row(self, sql: str, **values: Any) -> Row | None:
        """Run a query; give its first row."""
        found = await self.rows(sql, **values)
        return found[0] if found else None


class _Turn:
    """One transaction, from the caller's wish to its end."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.begun: asyncio.Future[None] = loop.create_future()
        self.verdict: asyncio.Future[bool] = loop.create_future()
        self.ended: asyncio.Future[None] = loop.create_future()


class Database:
    """One SQLite file in WAL mode. Made by `open_database`."""

    def __init__(self, path: Path, writer: aiosqlite.Connection, readers: list[aiosqlite.Connection]) -> None:
        self.path = path
        self._writer = writer
        self._readers = readers
        self._free: asyncio.Queue[Connection] = asyncio.Queue()
        for reader in readers:
            self._free.put_nowait(Connection(reader))
        self._turns: asyncio.Queue[_Turn | None] = asyncio.Queue()
        self._writing = asyncio.create_task(self._take_turns(), name="database writer")

    @asynccontextmanager
    async def editing(self) -> AsyncIterator[Connection]:
        """One transaction: kept whole when the block ends, undone when it raises or is cancelled.

        What is read in order to decide is read through the same connection, inside the lock.
        Turns do not nest. Raises StorageError.
        """
        turn = _Turn()
        self._turns.put_nowait(turn)
        try:
            await turn.begun
            yield Connection(self._writer)
        except BaseException:
            turn.verdict.set_result(False)
            raise
        turn.verdict.set_result(True)
        await turn.ended

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """A read-only connection whose queries all see the same state, whatever is written meanwhile."""
        connection = await self._free.get()
        try:
            await connection.execute("BEGIN")
            yield connection
        finally:
            await asyncio.shield(self._give_back(connection))

    async def _give_back(self, connection: Connection) -> None:
        await connection.execute("ROLLBACK")
        self._free.put_nowait(connection)

    async def copy_to(self, target: Path) -> None:
        """Write a complete copy to a new file, without stopping the writer. Raises StorageError."""
        async with self._aside() as reader:
            await reader.execute("VACUUM INTO :target", {"target": str(target)})

    async def fault(self) -> str:
        """Look through the whole file for damage, beside everything else; empty where it is sound."""
        async with self._aside() as reader:
            found = await reader.execute_fetchall("PRAGMA integrity_check(1)")
        verdict = str(next(iter(found))[0])
        return "" if verdict == "ok" else verdict

    @asynccontextmanager
    async def _aside(self) -> AsyncIterator[aiosqlite.Connection]:
        """A connection for what takes long; who ends the program does not wait for it."""
        with _in_our_words():
            reader = await _connect(f"file:{_escaped(self.path)}?mode=ro")
            try:
                yield reader
            except asyncio.CancelledError:
                await reader.interrupt()
                raise
            finally:
                await reader.close()

    async def close(self) -> None:
        """Finish the turns that wait, and close every connection."""
        self._turns.put_nowait(None)
        await self._writing
        for connection in (*self._readers, self._writer):
            await connection.close()

    async def _take_turns(self) -> None:
        while turn := await self._turns.get():
            if not turn.verdict.done():  # else the caller was cancelled while it waited
                await self._take(turn)

    async def _take(self, turn: _Turn) -> None:
        connection = Connection(self._writer)
        try:
            await self._undo()
            await connection.execute("BEGIN IMMEDIATE")
        except StorageError as error:
            _fail(turn.begun, error)
            return
        if not turn.begun.done():
            turn.begun.set_result(None)
        keep = await turn.verdict
        try:
            await connection.execute("COMMIT" if keep else "ROLLBACK")
        except StorageError as error:
            with suppress(StorageError):  # what can't be undone now is before the next turn begins
                await self._undo()
            if keep:  # else its caller has an error of its own, and does not wait for this one
                _fail(turn.ended, error)
            return
        if not turn.ended.done():
            turn.ended.set_result(None)

    async def _undo(self) -> None:
        if self._writer.in_transaction:  # a failed COMMIT may have rolled back by itself
            with _in_our_words():
                await self._writer.rollback()


async def open_database(path: Path) -> Database:
    """Open the file, create it or bring it to this version's schema. Raises StorageError."""
    with _in_our_words():
        path.parent.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(_prepare, path)
        writer = await _connect(f"file:{_escaped(path)}?mode=rw")
        readers = [await _connect(f"file:{_escaped(path)}?mode=ro") for _ in range(READERS)]
    return Database(path, writer, readers)


def check_copy(path: Path) -> None:
    """Make sure that a file is a sound database of ours. Raises StorageError."""
    with _in_our_words(), _closing(sqlite3.connect(f"file:{_escaped(path)}?mode=ro", uri=True)) as driver:
        if driver.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise NotOurDatabase(f"{path} is not a Troopwire database")
        verdict = driver.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if verdict != "ok":
            raise NotOurDatabase(f"{path} is damaged: {verdict}")


def is_ours(path: Path) -> bool:
    """Whether a file says that it is a database of ours, in its header (sqlite.org/fileformat.html, 1.3)."""
    try:
        with path.open("rb") as file:
            header = file.read(72)
    except OSError:
        return False
    return header.startswith(b"SQLite format 3\0") and header[68:] == APPLICATION_ID.to_bytes(4, "big")


def check_index(path: Path) -> None:
    """Make sure that a copy's full-text index says what its articles say. Raises StorageError."""
    with _in_our_words(), _closing(sqlite3.connect(f"file:{_escaped(path)}?mode=rw", uri=True)) as driver:
        driver.execute("INSERT INTO article_words (article_words, rank) VALUES ('integrity-check', 1)")
        driver.rollback()


def _prepare(path: Path) -> None:
    with _closing(sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT)) as driver:
        migrate(driver, path)


async def _connect(uri: str) -> aiosqlite.Connection:
    driver = await aiosqlite.connect(uri, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT)
    driver.row_factory = sqlite3.Row
    await driver.execute("PRAGMA foreign_keys = ON")
    await driver.execute("PRAGMA synchronous = FULL")  # an alert that was owed survives a power cut
    await driver.execute("PRAGMA cache_size = -4000")
    return driver


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _fail(future: "asyncio.Future[None]", error: StorageError) -> None:
    if not future.done():
        future.set_exception(error)


@contextmanager
def _closing(driver: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield driver
    finally:
        driver.close()


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _operational(str(error)) from error
    except sqlite3.IntegrityError as error:
        raise Contradiction(f"the change contradicts what is kept: {error}") from error
    except sqlite3.DatabaseError as error:
        raise NotOurDatabase(f"the database is damaged or is not one: {error}") from error
    except OSError as error:
        raise NoRoom(f"the database's folder can't be used: {error.strerror}: {error.filename}") from error


def _operational(reason: str) -> StorageError:
    if "full" in reason or "unable to open" in reason or "readonly" in reason or "disk I/O" in reason:
        return NoRoom(f"the database can't be written: {reason}")
    return StorageError(f"the database refused: {reason}")
