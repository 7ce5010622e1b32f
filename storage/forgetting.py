"""Forgets the articles of old stories, with all that hangs on them: quotes, positions, versions.

A story stays as a number without articles: what a chat was told is not told of another one. So do the marks
of a feed's items, by which they are known again.
"""

import json
from collections.abc import Collection
from datetime import datetime

from feeds.model import ArticleId
from storage.database import Connection
from storage.values import instant

OLDEST = """
    WITH waiting AS (
        SELECT id, story, kind, notice FROM alert WHERE state = 'due'
        UNION ALL SELECT id, story, kind, notice FROM alert WHERE state = 'sending'),
    told (story) AS (
        SELECT story FROM waiting
        UNION SELECT story FROM alert WHERE folded IS NOT NULL AND folded IN (SELECT id FROM waiting)),
    spared (story) AS (
        SELECT coalesce(story.merged_into, story.id) FROM told JOIN story ON story.id = told.story
        UNION SELECT article.story FROM waiting JOIN article ON article.id = waiting.notice ->> 'before'
            WHERE waiting.kind = 'reversal'
        UNION SELECT story FROM article WHERE id IN (SELECT value FROM json_each(:needed))
        UNION SELECT story FROM article WHERE id = (SELECT max(id) FROM article)) -- no number is given twice
    SELECT article.id, article.story FROM article JOIN story ON story.id = article.story
    WHERE article.published < :before AND story.published < :before
      AND article.story NOT IN (SELECT story FROM spared)
    ORDER BY article.published LIMIT :limit
"""


async def forget(connection: Connection, before: datetime, needed: Collection[ArticleId], limit: int) -> int:
    """Forget some articles of stories that ended before a time; gives how many.

    What a chat waits for stays, and each whole story with an article that is needed.
    """
    rows = await connection.rows(
        OLDEST, before=instant(before), needed=json.dumps(sorted(needed)), limit=limit
    )
    gone = json.dumps([row["id"] for row in rows])
    for statement in (
        "UPDATE entry SET forgotten = 1 WHERE article IN (SELECT value FROM json_each(:gone))",
        "UPDATE article SET origin = NULL WHERE origin IN (SELECT value FROM json_each(:gone))",
        "DELETE FROM article WHERE id IN (SELECT value FROM json_each(:gone))",
    ):
        await connection.execute(statement, gone=gone)
    await connection.execute(
        """
        UPDATE story SET label = 'NO' WHERE id IN (SELECT value FROM json_each(:stories))
            AND NOT EXISTS (SELECT 1 FROM article WHERE article.story = story.id)
        """,
        stories=json.dumps(sorted({row["story"] for row in rows})),
    )
    return len(rows)
