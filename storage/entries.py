"""The memory of every item that a feed ever carried."""

from collections.abc import Collection, Sequence
from datetime import datetime

from feeds.model import ArticleId, Entry, FeedId
from storage.database import Connection, Row
from storage.model import EntryMark
from storage.values import batched, instant, maybe_instant, maybe_moment

AT_ONCE = 500
"""Hashes asked for in one query; SQLite takes some thousand values in one."""


async def marks(connection: Connection, feed_id: FeedId, entries: Collection[Entry]) -> tuple[EntryMark, ...]:
    """Give what is remembered of some items of a feed, be it under the same guid, link or words."""
    found = {
        **await _matching(connection, feed_id, "key", {entry.key for entry in entries}),
        **await _matching(connection, feed_id, "link_key", {entry.link_key for entry in entries} - {b""}),
        **await _matching(connection, feed_id, "content_hash", {entry.content_hash for entry in entries}),
    }
    return tuple(found.values())


async def _matching(
    connection: Connection, feed_id: FeedId, column: str, hashes: Collection[bytes]
) -> dict[bytes, EntryMark]:
    found: dict[bytes, EntryMark] = {}
    for some in batched(hashes, AT_ONCE):
        values = {f"hash{number}": value for number, value in enumerate(some)}
        places = ", ".join(f":{name}" for name in values)
        rows = await connection.rows(
            f"""
            SELECT key, link_key, content_hash, words, dated, article, forgotten FROM entry
            WHERE feed = :feed AND {column} IN ({places}) AND {column} <> x''
            """,  # noqa: S608  our own names
            feed=feed_id,
            **values,
        )
        found |= {row["key"]: mark(row) for row in rows}
    return found


async def remember(
    connection: Connection, feed_id: FeedId, seen_marks: Sequence[EntryMark], seen: datetime
) -> None:
    """Remember items, so that they are never news twice."""
    await connection.execute_many(
        """
        INSERT INTO entry (feed, key, link_key, content_hash, words, dated, seen, article, forgotten)
        VALUES (:feed, :key, :link_key, :content_hash, :words, :dated, :seen, :article, :forgotten)
        ON CONFLICT (feed, key) DO UPDATE SET link_key = excluded.link_key,
            content_hash = excluded.content_hash, words = excluded.words, dated = excluded.dated,
            article = coalesce(excluded.article, article), forgotten = excluded.forgotten
        """,
        [
            {
                "feed": feed_id,
                "key": each.key,
                "link_key": each.link_key,
                "content_hash": each.content_hash,
                "words": each.words,
                "dated": maybe_instant(each.dated),
                "seen": instant(seen),
                "article": each.article,
                "forgotten": int(each.is_forgotten),
            }
            for each in seen_marks
        ],
    )


def mark(row: Row) -> EntryMark:
    """Read what is remembered of an item."""
    return EntryMark(
        key=row["key"],
        link_key=row["link_key"],
        content_hash=row["content_hash"],
        words=row["words"],
        dated=maybe_moment(row["dated"]),
        article=None if row["article"] is None else ArticleId(row["article"]),
        is_forgotten=bool(row["forgotten"]),
    )
