"""Feeds that move to another address."""

from feeds.model import Feed, FeedId, host_of
from storage.database import Connection
from storage.feeds import one


async def move(connection: Connection, feed_id: FeedId, url: str) -> Feed:
    """Give a feed its new address; gives the feed as it is then.

    Where another feed is polled there, or was and the operator removed it, this one is no longer polled. One
    that is no longer polled for other reasons leaves its address to this one.
    """
    obstacle = await _obstacle(connection, feed_id, url)
    if obstacle:
        await connection.execute(
            "UPDATE feed SET retired = 1, fault = :fault WHERE id = :id",
            fault=f"it has moved to {url}, which {obstacle}",
            id=feed_id,
        )
    else:
        await connection.execute("DELETE FROM feed WHERE url = :url AND id <> :id", url=url, id=feed_id)
        await connection.execute(
            """
            UPDATE feed SET url = :url, host = :host, moved_to = '', moved_times = 0, moved_since = NULL
            WHERE id = :id
            """,
            url=url,
            host=host_of(url),
            id=feed_id,
        )
    moved = await one(connection, feed_id)
    assert moved is not None  # noqa: S101  rows of feeds that are polled are never deleted
    return moved


async def _obstacle(connection: Connection, feed_id: FeedId, url: str) -> str:
    """Say why a feed may not have an address; empty where it may."""
    other = await connection.row(
        """
        SELECT iif(removed, 'was removed from the feeds', iif(retired, '', 'is polled already')) AS obstacle
        FROM feed WHERE url = :url AND id <> :id
        """,
        url=url,
        id=feed_id,
    )
    return str(other["obstacle"]) if other else ""
