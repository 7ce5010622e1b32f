"""Tells from a Telegram error whether the message was sent, and what to do about it.

python-telegram-bot throws the same class for very different things, so the cause and the text decide.
"""

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.platforms.port import (
    Address,
    ChatGone,
    ChatMoved,
    DeliveryError,
    Later,
    MessageGone,
    Refused,
    Uncertain,
)

UNSENT = (
    httpx.PoolTimeout,
    httpx.ConnectTimeout,
    httpx.ConnectError,
    httpx.UnsupportedProtocol,
    RuntimeError,
)
"""Causes that show that the request never left; RuntimeError: the client was shutting down."""

TOO_LARGE = "request entity too large"

UNCHANGED = "message is not modified"

MESSAGE_IS_GONE = ("message to edit not found", "message can't be edited", "message to delete not found")

CHAT_IS_GONE = (
    "chat not found",
    "message thread not found",
    "topic_closed",
    "topic_deleted",
    "topic_id_invalid",
    "chat_write_forbidden",
    "have no rights to send",
    "not enough rights",
    "need administrator rights",
    "group chat was deactivated",
    "group chat was upgraded",
    "channel_private",
    "peer_id_invalid",
    "user is deactivated",
)
"""What a BadRequest says when the chat is closed to us, in lower case."""


def is_unchanged(error: TelegramError) -> bool:
    """Tell whether an edit was refused only because the message already says this."""
    return isinstance(error, BadRequest) and UNCHANGED in error.message.lower()


def translated(error: TelegramError) -> DeliveryError:
    """Say in the port's words what became of a message."""
    match error:
        case RetryAfter():
            return Later(error.message, seconds=_seconds(error.retry_after))
        case ChatMigrated():
            return ChatMoved(Address(str(error.new_chat_id)))
        case Forbidden():
            return ChatGone(error.message)
        case InvalidToken():
            return Later("Telegram does not accept the token")
        case Conflict():
            return Later(error.message)
        case NetworkError() if isinstance(error, BadRequest) or TOO_LARGE in error.message.lower():
            return _refusal(error.message)
        case NetworkError() if isinstance(error.__cause__, UNSENT):
            return Later(error.message)
    return Uncertain(error.message)


def _refusal(reason: str) -> DeliveryError:
    said = reason.lower()
    if any(phrase in said for phrase in MESSAGE_IS_GONE):
        return MessageGone(reason)
    if any(phrase in said for phrase in CHAT_IS_GONE):
        return ChatGone(reason)
    return Refused(reason)


def _seconds(period: timedelta | int) -> float:
    return period.total_seconds() if isinstance(period, timedelta) else float(period)
