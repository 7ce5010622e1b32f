"""Tells those who run the bot what they should know, as an alert like any other."""

from collections.abc import Iterable
from datetime import datetime

from bot.platforms.port import PRIVATE
from storage.edition import Edition


async def owe_notices(edition: Edition, admins: Iterable[str], notice: str, now: datetime) -> None:
    """Owe some words to each of those who run the bot ("telegram:123"), in the private chat with him."""
    for admin in sorted(admins):
        platform, _, user = admin.partition(":")
        chat = await edition.meet_chat(platform, f"{PRIVATE}{user}", "who runs the bot")
        await edition.owe_notice(chat.id, notice, due=now)
