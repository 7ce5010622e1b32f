"""Turns what Telegram tells the bot into asks, and shows the answers."""

import logging
from collections import Counter
from dataclasses import dataclass
from functools import partial

from telegram import CallbackQuery, Chat, ChatMember, Message, ReplyParameters, Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes, ExtBot

from bot.platforms.pictures import Draw, drawn
from bot.platforms.port import Address, Answer, Ask, DeliveryError, MessageGone, Refused
from bot.platforms.telegram_wire import change_patiently, post_each, post_patiently
from bot.render.telegram import ASK, TURN, render
from bot.replies import Reply

log = logging.getLogger(__name__)

NAME = "telegram"

MOST_OF_A_CHAT = 16
"""Answers on their way to one chat; who asks more is not heard. Telegram may let each wait for half a minute,
and with them would wait whoever asks elsewhere. More than bot/fairness.py lets wait: it says so first."""


class Hearing:
    """Hears commands and presses, asks for their answers and shows them."""

    def __init__(self, answer: Answer, admin_commands: frozenset[str], draw: Draw) -> None:
        self._answer = answer
        self._admin_commands = admin_commands
        self._draw = draw
        self._on_their_way: Counter[int] = Counter()

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a command: a message to the bot, in a group, or a channel's post."""
        message = update.effective_message
        if message is None or message.text is None:
            return
        typed, *words = message.text.removeprefix("/").split(maxsplit=1)
        name, _, addressee = typed.partition("@")
        if addressee and addressee.lower() != context.bot.username.lower():
            return
        spoken = _own_language(message.chat, message.from_user)
        asker = _Asker(chat=message.chat, topic=_topic(message), user=_author(message), language=spoken)
        await self._show(context.bot, asker, " ".join([name, *words]), quoted=_quoted(message))

    async def press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a pressed button: with a new message, or in the place of the one whose page it turns."""
        query = update.callback_query
        if query is None:
            return
        await _acknowledge(query)
        message, pressed = query.message, query.data or ""
        if message is None or not pressed.startswith((ASK, TURN)):
            return
        topic = _topic(message) if isinstance(message, Message) else None
        spoken = _own_language(message.chat, query.from_user)
        asker = _Asker(chat=message.chat, topic=topic, user=query.from_user.id, language=spoken)
        page = message.message_id if pressed.startswith(TURN) else None
        await self._show(context.bot, asker, pressed.partition(":")[2], page=page)

    async def _show(
        self,
        bot: "ExtBot[None]",
        asker: "_Asker",
        typed: str,
        *,
        quoted: ReplyParameters | None = None,
        page: int | None = None,
    ) -> None:
        chat = asker.chat.id
        if self._on_their_way[chat] >= MOST_OF_A_CHAT:
            return
        self._on_their_way[chat] += 1
        try:
            await self._answered(bot, asker, typed, quoted, page)
        finally:
            self._on_their_way[chat] -= 1
            if not self._on_their_way[chat]:
                del self._on_their_way[chat]

    async def _answered(
        self,
        bot: "ExtBot[None]",
        asker: "_Asker",
        typed: str,
        quoted: ReplyParameters | None,
        page: int | None,
    ) -> None:
        command, _, words = typed.strip().partition(" ")
        reply = await self._answer(
            Ask(
                command=command.lower(),
                words=words.strip(),
                platform=NAME,
                address=asker.address,
                title=asker.chat.effective_name or "",
                user=str(asker.user or ""),
                language=asker.language,
                may_administer=await self._may_administer(bot, asker, command.lower()),
            )
        )
        if reply.is_repeated:
            return
        post_one = partial(post_patiently, bot, asker.address, silent=reply.silent, quoted=quoted)
        try:
            if page is None or reply.private or not await _turned(bot, asker.chat.id, page, reply):
                async for _ in post_each(post_one, reply, await drawn(self._draw, reply)):
                    pass
        except DeliveryError as error:
            log.warning(
                "telegram: chat %s: the answer to /%s was not shown: %s", asker.address, command, error
            )

    async def _may_administer(self, bot: "ExtBot[None]", asker: "_Asker", command: str) -> bool:
        """Tell whether the asker may change the chat's settings; asked anew for each press, too."""
        if asker.chat.type == ChatType.PRIVATE or asker.user == asker.chat.id:
            return True  # the chat is one's own, or one writes in its name, as only administrators can
        if command not in self._admin_commands or asker.user is None:
            return False
        try:
            member = await bot.get_chat_member(asker.chat.id, asker.user)
        except TelegramError as error:
            log.warning("telegram: chat %s: the asker's rights are not known: %s", asker.address, error)
            return False
        return member.status in {ChatMember.OWNER, ChatMember.ADMINISTRATOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asker:
    """Who asks, and where."""

    chat: Chat
    topic: int | None
    language: str  # his own, where the chat is his own
    user: int | None  # who writes in the name of a chat has its id

    @property
    def address(self) -> Address:
        return Address(f"{self.chat.id}/{self.topic}" if self.topic else f"{self.chat.id}")


async def _turned(bot: "ExtBot[None]", chat: int, page: int, reply: Reply) -> bool:
    """Show an answer in the place of a message; False where that is gone or a photo: a new one is wanted."""
    [message] = render(reply, most=1)
    try:
        await change_patiently(bot, chat, page, message)
    except (MessageGone, Refused):
        return False
    return True


def _topic(message: Message) -> int | None:
    """Give a forum's topic; in other groups the same field only counts a chain of replies."""
    return message.message_thread_id if message.is_topic_message else None


def _own_language(chat: Chat, user: User | None) -> str:
    """Give the language of who asks in his own chat; a group has the bot's, whoever asks there."""
    return (user.language_code if user and chat.type == ChatType.PRIVATE else None) or ""


def _author(message: Message) -> int | None:
    if message.sender_chat:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else None


def _quoted(message: Message) -> ReplyParameters | None:
    """Answer in a group as a reply, so that everybody sees what was asked."""
    if message.chat.type not in {ChatType.GROUP, ChatType.SUPERGROUP}:
        return None
    return ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True)


async def _acknowledge(query: CallbackQuery) -> None:
    """Tell Telegram that the press was heard, or the button would seem to hang."""
    try:
        await query.answer()
    except TelegramError as error:
        log.warning("telegram: a press was not acknowledged: %s", error.message)
