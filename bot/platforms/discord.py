"""Discord, by discord.py: slash commands, embeds coloured by stance, cards edited in place."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from typing import Any

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.platforms.discord_client import NAME, DiscordClient
from bot.platforms.discord_errors import FAILURES, translated
from bot.platforms.discord_menu import Translator
from bot.platforms.discord_show import changed, new, show_at_all
from bot.platforms.flights import Flights
from bot.platforms.menu import CommandHelp
from bot.platforms.pictures import Draw, drawn, no_pictures
from bot.platforms.port import (
    PRIVATE,
    Address,
    Answer,
    Complete,
    Learn,
    MessageGone,
    MessageRef,
    NotConnected,
    no_completions,
    no_news,
)
from bot.platforms.secrecy import keep_out_of_logs
from bot.render.discord import DiscordMessage, illustrate, nonce_in
from bot.replies import Reply

log = logging.getLogger(__name__)

API = "https://discord.com/api/v10"

SEND_SECONDS = 60.0
"""A send is given up after this long, rate limits included."""

LONGEST_NONCE = 25

LOOKED_THROUGH = 50
"""So many messages of a channel, the newest, are looked through for one of ours."""


class DiscordPlatform:
    """One bot on Discord. discord.py knows one API address a process, and so do all of these."""

    name = NAME
    repeats_harmlessly = True
    seconds_between = 1.0  # messages to one channel: Discord allows 5 in 5 s
    seconds_between_any = 1 / 50  # it allows 50 requests a second over all

    def __init__(
        self,
        *,
        token: str,
        api: str = API,
        commands: tuple[CommandHelp, ...] = (),
        draw: Draw = no_pictures,
    ) -> None:
        """Nothing is connected yet."""
        self._token = token
        self._api = api.rstrip("/")
        self._commands = commands
        self._draw = draw
        self._client: DiscordClient | None = None
        self._flights = Flights()
        keep_out_of_logs(token)

    async def run(self, answer: Answer, complete: Complete = no_completions, learn: Learn = no_news) -> None:
        """Hear commands and answer them until cancelled. Raises ConnectionError when Discord refuses us."""
        del learn  # that a chat is closed shows at the next send
        Route.BASE = self._api
        client = DiscordClient(answer=answer, complete=complete, commands=self._commands, draw=self._draw)
        try:
            await client.login(self._token)
            await self._prepare(client)
            self._client = client
            await client.stay_connected()
        except (*FAILURES, AttributeError) as error:  # AttributeError: discord.py #10520, no first connection
            raise ConnectionError(f"discord: {error}") from error
        finally:
            self._client = None
            await self._flights.landed()
            await client.finish()
        raise ConnectionError("discord: the connection was closed")

    async def send(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef:
        """Send a reply as one or more messages; a known nonce gives the old ones. Raises DeliveryError."""
        channel = await self._channel(address)
        parts = illustrate(reply, await drawn(self._draw, reply))
        sent: list[str] = []
        for index, part in enumerate(parts):
            post = partial(
                _post,
                channel,
                nonce=_part_nonce(nonce, index),
                silent=reply.silent,
                reference=_beneath(channel, reply),
            )
            whole = replace(part, nonce=_part_nonce(nonce, 0)) if len(parts) == 1 else part
            async with self._sending():
                shown = await show_at_all(post, whole)
            sent.append(str(shown.id))
        return MessageRef(",".join(sent))

    async def edit(self, address: Address, message: MessageRef, reply: Reply) -> None:
        """Change what was sent: as many messages as there were, or fewer. Raises DeliveryError."""
        channel = await self._channel(address)
        parts = [channel.get_partial_message(int(part)) for part in message.split(",")]
        shown = illustrate(reply, await drawn(self._draw, reply), most=len(parts))
        for part, content in zip(parts, shown, strict=False):
            async with self._sending():
                await show_at_all(partial(_change, part), content)
        for part in parts[len(shown) :]:
            with suppress(MessageGone):
                async with self._sending():
                    await part.delete()

    async def find(self, address: Address, *, nonce: str) -> MessageRef | None:
        """Look among a channel's newest messages for one that carries this nonce. Raises DeliveryError.

        None also for what was shown in several messages, or without a button that could carry it.
        """
        channel = await self._channel(address)
        wanted = _part_nonce(nonce, 0)
        async with self._sending():
            newest = [message async for message in channel.history(limit=LOOKED_THROUGH)]
        me = self._client.user if self._client else None
        found = (message for message in newest if message.author == me and wanted in _nonces(message))
        return next((MessageRef(str(message.id)) for message in found), None)

    async def _channel(self, address: Address) -> discord.PartialMessageable:
        if self._client is None:
            raise NotConnected("discord: not connected")
        client, channel = self._client, address.removeprefix(PRIVATE)
        if channel != address:  # Discord makes a channel for a private chat, or gives the one that there is
            async with self._sending():
                channel = str((await client.create_dm(discord.Object(int(channel)))).id)
        return client.get_partial_messageable(int(channel))

    @asynccontextmanager
    async def _sending(self) -> AsyncIterator[None]:
        """Bound a request in time, and raise Discord's errors as the port's."""
        try:
            with self._flights.flight():
                async with asyncio.timeout(SEND_SECONDS):
                    yield
        except FAILURES as error:
            raise translated(error) from error

    async def _prepare(self, client: DiscordClient) -> None:
        """Tell Discord our commands, and learn from it where its gateway is."""
        await client.tree.set_translator(Translator())
        await client.tree.sync()
        _, gateway, _ = await client.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)


async def _post(
    channel: discord.PartialMessageable,
    message: DiscordMessage,
    *,
    nonce: str,
    silent: bool,
    reference: discord.MessageReference | None,
) -> discord.Message:
    follows: dict[str, Any] = {} if reference is None else {"reference": reference}
    return await channel.send(nonce=nonce, silent=silent, **follows, **new(message))


def _beneath(channel: discord.PartialMessageable, reply: Reply) -> discord.MessageReference | None:
    """Give the message of ours that a reply follows; where it is gone, the reply stands alone."""
    first = reply.beneath.partition(",")[0]
    if not first.isdecimal():
        return None
    return discord.MessageReference(message_id=int(first), channel_id=channel.id, fail_if_not_exists=False)


async def _change(part: discord.PartialMessage, message: DiscordMessage) -> discord.Message:
    return await part.edit(**changed(message))


def _nonces(message: discord.Message) -> set[str]:
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    return {nonce_in(getattr(button, "custom_id", None) or "") for row in rows for button in row.children}


def _part_nonce(nonce: str, index: int) -> str:
    """Name a part of a message, the same at each try and never longer than Discord allows."""
    name = f"{nonce}+{index}" if index else nonce
    return name if len(name) <= LONGEST_NONCE else blake2b(name.encode(), digest_size=12).hexdigest()
