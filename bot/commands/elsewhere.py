"""A command about another chat than the one where it is typed: `in:` names a channel of the same server."""

import re
from collections.abc import Collection
from dataclasses import replace

from bot.commands.query import NotReadError
from bot.platforms.port import Ask, Place
from bot.replies import Reply, Tone, paragraph, text
from bot.speech import phrase, worded

NO_CHANNEL = phrase(
    "in: takes a channel of this server on Discord that you see: type # behind it and choose one."
)
MAY_NOT_WRITE = phrase("The bot may not write in {channel}: let it see that channel and send messages there.")

_IN = re.compile(r"(?:^|(?<=\s))in:\s?(<#[0-9]{1,20}>)(?=\s|$)", re.IGNORECASE)


def moved(ask: Ask) -> tuple[Ask, Place | None]:
    """Ask for the chat that the words name, where they name one. Raises NotReadError."""
    found = _IN.search(ask.words)
    if not found:
        return ask, None
    place = next((place for place in ask.places if place.mention == found[1]), None)
    if place is None:
        raise NotReadError(worded(NO_CHANNEL))
    if not place.may_be_written_in:
        raise NotReadError(worded(MAY_NOT_WRITE, channel=place.title))
    words = " ".join(_IN.sub(" ", ask.words).split())
    return replace(ask, words=words, address=place.address, title=place.title), place


def said_of(place: Place, reply: Reply, names: Collection[str]) -> Reply:
    """Say for which chat an answer is, and let its buttons ask for the same one: those of these commands."""
    buttons = tuple(
        replace(button, command=f"{button.command} in:{place.mention}")
        if button.command.partition(" ")[0] in names
        else button
        for button in reply.buttons
    )
    blocks = (paragraph(text(f"{place.title}:", tone=Tone.STRONG)), *reply.blocks)
    return replace(reply, blocks=blocks, buttons=buttons)
