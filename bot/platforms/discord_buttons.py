"""The buttons under a message on Discord. They outlive a restart: a custom id says what its button does."""

import logging
import re
from typing import Any, Self

import discord

from bot.platforms.discord_errors import FAILURES
from bot.render.discord import (
    BUTTON_ID,
    LONGEST_LABEL,
    MOST_BUTTONS,
    SHARE,
    SHARE_LABEL,
    DiscordMessage,
    custom_ids,
)
from bot.render.text import brief
from bot.replies import Button

log = logging.getLogger(__name__)

_Button = discord.ui.Button[discord.ui.View]


class AskButton(discord.ui.DynamicItem[_Button], template=BUTTON_ID):
    """A button that asks a command."""

    def __init__(self, button: Button, custom_id: str) -> None:
        super().__init__(discord.ui.Button(label=brief(button.label, LONGEST_LABEL), custom_id=custom_id))
        self.command = button.command
        self.turns_page = button.turns_page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        pressed = Button(label="", command=match["typed"], turns_page=match["how"] == "turn")
        return cls(pressed, match[0])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer what the button asks."""
        command, _, words = self.command.partition(" ")
        await interaction.client.hear(interaction, command, words, turns_page=self.turns_page)


class ShareButton(discord.ui.DynamicItem[_Button], template=SHARE):
    """A button that shows everybody in the chat what only the asker sees."""

    def __init__(self) -> None:
        super().__init__(discord.ui.Button(label=SHARE_LABEL, custom_id=SHARE))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Take the button away, and post what stands above it."""
        shared = interaction.message
        if shared is None:
            return
        try:
            await interaction.response.edit_message(view=_without_share(shared))
            await interaction.followup.send(embeds=shared.embeds, view=_without_share(shared))
        except FAILURES as error:
            log.warning("discord: chat %s: an answer was not shared: %s", interaction.channel_id, error)


def view_of(message: DiscordMessage, *, shared: bool) -> discord.ui.View:
    """Make the buttons of a message, and the one that shares it where that is wanted and can be done."""
    view = discord.ui.View(timeout=None)
    for button, custom_id in zip(message.buttons, custom_ids(message), strict=True):
        view.add_item(AskButton(button, custom_id))
    if shared and len(message.buttons) < MOST_BUTTONS and not message.has_files:
        view.add_item(ShareButton())
    return _unwatched(view)


def _without_share(message: discord.Message) -> discord.ui.View:
    view = discord.ui.View.from_message(message, timeout=None)
    for item in view.children:
        if isinstance(item, discord.ui.Button) and item.custom_id == SHARE:
            view.remove_item(item)
    return _unwatched(view)


def _unwatched(view: discord.ui.View) -> discord.ui.View:
    """Keep discord.py from remembering each message's view for ever; the classes above hear them all."""
    view.stop()
    return view
