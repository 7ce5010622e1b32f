"""Full-text search over the articles that we keep.

Whatever a user types is quoted word by word: raw input made FTS5 raise in 25 of 29 trials (MEASURED.md, 4).
"""

import re
from collections.abc import Sequence

from feeds.model import ArticleId, KeptArticle, Story, StoryId
from storage import articles, stories
from storage.database import Connection

LONGEST = 400
LONGEST_PHRASE = 1_000
MOST_WORDS = 12
SHORTEST_BEGINNING = 3
"""Bounds of a query: the beginnings of thousands of single letters took 45 s."""


async def search(connection: Connection, words: str, limit: int) -> tuple[Story, ...]:
    """Give the stories with an article that has all the words (each may go on), newest first."""
    wanted = match_expression(words)
    if not wanted:
        return ()
    rows = await connection.rows(
        """
        SELECT article.story AS story, max(article.published) AS newest
        FROM article_words JOIN article ON article.id = article_words.rowid
        WHERE article_words MATCH :wanted AND article.label <> 'NO'
        GROUP BY article.story ORDER BY newest DESC LIMIT :limit
        """,
        wanted=wanted,
        limit=limit,
    )
    found = [await stories.one(connection, StoryId(row["story"])) for row in rows]
    return tuple(story for story in found if story is not None)


async def with_phrase(connection: Connection, words: str, limit: int) -> tuple[KeptArticle, ...]:
    """Give the articles that have some words one after the other, the first stored first.

    Letters are compared without case and accents, and what is no letter or digit not at all.
    """
    return await _matching(connection, _literal(words), limit)


async def oldest_with_phrase(connection: Connection, words: str, limit: int) -> tuple[KeptArticle, ...]:
    """Give the articles on the subject that have some words in a row, the first published first."""
    wanted = _literal(words)
    if not wanted:
        return ()
    rows = await connection.rows(
        """
        SELECT article.id AS id FROM article_words JOIN article ON article.id = article_words.rowid
        WHERE article_words MATCH :wanted AND article.label <> 'NO'
        ORDER BY article.published, article.id LIMIT :limit
        """,
        wanted=wanted,
        limit=limit,
    )
    found = await articles.with_ids(connection, [ArticleId(row["id"]) for row in rows])
    return tuple(found[ArticleId(row["id"])] for row in rows)


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
        wanted=wanted,
        limit=limit,
    )
    found = await articles.with_ids(connection, [ArticleId(row["rowid"]) for row in rows])
    return tuple(found[article] for article in sorted(found))


def _literal(words: str) -> str:
    """Quote words as one phrase; nothing where there is no word in them."""
    plain = words[:LONGEST_PHRASE].replace('"', " ").replace("\x00", " ")
    return f'"{plain}"' if re.search(r"\w", plain) else ""


def match_expression(words: str) -> str:
    """Turn what a user typed into an FTS5 expression that can't fail: each word or "phrase" quoted."""
    pieces = re.findall(r'"([^"]*)"|([^\s"]+)', words[:LONGEST].replace("\x00", " "))
    wanted = [(phrase, word) for phrase, word in pieces if re.search(r"\w", phrase or word)]
    return " ".join(_quoted(phrase, word) for phrase, word in wanted[:MOST_WORDS])


def _quoted(phrase: str, word: str) -> str:
    if phrase:
        return f'"{phrase}"'
    return f'"{word}"*' if len(word) >= SHORTEST_BEGINNING else f'"{word}"'
