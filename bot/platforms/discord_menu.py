"""The slash commands: what each is for, what is suggested for its argument, and who finds it where."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import app_commands

from bot.platforms.menu import CommandHelp
from bot.platforms.port import Complete
from bot.speech import phrase, speaking, spoken, worded

COMPLETE_SECONDS = 2.0
"""Suggestions that take longer are none: Discord waits 3 s, and whoever types does not."""

CHANNEL_HELP = phrase("Another channel, or a forum: what is asked is about that")

Hear = Callable[[Any, str, str], Awaitable[None]]
"""Answers an interaction: a command, and what was typed behind it."""

_Command = app_commands.Command[Any, ..., None]


def slash_command(entry: CommandHelp, hear: Hear, complete: Complete) -> _Command:
    """Make a slash command. It can be asked anywhere, also by those who installed the bot for themselves."""
    command = _command(entry, hear, complete)
    command.allowed_installs = app_commands.AppInstallationType(guild=True, user=True)
    command.allowed_contexts = app_commands.AppCommandContext(
        guild=True,
        dm_channel=True,
        private_channel=not entry.administers,  # a chat of others, where we can't write unasked
    )
    if entry.administers or entry.for_admins:
        command.default_permissions = discord.Permissions(manage_guild=True)
    return command


class _Channel(app_commands.Transformer):
    """A channel of the server, chosen from a list: what stands for it in what one types."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> str:
        del interaction
        return f"in:{value.mention}"


def _command(entry: CommandHelp, hear: Hear, complete: Complete) -> _Command:
    async def bare(interaction: discord.Interaction[Any]) -> None:
        await hear(interaction, entry.name, "")

    async def worded_(interaction: discord.Interaction[Any], words: str = "") -> None:
        await hear(interaction, entry.name, words)

    async def placed(
        interaction: discord.Interaction[Any],
        words: str = "",
        channel: app_commands.Transform[str, _Channel] = "",
    ) -> None:
        await hear(interaction, entry.name, f"{words} {channel}".strip())

    async def suggested(_: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await _choices(complete, entry.name, typed)

    asked: Any = bare
    if entry.argument:
        asked = placed if entry.takes_place else worded_
        asked = app_commands.describe(words=entry.argument_help or entry.argument)(asked)
        asked = app_commands.rename(words=entry.argument)(asked)
    if entry.takes_place:
        asked = app_commands.describe(channel=CHANNEL_HELP)(asked)
    if entry.completes:
        asked = app_commands.autocomplete(words=suggested)(asked)
    return app_commands.Command(name=entry.name, description=entry.summary, callback=asked)


class Translator(app_commands.Translator):
    """Describes the commands in the languages that we speak; their names are the same in all."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: Any
    ) -> str | None:
        """Give a description in a language; None where there is nothing but the English one."""
        del context
        with speaking(spoken(locale.value)):
            said = worded(string.message)
        return None if said == string.message else said


async def _choices(complete: Complete, command: str, typed: str) -> list[app_commands.Choice[str]]:
    try:
        async with asyncio.timeout(COMPLETE_SECONDS):
            found = await complete(command, typed)
    except TimeoutError:
        return []
    return [app_commands.Choice(name=one.label, value=one.words) for one in found]
