"""The Discord client: slash commands, buttons that outlive a restart, and answers within three seconds."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from types import SimpleNamespace

import aiohttp
import discord
from discord import app_commands

from bot.platforms.discord_buttons import AskButton, ShareButton
from bot.platforms.discord_errors import FAILURES
from bot.platforms.discord_menu import slash_command
from bot.platforms.discord_places import address_of, places_in
from bot.platforms.discord_show import Answering, show_answer, turn
from bot.platforms.menu import CommandHelp
from bot.platforms.pictures import Draw, drawn
from bot.platforms.port import Answer, Ask, Complete, Role
from bot.render.discord import DiscordMessage, illustrate
from bot.render.split import MOST_MESSAGES
from bot.replies import Reply

log = logging.getLogger(__name__)

NAME = "discord"

PATIENCE = 30.0
"""Seconds that discord.py may wait by itself for a rate limit; a longer one is left to the outbox."""

FINISH_SECONDS = 5.0
"""How long the answers in hand may take when the program stops."""

Arrived = discord.Interaction["DiscordClient"]
_Show = Callable[[Arrived, Answering], Awaitable[None]]


class DiscordClient(discord.Client):
    """One connection to Discord; a new one is made after each failure."""

    def __init__(
        self, *, answer: Answer, complete: Complete, commands: tuple[CommandHelp, ...], draw: Draw
    ) -> None:
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
            self.tree.add_command(slash_command(entry, self.hear, complete))
        self.add_dynamic_items(AskButton, ShareButton)

    async def hear(self, interaction: Arrived, command: str, words: str, *, turns_page: bool = False) -> None:
        """Answer a command or a pressed button. Never raises: an answer that can't be shown is logged."""
        show = turn if turns_page else show_answer
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

    async def _hear(self, interaction: Arrived, command: str, words: str, show: _Show) -> None:
        ask = Ask(
            command=command,
            words=words.strip(),
            platform=NAME,
            address=address_of(interaction),
            title=_title(interaction),
            user=str(interaction.user.id),
            language=interaction.locale.value,
            may_administer=_may_administer(interaction),
            roles=_roles(interaction),
            places=places_in(interaction, words),
        )
        answering = asyncio.create_task(self._rendered(ask, most=1 if show is turn else MOST_MESSAGES))
        try:
            await show(interaction, answering)
        except FAILURES as error:
            log.warning("discord: chat %s: the answer to /%s was not shown: %s", ask.address, command, error)
        finally:
            answering.cancel()

    async def _rendered(self, ask: Ask, *, most: int) -> tuple[Reply, tuple[DiscordMessage, ...]]:
        reply = await self._answer(ask)
        return reply, illustrate(reply, await drawn(self._draw, reply), most=most)


def _title(interaction: Arrived) -> str:
    guild = interaction.guild.name if interaction.guild else ""
    channel = getattr(interaction.channel, "name", None) or ""
    return f"{guild} #{channel}" if guild and channel else guild or channel


def _may_administer(interaction: Arrived) -> bool:
    """Whoever manages the server may, and anybody in his own chat with us.

    Where we are no member, we could not write unasked: nothing can be set there.
    """
    if interaction.guild_id is None:
        return not interaction.context.private_channel
    is_guest = interaction.is_user_integration() and not interaction.is_guild_integration()
    return interaction.permissions.manage_guild and not is_guest


def _roles(interaction: Arrived) -> tuple[Role, ...]:
    """Give the roles of the server; not the one that is everybody."""
    both = interaction.permissions.mention_everyone and interaction.app_permissions.mention_everyone
    known = interaction.guild.roles if interaction.guild else ()
    return tuple(
        Role(id=str(role.id), name=role.name, mention=role.mention, may_be_pinged=role.mentionable or both)
        for role in known
        if not role.is_default()
    )


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
