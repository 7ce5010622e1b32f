"""What the bot does at night: it looks through its database, forgets what is old and makes a backup.

What goes wrong is told to whoever runs the bot. Nothing is forgotten in a damaged database, and no backup of
it takes the place of a sound one.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.backups import Backups
from bot.forget import forget_before
from bot.notices import owe_notices
from storage.errors import StorageError
from storage.store import Store

log = logging.getLogger(__name__)

AT = time(3, 30)
"""In the bot's time zone."""

LOOK = 60.0
"""Seconds between two looks at the clock: the machine may have slept."""


@dataclass(kw_only=True)
class Night:
    """The nightly look, what is done after it, and what came of it last."""

    store: Store
    zone: ZoneInfo
    clock: Callable[[], datetime]
    admins: frozenset[str]
    keep_days: int = 0  # 0: everything is kept
    backups: Backups | None = None
    checked: datetime | None = None
    fault: str = ""
    forgotten: int | None = None  # articles; None where nothing is to be forgotten
    forgetting_fault: str = ""
    backup: Path | None = None
    backup_fault: str = ""
    _next: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._next = self._after(self.clock())

    async def run(self) -> None:
        """Do each night's work, until cancelled."""
        while True:
            await asyncio.sleep(LOOK)
            await self.look_if_due()

    async def look_if_due(self) -> None:
        """Do the night's work when its time has come; tell whoever runs the bot of what went wrong."""
        now = self.clock()
        if now < self._next:
            return
        self._next = self._after(now)
        self.forgotten, self.forgetting_fault, self.backup_fault = None, "", ""
        await self._look_through(now)
        if not self.fault:
            await self._forget(now)
            await self._back_up(now)

    async def _look_through(self, now: datetime) -> None:
        try:
            self.fault = await self.store.fault()
        except StorageError as error:
            self.fault = str(error)
        self.checked = now
        if self.fault:
            await self._tell(f"The database is damaged: {self.fault}. A backup can be restored.")

    async def _forget(self, now: datetime) -> None:
        if not self.keep_days:
            return
        try:
            self.forgotten = await forget_before(self.store, now - timedelta(days=self.keep_days))
        except StorageError as error:
            self.forgetting_fault = str(error)
            await self._tell(f"What is old could not be forgotten: {error}")

    async def _back_up(self, now: datetime) -> None:
        if self.backups is None:
            return
        try:
            self.backup = await self.backups.make(self.store, now.astimezone(self.zone).date())
        except StorageError as error:
            self.backup_fault = str(error)
            await self._tell(f"There is no backup of this night: {error}")

    async def _tell(self, words: str) -> None:
        log.error("%s", words)
        try:
            async with self.store.editing() as edition:
                await owe_notices(edition, self.admins, words, self.clock())
        except StorageError:
            log.exception("nobody could be told so")

    def _after(self, now: datetime) -> datetime:
        local = now.astimezone(self.zone)
        tonight = datetime.combine(local.date(), AT, self.zone)
        return tonight if tonight > local else tonight + timedelta(days=1)
