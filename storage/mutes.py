"""Stories of which a chat wants to hear no more."""

from datetime import datetime

from feeds.model import StoryId
from storage.database import Connection
from storage.model import ChatId
from storage.values import instant

FURTHEST = 50
"""Stories that follow one another, so far back a mute is looked for."""


async def mute(connection: Connection, chat: ChatId, story: StoryId, at: datetime) -> bool:
    """Tell a chat no more of a story, nor what it is owed of it. Says whether that is new."""
    await connection.execute(
        "DELETE FROM alert WHERE chat = :chat AND story = :story AND kind = 'card' AND state = 'due'",
        chat=chat,
        story=story,
    )
    return (
        await connection.execute(
            "INSERT INTO mute (chat, story, since) VALUES (:chat, :story, :at) ON CONFLICT DO NOTHING",
            chat=chat,
            story=story,
            at=instant(at),
        )
        > 0
    )


async def unmute(connection: Connection, chat: ChatId, story: StoryId) -> bool:
    """Tell a chat again of a story. Says whether it was muted."""
    return (
        await connection.execute(
            "DELETE FROM mute WHERE chat = :chat AND story = :story", chat=chat, story=story
        )
        > 0
    )


async def of_story(connection: Connection, story: StoryId) -> dict[ChatId, StoryId]:
    """Give the chats that muted a story or one that it follows, each with the story that it muted."""
    rows = await connection.rows(
        """
        WITH RECURSIVE earlier (id, depth) AS (
            VALUES (:story, 0)
            UNION
            SELECT other.id, depth + 1 FROM earlier JOIN story USING (id)
                JOIN story AS other ON other.id IN (story.follows, story.merged_into)
            WHERE depth < :furthest
        )
        SELECT chat, story FROM mute JOIN earlier ON earlier.id = mute.story ORDER BY depth DESC
        """,
        story=story,
        furthest=FURTHEST,
    )
    return {ChatId(row["chat"]): StoryId(row["story"]) for row in rows}


async def move(connection: Connection, gone: StoryId, into: StoryId) -> None:
    """Let what was muted of a story that was merged be muted of the other one."""
    await connection.execute(
        "UPDATE OR IGNORE mute SET story = :into WHERE story = :gone", gone=gone, into=into
    )
