"""Full-text search over the articles that we keep.

Whatever a user types is quoted word by word: raw input made FTS5 raise in 25 of 29 trials (MEASURED.md, 4).
"""

import re

from feeds.model import Story, StoryId
from storage import stories
from storage.database import Connection

LONGEST = 400
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


def match_expression(words: str) -> str:
    """Turn what a user typed into an FTS5 expression that can't fail: each word or "phrase" quoted."""
    pieces = re.findall(r'"([^"]*)"|([^\s"]+)', words[:LONGEST].replace("\x00", " "))
    wanted = [(phrase, word) for phrase, word in pieces if re.search(r"\w", phrase or word)]
    return " ".join(_quoted(phrase, word) for phrase, word in wanted[:MOST_WORDS])


def _quoted(phrase: str, word: str) -> str:
    if phrase:
        return f'"{phrase}"'
    return f'"{word}"*' if len(word) >= SHORTEST_BEGINNING else f'"{word}"'
