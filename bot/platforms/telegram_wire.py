"""The requests that show a message on Telegram, with errors in the port's words."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TypedDict, TypeVar

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.platforms.port import PRIVATE, Address, ChatGone, Later, MessageGone, Refused
from bot.platforms.telegram_errors import is_unchanged, translated
from bot.render.telegram import LONGEST_LABEL, TelegramMessage, callback_data, illustrate, render
from bot.render.text import brief
from bot.replies import Button, Reply

log = logging.getLogger(__name__)

PATIENCE = 30.0
"""An answer waits this many seconds at most when Telegram asks for patience."""

PHOTO = "photo-"
"""Begins the name of a message that is a photo, in a reference to what was sent."""

FILE_NAME = "chart.png"

Answered = TypeVar("Answered")


class _Common(TypedDict):
    """What a text, a photo and a document are sent with alike."""

    parse_mode: str
    message_thread_id: int | None
    disable_notification: bool
    reply_markup: InlineKeyboardMarkup | None
    reply_parameters: ReplyParameters | None


async def post_patiently(
    bot: "ExtBot[None]",
    address: Address,
    message: TelegramMessage,
    *,
    silent: bool,
    quoted: ReplyParameters | None,
) -> Message:
    """Send a part of an answer; when Telegram asks for patience, wait and send it once more."""
    return await _patiently(lambda: post(bot, address, message, silent=silent, quoted=quoted))


async def change_patiently(bot: "ExtBot[None]", chat: int, part: int, message: TelegramMessage) -> None:
    """Turn a page; when Telegram asks for patience, wait and try once more."""
    await _patiently(lambda: change(bot, chat, str(part), message))


async def _patiently(request: Callable[[], Awaitable[Answered]]) -> Answered:
    try:
        return await request()
    except Later as error:
        if error.seconds is None or error.seconds > PATIENCE:
            raise
        await asyncio.sleep(error.seconds)
        return await request()


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
    common = _Common(
        parse_mode=ParseMode.HTML,
        message_thread_id=topic,
        disable_notification=silent,
        reply_markup=_markup(message),
        reply_parameters=quoted,
    )
    with _told_apart():
        if message.file:
            document = InputFile(message.file.data, filename=message.file.name)
            return await bot.send_document(chat, document, caption=message.html, **common)
        if message.picture:
            photo = InputFile(message.picture, filename=FILE_NAME)
            return await bot.send_photo(chat, photo, caption=message.html, **common)
        return await bot.send_message(chat, message.html, link_preview_options=_preview(message), **common)


async def post_each(
    post_one: Callable[[TelegramMessage], Awaitable[Message]], reply: Reply, png: bytes
) -> AsyncIterator[str]:
    """Send all messages of a reply, and give the names of what was sent. Raises DeliveryError.

    A chat that takes no photos, or not this one, gets the words alone.
    """
    first, *others = illustrate(reply, png) if png else render(reply)
    try:
        shown = await post_one(first)
    except (Refused, ChatGone) as error:
        if not first.picture:
            raise
        log.info("telegram: words without their picture: %s", error)
        first, *others = render(reply)
        shown = await post_one(first)
    yield _named(shown)
    for message in others:
        yield _named(await post_one(message))


async def change(bot: "ExtBot[None]", chat: int, part: str, message: TelegramMessage) -> None:
    """Change one message; a photo stays one, as it was where there is no new one. Raises DeliveryError."""
    if not is_photo(part):
        await _change_text(bot, chat, int(part), message)
        return
    number = int(part.removeprefix(PHOTO))
    try:
        await _change_photo(bot, chat, number, message)
    except Refused as error:
        if not message.picture:
            raise
        log.info("telegram: words without their new picture: %s", error)
        await _change_photo(bot, chat, number, replace(message, picture=b""))


async def remove(bot: "ExtBot[None]", chat: int, part: str) -> None:
    """Take a message back; that it is gone already is no error. Raises DeliveryError."""
    with suppress(MessageGone), _told_apart():
        await bot.delete_message(chat, int(part.removeprefix(PHOTO)))


def is_photo(part: str) -> bool:
    """Whether a part of a message was sent as a photo: it can't become a text any more."""
    return part.startswith(PHOTO)


def _named(message: Message) -> str:
    return f"{PHOTO if message.photo else ''}{message.message_id}"


async def _change_text(bot: "ExtBot[None]", chat: int, number: int, message: TelegramMessage) -> None:
    with _told_apart():
        await bot.edit_message_text(
            message.html,
            chat_id=chat,
            message_id=number,
            parse_mode=ParseMode.HTML,
            link_preview_options=_preview(message),
            reply_markup=_markup(message),
        )


async def _change_photo(bot: "ExtBot[None]", chat: int, number: int, message: TelegramMessage) -> None:
    with _told_apart():
        if message.picture:
            photo = InputMediaPhoto(
                message.picture, caption=message.html, parse_mode=ParseMode.HTML, filename=FILE_NAME
            )
            await bot.edit_message_media(
                photo, chat_id=chat, message_id=number, reply_markup=_markup(message)
            )
        else:
            await bot.edit_message_caption(
                chat_id=chat,
                message_id=number,
                caption=message.html,
                parse_mode=ParseMode.HTML,
                reply_markup=_markup(message),
            )


def _preview(message: TelegramMessage) -> LinkPreviewOptions:
    if not message.preview:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(url=message.preview, prefer_small_media=True)


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
