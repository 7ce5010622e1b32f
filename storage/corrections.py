"""What whoever runs the bot judged otherwise than the detector."""

from datetime import datetime

from feeds.model import ArticleId, Label
from storage import articles
from storage.database import Connection
from storage.model import Correction
from storage.values import instant, moment


async def correct(connection: Connection, article: ArticleId, label: Label, at: datetime) -> None:
    """Give an article another label, for good; what the detector had said first stays known."""
    await connection.execute(
        """
        INSERT INTO correction (article, label, was, at)
            SELECT id, :label, label, :at FROM article WHERE id = :id
        ON CONFLICT (article) DO UPDATE SET label = excluded.label, at = excluded.at
        """,
        id=article,
        label=label.value,
        at=instant(at),
    )
    await connection.execute(
        "UPDATE article SET label = :label WHERE id = :id", id=article, label=label.value
    )


async def every(connection: Connection) -> tuple[Correction, ...]:
    """Give all corrections, oldest first, with their articles."""
    rows = await connection.rows("SELECT article, at FROM correction ORDER BY at, article")
    kept = await articles.with_ids(connection, [ArticleId(row["article"]) for row in rows])
    return tuple(Correction(kept=kept[ArticleId(row["article"])], at=moment(row["at"])) for row in rows)
