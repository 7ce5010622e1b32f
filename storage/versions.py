"""Versions: what articles said before their outlets edited them."""

import json
from collections.abc import Collection, Sequence

from feeds.model import ArticleId, KeptArticle, Quote, QuoteKind, Speaker, Version
from storage.database import Connection, Row
from storage.values import moment, read_spans, written_spans


async def keep(connection: Connection, kept: KeptArticle, altered: int) -> None:
    """Keep what an article says now as a version, before it is replaced; `altered`: quotes that it loses."""
    await connection.execute(
        """
        INSERT INTO article_version (article, version, title, text, text_hash, seen, quotes, altered)
        SELECT id, version, title, text, text_hash, seen, :quotes, :altered FROM article WHERE id = :id
        """,
        id=kept.id,
        quotes=json.dumps([_written(quote) for quote in kept.reading.quotes], ensure_ascii=False),
        altered=altered,
    )


async def of_articles(
    connection: Connection, articles: Collection[ArticleId], limit: int
) -> tuple[Version, ...]:
    """Give the newest versions of some articles, the last to be replaced first."""
    rows = await connection.rows(
        """
        SELECT * FROM article_version WHERE article IN (SELECT value FROM json_each(:ids))
        ORDER BY seen DESC, article DESC, version DESC LIMIT :limit
        """,
        ids=json.dumps(sorted(articles)),
        limit=limit,
    )
    return tuple(_version(row) for row in rows)


def _version(row: Row) -> Version:
    return Version(
        article=ArticleId(row["article"]),
        number=row["version"],
        title=row["title"],
        text=row["text"],
        seen=moment(row["seen"]),
        quotes=tuple(_quote(*written) for written in json.loads(row["quotes"])),
    )


def _written(quote: Quote) -> Sequence[str]:
    speaker = quote.speaker
    return [
        quote.kind.value,
        speaker.name,
        speaker.mention,
        speaker.actor,
        speaker.country,
        written_spans(quote.spans),
        written_spans(quote.quoted),
    ]


def _quote(  # noqa: PLR0913, PLR0917 - the columns of `_written`
    kind: str, name: str, mention: str, actor: str, country: str, spans: str, quoted: str
) -> Quote:
    return Quote(
        kind=QuoteKind(kind),
        speaker=Speaker(name=name, mention=mention, actor=actor, country=country),
        spans=read_spans(spans),
        quoted=read_spans(quoted),
    )
