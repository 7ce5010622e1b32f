"""Shows answers on Discord: the first word within three seconds, private ones to the asker only."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from io import BytesIO
from typing import Any, TypeVar

import discord

from bot.platforms.discord_buttons import view_of
from bot.platforms.discord_errors import translated
from bot.platforms.port import ChatGone, Refused
from bot.render.discord import DiscordMessage
from bot.replies import Reply

log = logging.getLogger(__name__)

AT_ONCE_SECONDS = 1.0
"""An answer that takes longer is announced first ("thinking ..."): Discord waits 3 s and no more."""

FILE_NAME = "chart.png"

Shown = TypeVar("Shown")

Answering = asyncio.Task[tuple[Reply, tuple[DiscordMessage, ...]]]
_Arrived = discord.Interaction[Any]


async def show_answer(interaction: _Arrived, answering: Answering) -> None:
    """Show an answer below what was asked. Raises discord.py's errors."""
    done, _ = await asyncio.wait([answering], timeout=AT_ONCE_SECONDS)
    announced = not done
    if announced:
        await interaction.response.defer(thinking=True)
    reply, (first, *others) = await answering

    async def respond(message: DiscordMessage) -> None:
        await interaction.response.send_message(ephemeral=reply.private, **new(message, shared=reply.private))

    async def follow_up(message: DiscordMessage) -> None:
        await interaction.followup.send(ephemeral=reply.private, **new(message, shared=reply.private))

    async def fulfil(message: DiscordMessage) -> None:
        await interaction.edit_original_response(**changed(message))

    if not announced:
        await show_at_all(respond, first)
    elif reply.private:
        await interaction.delete_original_response()  # it is public, and can't be made private any more
        await show_at_all(follow_up, first)
    else:
        await show_at_all(fulfil, first)
    for message in others:
        await follow_up(message)


async def turn(interaction: _Arrived, answering: Answering) -> None:
    """Show an answer in the place of the message whose button was pressed; a private one beside it.

    Raises discord.py's errors.
    """
    done, _ = await asyncio.wait([answering], timeout=AT_ONCE_SECONDS)
    if not done:
        await interaction.response.defer()
    reply, [page] = await answering

    async def beside(message: DiscordMessage) -> None:
        if done:
            await interaction.response.send_message(ephemeral=True, **new(message, shared=True))
        else:
            await interaction.followup.send(ephemeral=True, **new(message, shared=True))

    async def in_place(message: DiscordMessage) -> None:
        if done:
            await interaction.response.edit_message(**changed(message))
        else:
            await interaction.edit_original_response(**changed(message))

    await show_at_all(beside if reply.private else in_place, page)


async def show_at_all(show: Callable[[DiscordMessage], Awaitable[Shown]], message: DiscordMessage) -> Shown:
    """Show a message; where its picture is not welcome, without it. Raises discord.py's errors."""
    try:
        return await show(message)
    except discord.HTTPException as error:
        if not message.picture or not isinstance(translated(error), Refused | ChatGone):
            raise
        log.info("discord: words without their picture: %s", error)
        return await show(replace(message, picture=b""))


def new(message: DiscordMessage, *, shared: bool = False) -> dict[str, Any]:
    """Give a rendered message as the arguments of discord.py's send; `shared`: its reader may share it."""
    files = _files(message)
    return _contents(message, shared=shared) | _calling(message) | ({"files": files} if files else {})


def changed(message: DiscordMessage) -> dict[str, Any]:
    """Give a rendered message as the arguments of discord.py's edit."""
    return _contents(message, shared=False) | {"attachments": _files(message)}


def _contents(message: DiscordMessage, *, shared: bool) -> dict[str, Any]:
    embed = discord.Embed(
        title=message.title or None,
        url=message.link or None,
        description=message.description or None,
        colour=message.colour,
    )
    if message.footer:
        embed.set_footer(text=message.footer)
    if message.picture:
        embed.set_image(url=f"attachment://{FILE_NAME}")
    nobody = discord.AllowedMentions.none()  # an edited answer would not take it from the client
    return {"embeds": [embed], "view": view_of(message, shared=shared), "allowed_mentions": nobody}


def _calling(message: DiscordMessage) -> dict[str, Any]:
    """Call one role, and nobody else whom the words may name."""
    if not message.ping:
        return {}
    role = discord.Object(int(message.ping))
    only = discord.AllowedMentions(everyone=False, users=False, roles=[role], replied_user=False)
    return {"content": f"<@&{role.id}>", "allowed_mentions": only}


def _files(message: DiscordMessage) -> list[discord.File]:
    if message.file:
        return [discord.File(BytesIO(message.file.data), filename=message.file.name)]
    if not message.picture:
        return []
    return [discord.File(BytesIO(message.picture), filename=FILE_NAME, description=message.alt)]
