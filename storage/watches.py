"""Chats, and what each wants to be told about."""

from datetime import datetime

from storage.database import Connection, Row
from storage.model import Chat, ChatHours, ChatId, Delivery, Length, Watch, WatchId, WatchWanted
from storage.values import instant, moment, read_filter, written_filter

WATCHES = """
    SELECT chat.*, watch.id AS watch_id, watch.words, watch.filter, watch.delivery, watch.silent, watch.ping,
           watch.quiet_from AS own_quiet_from, watch.quiet_until AS own_quiet_until,
           watch.language AS own_language, watch.length AS own_length, watch.since
    FROM watch JOIN chat ON chat.id = watch.chat
"""


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


async def add(connection: Connection, chat_id: ChatId, wanted: WatchWanted, since: datetime) -> WatchId:
    """Let a chat be told of something; the same words again only change how."""
    row = await connection.row(
        """
        INSERT INTO watch (chat, words, filter, delivery, silent, ping, quiet_from, quiet_until, language,
            length, since)
        VALUES (:chat, :words, :filter, :delivery, :silent, :ping, :quiet_from, :quiet_until, :language,
            :length, :since)
        ON CONFLICT (chat, words) DO UPDATE SET
            filter = excluded.filter, delivery = excluded.delivery, silent = excluded.silent,
            ping = excluded.ping, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
            language = excluded.language, length = excluded.length
        RETURNING id
        """,
        chat=chat_id,
        words=wanted.words,
        filter=written_filter(wanted.filter),
        delivery=wanted.delivery.value,
        silent=int(wanted.is_silent),
        ping=wanted.ping,
        quiet_from=wanted.quiet and wanted.quiet[0],
        quiet_until=wanted.quiet and wanted.quiet[1],
        language=wanted.language,
        length=wanted.length or "",
        since=instant(since),
    )
    assert row is not None  # noqa: S101  RETURNING always gives a row
    return WatchId(row["id"])


async def remove(connection: Connection, chat_id: ChatId, watch_id: WatchId) -> bool:
    """End a watch of a chat, and owe nothing by it any more. Says whether the chat had it."""
    await connection.execute(
        "DELETE FROM alert WHERE chat = :chat AND watch = :id AND state = 'due'", chat=chat_id, id=watch_id
    )
    removed = await connection.execute(
        "DELETE FROM watch WHERE chat = :chat AND id = :id", chat=chat_id, id=watch_id
    )
    return removed > 0


async def unwatch(connection: Connection, chat_id: ChatId) -> bool:
    """Tell a chat of nothing any more, not even of what it is owed. Says whether it was told of anything."""
    await connection.execute("DELETE FROM alert WHERE chat = :chat AND state = 'due'", chat=chat_id)
    await connection.execute("DELETE FROM card WHERE chat = :chat", chat=chat_id)
    return await connection.execute("DELETE FROM watch WHERE chat = :chat", chat=chat_id) > 0


async def of_chat(connection: Connection, platform: str, address: str) -> tuple[Watch, ...]:
    """Give what a chat watches, the oldest watch first."""
    rows = await connection.rows(
        f"{WATCHES} WHERE chat.platform = :platform AND chat.address = :address ORDER BY watch_id",
        platform=platform,
        address=address,
    )
    return tuple(_watch(row) for row in rows)


async def every(connection: Connection, zone: str) -> tuple[Watch, ...]:
    """Give all watches; `zone` is that of the chats that named none."""
    return tuple(_watch(row, zone) for row in await connection.rows(f"{WATCHES} ORDER BY watch_id"))


async def of_digests(connection: Connection, zone: str) -> tuple[Watch, ...]:
    """Give the watches that are read as digests, of the chats that want to hear of empty ones."""
    rows = await connection.rows(
        f"{WATCHES} WHERE chat.says_empty AND chat.parked = '' AND watch.delivery <> 'at once'"
    )
    return tuple(_watch(row, zone) for row in rows)


async def set_hours(connection: Connection, chat_id: ChatId, hours: ChatHours) -> None:
    """Keep when a chat wants to be told."""
    await connection.execute(
        """
        UPDATE chat SET zone = :zone, quiet_from = :quiet_from, quiet_until = :quiet_until,
            digest_at = :digest_at, says_empty = :says_empty, language = :language, length = :length,
            threads = :threads
        WHERE id = :chat
        """,
        chat=chat_id,
        zone=hours.zone,
        quiet_from=hours.quiet_from,
        quiet_until=hours.quiet_until,
        digest_at=hours.digest_at,
        says_empty=int(hours.says_empty),
        language=hours.language,
        length=hours.length.value,
        threads=int(hours.opens_threads),
    )


async def at(connection: Connection, platform: str, address: str) -> Chat | None:
    """Give the chat at an address, where it is known."""
    row = await connection.row(
        "SELECT * FROM chat WHERE platform = :platform AND address = :address",
        platform=platform,
        address=address,
    )
    return None if row is None else chat(row)


async def all_at(connection: Connection, platform: str, address: str) -> tuple[Chat, ...]:
    """Give the chat at an address, and those at addresses that go on from it behind a slash."""
    rows = await connection.rows(
        """
        SELECT * FROM chat
        WHERE platform = :platform
          AND (address = :address OR substr(address, 1, length(:address) + 1) = :address || '/')
        ORDER BY id
        """,
        platform=platform,
        address=address,
    )
    return tuple(chat(row) for row in rows)


async def park(connection: Connection, chat_id: ChatId, why: str) -> None:
    """Send nothing to a chat for now; what it is owed stays."""
    await connection.execute("UPDATE chat SET parked = :why WHERE id = :chat", chat=chat_id, why=why)


async def move(connection: Connection, chat_id: ChatId, address: str) -> None:
    """Give a chat its new address, where it is open; a chat that has it already is joined to this one."""
    other = await connection.row(
        """
        SELECT other.id FROM chat AS other JOIN chat AS moved ON moved.platform = other.platform
        WHERE moved.id = :chat AND other.address = :address AND other.id <> moved.id
        """,
        chat=chat_id,
        address=address,
    )
    if other is not None:
        for table in ("watch", "alert", "card", "mute"):
            await connection.execute(
                f"UPDATE OR IGNORE {table} SET chat = :chat WHERE chat = :other",  # noqa: S608  our own names
                chat=chat_id,
                other=other["id"],
            )
        await connection.execute(  # what was to be told in a digest that goes with the other chat
            """
            UPDATE alert SET state = 'due', folded = NULL
            WHERE state = 'folded' AND folded IN (SELECT id FROM alert WHERE chat = :other)
            """,
            other=other["id"],
        )
        await connection.execute("DELETE FROM chat WHERE id = :other", other=other["id"])
    await connection.execute(
        "UPDATE chat SET address = :address, parked = '' WHERE id = :chat", chat=chat_id, address=address
    )


def chat(row: Row, zone: str = "") -> Chat:
    """Read a chat from a row; `zone` is its time zone where it named none."""
    return Chat(
        id=ChatId(row["id"]),
        platform=row["platform"],
        address=row["address"],
        title=row["title"],
        parked=row["parked"],
        hours=ChatHours(
            zone=row["zone"] or zone,
            quiet_from=row["quiet_from"],
            quiet_until=row["quiet_until"],
            digest_at=row["digest_at"],
            says_empty=bool(row["says_empty"]),
            language=row["language"],
            length=length(row["length"]) or Length.CARD,
            opens_threads=bool(row["threads"]),
        ),
    )


def length(written: str) -> Length | None:
    """Read a length; None where none is set."""
    return Length(written) if written else None


def _watch(row: Row, zone: str = "") -> Watch:
    quiet = row["own_quiet_from"], row["own_quiet_until"]
    wanted = WatchWanted(
        words=row["words"],
        filter=read_filter(row["filter"]),
        delivery=Delivery(row["delivery"]),
        is_silent=bool(row["silent"]),
        ping=row["ping"],
        quiet=None if None in quiet else quiet,
        language=row["own_language"],
        length=length(row["own_length"]),
    )
    return Watch(id=WatchId(row["watch_id"]), chat=chat(row, zone), wanted=wanted, since=moment(row["since"]))
