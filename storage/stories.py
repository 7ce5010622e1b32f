"""Stories: which there are, which are recent, how they grow."""

import json
from collections.abc import Sequence
from datetime import datetime

from feeds.model import ArticleId, KeptArticle, Label, Story, StoryId
from storage import articles
from storage.database import Connection, Row
from storage.values import instant, moment


async def begin(connection: Connection, label: Label, at: datetime, follows: StoryId | None) -> StoryId:
    """Begin a story; `follows`: the one of which it tells more."""
    row_id = await connection.insert(
        """
        INSERT INTO story (label, published, first_seen, last_changed, follows)
        VALUES (:label, :at, :at, :at, :follows)
        """,
        follows=follows,
        label=label.value,
        at=instant(at),
    )
    return StoryId(row_id)


async def grow(connection: Connection, story: StoryId, at: datetime) -> Label:
    """Note that a story has a new or a changed article: its label and its day follow from its articles."""
    row = await connection.row(
        """
        UPDATE story SET
            last_changed = :at,
            label = coalesce(
                (SELECT label FROM article WHERE story = :story
                 ORDER BY label = 'CORE' DESC, label = 'RELATED' DESC LIMIT 1), label),
            published = coalesce((SELECT max(published) FROM article WHERE story = :story), published)
        WHERE id = :story RETURNING label
        """,
        story=story,
        at=instant(at),
    )
    return Label.NO if row is None else Label(row["label"])


async def one(connection: Connection, story: StoryId) -> Story | None:
    """Give a story with its articles; of one that was merged, the story that it is part of now.

    None where there is none, or where its articles were forgotten.
    """
    found = await some(connection, [story])
    return found[0] if found else None


async def some(connection: Connection, numbers: Sequence[StoryId]) -> tuple[Story, ...]:
    """Give stories in the order of their numbers, each once; those that `one` would not give are left out."""
    rows = await connection.rows(
        """
        SELECT story.* FROM json_each(:numbers) AS asked JOIN story AS named ON named.id = asked.value
        JOIN story ON story.id = coalesce(named.merged_into, named.id) ORDER BY asked.key
        """,
        numbers=json.dumps(numbers),
    )
    found = {story.id: story for story in await _stories(connection, rows)}
    return tuple(story for story in found.values() if story.articles)


async def merge(connection: Connection, gone: StoryId, into: StoryId, at: datetime) -> None:
    """Let a story be part of another one from now on, with all that was merged into it before."""
    await connection.execute("UPDATE article SET story = :into WHERE story = :gone", into=into, gone=gone)
    await connection.execute(
        """
        UPDATE story SET merged_into = :into, label = 'NO', last_changed = :at
        WHERE id = :gone OR merged_into = :gone
        """,
        into=into,
        gone=gone,
        at=instant(at),
    )


async def move(connection: Connection, article: ArticleId, into: StoryId) -> None:
    """Put an article into another story."""
    await connection.execute(
        "UPDATE article SET story = :into WHERE id = :article", into=into, article=article
    )


async def set_origin(connection: Connection, article: ArticleId, origin: ArticleId | None) -> None:
    """Say whose dispatch an article carries; None: its own."""
    await connection.execute(
        "UPDATE article SET origin = :origin WHERE id = :article", origin=origin, article=article
    )


async def latest(connection: Connection, *, limit: int, label: Label | None) -> tuple[Story, ...]:
    """Give the stories with the newest articles, the newest first."""
    rows = await connection.rows(
        """
        SELECT * FROM story
        WHERE label = coalesce(:label, label) AND label <> 'NO' ORDER BY published DESC, id DESC LIMIT :limit
        """,
        label=None if label is None else label.value,
        limit=limit,
    )
    return await _stories(connection, rows)


async def since(connection: Connection, when: datetime) -> tuple[StoryId, ...]:
    """Give the stories with an article published since a time, the newest first."""
    rows = await connection.rows(
        "SELECT id FROM story WHERE published >= :since AND label <> 'NO' ORDER BY published DESC, id DESC",
        since=instant(when),
    )
    return tuple(StoryId(row["id"]) for row in rows)


async def headlines(connection: Connection, *, limit: int) -> tuple[tuple[StoryId, str], ...]:
    """Give the newest stories by number, each with the title of its first article."""
    rows = await connection.rows(
        """
        SELECT id, (SELECT title FROM article WHERE story = story.id ORDER BY id LIMIT 1) AS title
        FROM story WHERE label <> 'NO' ORDER BY published DESC, id DESC LIMIT :limit
        """,
        limit=limit,
    )
    return tuple((StoryId(row["id"]), row["title"] or "") for row in rows)


async def _stories(connection: Connection, rows: Sequence[Row]) -> tuple[Story, ...]:
    told = await articles.of_stories(connection, {StoryId(row["id"]) for row in rows})
    return tuple(_story(row, told[StoryId(row["id"])]) for row in rows)


def _story(row: Row, told: tuple[KeptArticle, ...]) -> Story:
    return Story(
        id=StoryId(row["id"]),
        label=Label(row["label"]),
        published=moment(row["published"]),
        first_seen=moment(row["first_seen"]),
        last_changed=moment(row["last_changed"]),
        articles=told,
        follows=None if row["follows"] is None else StoryId(row["follows"]),
    )
