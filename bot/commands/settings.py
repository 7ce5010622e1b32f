"""The command by which a chat says when it wants to be told: quiet hours, digests, time zone."""

import re
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo, available_timezones

from bot.commands.desk import Command, Desk
from bot.commands.manner import length_named, our_language
from bot.commands.query import NotReadError, nearest
from bot.commands.watched import LABELS
from bot.hours import BREAKING, CLOCK, DIGEST_AT, clock, minute_of, read_quiet
from bot.platforms.port import Ask
from bot.replies import Bullet, Heading, Reply, Tone, note, paragraph, text
from bot.speech import LANGUAGES, language_now, phrase, speaking, worded
from storage.model import ChatHours

HOW = phrase(
    "/settings takes quiet 22:00-07:00, quiet off, digest 08:00, empty digest: say (or skip), "
    "length line (card or long), threads on, language fr (or bot) or zone Europe/Kyiv, not “{words}”. "
    "/settings alone shows what holds."
)

THREADED = frozenset({"discord"})
"""Platforms on which a thread can be opened at a message."""

OFF = frozenset({"off", "none", "never"})

BOT = "bot"
"""Stands behind language where none of the chat's own is wanted any more."""


async def settings(desk: Desk, ask: Ask) -> Reply:
    """Answer `/settings`, `/settings quiet 22:00-07:00`, `... digest 08:00`, `... empty digest: say`."""
    words = ask.words.strip()
    chat = await desk.store.chat_at(ask.platform, ask.address)
    hours = chat.hours if chat else ChatHours()
    if words:
        try:
            hours = _changed(hours, words, ask.platform)
        except NotReadError as error:
            return note(str(error), private=True)
        async with desk.store.editing() as edition:
            met = await edition.meet_chat(ask.platform, ask.address, ask.title)
            await edition.set_hours(met.id, hours)
    with speaking(hours.language or language_now()):
        return replace(_shown(hours, desk.zone, ask.platform), language=language_now())


def _changed(hours: ChatHours, words: str, platform: str) -> ChatHours:
    """Give the hours as they are wanted. Raises NotReadError."""
    for pattern, change in _CHANGES:
        if typed := pattern.fullmatch(words):
            return change(hours, typed[1], platform)
    raise NotReadError(worded(HOW, words=words[:60]))


def _quiet(hours: ChatHours, typed: str, platform: str) -> ChatHours:
    del platform
    found = read_quiet(typed)
    if not found and typed.casefold() not in OFF:
        raise NotReadError(worded(HOW, words=f"quiet {typed}"[:60]))
    begins, ends = found or (None, None)
    return replace(hours, quiet_from=begins, quiet_until=ends)


def _digest(hours: ChatHours, typed: str, platform: str) -> ChatHours:
    del platform
    return replace(hours, digest_at=minute_of(typed))


def _length(hours: ChatHours, typed: str, platform: str) -> ChatHours:
    del platform
    return replace(hours, length=length_named(typed))


def _empty(hours: ChatHours, typed: str, platform: str) -> ChatHours:
    del platform
    return replace(hours, says_empty=typed.casefold() == "say")


def _language(hours: ChatHours, typed: str, platform: str) -> ChatHours:
    del platform
    return replace(hours, language=our_language(typed) if typed.casefold() != BOT else "")


def _threads(hours: ChatHours, typed: str, platform: str) -> ChatHours:
    if platform not in THREADED:
        raise NotReadError(worded("Threads are a thing of Discord."))
    return replace(hours, opens_threads=typed.casefold() == "on")


def _zone(hours: ChatHours, typed: str, platform: str) -> ChatHours:
    del platform
    known = {name.casefold(): name for name in available_timezones()}
    if typed.casefold() not in known:
        said = worded("“{name}” is no time zone; they are called like Europe/Kyiv.", name=typed)
        raise NotReadError(said + nearest(typed, known.values()))
    return replace(hours, zone=known[typed.casefold()])


_CHANGES: tuple[tuple[re.Pattern[str], Callable[[ChatHours, str, str], ChatHours]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), change)
    for pattern, change in (
        (r"quiet[\s:]+(?:hours\s+)?(.+)", _quiet),
        (rf"digest[\s:]+(?:at\s+)?({CLOCK})", _digest),
        (r"length[\s:]+(\w{1,20})", _length),
        (r"empty\s+digests?[\s:]+(say|skip)", _empty),
        (r"language[\s:]+(\w{1,20})", _language),
        (r"threads[\s:]+(on|off)", _threads),
        (r"zone[\s:]+([A-Za-z0-9_+/\-]{1,60})", _zone),
    )
)


def _shown(hours: ChatHours, zone: ZoneInfo, platform: str) -> Reply:
    quiet = worded("none")
    if hours.quiet_from is not None and hours.quiet_until is not None:
        quiet = worded(
            "{begins} to {ends}; a story that {outlets} outlets carry is told all the same",
            begins=clock(hours.quiet_from),
            ends=clock(hours.quiet_until),
            outlets=BREAKING,
        )
    digest = DIGEST_AT if hours.digest_at is None else hours.digest_at
    threads = worded("one for each story") if hours.opens_threads else worded("not opened")
    facts = (
        (worded("Quiet hours"), quiet),
        (worded("Digests"), worded("at {time}; weekly ones on Mondays", time=clock(digest))),
        (worded("Empty digests"), worded("said in one line") if hours.says_empty else worded("skipped")),
        (worded("Length"), worded(LABELS[hours.length])),
        (worded("Language"), LANGUAGES.get(hours.language) or worded("the asker's, else the bot's")),
        (worded("Time zone"), hours.zone or worded("{zone}, as the bot has it", zone=zone.key)),
        *([(worded("Threads"), threads)] if platform in THREADED else []),
    )
    lines = [Bullet(line=(text(f"{name}: ", tone=Tone.STRONG), text(fact))) for name, fact in facts]
    how = paragraph(text(worded("/watches lists what this chat is told of."), tone=Tone.FAINT))
    return Reply(blocks=(Heading(text=worded("When this chat is told")), *lines, how), private=True)


COMMANDS = (
    Command(
        name="settings",
        summary=phrase("When this chat is told: quiet hours, digests, time zone"),
        answer=settings,
        argument="what",
        argument_help=phrase(
            "quiet 22:00-07:00, quiet off, digest 08:00, empty digest: say, length line, zone Europe/Kyiv"
        ),
        administers=True,
        takes_place=True,
    ),
)
