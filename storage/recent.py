"""The articles with which a newcomer is compared, and which of them have changed since somebody looked."""

import json
from collections.abc import Collection
from datetime import datetime

from feeds.model import ArticleId, Member, StoryId
from storage.database import Connection, Row
from storage.model import RecentMark
from storage.values import instant, moment, read_signature

MEMBERS = """
    SELECT article.id, story, origin, signature, published, outlet.name AS outlet, credit,
           article.label = 'NO' AS is_rejected
    FROM article JOIN outlet ON outlet.id = article.outlet
         LEFT JOIN correction ON correction.article = article.id
    WHERE (article.label <> 'NO' OR correction.label = 'NO')
"""
"""Those that left the subject are not among them, but those are that somebody has rejected."""


async def between(connection: Connection, since: datetime, until: datetime) -> tuple[Member, ...]:
    """Give the articles published between two times, as far as a newcomer is compared with them."""
    rows = await connection.rows(
        f"{MEMBERS} AND published BETWEEN :since AND :until ORDER BY article.id",
        since=instant(since),
        until=instant(until),
    )
    return tuple(map(_member, rows))


async def some(connection: Connection, articles: Collection[ArticleId]) -> tuple[Member, ...]:
    """Give those of some articles that a newcomer is compared with."""
    rows = await connection.rows(
        f"{MEMBERS} AND article.id IN (SELECT value FROM json_each(:articles))"  # noqa: S608  our own words
        " ORDER BY article.id",
        articles=json.dumps(sorted(articles)),
    )
    return tuple(map(_member, rows))


async def mark(connection: Connection) -> RecentMark:
    """Give the mark of the last change, and forget those before it: whoever is further behind begins anew."""
    row = await connection.row("SELECT id, mark FROM recent_change ORDER BY id DESC LIMIT 1")
    if row is None:
        return RecentMark(number=0, mark=b"")
    await connection.execute("DELETE FROM recent_change WHERE id < :id", id=row["id"])
    return RecentMark(number=row["id"], mark=row["mark"])


async def changed_since(connection: Connection, seen: RecentMark) -> frozenset[ArticleId] | None:
    """Give the articles that changed after a mark; None where that can't be told, for it is not there."""
    rows = await connection.rows(
        "SELECT id, article, mark FROM recent_change WHERE id >= :id ORDER BY id", id=seen.number
    )
    if not rows or (rows[0]["id"], rows[0]["mark"]) != (seen.number, seen.mark):
        return None
    return frozenset(ArticleId(row["article"]) for row in rows[1:])


def _member(row: Row) -> Member:
    return Member(
        story=StoryId(row["story"]),
        article=ArticleId(row["id"]),
        origin=ArticleId(row["origin"] or row["id"]),
        signature=read_signature(row["signature"]),
        published=moment(row["published"]),
        outlet=row["outlet"],
        credit=row["credit"],
        is_rejected=bool(row["is_rejected"]),
    )
