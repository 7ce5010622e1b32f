"""The requests that show a message on Telegram, with errors in the port's words."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.platforms.port import PRIVATE, Address, Later, MessageGone
from bot.platforms.telegram_errors import is_unchanged, translated
from bot.render.telegram import LONGEST_LABEL, TelegramMessage, callback_data
from bot.render.text import brief
from bot.replies import Button

PATIENCE = 30.0
"""An answer waits this many seconds at most when Telegram asks for patience."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def post_patiently(
    bot: "ExtBot[None]",
    address: Address,
    message: TelegramMessage,
    *,
    silent: bool,
    quoted: ReplyParameters | None,
) -> None:
    """Send a part of an answer; when Telegram asks for patience, wait and send it once more."""
    await _patiently(lambda: post(bot, address, message, silent=silent, quoted=quoted))


async def change_patiently(bot: "ExtBot[None]", chat: int, part: int, message: TelegramMessage) -> None:
    """Turn a page; when Telegram asks for patience, wait and try once more."""
    await _patiently(lambda: change(bot, chat, part, message))


async def _patiently(request: Callable[[], Awaitable[object]]) -> None:
    try:
        await request()
    except Later as error:
        if error.seconds is None or error.seconds > PATIENCE:
            raise
        await asyncio.sleep(error.seconds)
        await request()


async def post(
    bot: "ExtBot[None]",
    address: Address,
    message: TelegramMessage,
    *,
    silent: bool,
    quoted: ReplyParameters | None = None,
) -> Message:
    """Send one message. Raises DeliveryError."""
    chat, topic = place(address)
    with _told_apart():
        return await bot.send_message(
            chat,
            message.html,
            parse_mode=ParseMode.HTML,
            message_thread_id=topic,
            disable_notification=silent,
            link_preview_options=_NO_PREVIEW,
            reply_markup=_markup(message),
            reply_parameters=quoted,
        )


async def change(bot: "ExtBot[None]", chat: int, part: int, message: TelegramMessage) -> None:
    """Change one message. Raises DeliveryError."""
    with _told_apart():
        await bot.edit_message_text(
            message.html,
            chat_id=chat,
            message_id=part,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=_markup(message),
        )


async def remove(bot: "ExtBot[None]", chat: int, part: int) -> None:
    """Take a message back; that it is gone already is no error. Raises DeliveryError."""
    with suppress(MessageGone), _told_apart():
        await bot.delete_message(chat, part)


def _markup(message: TelegramMessage) -> InlineKeyboardMarkup | None:
    if not message.keyboard:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in message.keyboard])


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(brief(button.label, LONGEST_LABEL), callback_data=callback_data(button))


@contextmanager
def _told_apart() -> Iterator[None]:
    """Raise Telegram's errors as the port's; that a message already says this is none."""
    try:
        yield
    except TelegramError as error:
        if not is_unchanged(error):
            raise translated(error) from error


def place(address: Address) -> tuple[int, int | None]:
    """Take an address apart into chat and topic."""
    chat, _, topic = address.removeprefix(PRIVATE).partition("/")  # a user's id is his private chat's
    return int(chat), int(topic) if topic else None
