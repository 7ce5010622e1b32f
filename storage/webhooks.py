"""Webhooks: chats whose address is on the web, each with the secret that it shares with us."""

from storage.database import Connection
from storage.model import ChatId, Webhook
from storage.watches import chat

PLATFORM = "webhook"


async def keep(connection: Connection, chat_id: ChatId, secret: str) -> bool:
    """Let a chat be a webhook. One that is known keeps its secret; says whether it is new."""
    changed = await connection.execute(
        "INSERT INTO webhook (chat, secret) VALUES (:chat, :secret) ON CONFLICT DO NOTHING",
        chat=chat_id,
        secret=secret,
    )
    return changed > 0


async def remove(connection: Connection, url: str) -> ChatId | None:
    """Let an address be a webhook no more, and give its chat; None where it is none."""
    row = await connection.row(
        """
        DELETE FROM webhook WHERE chat = (SELECT id FROM chat WHERE platform = :platform AND address = :url)
        RETURNING chat
        """,
        platform=PLATFORM,
        url=url,
    )
    return None if row is None else ChatId(row["chat"])


async def secret_of(connection: Connection, url: str) -> str:
    """Give the secret of a webhook; empty where there is no such."""
    row = await connection.row(
        """
        SELECT webhook.secret FROM webhook JOIN chat ON chat.id = webhook.chat
        WHERE chat.platform = :platform AND chat.address = :url
        """,
        platform=PLATFORM,
        url=url,
    )
    return "" if row is None else str(row["secret"])


async def every(connection: Connection) -> tuple[Webhook, ...]:
    """Give all webhooks, with what waits for each and why the last try failed."""
    rows = await connection.rows(
        """
        SELECT chat.*, count(alert.id) AS waiting, coalesce(max(alert.fault), '') AS fault
        FROM webhook JOIN chat ON chat.id = webhook.chat
             LEFT JOIN alert ON alert.chat = chat.id AND alert.state IN ('due', 'sending')
        GROUP BY chat.id ORDER BY chat.address
        """
    )
    return tuple(Webhook(chat=chat(row), waiting=row["waiting"], fault=row["fault"]) for row in rows)
