"""The outbox: what is owed to chats, and what became of it.

An alert goes from `due` over `sending` to `sent` or `dead`, or back to `due`. One that is found in `sending`
at start-up was in flight when the program died: it is owed once more.
"""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from feeds.model import ArticleId, StoryId, Turn
from storage.database import Connection, Row
from storage.model import Alert, AlertId, AlertKind, ChatId, How, Told
from storage.values import instant, maybe_moment, moment, read_turn, written_turn
from storage.watches import chat

BURST = 4
"""A chat to which more cards than this are due at once gets one digest instead: nobody is flooded."""


WINDOW = timedelta(minutes=10)
"""More cards than a burst within this time wait until it is over, and are one digest then."""


async def owe(connection: Connection, kind: AlertKind, chat_id: ChatId, story: StoryId, how: How) -> bool:
    """Owe an alert. Says whether it is new: one card per story and chat, one edit waiting at a time."""
    if kind is AlertKind.CARD and not how.is_bundled:
        how = await _unless_flooded(connection, chat_id, how)
    changed = await connection.execute(
        """
        INSERT INTO alert (chat, story, kind, why, owed, due, bundled, silent, watch)
        VALUES (:chat, :story, :kind, :why, :due, :due, :bundled, :silent, :watch) ON CONFLICT DO NOTHING
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


async def _unless_flooded(connection: Connection, chat_id: ChatId, how: How) -> How:
    """Let a card wait for a digest where its chat was told enough of them in the last minutes."""
    row = await connection.row(
        """
        SELECT count(*) FILTER (
                   WHERE state IN ('sending', 'sent') AND folded IS NULL AND NOT bundled) AS cards,
               min(due) FILTER (WHERE bundled AND state = 'due' AND due > :now) AS waiting
        FROM alert WHERE chat = :chat AND kind = 'card' AND owed > :since
        """,
        chat=chat_id,
        now=instant(how.due),
        since=instant(how.due - WINDOW),
    )
    if row is None or row["cards"] < BURST:
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


async def owe_reversal(
    connection: Connection, chat_id: ChatId, turn: Turn, article: ArticleId, how: How
) -> bool:
    """Owe the news that somebody turned around in an article. Says whether it is new.

    It is not where the chat is told, or was, of a turn on that matter on that day or away from those words.
    """
    changed = await connection.execute(
        """
        INSERT INTO alert (chat, story, kind, notice, why, owed, due, silent, watch)
        SELECT :chat, story, 'reversal', :turn, :why, :due, :due, :silent, :watch FROM article
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
        silent=int(how.is_silent),
        watch=how.watch,
    )
    return changed > 0


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


async def claim(
    connection: Connection, *, now: datetime, platforms: Collection[str], busy: Collection[ChatId]
) -> Alert | None:
    """Take the alert that was owed first, and mark it as in flight. One in flight per chat, in order.

    Where too many cards wait in its chat, they are folded into one digest.
    """
    row = await connection.row(
        """
        UPDATE alert SET state = 'sending', attempts = attempts + 1 WHERE id = (
            SELECT alert.id FROM alert JOIN chat ON chat.id = alert.chat
            WHERE alert.state = 'due' AND alert.due <= :now AND chat.parked = ''
              AND chat.platform IN (SELECT value FROM json_each(:platforms))
              AND chat.id NOT IN (SELECT value FROM json_each(:busy))
              AND chat.id NOT IN (SELECT sending.chat FROM alert AS sending WHERE sending.state = 'sending')
            ORDER BY alert.owed, alert.id LIMIT 1)
        RETURNING *
        """,
        now=instant(now),
        platforms=json.dumps(sorted(platforms)),
        busy=json.dumps(sorted(busy)),
    )
    if row is None:
        return None
    if row["kind"] == AlertKind.CARD and not row["unsure"]:  # else what arrived may be shown as it was
        await _fold(connection, row, now)
    return await _alert(connection, row)


async def _fold(connection: Connection, row: Row, now: datetime) -> None:
    """Fold the other cards that are due in a chat into this one, where they are too many."""
    counted = await connection.row(
        """
        SELECT count(*) AS cards FROM alert
        WHERE chat = :chat AND kind = 'card' AND state = 'due' AND due <= :now
        """,
        chat=row["chat"],
        now=instant(now),
    )
    if counted is not None and (counted["cards"] >= BURST or row["bundled"]):
        await connection.execute(
            """
            UPDATE alert SET state = 'folded', folded = :into
            WHERE chat = :chat AND kind = 'card' AND state = 'due' AND due <= :now
            """,
            into=row["id"],
            chat=row["chat"],
            now=instant(now),
        )


async def about(connection: Connection, chat_id: ChatId, story: StoryId) -> tuple[Told, ...]:
    """Give what a chat was told or is owed of a story, the oldest first."""
    rows = await connection.rows(
        "SELECT * FROM alert WHERE chat = :chat AND story = :story ORDER BY id", chat=chat_id, story=story
    )
    return tuple(
        Told(
            kind=AlertKind(row["kind"]),
            why=row["why"],
            state=row["state"],
            owed=moment(row["owed"]),
            settled=maybe_moment(row["settled"]),
            fault=row["fault"],
        )
        for row in rows
    )


async def next_due(connection: Connection, platforms: Collection[str]) -> datetime | None:
    """Give the time at which the next alert is due."""
    row = await connection.row(
        """
        SELECT min(alert.due) AS due FROM alert JOIN chat ON chat.id = alert.chat
        WHERE alert.state = 'due' AND chat.parked = ''
          AND chat.platform IN (SELECT value FROM json_each(:platforms))
        """,
        platforms=json.dumps(sorted(platforms)),
    )
    return None if row is None or row["due"] is None else moment(row["due"])


async def settle_sent(
    connection: Connection, alert: Alert, *, message: str, shown: bytes, at: datetime
) -> None:
    """Note that an alert arrived, and what its message shows; what makes no card is never edited."""
    await _settle(connection, alert, state="sent", at=at)
    await connection.execute(
        "UPDATE alert SET state = 'sent', settled = :at WHERE folded = :id", id=alert.id, at=instant(at)
    )
    if alert.digest or alert.is_bundled or not alert.kind.makes_card:
        return
    await connection.execute(
        """
        INSERT INTO card (chat, story, message, shown, sent) VALUES (:chat, :story, :message, :shown, :at)
        ON CONFLICT (chat, story) DO UPDATE SET
            message = excluded.message, shown = excluded.shown, sent = excluded.sent
        """,
        chat=alert.chat.id,
        story=alert.story,
        message=message,
        shown=shown,
        at=instant(at),
    )


async def settle_dead(connection: Connection, alert: Alert, *, fault: str, at: datetime) -> None:
    """Note that an alert can never arrive, and why."""
    await _settle(connection, alert, state="dead", at=at, fault=fault)


async def postpone(
    connection: Connection, alert: Alert, *, due: datetime, fault: str, is_unsure: bool = False
) -> None:
    """Put an alert back. An edit that waits already makes a second one superfluous."""
    await connection.execute(
        """
        DELETE FROM alert WHERE id = :id AND kind = 'edit' AND EXISTS (
            SELECT 1 FROM alert AS other
            WHERE other.chat = :chat AND other.story = :story AND other.kind = 'edit' AND other.state = 'due')
        """,
        id=alert.id,
        chat=alert.chat.id,
        story=alert.story,
    )
    await connection.execute(
        """
        UPDATE alert SET state = 'due', due = :due, fault = :fault, unsure = unsure + :unsure WHERE id = :id
        """,
        id=alert.id,
        unsure=int(is_unsure),
        due=instant(due),
        fault=fault,
    )


async def interrupted(connection: Connection) -> tuple[Alert, ...]:
    """Give the alerts that were in flight when the program last ended."""
    rows = await connection.rows("SELECT * FROM alert WHERE state = 'sending' ORDER BY id")
    return tuple([await _alert(connection, row) for row in rows])


async def _settle(connection: Connection, alert: Alert, *, state: str, at: datetime, fault: str = "") -> None:
    await connection.execute(
        "UPDATE alert SET state = :state, settled = :at, fault = :fault WHERE id = :id",
        id=alert.id,
        state=state,
        at=instant(at),
        fault=fault,
    )


async def _alert(connection: Connection, row: Row) -> Alert:
    chat_row = await connection.row("SELECT * FROM chat WHERE id = :id", id=row["chat"])
    assert chat_row is not None  # noqa: S101  the foreign key holds it
    kind = AlertKind(row["kind"])
    card = await connection.row(
        "SELECT message, shown FROM card WHERE :has_card AND chat = :chat AND story = :story",
        has_card=kind.makes_card,
        chat=row["chat"],
        story=row["story"],
    )
    folded = await connection.rows("SELECT story FROM alert WHERE folded = :id ORDER BY id", id=row["id"])
    return Alert(
        id=AlertId(row["id"]),
        chat=chat(chat_row),
        story=None if row["story"] is None else StoryId(row["story"]),
        kind=kind,
        why=row["why"],
        owed=moment(row["owed"]),
        attempts=row["attempts"],
        unsure=row["unsure"],
        digest=tuple(StoryId(other["story"]) for other in folded),
        is_bundled=bool(row["bundled"]),
        is_silent=bool(row["silent"]),
        notice=row["notice"] if kind is AlertKind.NOTICE else "",
        turn=read_turn(row["notice"]) if kind is AlertKind.REVERSAL else None,
        message="" if card is None else card["message"],
        shown=b"" if card is None else card["shown"],
    )
