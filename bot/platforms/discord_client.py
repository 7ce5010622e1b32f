"""The Discord client: slash commands, buttons that outlive a restart, and answers within three seconds."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace
from typing import Any, Self, TypeVar

import aiohttp
import discord
from discord import app_commands

from bot.platforms.discord_errors import FAILURES, translated
from bot.platforms.menu import CommandHelp
from bot.platforms.pictures import Draw, drawn
from bot.platforms.port import Address, Answer, Ask, ChatGone, Refused
from bot.render.discord import ASK, LONGEST_LABEL, TURN, DiscordMessage, custom_id, illustrate
from bot.render.split import MOST_MESSAGES
from bot.render.text import brief
from bot.replies import Button, Reply

log = logging.getLogger(__name__)

NAME = "discord"

AT_ONCE_SECONDS = 1.0
"""An answer that takes longer is announced first ("thinking ..."): Discord waits 3 s and no more."""

PATIENCE = 30.0
"""Seconds that discord.py may wait by itself for a rate limit; a longer one is left to the outbox."""

FINISH_SECONDS = 5.0
"""How long the answers in hand may take when the program stops."""

FILE_NAME = "chart.png"

Shown = TypeVar("Shown")

Arrived = discord.Interaction["DiscordClient"]
_Answering = asyncio.Task[tuple[Reply, tuple[DiscordMessage, ...]]]
_Show = Callable[[Arrived, _Answering], Awaitable[None]]


class DiscordClient(discord.Client):
    """One connection to Discord; a new one is made after each failure."""

    def __init__(self, *, answer: Answer, commands: tuple[CommandHelp, ...], draw: Draw) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # we have no use for voice
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            max_ratelimit_timeout=PATIENCE,
            http_trace=_tries_once(),
        )
        self._answer = answer
        self._draw = draw
        self._in_hand: set[asyncio.Task[None]] = set()
        self._connecting: asyncio.Task[None] | None = None
        self.tree = app_commands.CommandTree(self)
        for entry in commands:
            self.tree.add_command(_slash_command(entry))
        self.add_dynamic_items(AskButton)

    async def hear(self, interaction: Arrived, command: str, words: str, *, turns_page: bool = False) -> None:
        """Answer a command or a pressed button. Never raises: an answer that can't be shown is logged."""
        show = _turn if turns_page else _show
        answering = asyncio.create_task(self._hear(interaction, command, words, show))
        self._in_hand.add(answering)
        answering.add_done_callback(self._in_hand.discard)
        await answering

    async def stay_connected(self) -> None:
        """Hear the gateway until it is lost for good or this is cancelled.

        In a task of its own, because `connect` may swallow a cancellation that comes while it reconnects
        (`asyncio.wait_for` of Python 3.11); it does end when the client is closed.
        """
        self._connecting = asyncio.create_task(self.connect())
        await asyncio.wait([self._connecting])
        self._connecting.result()

    async def finish(self) -> None:
        """Let the answers in hand be shown, as long as that does not take for ever, and disconnect."""
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=FINISH_SECONDS)
        await self.close()
        if self._connecting:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)

    async def _hear(self, interaction: Arrived, command: str, words: str, show: "_Show") -> None:
        ask = Ask(
            command=command,
            words=words.strip(),
            platform=NAME,
            address=Address(str(interaction.channel_id)),
            title=_title(interaction),
            user=str(interaction.user.id),
            may_administer=interaction.guild_id is None or interaction.permissions.manage_guild,
        )
        answering = asyncio.create_task(self._rendered(ask, most=1 if show is _turn else MOST_MESSAGES))
        try:
            await show(interaction, answering)
        except FAILURES as error:
            log.warning("discord: chat %s: the answer to /%s was not shown: %s", ask.address, command, error)
        finally:
            answering.cancel()

    async def _rendered(self, ask: Ask, *, most: int) -> tuple[Reply, tuple[DiscordMessage, ...]]:
        reply = await self._answer(ask)
        return reply, illustrate(reply, await drawn(self._draw, reply), most=most)


class AskButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=f"(?P<how>{re.escape(ASK)}|{re.escape(TURN)})(?P<typed>.+)",
):
    """A button that asks a command; Discord hands back its custom id, so nothing needs to be remembered."""

    def __init__(self, button: Button) -> None:
        super().__init__(
            discord.ui.Button(label=brief(button.label, LONGEST_LABEL), custom_id=custom_id(button))
        )
        self.command = button.command
        self.turns_page = button.turns_page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(Button(label="", command=match["typed"], turns_page=match["how"] == TURN))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer what the button asks."""
        command, _, words = self.command.partition(" ")
        await interaction.client.hear(interaction, command, words, turns_page=self.turns_page)


async def show_at_all(show: Callable[[DiscordMessage], Awaitable[Shown]], message: DiscordMessage) -> Shown:
    """Show a message; where its picture is not welcome, without it. Raises discord.py's errors."""
    try:
        return await show(message)
    except discord.HTTPException as error:
        if not message.picture or not isinstance(translated(error), Refused | ChatGone):
            raise
        log.info("discord: words without their picture: %s", error)
        return await show(replace(message, picture=b""))


def new(message: DiscordMessage) -> dict[str, Any]:
    """Give a rendered message as the arguments of discord.py's send."""
    files = _files(message)
    return contents(message) | ({"files": files} if files else {})


def changed(message: DiscordMessage) -> dict[str, Any]:
    """Give a rendered message as the arguments of discord.py's edit."""
    return contents(message) | {"attachments": _files(message)}


def contents(message: DiscordMessage) -> dict[str, Any]:
    """Give what discord.py's send and edit have in common."""
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
    return {"embeds": [embed], "view": _view(message.buttons)}


def _files(message: DiscordMessage) -> list[discord.File]:
    if message.file:
        return [discord.File(BytesIO(message.file.data), filename=message.file.name)]
    if not message.picture:
        return []
    return [discord.File(BytesIO(message.picture), filename=FILE_NAME, description=message.alt)]


def _view(buttons: tuple[Button, ...]) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(AskButton(button))
    view.stop()  # else discord.py would remember each message's view for ever; AskButton hears them all
    return view


def _slash_command(entry: CommandHelp) -> app_commands.Command[Any, ..., None]:
    async def bare(interaction: Arrived) -> None:
        await interaction.client.hear(interaction, entry.name, "")

    async def with_words(interaction: Arrived, words: str = "") -> None:
        await interaction.client.hear(interaction, entry.name, words)

    if not entry.argument:
        return app_commands.Command(name=entry.name, description=entry.summary, callback=bare)
    described = app_commands.describe(words=entry.argument_help or entry.argument)(with_words)
    named = app_commands.rename(words=entry.argument)(described)
    return app_commands.Command(name=entry.name, description=entry.summary, callback=named)


def _title(interaction: Arrived) -> str:
    guild = interaction.guild.name if interaction.guild else ""
    channel = getattr(interaction.channel, "name", None) or ""
    return f"{guild} #{channel}" if guild and channel else guild or channel


async def _show(interaction: Arrived, answering: _Answering) -> None:
    done, _ = await asyncio.wait([answering], timeout=AT_ONCE_SECONDS)
    announced = not done
    if announced:
        await interaction.response.defer(thinking=True)
    reply, (first, *others) = await answering

    async def respond(message: DiscordMessage) -> None:
        await interaction.response.send_message(ephemeral=reply.private, **new(message))

    async def follow_up(message: DiscordMessage) -> None:
        await interaction.followup.send(ephemeral=reply.private, **new(message))

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


async def _turn(interaction: Arrived, answering: _Answering) -> None:
    """Show an answer in the place of the message whose button was pressed; a private one beside it."""
    done, _ = await asyncio.wait([answering], timeout=AT_ONCE_SECONDS)
    if not done:
        await interaction.response.defer()
    reply, [page] = await answering

    async def beside(message: DiscordMessage) -> None:
        if done:
            await interaction.response.send_message(ephemeral=True, **new(message))
        else:
            await interaction.followup.send(ephemeral=True, **new(message))

    async def in_place(message: DiscordMessage) -> None:
        if done:
            await interaction.response.edit_message(**changed(message))
        else:
            await interaction.edit_original_response(**changed(message))

    await show_at_all(beside if reply.private else in_place, page)


def _tries_once() -> aiohttp.TraceConfig:
    """Make a failed send an error at once: discord.py would send again five times, and so does the outbox."""
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_raise_server_error)
    return trace


async def _raise_server_error(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, end: aiohttp.TraceRequestEndParams
) -> None:
    if end.response.status >= 500 and "/channels/" in end.url.path:
        raise discord.DiscordServerError(end.response, await end.response.text(errors="replace"))
