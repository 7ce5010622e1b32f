"""What Telegram tells the bot of its chats: that it was added, thrown out or silenced, or that one moved."""

from collections.abc import Iterator

from telegram import (
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberRestricted,
    Update,
)
from telegram.constants import ChatType
from telegram.ext import BaseHandler, ChatMemberHandler, ContextTypes, MessageHandler, filters

from bot.platforms.port import PRIVATE, Address, Closed, Learn, Moved, Opened


def handlers(learn: Learn) -> "tuple[BaseHandler[Update, ContextTypes.DEFAULT_TYPE, None], ...]":
    """Give what hears such news, and tells it to `learn`."""
    news = _News(learn)
    return (
        ChatMemberHandler(news.standing, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, news.migration),
        MessageHandler(filters.StatusUpdate.FORUM_TOPIC_REOPENED, news.reopening),
    )


class _News:
    def __init__(self, learn: Learn) -> None:
        self._learn = learn

    async def standing(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The bot may do something else in a chat than before."""
        del context
        changed = update.my_chat_member
        if changed is None:
            return
        why = _why_closed(changed.chat, changed.new_chat_member)
        for address in _addresses(changed.chat):
            await self._learn(Closed(address=address, why=why) if why else Opened(address=address))

    async def migration(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A group became a supergroup: it is told in both, and whichever comes first is enough."""
        del context
        message = update.message
        if message is None:
            return
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        await self._learn(Moved(address=Address(str(old)), to=Address(str(new))))

    async def reopening(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A topic was opened again. That one is closed says nothing: administrators may write there still."""
        del context
        message = update.message
        if message is not None and message.message_thread_id:
            address = Address(f"{message.chat.id}/{message.message_thread_id}")
            await self._learn(Opened(address=address))


def _why_closed(chat: Chat, standing: ChatMember) -> str:
    """Say why we may not write in a chat; empty where we may, as far as Telegram tells."""
    match standing:
        case ChatMemberBanned():
            return "the user blocked the bot" if chat.type == ChatType.PRIVATE else "the bot was kicked"
        case ChatMemberLeft():
            return "the bot is not there any more"
        case ChatMemberRestricted() if not (standing.is_member and standing.can_send_messages):
            return "the bot may not write there"
        case ChatMemberMember() if chat.type == ChatType.CHANNEL:
            return "the bot may not post there"
        case ChatMemberAdministrator() if chat.type == ChatType.CHANNEL and not standing.can_post_messages:
            return "the bot may not post there"
    return ""


def _addresses(chat: Chat) -> Iterator[Address]:
    """A private chat has two: its own, and its user's."""
    yield Address(str(chat.id))
    if chat.type == ChatType.PRIVATE:
        yield Address(f"{PRIVATE}{chat.id}")
