"""Counts for `health`: what is kept, what is owed, what can't be delivered."""

from dataclasses import dataclass
from datetime import datetime

from feeds.model import RULES
from storage.database import Connection
from storage.values import maybe_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The size of the state."""

    stories: int
    articles: int
    outdated: int  # of these, read by the rules of an earlier version
    entries: int
    quotes: int
    alerts_due: int
    alerts_dead: int
    chats_parked: int
    newest: datetime | None  # when the newest article was seen


async def counts(connection: Connection) -> Counts:
    """Count everything in one consistent look."""
    row = await connection.row(
        """
        SELECT (SELECT count(*) FROM story WHERE label <> 'NO'
                    OR EXISTS (SELECT 1 FROM article WHERE article.story = story.id)) AS stories,
               (SELECT count(*) FROM article) AS articles,
               (SELECT count(*) FROM article WHERE rules < :rules) AS outdated,
               (SELECT count(*) FROM entry) AS entries,
               (SELECT count(*) FROM quote) AS quotes,
               (SELECT count(*) FROM alert WHERE state IN ('due', 'sending')) AS alerts_due,
               (SELECT count(*) FROM alert WHERE state = 'dead') AS alerts_dead,
               (SELECT count(*) FROM chat WHERE parked <> '') AS chats_parked,
               (SELECT seen FROM article ORDER BY id DESC LIMIT 1) AS newest  -- in the order of arrival
        """,
        rules=RULES,
    )
    assert row is not None  # noqa: S101  a SELECT of counts always gives a row
    return Counts(
        stories=row["stories"],
        articles=row["articles"],
        outdated=row["outdated"],
        entries=row["entries"],
        quotes=row["quotes"],
        alerts_due=row["alerts_due"],
        alerts_dead=row["alerts_dead"],
        chats_parked=row["chats_parked"],
        newest=maybe_moment(row["newest"]),
    )
