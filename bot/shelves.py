"""Keeps the articles of the last days in memory, so that an article finds its story at once."""

import asyncio
from datetime import datetime, timedelta

from feeds.model import Signature
from feeds.stories.cluster import WINDOW
from feeds.stories.clusters.shelf import Shelf
from storage.edition import Edition
from storage.model import RecentMark

REACH = 2 * WINDOW
"""How old an article may be that stands on the shelf: one as old as half of it still finds its neighbours."""

SLACK = timedelta(hours=1)
"""How much older the oldest may grow before they are taken off."""

AT_ONCE = 100
"""Articles put on the shelf before others may have the event loop, about 10 ms."""


async def living_around(edition: Edition, published: datetime, newcomer: Signature) -> Shelf:
    """Give a shelf with what a newcomer may join that nobody may reject: articles that were not rejected."""
    near = await edition.recent_members(published - WINDOW, published + WINDOW)
    return Shelf((member for member in near if not member.is_rejected), newcomer=newcomer)


class Shelves:
    """The shelf of the last days, kept up with the database; for an older article, one of its own.

    What the database undoes, or another process does, is seen, too: the shelf is then filled anew.
    """

    def __init__(self) -> None:
        """Nothing is read before the first article asks."""
        self._shelf = Shelf()
        self._since: datetime | None = None
        self._seen = RecentMark(number=0, mark=b"")

    async def around(
        self, edition: Edition, published: datetime, newcomer: Signature, now: datetime
    ) -> Shelf:
        """Give a shelf with every article, as this change sees them, that a newcomer may join or follow."""
        if published < now - WINDOW:
            near = await edition.recent_members(published - WINDOW, published + WINDOW)
            return Shelf(near, newcomer=newcomer)
        await self._keep_up(edition, now)
        return self._shelf

    async def _keep_up(self, edition: Edition, now: datetime) -> None:
        oldest = now - REACH
        changed = await edition.changed_since(self._seen) if self._since else None
        if self._since is None or changed is None or oldest < self._since:
            await self._fill(edition, oldest - SLACK)
        elif changed:
            for article in changed:
                self._shelf.drop(article)
            for member in await edition.members(changed):
                if member.published >= self._since:
                    self._shelf.add(member)
            self._seen = await edition.recent_mark()
        if self._since and self._since < oldest - 2 * SLACK:
            self._since = oldest - SLACK
            self._shelf.drop_before(self._since)

    async def _fill(self, edition: Edition, since: datetime) -> None:
        self._since = None  # until it is full: this may be cancelled
        self._shelf = Shelf()
        members = await edition.recent_members(since, since + 2 * REACH)
        for number, member in enumerate(sorted(members, key=lambda member: member.published)):
            self._shelf.add(member)
            if number % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)
        self._seen = await edition.recent_mark()
        self._since = since
