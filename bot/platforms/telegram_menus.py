"""The menus of commands on Telegram: everybody is shown what he may ask, where he is.

A menu hides only; rights are looked up whenever a command is asked. Telegram keeps menus over restarts, so
all are set at each start: what an earlier version showed is replaced.
"""

import asyncio
import logging
from collections.abc import Iterable

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from bot.platforms.menu import CommandHelp
from bot.platforms.telegram_hearing import NAME
from bot.speech import ENGLISH, LANGUAGES, speaking, worded

log = logging.getLogger(__name__)

Menu = tuple[CommandHelp, ...]


async def set_menus(bot: "ExtBot[None]", commands: Menu, admins: Iterable[str]) -> None:
    """Set the menus of the bot's admins ("telegram:123"), of chats' administrators, and of everybody.

    The narrow ones come first, so that meanwhile nobody misses a command that he had. Raises TelegramError.
    """
    for admin in sorted(admins):
        platform, _, user = admin.partition(":")
        if platform == NAME:
            await _set_for_admin(bot, commands, int(user))
    of_chat = tuple(entry for entry in commands if not entry.for_admins)
    await _set(bot, of_chat, BotCommandScopeAllPrivateChats())  # there everybody is in his own chat
    await _set(bot, of_chat, BotCommandScopeAllChatAdministrators())
    reading = tuple(entry for entry in of_chat if not entry.administers)
    await _set(bot, reading, BotCommandScopeDefault())


async def _set_for_admin(bot: "ExtBot[None]", commands: Menu, user: int) -> None:
    try:
        await _set(bot, commands, BotCommandScopeChat(user))
    except (BadRequest, Forbidden) as error:
        log.warning("telegram: admin %d is shown the menu of everybody: %s", user, error.message)


async def _set(bot: "ExtBot[None]", menu: Menu, scope: BotCommandScope) -> None:
    """Set a menu in each language; English for whoever reads none of ours."""
    await asyncio.gather(*(_set_in(language, bot, menu, scope) for language in LANGUAGES))


async def _set_in(language: str, bot: "ExtBot[None]", menu: Menu, scope: BotCommandScope) -> None:
    with speaking(language):
        shown = [BotCommand(entry.name, worded(entry.summary)) for entry in menu]
    code = None if language == ENGLISH else language
    await bot.set_my_commands(shown, scope=scope, language_code=code)
