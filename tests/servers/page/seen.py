"""What the users of the local chats see, in words that the page draws from."""

from typing import Any

from tests.servers.discord import LocalDiscord
from tests.servers.discord_guild import channel
from tests.servers.discord_shapes import CHANNEL, Attachment, ShownMessage
from tests.servers.telegram import LocalTelegram
from tests.servers.telegram_chats import ChatMessage

Json = dict[str, Any]

CHAT = 1
"""The private chat on Telegram that the page shows."""

NEWEST = 100
"""So many messages of each chat are shown."""


def seen(telegram: LocalTelegram, discord: LocalDiscord) -> Json:
    """Describe both chats, and what a platform would have refused."""
    rooms = list(telegram.room(CHAT, "private").messages.values())
    return {
        "telegram": {
            "messages": [_on_telegram(message) for message in rooms[-NEWEST:]],
            "commands": telegram.menu(CHAT),
        },
        "discord": {
            "messages": [_on_discord(message, discord) for message in _in_guild(discord)[-NEWEST:]],
            "commands": [entry["name"] for entry in discord.commands],
        },
        "faults": [
            *telegram.violations,
            *discord.violations,
            *discord.gateway.violations,
            *discord.refusals,
        ],
    }


def _on_telegram(message: ChatMessage) -> Json:
    entities = [
        {"type": run.type, "offset": run.offset, "length": run.length, "url": run.url}
        for run in message.entities
    ]
    labels = iter(label for label, _ in message.buttons)
    return {
        "id": message.id,
        "by_bot": message.by_bot,
        "text": message.text,
        "entities": entities,
        "rows": [[next(labels) for _ in range(width)] for width in message.rows],
        "photo": bool(message.photo),
        "document": len(message.document),
        "edited": bool(message.edits),
        "silent": message.silent,
    }


def _in_guild(discord: LocalDiscord) -> list[ShownMessage]:
    """Give what stands in the channel, in the forum's posts and in threads, oldest first."""
    public = {CHANNEL, *discord.threads.all}
    return [message for message in discord.channels.messages.values() if message.channel in public]


def _where(message: ShownMessage, discord: LocalDiscord) -> str:
    """Name the thread in which a message stands; empty in the channel."""
    thread = discord.threads.all.get(message.channel)
    return f"#{channel(thread.parent)['name']} › {thread.name}" if thread else ""


def _on_discord(message: ShownMessage, discord: LocalDiscord) -> Json:
    return {
        "id": message.id,
        "where": _where(message, discord),
        "asked": discord.channels.typed_for(message.id),
        "content": message.content,
        "embeds": list(message.embeds),
        "rows": [[button["label"] for button in row["components"]] for row in message.components],
        "attachments": [_file(attachment) for attachment in message.attachments],
        "ephemeral": message.ephemeral,
        "thinking": message.thinking,
        "edited": bool(message.edits),
    }


def _file(attachment: Attachment) -> Json:
    return {
        "id": attachment.id,
        "filename": attachment.filename,
        "description": attachment.description,
        "size": len(attachment.content),
        "is_picture": attachment.filename.endswith(".png"),
    }
