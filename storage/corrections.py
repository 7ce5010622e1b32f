"""What whoever runs the bot judged otherwise than the detector."""

from datetime import datetime

from feeds.model import ArticleId, Label
from storage import articles
from storage.database import Connection
from storage.model import Correction
from storage.values import instant, moment


async def correct(
    connection: Connection, article: ArticleId, label: Label, at: datetime, *, inherited: bool = False
) -> None:
    """Give an article another label, for good; what the detector had said first stays known.

    `inherited`: nobody judged this article, but one that it is like.
    """
    await connection.execute(
        """
        INSERT INTO correction (article, label, was, at, inherited)
            SELECT id, :label, label, :at, :inherited FROM article WHERE id = :id
        ON CONFLICT (article) DO UPDATE
            SET label = excluded.label, at = excluded.at, inherited = excluded.inherited
        """,
        id=article,
        label=label.value,
        at=instant(at),
        inherited=int(inherited),
    )
    await connection.execute(
        "UPDATE article SET label = :label WHERE id = :id", id=article, label=label.value
    )


async def every(connection: Connection) -> tuple[Correction, ...]:
    """Give what somebody judged himself, oldest first, with the articles."""
    rows = await connection.rows(
        "SELECT article, at FROM correction WHERE inherited = 0 ORDER BY at, article"
    )
    kept = await articles.with_ids(connection, [ArticleId(row["article"]) for row in rows])
    return tuple(Correction(kept=kept[ArticleId(row["article"])], at=moment(row["at"])) for row in rows)
