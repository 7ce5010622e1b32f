"""Chats, and what each wants to be told about."""

from collections.abc import Collection
from datetime import datetime

from storage.database import Connection, Row
from storage.model import Chat, ChatId, Interest
from storage.values import instant


async def meet(connection: Connection, platform: str, address: str, title: str) -> Chat:
    """Give the chat at an address, made known if it is new; a parked one is open again."""
    row = await connection.row(
        """
        INSERT INTO chat (platform, address, title) VALUES (:platform, :address, :title)
        ON CONFLICT (platform, address) DO UPDATE SET title = excluded.title, parked = ''
        RETURNING *
        """,
        platform=platform,
        address=address,
        title=title,
    )
    assert row is not None  # noqa: S101  RETURNING always gives a row
    return chat(row)


async def watch(
    connection: Connection, chat_id: ChatId, wanted: Collection[Interest], since: datetime
) -> None:
    """Tell a chat of these things from now on, and of no others."""
    for interest in Interest:
        if interest in wanted:
            await connection.execute(
                """
                INSERT INTO watch (chat, label, since) VALUES (:chat, :label, :since) ON CONFLICT DO NOTHING
                """,
                chat=chat_id,
                label=interest.value,
                since=instant(since),
            )
        else:
            await connection.execute(
                "DELETE FROM watch WHERE chat = :chat AND label = :label", chat=chat_id, label=interest.value
            )
    if Interest.REVERSALS not in wanted:
        await connection.execute(
            "DELETE FROM alert WHERE chat = :chat AND kind = 'reversal' AND state = 'due'", chat=chat_id
        )


async def unwatch(connection: Connection, chat_id: ChatId) -> bool:
    """Tell a chat of nothing any more, not even of what it is owed. Says whether it was told of anything."""
    await connection.execute("DELETE FROM alert WHERE chat = :chat AND state = 'due'", chat=chat_id)
    await connection.execute("DELETE FROM card WHERE chat = :chat", chat=chat_id)
    return await connection.execute("DELETE FROM watch WHERE chat = :chat", chat=chat_id) > 0


async def interests(connection: Connection, platform: str, address: str) -> tuple[Interest, ...]:
    """Give what a chat watches."""
    rows = await connection.rows(
        """
        SELECT watch.label FROM watch JOIN chat ON chat.id = watch.chat
        WHERE chat.platform = :platform AND chat.address = :address ORDER BY watch.label
        """,
        platform=platform,
        address=address,
    )
    return tuple(Interest(row["label"]) for row in rows)


async def watching(connection: Connection, interest: Interest) -> tuple[Chat, ...]:
    """Give the chats that want to be told of something."""
    rows = await connection.rows(
        """
        SELECT chat.* FROM chat JOIN watch ON watch.chat = chat.id WHERE watch.label = :label ORDER BY chat.id
        """,
        label=interest.value,
    )
    return tuple(chat(row) for row in rows)


async def park(connection: Connection, chat_id: ChatId, why: str) -> None:
    """Send nothing to a chat for now; what it is owed stays."""
    await connection.execute("UPDATE chat SET parked = :why WHERE id = :chat", chat=chat_id, why=why)


async def move(connection: Connection, chat_id: ChatId, address: str) -> None:
    """Give a chat its new address; what is kept for a chat that has it already is joined to this one."""
    other = await connection.row(
        """
        SELECT other.id FROM chat AS other JOIN chat AS moved ON moved.platform = other.platform
        WHERE moved.id = :chat AND other.address = :address AND other.id <> moved.id
        """,
        chat=chat_id,
        address=address,
    )
    if other is not None:
        for table in ("watch", "alert", "card"):
            await connection.execute(
                f"UPDATE OR IGNORE {table} SET chat = :chat WHERE chat = :other",  # noqa: S608  our own names
                chat=chat_id,
                other=other["id"],
            )
        await connection.execute("DELETE FROM chat WHERE id = :other", other=other["id"])
    await connection.execute(
        "UPDATE chat SET address = :address WHERE id = :chat", chat=chat_id, address=address
    )


def chat(row: Row) -> Chat:
    """Read a chat from a row."""
    return Chat(
        id=ChatId(row["id"]),
        platform=row["platform"],
        address=row["address"],
        title=row["title"],
        parked=row["parked"],
    )
