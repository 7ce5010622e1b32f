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
from bot.platforms.discord_threads import (
    Sent,
    find_post,
    followed,
    forum_at,
    name_of,
    nonces_of,
    open_post,
    open_thread,
    tags_of,
)
from bot.platforms.flights import Flights
from bot.platforms.menu import CommandHelp
from bot.platforms.pictures import Draw, drawn, no_pictures
from bot.platforms.port import (
    PRIVATE,
    Address,
    Answer,
    ChatGone,
    Complete,
    DeliveryError,
    Learn,
    MessageGone,
    MessageRef,
    NotConnected,
    Refused,
    no_completions,
    no_news,
)
from bot.platforms.secrecy import keep_out_of_logs
from bot.render.discord import DiscordMessage, illustrate
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
    seconds_between_any = 1 / 48  # it allows 50 requests a second over all, counted where they arrive

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
        before = followed(reply)
        if before and before.thread is not None:
            try:
                return (await self._write(before.thread, reply, nonce, within=before.thread)).written
            except (ChatGone, Refused) as error:
                log.info("discord: chat %s: it does not go into its thread: %s", address, error)
        forum = forum_at(address)
        if forum is not None:
            return (await self._post(forum, reply, nonce)).written
        sent = await self._write(await self._channel(address), reply, nonce)
        return (await self._with_thread(sent, address, reply)).written

    async def edit(self, address: Address, message: MessageRef, reply: Reply) -> None:
        """Change what was sent: as many messages as there were, or fewer. Raises DeliveryError."""
        sent = Sent.read(message)
        if sent.within is None:
            return await self._change(await self._channel(address), sent, reply)
        try:
            await self._change(sent.within, sent, reply)
        except ChatGone:  # or it was put away, for nobody wrote there for long
            await self._wake(sent.within)
            await self._change(sent.within, sent, reply)

    async def find(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef | None:
        """Look among the newest messages where it would stand for one with this nonce. Raises DeliveryError.

        Of what was shown in several messages the last. None also without a button that could carry a nonce,
        and where we may not read.
        """
        wanted = _part_nonce(nonce, 0)
        before, forum = followed(reply), forum_at(address)
        if before and before.thread is not None:
            number = await self._number_in(before.thread, wanted)
            if number is not None:
                return Sent(ids=(number,), within=before.thread).written
        if forum is not None:
            post = await self._post_in(forum, wanted)
            return None if post is None else post.written
        number = await self._number_in(await self._channel(address), wanted)
        if number is None:
            return None
        return (await self._with_thread(Sent(ids=(number,)), address, reply)).written

    async def _write(self, channel: int, reply: Reply, nonce: str, *, within: int | None = None) -> Sent:
        parts = illustrate(reply, await drawn(self._draw, reply))
        ids: list[int] = []
        for index, part in enumerate(parts):
            post = partial(
                _post,
                self._connected().get_partial_messageable(channel),
                nonce=_part_nonce(nonce, index),
                silent=reply.silent,
                reference=_beneath(channel, reply),
            )
            is_last = index == len(parts) - 1  # where it is, the others are: it names them all
            shown = replace(part, nonce=_part_nonce(nonce, 0)) if is_last else part
            async with self._sending():
                ids.append((await show_at_all(post, shown)).id)
        return Sent(ids=tuple(ids), within=within)

    async def _post(self, number: int, reply: Reply, nonce: str) -> Sent:
        """Open a post in a forum, of one message: Discord knows no repeated post, and so it can be found."""
        forum = await self._forum(number)
        [part] = illustrate(reply, await drawn(self._draw, reply), most=1)
        tags = tags_of(forum, reply.filing.tags if reply.filing else ())
        post = partial(open_post, forum, name=name_of(reply), tags=tags, silent=reply.silent)
        async with self._sending():
            first = await show_at_all(post, replace(part, nonce=_part_nonce(nonce, 0)))
        return Sent(ids=(first.id,), within=first.channel.id)

    async def _with_thread(self, sent: Sent, address: Address, reply: Reply) -> Sent:
        """Open a thread at a card where that is wanted; the card stands without it, too."""
        if not (reply.filing and reply.filing.opens_thread):
            return sent
        channel = await self._channel(address)
        try:
            async with self._sending():
                await open_thread(self._connected(), channel, sent.ids[0], name_of(reply))
        except DeliveryError as error:
            log.warning("discord: chat %s: no thread was opened: %s", address, error)
            return sent
        return replace(sent, opens=True)

    async def _change(self, channel: int, sent: Sent, reply: Reply) -> None:
        there = self._connected().get_partial_messageable(channel)
        parts = [there.get_partial_message(number) for number in sent.ids]
        shown = illustrate(reply, await drawn(self._draw, reply), most=len(parts))
        for part, content in zip(parts, shown, strict=False):
            async with self._sending():
                await show_at_all(partial(_change, part), content)
        for part in parts[len(shown) :]:
            with suppress(MessageGone):
                async with self._sending():
                    await part.delete()

    async def _wake(self, thread: int) -> None:
        """Take a thread out of the archive. Raises MessageGone where it is gone, or closed to us."""
        try:
            async with self._sending():
                await self._connected().http.edit_channel(thread, archived=False)
        except ChatGone as error:
            raise MessageGone(f"its thread: {error}") from error

    async def _number_in(self, channel: int, nonce: str) -> int | None:
        client = self._connected()
        with suppress(ChatGone):
            async with self._sending():
                async for message in client.get_partial_messageable(channel).history(limit=LOOKED_THROUGH):
                    if message.author == client.user and nonce in nonces_of(message):
                        return message.id
        return None

    async def _post_in(self, number: int, nonce: str) -> Sent | None:
        forum = await self._forum(number)
        with suppress(ChatGone):
            async with self._sending():
                return await find_post(forum, nonce, ours=self._connected().user)
        return None

    async def _forum(self, number: int) -> discord.ForumChannel:
        client = self._connected()
        async with self._sending():
            forum = client.get_channel(number) or await client.fetch_channel(number)
        if not isinstance(forum, discord.ForumChannel):
            raise ChatGone(f"{number} is no forum")
        return forum

    async def _channel(self, address: Address) -> int:
        """Give the channel at an address."""
        channel = address.removeprefix(PRIVATE)
        if channel == address:
            return int(channel)
        user = discord.Object(int(channel))
        client = self._connected()
        async with self._sending():  # Discord makes a channel for a private chat, or gives the one there is
            return (await client.create_dm(user)).id

    def _connected(self) -> DiscordClient:
        if self._client is None:
            raise NotConnected("discord: not connected")
        return self._client

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


def _beneath(channel: int, reply: Reply) -> discord.MessageReference | None:
    """Give the message of the channel that a reply follows; where it is gone, the reply stands alone."""
    before = followed(reply)
    if before is None:
        return None
    is_here = channel != before.thread if before.within is None else channel == before.within
    number = before.ids[0]
    return (
        discord.MessageReference(message_id=number, channel_id=channel, fail_if_not_exists=False)
        if is_here
        else None
    )


async def _change(part: discord.PartialMessage, message: DiscordMessage) -> discord.Message:
    return await part.edit(**changed(message))


def _part_nonce(nonce: str, index: int) -> str:
    """Name a part of a message, the same at each try and never longer than Discord allows."""
    name = f"{nonce}+{index}" if index else nonce
    return name if len(name) <= LONGEST_NONCE else blake2b(name.encode(), digest_size=12).hexdigest()
