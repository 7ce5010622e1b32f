"""Articles, and what was read in them."""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from feeds.model import (
    RULES,
    Article,
    ArticleId,
    Assessment,
    Basis,
    KeptArticle,
    Label,
    Position,
    Quote,
    Reading,
    Reason,
    Salience,
    Source,
    Span,
    StoryId,
    Wall,
)
from storage import facts, positions, quotes, versions
from storage.database import Connection, Row
from storage.feeds import outlet, outlet_id
from storage.model import Extent, QuotesWanted
from storage.values import (
    instant,
    maybe_moment,
    moment,
    read_signature,
    read_spans,
    written_signature,
    written_spans,
)

ARTICLES = """
    SELECT article.*, outlet.name AS outlet_name, outlet.country AS outlet_country,
           outlet.language AS outlet_language, outlet.ownership AS outlet_ownership,
           correction.was AS corrected_from,
           (SELECT sum(altered) FROM article_version AS old WHERE old.article = article.id) AS altered
    FROM article JOIN outlet ON outlet.id = article.outlet
         LEFT JOIN correction ON correction.article = article.id
"""


async def keep(
    connection: Connection,
    article: Article,
    reading: Reading,
    *,
    story: StoryId,
    origin: ArticleId | None,
    seen: datetime,
) -> ArticleId:
    """Keep a new article with all that was read in it. `origin` None: it is an independent one."""
    row_id = await connection.insert(
        """
        INSERT INTO article (story, origin, outlet, url, title, text, text_hash, basis, wall, published, seen,
            language, label, score, salience, reasons, summary, credit, signature, rules, named)
        VALUES (:story, :origin, :outlet, :url, :title, :text, :text_hash, :basis, :wall, :published, :seen,
            :language, :label, :score, :salience, :reasons, :summary, :credit, :signature, :rules, :named)
        """,
        story=story,
        origin=origin,
        outlet=await outlet_id(connection, article.outlet),
        url=article.url,
        seen=instant(seen),
        **_article_columns(article),
        **_reading_columns(reading),
    )
    await _keep_findings(connection, ArticleId(row_id), reading)
    return ArticleId(row_id)


async def revise(
    connection: Connection,
    kept: KeptArticle,
    article: Article,
    reading: Reading,
    seen: datetime,
    altered: int,
) -> None:
    """Replace an article that its outlet edited; what it said before stays as a version."""
    await versions.keep(connection, kept, altered)
    await connection.execute(
        """
        UPDATE article SET version = version + 1, seen = :seen, title = :title, text = :text,
            text_hash = :text_hash, basis = :basis, wall = :wall, published = :published
        WHERE id = :id
        """,
        id=kept.id,
        seen=instant(seen),
        **_article_columns(article),
    )
    await _replace_reading(connection, kept.id, reading)


async def reread(connection: Connection, kept: KeptArticle, reading: Reading | None) -> bool:
    """Replace what was read in an article, unless its words changed meanwhile; None: leave it as it was read.

    Says whether the words are still the same.
    """
    same = await connection.row(
        "SELECT 1 FROM article WHERE id = :id AND version = :version", id=kept.id, version=kept.version
    )
    if same is None:
        return False
    if reading is None:
        await connection.execute("UPDATE article SET rules = :rules WHERE id = :id", rules=RULES, id=kept.id)
    else:
        await _replace_reading(connection, kept.id, reading)
    return True


async def _replace_reading(connection: Connection, article: ArticleId, reading: Reading) -> None:
    """Replace what was read in an article; a correction of its label stands."""
    await connection.execute(
        """
        UPDATE article SET language = :language,
            label = coalesce((SELECT label FROM correction WHERE article = :id), :label),
            score = :score, salience = :salience, reasons = :reasons, summary = :summary,
            credit = :credit, signature = :signature, rules = :rules,
            named = :named
        WHERE id = :id
        """,
        id=article,
        **_reading_columns(reading),
    )
    await _keep_findings(connection, article, reading)


async def after(connection: Connection, article: ArticleId, limit: int) -> tuple[KeptArticle, ...]:
    """Give the next articles after one, in the order of their ids."""
    return await _kept(
        connection, "WHERE article.id > :id ORDER BY article.id LIMIT :limit", id=article, limit=limit
    )


async def outdated(connection: Connection, limit: int) -> tuple[KeptArticle, ...]:
    """Give articles that were read by earlier rules, the last ones first."""
    condition = "WHERE article.rules < :rules ORDER BY article.rules DESC, article.id DESC LIMIT :limit"
    return await _kept(connection, condition, rules=RULES, limit=limit)


async def at_url(connection: Connection, url: str) -> KeptArticle | None:
    """Give the article at an address."""
    found = await _kept(connection, "WHERE article.url = :url", url=url)
    return found[0] if found else None


async def with_ids(connection: Connection, ids: Collection[ArticleId]) -> dict[ArticleId, KeptArticle]:
    """Give articles by their ids."""
    condition = "WHERE article.id IN (SELECT value FROM json_each(:ids))"
    return {kept.id: kept for kept in await _kept(connection, condition, ids=json.dumps(sorted(ids)))}


async def of_stories(
    connection: Connection, stories: Collection[StoryId]
) -> dict[StoryId, tuple[KeptArticle, ...]]:
    """Give the articles of some stories, in order of arrival."""
    condition = "WHERE article.story IN (SELECT value FROM json_each(:stories)) ORDER BY article.id"
    found: dict[StoryId, tuple[KeptArticle, ...]] = dict.fromkeys(stories, ())
    for kept in await _kept(connection, condition, stories=json.dumps(sorted(stories))):
        found[kept.story] += (kept,)
    return found


async def quoted(connection: Connection, wanted: QuotesWanted, limit: int) -> tuple[KeptArticle, ...]:
    """Give the newest articles with the quotes that are wanted, and no other quotes in them."""
    found: dict[ArticleId, list[int]] = {}
    for article, ordinal in await quotes.find(connection, wanted, limit):
        found.setdefault(article, []).append(ordinal)
    articles = await with_ids(connection, found)
    return tuple(_with_quotes(articles[article], ordinals) for article, ordinals in found.items())


async def extent(connection: Connection) -> Extent:
    """Say how many articles are stored, and since when."""
    row = await connection.row(
        "SELECT (SELECT count(*) FROM article) AS articles, (SELECT min(published) FROM article) AS since"
    )
    assert row is not None  # noqa: S101  such a query always has its one row
    return Extent(articles=row["articles"], since=maybe_moment(row["since"]))


def _with_quotes(kept: KeptArticle, ordinals: Collection[int]) -> KeptArticle:
    chosen = tuple(kept.reading.quotes[ordinal] for ordinal in ordinals)
    return replace(kept, reading=replace(kept.reading, quotes=chosen))


async def _kept(connection: Connection, condition: str, **values: Any) -> tuple[KeptArticle, ...]:
    rows = await connection.rows(f"{ARTICLES} {condition}", **values)
    ids = [ArticleId(row["id"]) for row in rows]
    said = await quotes.of_articles(connection, ids)
    stands = await positions.of_articles(connection, ids)
    return tuple(
        KeptArticle(
            id=ArticleId(row["id"]),
            story=StoryId(row["story"]),
            origin=ArticleId(row["origin"] or row["id"]),
            article=_article(row),
            reading=_reading(
                row,
                said.get(row["id"], ()),
                stands.get(row["id"], ()),
            ),
            seen=moment(row["seen"]),
            version=row["version"],
            altered=row["altered"] or 0,
            corrected_from=None if row["corrected_from"] is None else Label(row["corrected_from"]),
        )
        for row in rows
    )


async def _keep_findings(connection: Connection, article: ArticleId, reading: Reading) -> None:
    await quotes.keep(connection, article, reading.quotes)
    await positions.keep(connection, article, reading)


def _article_columns(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "text": article.text,
        "text_hash": article.text_hash,
        "basis": article.basis.value,
        "wall": article.wall.value,
        "published": instant(article.published),
    }


def _reading_columns(reading: Reading) -> dict[str, Any]:
    assessment = reading.assessment
    reasons = [
        [reason.span.start, reason.span.end, reason.why, reason.source] for reason in assessment.reasons
    ]
    return {
        "language": reading.language,
        "label": assessment.label.value,
        "score": assessment.score,
        "salience": assessment.salience.value,
        "reasons": json.dumps(reasons, ensure_ascii=False),
        "summary": written_spans(reading.summary),
        "credit": reading.credit,
        "signature": written_signature(reading.signature),
        "rules": RULES,
        "named": facts.named(reading),
    }


def _article(row: Row) -> Article:
    return Article(
        title=row["title"],
        text=row["text"],
        url=row["url"],
        outlet=outlet(row),
        published=moment(row["published"]),
        basis=Basis(row["basis"]),
        wall=Wall(row["wall"] or Wall.NONE),  # files of the first days of migration 4 hold '' for none
    )


def _reading(row: Row, said: tuple[Quote, ...], stands: tuple[Position, ...]) -> Reading:
    reasons = tuple(
        Reason(span=Span(start, end), why=why, source=Source(source))
        for start, end, why, source in json.loads(row["reasons"])
    )
    return Reading(
        language=row["language"],
        assessment=Assessment(
            label=Label(row["label"]),
            score=row["score"],
            reasons=reasons,
            salience=Salience(row["salience"]),
            basis=Basis(row["basis"]),
        ),
        quotes=said,
        positions=stands,
        summary=read_spans(row["summary"]),
        credit=row["credit"],
        signature=read_signature(row["signature"]),
    )
