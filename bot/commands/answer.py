"""All commands in one list, and the answer to whatever somebody types."""

import difflib
import logging
from dataclasses import replace

from bot.commands import (
    arranging,
    exporting,
    feeds,
    first,
    judging,
    muting,
    news,
    people,
    quotes,
    searching,
    service,
    settings,
    starting,
    summaries,
    timeline,
    verify,
    watching,
    why,
)
from bot.commands.desk import Command, Desk
from bot.commands.elsewhere import moved, said_of
from bot.commands.query import NotReadError
from bot.platforms.port import Ask
from bot.replies import Bullet, Heading, Reply, Tone, note, paragraph, text
from bot.speech import language_now, phrase, speaking, spoken, worded
from storage.errors import StorageError

log = logging.getLogger(__name__)


async def help_(desk: Desk, ask: Ask) -> Reply:
    """Answer `/help`: every command with its argument."""
    del desk, ask
    lines = [
        Bullet(
            line=(
                text(
                    f"/{command.name}{f' [{command.argument}]' if command.argument else ''}", tone=Tone.STRONG
                ),
                text(f" — {worded(command.summary)}"),
            )
        )
        for command in COMMANDS
    ]
    return Reply(blocks=(Heading(text="Troopwire"), paragraph(worded(starting.ABOUT)), *lines), private=True)


COMMANDS: tuple[Command, ...] = (
    *searching.COMMANDS,
    *news.COMMANDS,
    *summaries.COMMANDS,
    *quotes.COMMANDS,
    *verify.COMMANDS,
    *people.COMMANDS,
    *exporting.COMMANDS,
    *timeline.COMMANDS,
    *first.COMMANDS,
    *why.COMMANDS,
    *watching.COMMANDS,
    *settings.COMMANDS,
    *muting.COMMANDS,
    *arranging.COMMANDS,
    *judging.COMMANDS,
    *feeds.COMMANDS,
    *service.COMMANDS,
    Command(name="help", summary=phrase("What you can ask"), answer=help_),
)

OF_A_PLACE = frozenset(command.name for command in COMMANDS if command.takes_place)

BY_NAME = {command.name: command for command in COMMANDS} | {starting.START.name: starting.START}


async def answer(desk: Desk, ask: Ask) -> Reply:
    """Answer a command, in the chat's language, else in the asker's. Never raises: it fails in words."""
    with speaking(await _language_of(desk, ask)):
        reply = await _answered(desk, ask)
        return reply if reply.language else replace(reply, language=language_now())


async def _language_of(desk: Desk, ask: Ask) -> str:
    try:
        chat = await desk.store.chat_at(ask.platform, ask.address)
    except StorageError:
        chat = None  # whatever is asked for will fail in words
    return (chat.hours.language if chat else "") or spoken(ask.language) or desk.language


async def _answered(desk: Desk, ask: Ask) -> Reply:
    if ask.command == starting.START.name:
        ask = starting.linked(ask) or ask
    command = BY_NAME.get(ask.command)
    if command is None:
        return _unknown(ask.command)
    if command.administers and not _may_administer(desk, ask):
        return note(worded("/{name} is for those who administer this chat.", name=command.name), private=True)
    if command.for_admins and not desk.is_run_by(ask):
        return note(worded("/{name} is for those who run this bot.", name=command.name), private=True)
    try:
        there, place = moved(ask) if command.takes_place else (ask, None)
        reply = await command.answer(desk, there)
        return said_of(place, reply, OF_A_PLACE) if place else reply
    except NotReadError as error:
        return note(str(error), private=True)
    except StorageError as error:
        log.error("/%s on %s: %s", ask.command, ask.platform, error)  # noqa: TRY400  said in full
        return note(
            worded(
                "The database can't be used right now; whoever runs this bot finds the reason in its log."
            ),
            private=True,  # a page that was to be turned stays
        )
    except Exception:
        log.exception("/%s on %s failed", ask.command, ask.platform)
        return note(worded("That failed, and the fault is ours; it is in the log."), private=True)


def _may_administer(desk: Desk, ask: Ask) -> bool:
    return ask.may_administer or desk.is_run_by(ask)


def _unknown(name: str) -> Reply:
    near = difflib.get_close_matches(name, BY_NAME, n=1)
    hint = " " + worded("Did you mean /{name}?", name=near[0]) if near else ""
    return note(
        worded("There is no command /{name}.{hint} /help lists them all.", name=name[:40], hint=hint),
        private=True,
    )
