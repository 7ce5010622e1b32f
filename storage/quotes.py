"""Quotes: who said what, kept with the article that has it and found again by speaker, day and outlet."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from feeds.model import ArticleId, Quote, QuoteKind, Speaker
from storage.database import Connection, Row
from storage.model import QuotesWanted
from storage.values import instant, read_spans, written_spans

SAID_BY = """
    SELECT article FROM quote WHERE actor IN (SELECT value FROM json_each(:actors))
    UNION ALL SELECT article FROM quote WHERE country = :country AND country <> ''
    UNION ALL SELECT article FROM quote WHERE speaker IN (SELECT value FROM json_each(:speakers))
    LIMIT :limit
"""
BY_ANY_NAME = """
    (quote.actor IN (SELECT value FROM json_each(:actors))
     OR (quote.country = :country AND :country <> '')
     OR quote.speaker IN (SELECT value FROM json_each(:speakers)))
"""
FEW = 2_000
"""Quotes of somebody that are looked up one by one; of more the newest are found by going back in time."""


async def keep(connection: Connection, article: ArticleId, quotes: Collection[Quote]) -> None:
    """Keep the quotes of an article in place of those that it had."""
    await connection.execute("DELETE FROM quote WHERE article = :id", id=article)
    for ordinal, quote in enumerate(quotes):
        await connection.execute(
            """
            INSERT INTO quote (article, ordinal, kind, speaker, mention, actor, country, spans, quoted, cue)
            VALUES (:article, :ordinal, :kind, :speaker, :mention, :actor, :country, :spans, :quoted, :cue)
            """,
            article=article,
            ordinal=ordinal,
            kind=quote.kind.value,
            speaker=quote.speaker.name,
            mention=quote.speaker.mention,
            actor=quote.speaker.actor,
            country=quote.speaker.country,
            spans=written_spans(quote.spans),
            quoted=written_spans(quote.quoted),
            cue=None if quote.cue is None else written_spans((quote.cue,)),
        )


async def of_articles(
    connection: Connection, articles: Collection[ArticleId]
) -> dict[ArticleId, tuple[Quote, ...]]:
    """Give the quotes of some articles, in reading order."""
    rows = await connection.rows(
        """
        SELECT * FROM quote WHERE article IN (SELECT value FROM json_each(:ids)) ORDER BY article, ordinal
        """,
        ids=json.dumps(list(articles)),
    )
    found: dict[ArticleId, list[Quote]] = {}
    for row in rows:
        found.setdefault(ArticleId(row["article"]), []).append(_quote(row))
    return {article: tuple(quotes) for article, quotes in found.items()}


async def find(connection: Connection, wanted: QuotesWanted, limit: int) -> tuple[tuple[ArticleId, int], ...]:
    """Give the newest quotes that are wanted, each by its article and its number there, counted from 0.

    Which articles are the newest is read from an index alone: their texts lie between the columns.
    """
    values = _values(wanted)
    said_by = await connection.rows(SAID_BY, limit=FEW + 1, **values) if wanted.names_somebody else ()
    is_few = wanted.names_somebody and len(said_by) <= FEW
    rows = await connection.rows(
        f"""
        SELECT quote.article, quote.ordinal
        FROM article INDEXED BY article_published CROSS JOIN quote ON quote.article = article.id
        WHERE {" AND ".join(_conditions(wanted, is_few=is_few))}
        ORDER BY article.published DESC, article.id DESC, quote.ordinal LIMIT :limit
        """,  # noqa: S608  made of the constants of this file
        limit=limit,
        articles=json.dumps([row["article"] for row in said_by]),
        **values,
    )
    return tuple((ArticleId(row["article"]), int(row["ordinal"])) for row in rows)


async def speakers(connection: Connection) -> tuple[str, ...]:
    """Give the names of all who are quoted, each once."""
    rows = await connection.rows(
        """
        WITH RECURSIVE names (name) AS (
            SELECT min(speaker) FROM quote WHERE speaker > ''
            UNION ALL SELECT (SELECT min(speaker) FROM quote WHERE speaker > name) FROM names
            WHERE name IS NOT NULL)
        SELECT name FROM names WHERE name IS NOT NULL
        """
    )
    return tuple(str(row["name"]) for row in rows)


def _conditions(wanted: QuotesWanted, *, is_few: bool) -> Iterator[str]:
    yield "article.label <> 'NO'"
    yield "quote.speaker <> ''"
    if wanted.names_somebody:
        yield BY_ANY_NAME
    if is_few:
        yield "article.id IN (SELECT value FROM json_each(:articles))"
    yield from _filters(wanted)


def _filters(wanted: QuotesWanted) -> Iterator[str]:
    if wanted.story is not None:
        yield "article.story = :story"
    if wanted.since is not None:
        yield "article.published >= :since"
    if wanted.before is not None:
        yield "article.published < :before"
    if wanted.languages:
        yield "article.language IN (SELECT value FROM json_each(:languages))"
    if wanted.outlets is not None:
        yield (
            "article.outlet IN (SELECT id FROM outlet WHERE name IN (SELECT value FROM json_each(:outlets)))"
        )
    if wanted.kinds:
        yield "quote.kind IN (SELECT value FROM json_each(:kinds))"


def _values(wanted: QuotesWanted) -> dict[str, Any]:
    return {
        "actors": json.dumps(wanted.actors),
        "country": wanted.country,
        "speakers": json.dumps(wanted.speakers),
        "story": wanted.story,
        "since": None if wanted.since is None else instant(wanted.since),
        "before": None if wanted.before is None else instant(wanted.before),
        "languages": json.dumps(wanted.languages),
        "outlets": json.dumps(wanted.outlets or ()),
        "kinds": json.dumps([kind.value for kind in wanted.kinds]),
    }


def _quote(row: Row) -> Quote:
    return Quote(
        kind=QuoteKind(row["kind"]),
        speaker=Speaker(
            name=row["speaker"], mention=row["mention"], actor=row["actor"], country=row["country"]
        ),
        spans=read_spans(row["spans"]),
        quoted=read_spans(row["quoted"]),
        cue=None if row["cue"] is None else read_spans(row["cue"])[0],
    )
