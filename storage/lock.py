"""Sees to it that only one bot works on a database: two would deliver the same alerts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import NoRoom, StorageError

try:
    import fcntl
except ImportError:  # Windows has none; there the rule is the operator's
    fcntl = None  # type: ignore[assignment]  # tested for below


@contextmanager
def only_one(database: Path) -> Iterator[None]:
    """Hold the database for this process. Raises StorageError when another bot holds it."""
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        held = os.open(database.with_name(f"{database.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise NoRoom(f"{database} can't be written: {error.strerror}") from error
    try:
        if fcntl is not None:
            _hold(held, database)
        yield
    finally:
        os.close(held)


def _hold(held: int, database: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise StorageError(f"another Troopwire is running on {database}; stop it first") from error
