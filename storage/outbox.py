"""The outbox: the life of an alert that is owed (owing.py), and what became of it.

An alert goes from `due` over `sending` to `sent` or `dead`, or back to `due`. One that is found in `sending`
at start-up was in flight when the program died: it is owed once more.
"""

import json
from collections.abc import Collection
from datetime import datetime

from feeds.model import StoryId
from storage.database import Connection, Row
from storage.model import Alert, AlertId, AlertKind, ChatId, Told
from storage.owing import BURST
from storage.values import instant, maybe_moment, moment, read_turn
from storage.watches import chat, length

NOBODY: Row = {"language": "", "length": ""}
"""Stands for what tells an alert where that is neither a card nor a watch that there is."""


async def claim(
    connection: Connection, *, now: datetime, platforms: Collection[str], busy: Collection[ChatId]
) -> Alert | None:
    """Take the alert that was owed first, and mark it as in flight. One in flight per chat, in order.

    Where too many of its kind wait in its chat, they are folded into one digest.
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
    kind = AlertKind(row["kind"])
    if kind.is_folded and not row["unsure"]:  # else what arrived may be shown as it was
        await _fold(connection, kind, row, now)
    return await _alert(connection, row)


async def _fold(connection: Connection, kind: AlertKind, row: Row, now: datetime) -> None:
    """Fold the other alerts of this kind that are due in a chat into this one, where they are too many."""
    counted = await connection.row(
        f"""
        SELECT count(*) AS others FROM alert
        WHERE chat = :chat AND kind = '{kind.value}' AND state = 'due' AND due <= :now
        """,  # noqa: S608  our own word, in sight so that the index of its kind is used
        chat=row["chat"],
        now=instant(now),
    )
    if counted is not None and (counted["others"] >= BURST or row["bundled"]):
        await connection.execute(
            f"""
            UPDATE alert SET state = 'folded', folded = :into
            WHERE chat = :chat AND kind = '{kind.value}' AND state = 'due' AND due <= :now
            """,  # noqa: S608  likewise
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
            watch=row["watch"],
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
) -> ChatId | None:
    """Note that an alert arrived, and what its message shows; what makes no card is never edited.

    Gives the chat whose alert it is by now: its own may have been joined to another while it was under way,
    and None when that one owed the same.
    """
    chat_id = await _settle(connection, alert, state="sent", at=at)
    await connection.execute(
        "UPDATE alert SET state = 'sent', settled = :at WHERE folded = :id", id=alert.id, at=instant(at)
    )
    if chat_id is None or alert.digest or alert.is_bundled or not alert.kind.makes_card:
        return chat_id
    await connection.execute(
        """
        INSERT INTO card (chat, story, message, shown, sent, language, length)
        VALUES (:chat, :story, :message, :shown, :at, :language, :length)
        ON CONFLICT (chat, story) DO UPDATE SET
            message = excluded.message, shown = excluded.shown, sent = excluded.sent
        """,
        chat=chat_id,
        story=alert.story,
        message=message,
        shown=shown,
        at=instant(at),
        language=alert.language,
        length=alert.length.value,
    )
    return chat_id


async def settle_dead(connection: Connection, alert: Alert, *, fault: str, at: datetime) -> None:
    """Note that an alert can never arrive, and why."""
    await _settle(connection, alert, state="dead", at=at, fault=fault)


async def postpone(
    connection: Connection,
    alert: Alert,
    *,
    due: datetime,
    fault: str,
    is_unsure: bool = False,
    is_tried: bool = True,
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
        UPDATE alert SET state = 'due', due = :due, fault = :fault, unsure = unsure + :unsure,
            attempts = attempts - :untried
        WHERE id = :id
        """,
        id=alert.id,
        unsure=int(is_unsure),
        untried=int(not is_tried),
        due=instant(due),
        fault=fault,
    )


async def interrupted(connection: Connection) -> tuple[Alert, ...]:
    """Give the alerts that were in flight when the program last ended."""
    rows = await connection.rows("SELECT * FROM alert WHERE state = 'sending' ORDER BY id")
    return tuple([await _alert(connection, row) for row in rows])


async def _settle(
    connection: Connection, alert: Alert, *, state: str, at: datetime, fault: str = ""
) -> ChatId | None:
    row = await connection.row(
        "UPDATE alert SET state = :state, settled = :at, fault = :fault WHERE id = :id RETURNING chat",
        id=alert.id,
        state=state,
        at=instant(at),
        fault=fault,
    )
    return None if row is None else ChatId(row["chat"])


async def card_of(connection: Connection, chat_id: ChatId, story: StoryId) -> str:
    """Give the message that tells a chat of a story; empty without one."""
    row = await connection.row(
        """
        SELECT message FROM card WHERE chat = :chat
            AND story IN (SELECT coalesce(merged_into, id) FROM story WHERE id = :story)
        """,
        chat=chat_id,
        story=story,
    )
    return "" if row is None else str(row["message"])


async def _alert(connection: Connection, row: Row) -> Alert:
    chat_row = await connection.row("SELECT * FROM chat WHERE id = :id", id=row["chat"])
    assert chat_row is not None  # noqa: S101  the foreign key holds it
    told_to = chat(chat_row)
    kind = AlertKind(row["kind"])
    card = await connection.row(
        "SELECT * FROM card WHERE :has_card AND chat = :chat AND story = :story",
        has_card=kind.makes_card,
        chat=row["chat"],
        story=row["story"],
    )
    watch = await connection.row(
        "SELECT * FROM watch WHERE id = :watch AND chat = :chat", watch=row["watch"], chat=row["chat"]
    )
    told_by = card or watch or NOBODY
    folded = await connection.rows(
        "SELECT story, notice FROM alert WHERE folded = :id ORDER BY id", id=row["id"]
    )
    is_turn = kind is AlertKind.REVERSAL
    return Alert(
        id=AlertId(row["id"]),
        chat=told_to,
        story=None if row["story"] is None else StoryId(row["story"]),
        kind=kind,
        why=row["why"],
        owed=moment(row["owed"]),
        attempts=row["attempts"],
        unsure=row["unsure"],
        digest=() if is_turn else tuple(StoryId(other["story"]) for other in folded),
        is_bundled=bool(row["bundled"]),
        is_silent=bool(row["silent"]),
        ping="" if watch is None else watch["ping"],
        language=told_by["language"] or told_to.hours.language,
        length=length(told_by["length"]) or told_to.hours.length,
        notice=row["notice"] if kind is AlertKind.NOTICE else "",
        turn=read_turn(row["notice"]) if is_turn else None,
        turns=tuple(read_turn(other["notice"]) for other in folded) if is_turn else (),
        message="" if card is None else card["message"],
        shown=b"" if card is None else card["shown"],
    )
