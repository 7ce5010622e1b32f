"""What becomes of chats while nobody sends anything there: closed to us, open again, moved.

Whatever is missed here shows at the next send, which parks and moves chats in the same way.
"""

import logging

from bot.platforms.port import Address, ChatNews, Closed, Moved, Opened
from storage.edition import Edition
from storage.errors import StorageError
from storage.model import Chat
from storage.store import Store

log = logging.getLogger(__name__)


async def learn(store: Store, platform: str, news: ChatNews) -> None:
    """Park a chat with all its parts, take it up again, or move it. Never raises.

    A chat that never asked for anything is not made known.
    """
    try:
        async with store.editing() as edition:
            for chat in await edition.chats_at(platform, news.address):
                await _take_in(edition, chat, news)
                log.info("%s: chat %d: %s", platform, chat.id, _in_words(news))
    except StorageError as error:
        log.error("%s: news of a chat was not written down: %s", platform, error)  # noqa: TRY400  said in full


async def _take_in(edition: Edition, chat: Chat, news: ChatNews) -> None:
    match news:
        case Closed(why=why):
            await edition.park_chat(chat.id, why)
        case Opened():
            await edition.reopen_chat(chat.id)
        case Moved(address=old, to=new):
            await edition.move_chat(chat.id, _moved(Address(chat.address), old, new))


def _moved(address: Address, old: Address, new: Address) -> Address:
    """A part of a chat, such as its topic, moves with it."""
    return Address(new + address.removeprefix(old))


def _in_words(news: ChatNews) -> str:
    match news:
        case Closed(why=why):
            return f"closed to us: {why}"
        case Opened():
            return "open to us"
        case Moved():
            return "moved to another address"
