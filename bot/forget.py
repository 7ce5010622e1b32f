"""Forgets what is older than is to be kept; never what a chat waits for or what somebody stands by."""

from datetime import datetime

from feeds.model import ArticleId, Matter
from feeds.stories.ledger import since_last_clear_day
from storage.store import Store

AT_ONCE = 200
"""Articles in one transaction: nobody who writes waits for long."""

LOOKED_AT = 200
"""Positions of one actor on one matter, the newest, among which his last clear day is looked for."""


async def forget_before(store: Store, before: datetime) -> int:
    """Forget the articles of all stories that ended before a time; gives how many. Raises StorageError.

    What each actor and country holds now stays with its whole story, and so does what tells whether the next
    word of an actor is a turn.
    """
    needed = await _needed(store)
    forgotten, some = 0, AT_ONCE
    while some == AT_ONCE:
        async with store.editing() as edition:
            some = await edition.forget_articles(before, needed, limit=AT_ONCE)
        forgotten += some
    return forgotten


async def _needed(store: Store) -> frozenset[ArticleId]:
    stands = [*await store.stands_of_countries(), *await store.stands_of_actors("")]
    for actor in await store.actors_with_positions():
        for matter in Matter:
            line = await store.own_words(actor, matter, limit=LOOKED_AT)
            stands += since_last_clear_day(line)
    return frozenset(held.article for held in stands)
