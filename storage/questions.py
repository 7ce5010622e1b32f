"""The words of long questions whose answers have pages: a button carries their number instead."""

from storage.database import Connection

MOST_KEPT = 2_000
"""The oldest go first; whoever presses an older button is told to ask again."""


async def keep(connection: Connection, words: str) -> int:
    """Keep the words of a question, without who asked it; give its number, which a known one has already."""
    known = await connection.row("SELECT id FROM question WHERE words = :words", words=words)
    if known is not None:
        return int(known["id"])
    number = await connection.insert("INSERT INTO question (words) VALUES (:words)", words=words)
    await connection.execute("DELETE FROM question WHERE id <= :oldest", oldest=number - MOST_KEPT)
    return number


async def words_of(connection: Connection, number: int) -> str:
    """Give the words of a question; empty when they are no longer kept."""
    row = await connection.row("SELECT words FROM question WHERE id = :number", number=number)
    return "" if row is None else str(row["words"])
