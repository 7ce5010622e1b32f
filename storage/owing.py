"""What is owed to chats: how an alert comes into the outbox, and leaves it untold."""

from dataclasses import replace
from datetime import datetime, timedelta

from feeds.model import ArticleId, StoryId, Turn
from storage.database import Connection
from storage.model import AlertKind, ChatId, How
from storage.values import instant, moment, written_turn

BURST = 4
"""A chat to which more cards, or reversals, than this are due at once gets one digest instead."""

WINDOW = timedelta(minutes=10)
"""More of them than a burst within this time wait until it is over, and are one digest then."""


async def owe(connection: Connection, kind: AlertKind, chat_id: ChatId, story: StoryId, how: How) -> bool:
    """Owe an alert: one card per story and chat, one edit waiting at a time. Says whether that is news.

    A card that waits for quiet hours to end, or for a digest, is told earlier if another watch tells earlier.
    """
    if kind is AlertKind.CARD and not how.is_bundled:
        how = await _unless_flooded(connection, kind, chat_id, how)
    changed = await connection.execute(
        """
        INSERT INTO alert (chat, story, kind, why, owed, due, bundled, silent, watch)
        VALUES (:chat, :story, :kind, :why, :due, :due, :bundled, :silent, :watch)
        ON CONFLICT (chat, story) WHERE kind = 'card' DO UPDATE SET
            why = excluded.why, owed = excluded.owed, due = excluded.due, bundled = excluded.bundled,
            silent = excluded.silent, watch = excluded.watch
            WHERE state = 'due' AND attempts = 0 AND excluded.due < due
        ON CONFLICT DO NOTHING
        """,
        chat=chat_id,
        story=story,
        kind=kind.value,
        why=how.why,
        due=instant(how.due),
        bundled=int(how.is_bundled),
        silent=int(how.is_silent),
        watch=how.watch,
    )
    return changed > 0


async def _unless_flooded(connection: Connection, kind: AlertKind, chat_id: ChatId, how: How) -> How:
    """Let an alert wait for a digest where its chat was told enough of that kind in the last minutes."""
    row = await connection.row(
        f"""
        SELECT count(*) FILTER (
                   WHERE state IN ('sending', 'sent') AND folded IS NULL AND NOT bundled) AS told,
               min(due) FILTER (WHERE bundled AND state = 'due' AND due > :now) AS waiting
        FROM alert WHERE chat = :chat AND kind = '{kind.value}' AND owed > :since
        """,  # noqa: S608  our own word, in sight so that the index of its kind is used
        chat=chat_id,
        now=instant(how.due),
        since=instant(how.due - WINDOW),
    )
    if row is None or row["told"] < BURST:
        return how
    over = how.due + WINDOW
    due = over if row["waiting"] is None else min(moment(row["waiting"]), over)
    return replace(how, due=due, is_bundled=True)


async def owe_notice(connection: Connection, chat_id: ChatId, notice: str, *, due: datetime) -> None:
    """Owe some words to whoever runs the bot."""
    await connection.execute(
        """
        INSERT INTO alert (chat, kind, notice, why, owed, due)
        VALUES (:chat, 'notice', :notice, 'for whoever runs the bot', :due, :due)
        """,
        chat=chat_id,
        notice=notice,
        due=instant(due),
    )


async def owe_empty(connection: Connection, chat_id: ChatId, words: str, *, slot: datetime) -> None:
    """Owe some words instead of the digest of some time, where nothing was owed for it."""
    await connection.execute(
        """
        INSERT INTO alert (chat, kind, notice, why, owed, due, bundled, silent)
        SELECT :chat, 'notice', :words, 'its digest', :slot, :slot, 1, 1
        WHERE NOT EXISTS (SELECT 1 FROM alert WHERE chat = :chat AND owed = :slot AND bundled)
        """,
        chat=chat_id,
        words=words,
        slot=instant(slot),
    )


async def owe_reversal(
    connection: Connection, chat_id: ChatId, turn: Turn, article: ArticleId, how: How
) -> bool:
    """Owe the news that somebody turned around in an article. Says whether it is new.

    It is not where the chat is told, or was, of a turn on that matter on that day or away from those words.
    """
    if not how.is_bundled:
        how = await _unless_flooded(connection, AlertKind.REVERSAL, chat_id, how)
    changed = await connection.execute(
        """
        INSERT INTO alert (chat, story, kind, notice, why, owed, due, bundled, silent, watch)
        SELECT :chat, story, 'reversal', :turn, :why, :due, :due, :bundled, :silent, :watch FROM article
        WHERE id = :article AND NOT EXISTS (
            SELECT 1 FROM alert AS other
            WHERE other.chat = :chat AND other.kind = 'reversal' AND other.state <> 'dead'
              AND other.notice ->> 'actor' = :actor AND other.notice ->> 'matter' = :matter
              AND (other.notice ->> 'day' = :day OR other.notice ->> 'before' = :before))
        """,
        chat=chat_id,
        article=article,
        turn=written_turn(turn),
        actor=turn.actor,
        matter=turn.matter.value,
        day=turn.day.isoformat(),
        before=turn.before,
        why=how.why,
        due=instant(how.due),
        bundled=int(how.is_bundled),
        silent=int(how.is_silent),
        watch=how.watch,
    )
    return changed > 0


async def hurry_cards(connection: Connection, story: StoryId, now: datetime, outlets: int) -> None:
    """Owe at once the cards that wait for the end of quiet hours, of a story that so many outlets carry.

    One that was tried already waits for another reason.
    """
    await connection.execute(
        """
        UPDATE alert SET owed = :now, due = :now
        WHERE story = :story AND kind = 'card' AND state = 'due' AND due > :now
          AND NOT bundled AND attempts = 0
          AND (SELECT count(DISTINCT outlet) FROM article
               WHERE article.story = :story AND label <> 'NO') >= :outlets
        """,
        story=story,
        outlets=outlets,
        now=instant(now),
    )


async def cancel_cards(connection: Connection, story: StoryId) -> None:
    """Owe no card of a story that was taken back before it was told."""
    await connection.execute(
        "DELETE FROM alert WHERE story = :story AND kind = 'card' AND state = 'due'", story=story
    )


async def move_cards(connection: Connection, gone: StoryId, into: StoryId) -> None:
    """Give the cards of a story that was merged to the other one, in the chats that have none of that.

    What is owed of it where the other one is told is owed no more.
    """
    for table, kind in (("card", ""), ("alert", "AND kind = 'card' AND state <> 'sending'")):
        await connection.execute(
            f"""
            UPDATE {table} SET story = :into WHERE story = :gone {kind} AND chat NOT IN (
                SELECT chat FROM card WHERE story = :into
                UNION SELECT chat FROM alert WHERE story = :into AND kind = 'card')
            """,  # noqa: S608  our own words
            gone=gone,
            into=into,
        )
    await connection.execute(
        "DELETE FROM alert WHERE story = :gone AND kind IN ('card', 'edit') AND state = 'due'", gone=gone
    )


async def carded(connection: Connection, story: StoryId) -> tuple[tuple[ChatId, datetime], ...]:
    """Give the chats that have a card of a story, with the time of its last change."""
    rows = await connection.rows("SELECT chat, sent FROM card WHERE story = :story", story=story)
    return tuple((ChatId(row["chat"]), moment(row["sent"])) for row in rows)
