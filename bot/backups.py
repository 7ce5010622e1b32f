"""Backups: complete copies of the database, each looked through before it counts."""

import asyncio
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from storage.database import check_copy, check_index, is_ours
from storage.errors import NoRoom
from storage.store import Store

KEPT = 7
"""Nightly backups that are kept, the newest."""


async def back_up(store: Store, target: Path) -> None:
    """Write a complete copy to a new file while the bot runs, and look it through. Raises StorageError."""
    await store.backup(target)
    await asyncio.to_thread(_look_through, target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backups:
    """The nightly backups in a folder: one for a day, named after the database, the newest few kept."""

    folder: Path
    name: str  # of the database's file

    async def make(self, store: Store, day: date) -> Path:
        """Make the backup of a day and delete those that are too old; gives its file. Raises StorageError."""
        target = self.folder / f"{self.name}.night-{day.isoformat()}"
        unfinished = target.with_name(f"{target.name}.unfinished")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.unlink(missing_ok=True)  # of a night in which the program ended
            await back_up(store, unfinished)
            unfinished.replace(target)
            for old in sorted(self._ours(), reverse=True)[KEPT:]:
                old.unlink()
        except OSError as error:
            raise NoRoom(f"{self.folder} can't be used: {error.strerror}") from error
        return target

    def _ours(self) -> Iterator[Path]:
        """Give the backups that were made here: a name alone is not believed."""
        for file in self.folder.iterdir():
            day = re.fullmatch(re.escape(self.name) + r"\.night-(\d{4}-\d\d-\d\d)", file.name)
            if day and not file.is_symlink() and is_ours(file):
                yield file


def _look_through(copy: Path) -> None:
    check_copy(copy)
    check_index(copy)
    with copy.open("rb") as written:
        os.fsync(written.fileno())
