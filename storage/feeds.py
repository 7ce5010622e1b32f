"""Feeds, their outlets, and the memory of every item that they ever carried."""

from datetime import datetime

from feeds.model import ArticleId, Feed, FeedId, FeedSource, Outlet, Ownership, Validators
from storage.database import Connection, Row
from storage.model import EntryMark
from storage.values import instant, maybe_instant, maybe_moment, moment

FEEDS = """
    SELECT feed.*, outlet.name AS outlet_name, outlet.country AS outlet_country,
           outlet.language AS outlet_language, outlet.ownership AS outlet_ownership
    FROM feed JOIN outlet ON outlet.id = feed.outlet
"""


async def add(connection: Connection, source: FeedSource, due: datetime) -> bool:
    """Add a feed at an operator's wish; one that was removed or retired begins anew. Says whether it is new.

    A known outlet stays as it is: a feed that gives itself the name of a state's outlet changes no label.
    """
    changed = await connection.execute(
        """
        UPDATE feed SET removed = 0, retired = 0, crashes = 0, failures = 0, fault = '', failing_since = NULL,
            due = :due
        WHERE url = :url AND (removed = 1 OR retired = 1)
        """,
        url=source.url,
        due=instant(due),
    )
    return await _insert(connection, source, due) or changed > 0


async def offer(connection: Connection, source: FeedSource, due: datetime) -> bool:
    """Add a feed of the catalogue, unless the operator removed it, and bring its outlet up to date."""
    is_new = await _insert(connection, source, due)
    outlet_row = await outlet_id(connection, source.outlet)
    await connection.execute(
        """
        UPDATE outlet SET country = :country, language = :language, ownership = :ownership WHERE id = :id
        """,
        id=outlet_row,
        country=source.outlet.country,
        language=source.outlet.language,
        ownership=source.outlet.ownership.value,
    )
    await connection.execute(
        "UPDATE feed SET outlet = :outlet, priority = :priority WHERE url = :url",
        outlet=outlet_row,
        priority=int(source.priority),
        url=source.url,
    )
    return is_new


async def _insert(connection: Connection, source: FeedSource, due: datetime) -> bool:
    changed = await connection.execute(
        """
        INSERT INTO feed (url, outlet, priority, due) VALUES (:url, :outlet, :priority, :due)
        ON CONFLICT (url) DO NOTHING
        """,
        url=source.url,
        outlet=await outlet_id(connection, source.outlet),
        priority=int(source.priority),
        due=instant(due),
    )
    return changed > 0


async def remove(connection: Connection, url: str) -> bool:
    """Poll a feed no more; the articles that it brought stay. Says whether there was one."""
    changed = await connection.execute(
        "UPDATE feed SET removed = 1 WHERE url = :url AND removed = 0", url=url
    )
    return changed > 0


async def every(connection: Connection) -> tuple[Feed, ...]:
    """Give all feeds, by outlet."""
    return tuple(
        feed(row)
        for row in await connection.rows(f"{FEEDS} WHERE feed.removed = 0 ORDER BY outlet.name, feed.url")
    )


async def due(connection: Connection, now: datetime, limit: int) -> tuple[Feed, ...]:
    """Give the feeds whose time has come, the longest overdue first."""
    rows = await connection.rows(
        f"""{FEEDS} WHERE feed.retired = 0 AND feed.removed = 0 AND feed.due <= :now
        ORDER BY feed.due LIMIT :limit""",
        now=instant(now),
        limit=limit,
    )
    return tuple(feed(row) for row in rows)


async def save(connection: Connection, known: Feed) -> None:
    """Keep what a visit taught us about a feed."""
    await connection.execute(
        """
        UPDATE feed SET due = :due, etag = :etag, last_modified = :last_modified, body_hash = :body_hash,
            polled = :polled, succeeded = :succeeded, failures = :failures, fault = :fault,
            failing_since = :failing_since, crashes = :crashes, retired = :retired
        WHERE id = :id
        """,
        id=known.id,
        due=instant(known.due),
        etag=known.validators.etag,
        last_modified=known.validators.last_modified,
        body_hash=known.body_hash,
        polled=maybe_instant(known.polled),
        succeeded=maybe_instant(known.succeeded),
        failures=known.failures,
        fault=known.fault,
        failing_since=maybe_instant(known.failing_since),
        crashes=known.crashes,
        retired=int(known.retired),
    )


async def marks(connection: Connection, feed_id: FeedId) -> tuple[EntryMark, ...]:
    """Give what is remembered of every item that a feed ever carried."""
    rows = await connection.rows(
        "SELECT key, content_hash, article FROM entry WHERE feed = :feed", feed=feed_id
    )
    return tuple(
        EntryMark(
            key=row["key"],
            content_hash=row["content_hash"],
            article=None if row["article"] is None else ArticleId(row["article"]),
        )
        for row in rows
    )


async def remember(connection: Connection, feed_id: FeedId, mark: EntryMark, seen: datetime) -> None:
    """Remember an item, so that it is never news twice."""
    await connection.execute(
        """
        INSERT INTO entry (feed, key, content_hash, seen, article)
        VALUES (:feed, :key, :content_hash, :seen, :article)
        ON CONFLICT (feed, key) DO UPDATE SET
            content_hash = excluded.content_hash, article = coalesce(excluded.article, article)
        """,
        feed=feed_id,
        key=mark.key,
        content_hash=mark.content_hash,
        seen=instant(seen),
        article=mark.article,
    )


async def outlet_id(connection: Connection, outlet: Outlet) -> int:
    """Give the row of an outlet, made if its name is new."""
    await connection.execute(
        """
        INSERT INTO outlet (name, country, language, ownership)
        VALUES (:name, :country, :language, :ownership) ON CONFLICT (name) DO NOTHING
        """,
        name=outlet.name,
        country=outlet.country,
        language=outlet.language,
        ownership=outlet.ownership.value,
    )
    row = await connection.row("SELECT id FROM outlet WHERE name = :name", name=outlet.name)
    assert row is not None  # noqa: S101  it was there or was just made
    return int(row["id"])


def feed(row: Row) -> Feed:
    """Read a feed from a row of `FEEDS`."""
    return Feed(
        id=FeedId(row["id"]),
        source=FeedSource(url=row["url"], outlet=outlet(row), priority=bool(row["priority"])),
        due=moment(row["due"]),
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        body_hash=row["body_hash"],
        polled=maybe_moment(row["polled"]),
        succeeded=maybe_moment(row["succeeded"]),
        failures=row["failures"],
        fault=row["fault"],
        failing_since=maybe_moment(row["failing_since"]),
        crashes=row["crashes"],
        retired=bool(row["retired"]),
    )


def outlet(row: Row) -> Outlet:
    """Read an outlet from a row that has its columns prefixed with `outlet_`."""
    return Outlet(
        name=row["outlet_name"],
        country=row["outlet_country"],
        language=row["outlet_language"],
        ownership=Ownership(row["outlet_ownership"]),
    )
