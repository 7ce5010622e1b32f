"""Tells from a Discord error whether the message was sent, and what to do about it."""

import aiohttp
import discord

from bot.platforms.port import ChatGone, DeliveryError, Later, MessageGone, Refused, Uncertain

UNKNOWN_MESSAGE = 10_008
NOT_OUR_MESSAGE = 50_005
THREAD_ARCHIVED = 50_083
THREAD_EXISTS = 160_004
"""Codes of discord.com/developers/docs/topics/opcodes-and-status-codes."""

FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError, RuntimeError)
"""All that a request to Discord raises; RuntimeError: the session closed under it; OSError: time-outs too."""


def translated(error: Exception) -> DeliveryError:
    """Say in the port's words what became of a message."""
    match error:
        case discord.RateLimited():
            return Later(str(error), seconds=error.retry_after)
        case discord.DiscordServerError():
            return Uncertain(str(error))
        case discord.HTTPException():
            return _refusal(error)
        case aiohttp.ClientConnectorError() | RuntimeError():
            return Later(str(error))
    return Uncertain(str(error) or type(error).__name__)


def _refusal(error: discord.HTTPException) -> DeliveryError:
    reason = str(error)
    if error.code in {UNKNOWN_MESSAGE, NOT_OUR_MESSAGE}:
        return MessageGone(reason)
    if error.status in {403, 404} or error.code == THREAD_ARCHIVED:
        return ChatGone(reason)
    if error.status in {401, 429}:
        return Later(reason)
    return Refused(reason)
