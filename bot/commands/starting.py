"""What somebody sees first: what the bot is and three ways on, or what the link that he came by asks for."""

import re
from dataclasses import replace

from bot.commands.desk import Command, Desk
from bot.platforms.port import Ask
from bot.replies import Button, Heading, Reply, paragraph
from bot.speech import phrase, worded

ABOUT = phrase(
    "Troopwire reads news feeds and keeps what is said about sending foreign troops to Ukraine: "
    "who says it, in what words, in which outlet."
)

NEXT = phrase("Ask with the buttons, or type /help for everything that you can ask.")

_LINKED = re.compile(r"(story)_([0-9]{1,15})|(quotes|who)_([A-Za-z0-9_-]{1,57})")
"""What may stand behind start= in a link to a bot: 64 letters, digits, "_" and "-"
(core.telegram.org/bots/features#deep-linking). Only what reads, and nothing that changes anything."""


async def start(desk: Desk, ask: Ask) -> Reply:
    """Answer `/start`."""
    del desk, ask
    return Reply(
        blocks=(Heading(text="Troopwire"), paragraph(worded(ABOUT)), paragraph(worded(NEXT))),
        buttons=(
            Button(label=worded("Latest stories"), command="latest"),
            Button(label=worded("Who says what"), command="who"),
            Button(label=worded("Tell this chat"), command="watch"),
        ),
    )


def linked(ask: Ask) -> Ask | None:
    """Read what a link asks for, "story_12", "quotes_emmanuel_macron" or "who_france"; None for all else."""
    found = _LINKED.fullmatch(ask.words.strip())
    if found is None:
        return None
    story, number, command, name = found.groups()
    if story:
        return replace(ask, command=story, words=number)
    words = name.replace("_", " ").strip()
    return replace(ask, command=command, words=words) if words else None


START = Command(name="start", summary=phrase("What this bot is"), answer=start)
"""Telegram asks it of every bot, by itself; no menu shows it."""
