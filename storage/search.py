"""Full-text search over the articles that we keep.

The index of words lists articles by number, which is the order of arrival. So a search reads it backwards
and stops when it has enough: a word of half a million articles costs no more than a rare one. What else is
asked of an article (its outlet, its month, who speaks) stands in the same index as words (storage/facts.py):
a condition that is checked row by row would read half a million rows where few fulfil it. FTS5's own bm25()
counts all articles with a word, however many are read; so the few that are read are weighed here.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from feeds.model import ArticleId, KeptArticle, StoryId
from storage import articles, expression
from storage.database import Connection, Row
from storage.model import ArticlesWanted, Found
from storage.values import instant, moment

LONGEST_PHRASE = 1_000
MOST_READ = 300
"""Articles, the newest first: they are arranged by day and weight; older ones are for until:."""

ON_TITLE = 5  # what a word in a title weighs, beside one in the text
SATURATION, LENGTH = 1.2, 0.75  # k1 and b of BM25, at their usual values
A_DAY = 86_400  # seconds

NEWEST = """
    SELECT article.story, article.published, {title} AS in_title, {text} AS in_text, {length} AS length
    FROM article_words CROSS JOIN article INDEXED BY article_day ON article.id = article_words.rowid
    WHERE article_words MATCH :wanted AND article.published >= :since AND article.published < :before
    ORDER BY article_words.rowid DESC LIMIT :limit
"""
UNWEIGHED = NEWEST.format(title="0", text="0", length="1")
WEIGHED = NEWEST.format(  # a mark is put before every word that is found: so many more letters are there
    title="length(highlight(article_words, 0, '*', '')) - length(article_words.title)",
    text="length(highlight(article_words, 1, '*', '')) - length(article_words.text)",
    length="length(article_words.text)",
)

OLDEST = """
    SELECT article.id AS id
    FROM article_words CROSS JOIN article INDEXED BY article_day ON article.id = article_words.rowid
    WHERE article_words MATCH :wanted ORDER BY article.published, article.id LIMIT :limit
"""


async def search(connection: Connection, wanted: ArticlesWanted) -> Found:
    """Find the stories with an article that is wanted: the newest day first, on each the best match first."""
    written = await expression.write(connection, wanted)
    if not written:
        return Found()
    rows = await connection.rows(
        WEIGHED if wanted.terms else UNWEIGHED,
        wanted=written,
        since="" if wanted.since is None else instant(wanted.since),
        before="9999" if wanted.before is None else instant(wanted.before),
        limit=MOST_READ,
    )
    oldest = min((moment(row["published"]) for row in rows), default=None)
    return Found(stories=_arranged(rows), read_to=oldest if len(rows) == MOST_READ else None)


def _arranged(rows: Sequence[Row]) -> tuple[StoryId, ...]:
    """Order stories by how many days their newest match is older than the newest of all, then by weight."""
    if not rows:
        return ()
    newest: dict[StoryId, datetime] = {}
    best: dict[StoryId, float] = {}
    usual = sum(row["length"] for row in rows) / len(rows)
    for row in rows:
        story, published = StoryId(row["story"]), moment(row["published"])
        newest[story] = max(newest.get(story, published), published)
        best[story] = max(best.get(story, 0.0), _weight(row, usual))
    latest = max(newest.values())

    def order(story: StoryId) -> tuple[int, float, float, int]:
        age = (latest - newest[story]).total_seconds()
        return int(age // A_DAY), -best[story], age, -story

    return tuple(sorted(newest, key=order))


def _weight(row: Mapping[str, float], usual: float) -> float:
    """Weigh a match by BM25, with all words alike: each is in every article that is weighed."""
    found = ON_TITLE * row["in_title"] + row["in_text"]
    length = 1 - LENGTH + LENGTH * row["length"] / max(usual, 1)
    return found * (SATURATION + 1) / (found + SATURATION * length)


async def with_phrase(connection: Connection, words: str, limit: int) -> tuple[KeptArticle, ...]:
    """Give the articles that have some words one after the other, the first stored first.

    Letters are compared without case and accents, and what is no letter or digit not at all.
    """
    return await _matching(connection, _literal(words), limit)


async def oldest_with_phrase(connection: Connection, words: str, limit: int) -> tuple[KeptArticle, ...]:
    """Give the articles on the subject that have some words in a row, the first published first."""
    wanted = _literal(words)
    found: list[ArticleId] = []
    for period in await expression.periods(connection) if wanted else ():
        rows = await connection.rows(
            OLDEST, wanted=expression.on_subject(wanted, period), limit=limit - len(found)
        )
        found += [ArticleId(row["id"]) for row in rows]
        if len(found) == limit:
            break
    kept = await articles.with_ids(connection, found)
    return tuple(kept[article] for article in found)


async def resembling(
    connection: Connection, groups: Sequence[Sequence[str]], within: int, limit: int
) -> tuple[KeptArticle, ...]:
    """Give the articles that have all runs of words of one of the groups, at most so many words apart."""
    runs = ([phrase for run in group if (phrase := _literal(run))] for group in groups)
    wanted = " OR ".join(f"NEAR({' '.join(phrases)}, {int(within)})" for phrases in runs if phrases)
    return await _matching(connection, wanted, limit)


async def _matching(connection: Connection, wanted: str, limit: int) -> tuple[KeptArticle, ...]:
    if not wanted:
        return ()
    rows = await connection.rows(
        "SELECT rowid FROM article_words WHERE article_words MATCH :wanted ORDER BY rowid LIMIT :limit",
        wanted=wanted,  # in all columns, which is quicker: nobody's words are like those in `facts`
        limit=limit,
    )
    found = await articles.with_ids(connection, [ArticleId(row["rowid"]) for row in rows])
    return tuple(found[article] for article in sorted(found))


def _literal(words: str) -> str:
    """Quote words as one phrase; nothing where there is no word in them."""
    plain = words[:LONGEST_PHRASE].replace('"', " ").replace("\x00", " ")
    return f'"{plain}"' if re.search(r"\w", plain) else ""
