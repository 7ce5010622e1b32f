"""Which chat something is asked in on Discord, and which others its words name."""

import re
from typing import Any

import discord

from bot.platforms.discord_threads import FORUM
from bot.platforms.port import Address, Place

_MENTION = re.compile(r"<#([0-9]{1,20})>")
MOST_NAMED = 5

_Arrived = discord.Interaction[Any]


def address_of(interaction: _Arrived) -> Address:
    """Give the chat in which something is asked; a thread that we opened is a part of another one."""
    channel, me = interaction.channel, interaction.client.user
    if isinstance(channel, discord.Thread) and me and channel.owner_id == me.id:
        return _address(channel.parent_id, is_forum=isinstance(channel.parent, discord.ForumChannel))
    return Address(str(interaction.channel_id))


def places_in(interaction: _Arrived, words: str) -> tuple[Place, ...]:
    """Give those channels of the server that some words mention and the asker sees."""
    guild, asker = interaction.guild, interaction.user
    if guild is None or not isinstance(asker, discord.Member):
        return ()
    mentioned = [guild.get_channel(int(number)) for number in _MENTION.findall(words)[:MOST_NAMED]]
    return tuple(
        _place(channel)
        for channel in mentioned
        if isinstance(channel, discord.TextChannel | discord.ForumChannel)
        and channel.permissions_for(asker).view_channel
    )


def _place(channel: discord.TextChannel | discord.ForumChannel) -> Place:
    ours = channel.permissions_for(channel.guild.me)
    return Place(
        mention=channel.mention,
        address=_address(channel.id, is_forum=isinstance(channel, discord.ForumChannel)),
        title=f"{channel.guild.name} #{channel.name}",
        may_be_written_in=ours.view_channel and ours.send_messages,
    )


def _address(channel: int, *, is_forum: bool) -> Address:
    return Address(f"{FORUM if is_forum else ''}{channel}")
