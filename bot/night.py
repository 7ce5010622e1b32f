"""What the bot does at night: it looks through its database, and says so when it is damaged."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

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
    """The nightly look, and what it found last."""

    store: Store
    zone: ZoneInfo
    clock: Callable[[], datetime]
    admins: frozenset[str]
    checked: datetime | None = None
    fault: str = ""
    _next: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._next = self._after(self.clock())

    async def run(self) -> None:
        """Look each night, until cancelled."""
        while True:
            await asyncio.sleep(LOOK)
            await self.look_if_due()

    async def look_if_due(self) -> None:
        """Look through the database when its time has come; tell whoever runs the bot of damage."""
        now = self.clock()
        if now < self._next:
            return
        self._next = self._after(now)
        try:
            self.fault = await self.store.fault()
        except StorageError as error:
            self.fault = str(error)
        self.checked = now
        if self.fault:
            log.error("the database is damaged: %s", self.fault)
            await self._tell(f"The database is damaged: {self.fault}. A backup can be restored.")

    async def _tell(self, words: str) -> None:
        try:
            async with self.store.editing() as edition:
                await owe_notices(edition, self.admins, words, self.clock())
        except StorageError:
            log.exception("nobody could be told that the database is damaged")

    def _after(self, now: datetime) -> datetime:
        local = now.astimezone(self.zone)
        tonight = datetime.combine(local.date(), AT, self.zone)
        return tonight if tonight > local else tonight + timedelta(days=1)
