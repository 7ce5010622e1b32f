"""Says in one line that a digest has nothing to tell, in the chats that want to hear that, too."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from bot.hours import due_at
from bot.speech import phrase
from storage.edition import Edition
from storage.errors import StorageError
from storage.model import ChatId, Watch
from storage.store import Store

log = logging.getLogger(__name__)

LOOK = 60.0
"""Seconds between two looks at the clock."""

GRACE = timedelta(minutes=1)
"""What came just before a digest's time may be kept a moment after it."""

LATE = timedelta(hours=1)
"""Later than this nothing is said: who was away for so long does not know that there was nothing."""

EMPTY = phrase("This digest is empty: nothing that this chat watches for is new.")


async def tell_of_nothing(store: Store, clock: Callable[[], datetime]) -> None:
    """Look for empty digests now and then, until cancelled."""
    while True:
        await asyncio.sleep(LOOK)
        try:
            async with store.editing() as edition:
                await owe_empty(edition, clock())
        except StorageError as error:
            log.error("empty digests are not told: %s", error)  # noqa: TRY400  said in full


async def owe_empty(edition: Edition, now: datetime) -> None:
    """Owe a line to each chat whose digest of this hour has nothing to tell, once."""
    for chat, slot in _just_over(await edition.digest_watches(), now).items():
        await edition.owe_empty(chat, EMPTY, slot=slot)


def _just_over(watches: Iterable[Watch], now: datetime) -> Mapping[ChatId, datetime]:
    """Give the chats whose digest was to come a moment ago, with its time."""
    slots = {}
    for watch in watches:
        slot = due_at(watch.chat.hours, watch.wanted.delivery, now - LATE)
        if watch.since < slot <= now - GRACE:
            slots[watch.chat.id] = slot
    return slots
