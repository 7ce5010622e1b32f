"""Feeds and their outlets."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from feeds.model import Feed, FeedId, FeedSource, Hints, Identity, Outlet, Ownership, Validators
from storage.database import Connection, Row
from storage.values import instant, maybe_instant, maybe_moment, moment

FEEDS = """
    SELECT feed.*, outlet.name AS outlet_name, outlet.country AS outlet_country,
           outlet.language AS outlet_language, outlet.ownership AS outlet_ownership,
           subscription.lease_until AS subscribed_until
    FROM feed JOIN outlet ON outlet.id = feed.outlet LEFT JOIN subscription ON subscription.feed = feed.id
"""


async def add(connection: Connection, source: FeedSource, due: datetime) -> bool:
    """Add a feed at an operator's wish; one that was removed or retired begins anew. Says whether it is new.

    A known outlet stays as it is: a feed that gives itself the name of a state's outlet changes no label.
    """
    changed = await connection.execute(
        """
        UPDATE feed SET removed = 0, retired = 0, crashes = 0, failures = 0, fault = '', failing_since = NULL,
            moved_to = '', moved_times = 0, moved_since = NULL, due = :due
        WHERE url = :url AND (removed = 1 OR retired = 1)
        """,
        url=source.url,
        due=instant(due),
    )
    return await _insert(connection, source, due) or changed > 0


async def offer(connection: Connection, source: FeedSource, due: datetime) -> bool:
    """Add a feed of the catalogue, unless the operator removed it, and bring its outlet up to date.

    One that has moved since is known by the address under which it was added.
    """
    known = await connection.row("SELECT id FROM feed WHERE listed = :url", url=source.url)
    is_new = known is None and await _insert(connection, source, due)
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
        "UPDATE feed SET outlet = :outlet, priority = :priority WHERE url = :url OR listed = :url",
        outlet=outlet_row,
        priority=int(source.priority),
        url=source.url,
    )
    return is_new


async def _insert(connection: Connection, source: FeedSource, due: datetime) -> bool:
    changed = await connection.execute(
        """
        INSERT INTO feed (url, listed, host, outlet, priority, due)
        VALUES (:url, :url, :host, :outlet, :priority, :due) ON CONFLICT (url) DO NOTHING
        """,
        url=source.url,
        host=source.host,
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


async def due(
    connection: Connection, now: datetime, limit: int, busy_hosts: Collection[str] = ()
) -> tuple[Feed, ...]:
    """Give the feeds whose time has come, the longest overdue first; none of a busy host."""
    rows = await connection.rows(
        f"""{FEEDS} WHERE feed.retired = 0 AND feed.removed = 0 AND feed.due <= :now
          AND feed.host NOT IN (SELECT value FROM json_each(:busy))
        ORDER BY feed.due LIMIT :limit""",  # noqa: S608  our own words
        now=instant(now),
        busy=json.dumps(sorted(busy_hosts)),
        limit=limit,
    )
    return tuple(feed(row) for row in rows)


async def one(connection: Connection, feed_id: FeedId) -> Feed | None:
    """Give a feed."""
    row = await connection.row(f"{FEEDS} WHERE feed.id = :id", id=feed_id)
    return feed(row) if row else None


# What was hurried while its visit was under way is due by then, whatever the visit planned.
SAVE = """
    UPDATE feed SET
        due = CASE WHEN breaking_until IS :breaking_until THEN :due
                   ELSE min(:due, max(hurried_to, coalesce(:not_before, hurried_to))) END,
        not_before = :not_before, why = :why, etag = :etag,
        last_modified = :last_modified, body_hash = :body_hash, ttl_minutes = :ttl_minutes,
        skip_hours = :skip_hours, skip_days = :skip_days, hub = :hub, topic = :topic, identity = :identity,
        polled = :polled, succeeded = :succeeded, whole = :whole, news = :news, pace = :pace,
        moved_to = :moved_to, moved_times = :moved_times, moved_since = :moved_since, failures = :failures,
        fault = :fault, failing_since = :failing_since, crashes = :crashes, retired = :retired,
        pushes = :pushes
    WHERE id = :id
"""


async def save(connection: Connection, visited: Sequence[Feed]) -> None:
    """Keep what visits taught us about feeds; what breaks at their outlets is not theirs to say."""
    await connection.execute_many(SAVE, [_values(known) for known in visited])


async def hurry(connection: Connection, outlet: Outlet, *, until: datetime, due: datetime) -> None:
    """Poll an outlet's feeds more often for a while, and soon, where their servers allow it."""
    await connection.execute(
        """
        UPDATE feed SET breaking_until = :until, hurried_to = :due,
            due = min(feed.due, max(:due, coalesce(not_before, :due)))
        WHERE outlet = (SELECT id FROM outlet WHERE name = :outlet)
        """,
        until=instant(until),
        due=instant(due),
        outlet=outlet.name,
    )


async def document(connection: Connection, feed_id: FeedId) -> frozenset[bytes]:
    """Give the hashes of the items that a feed's last document had."""
    row = await connection.row("SELECT items FROM feed_document WHERE feed = :feed", feed=feed_id)
    items = row["items"] if row else b""
    return frozenset(items[start : start + 16] for start in range(0, len(items), 16))


async def save_document(connection: Connection, feed_id: FeedId, items: Sequence[bytes]) -> None:
    """Keep the hashes (16 bytes) of the items of a feed's document."""
    await connection.execute(
        """
        INSERT INTO feed_document (feed, items) VALUES (:feed, :items)
        ON CONFLICT (feed) DO UPDATE SET items = excluded.items
        """,
        feed=feed_id,
        items=b"".join(items),
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
        not_before=maybe_moment(row["not_before"]),
        why=row["why"],
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        body_hash=row["body_hash"],
        hints=_hints(row),
        identity=Identity(row["identity"]),
        polled=maybe_moment(row["polled"]),
        succeeded=maybe_moment(row["succeeded"]),
        whole=maybe_moment(row["whole"]),
        news=maybe_moment(row["news"]),
        pace=row["pace"],
        breaking_until=maybe_moment(row["breaking_until"]),
        moved_to=row["moved_to"],
        moved_times=row["moved_times"],
        moved_since=maybe_moment(row["moved_since"]),
        failures=row["failures"],
        fault=row["fault"],
        failing_since=maybe_moment(row["failing_since"]),
        crashes=row["crashes"],
        retired=bool(row["retired"]),
        subscribed_until=maybe_moment(row["subscribed_until"]),
        pushes=row["pushes"],
    )


def _hints(row: Row) -> Hints:
    return Hints(
        ttl_minutes=row["ttl_minutes"],
        skip_hours=frozenset(json.loads(row["skip_hours"])),
        skip_days=frozenset(json.loads(row["skip_days"])),
        hub=row["hub"],
        topic=row["topic"],
    )


def _values(known: Feed) -> dict[str, object]:
    """Write a feed as the values of `SAVE`."""
    return {
        "id": known.id,
        "due": instant(known.due),
        "not_before": maybe_instant(known.not_before),
        "why": known.why,
        "etag": known.validators.etag,
        "last_modified": known.validators.last_modified,
        "body_hash": known.body_hash,
        "ttl_minutes": known.hints.ttl_minutes,
        "skip_hours": json.dumps(sorted(known.hints.skip_hours)),
        "skip_days": json.dumps(sorted(known.hints.skip_days)),
        "hub": known.hints.hub,
        "topic": known.hints.topic,
        "identity": known.identity.value,
        "polled": maybe_instant(known.polled),
        "succeeded": maybe_instant(known.succeeded),
        "whole": maybe_instant(known.whole),
        "news": maybe_instant(known.news),
        "pace": known.pace,
        "breaking_until": maybe_instant(known.breaking_until),
        "moved_to": known.moved_to,
        "moved_times": known.moved_times,
        "moved_since": maybe_instant(known.moved_since),
        "failures": known.failures,
        "fault": known.fault,
        "failing_since": maybe_instant(known.failing_since),
        "crashes": known.crashes,
        "retired": int(known.retired),
        "pushes": known.pushes,
    }


async def outlets(connection: Connection) -> tuple[str, ...]:
    """Give the names of all outlets that were ever polled."""
    return tuple(str(row["name"]) for row in await connection.rows("SELECT name FROM outlet ORDER BY name"))


async def homes(connection: Connection) -> tuple[str, ...]:
    """Give the countries of all outlets, each once."""
    rows = await connection.rows("SELECT DISTINCT country FROM outlet ORDER BY country")
    return tuple(str(row["country"]) for row in rows)


def outlet(row: Row) -> Outlet:
    """Read an outlet from a row that has its columns prefixed with `outlet_`."""
    return Outlet(
        name=row["outlet_name"],
        country=row["outlet_country"],
        language=row["outlet_language"],
        ownership=Ownership(row["outlet_ownership"]),
    )
