"""The command by which a chat says when it wants to be told: quiet hours, digests, time zone."""

import re
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
    "length line (card or long), language fr (or bot) or zone Europe/Kyiv, not “{words}”. "
    "/settings alone shows what holds."
)

OFF = frozenset({"off", "none", "never"})

BOT = "bot"
"""Stands behind language where none of the chat's own is wanted any more."""

_QUIET = re.compile(r"quiet[\s:]+(?:hours\s+)?(.+)", re.IGNORECASE)
_DIGEST = re.compile(rf"digest[\s:]+(?:at\s+)?({CLOCK})", re.IGNORECASE)
_LENGTH = re.compile(r"length[\s:]+(\w{1,20})", re.IGNORECASE)
_EMPTY = re.compile(r"empty\s+digests?[\s:]+(say|skip)", re.IGNORECASE)
_LANGUAGE = re.compile(r"language[\s:]+(\w{1,20})", re.IGNORECASE)
_ZONE = re.compile(r"zone[\s:]+([A-Za-z0-9_+/\-]{1,60})", re.IGNORECASE)


async def settings(desk: Desk, ask: Ask) -> Reply:
    """Answer `/settings`, `/settings quiet 22:00-07:00`, `... digest 08:00`, `... empty digest: say`."""
    words = ask.words.strip()
    chat = await desk.store.chat_at(ask.platform, ask.address)
    hours = chat.hours if chat else ChatHours()
    if words:
        try:
            hours = _changed(hours, words)
        except NotReadError as error:
            return note(str(error), private=True)
        async with desk.store.editing() as edition:
            met = await edition.meet_chat(ask.platform, ask.address, ask.title)
            await edition.set_hours(met.id, hours)
    with speaking(hours.language or language_now()):
        return replace(_shown(hours, desk.zone), language=language_now())


def _changed(hours: ChatHours, words: str) -> ChatHours:
    """Give the hours as they are wanted. Raises NotReadError."""
    if quiet := _QUIET.fullmatch(words):
        return _quiet(hours, quiet[1])
    if digest := _DIGEST.fullmatch(words):
        return replace(hours, digest_at=minute_of(digest[1]))
    if length := _LENGTH.fullmatch(words):
        return replace(hours, length=length_named(length[1]))
    if empty := _EMPTY.fullmatch(words):
        return replace(hours, says_empty=empty[1].casefold() == "say")
    if language := _LANGUAGE.fullmatch(words):
        is_own = language[1].casefold() != BOT
        return replace(hours, language=our_language(language[1]) if is_own else "")
    if zone := _ZONE.fullmatch(words):
        known = {name.casefold(): name for name in available_timezones()}
        if zone[1].casefold() not in known:
            meant = nearest(zone[1], known.values())
            said = worded("“{name}” is no time zone; they are called like Europe/Kyiv.", name=zone[1])
            raise NotReadError(said + meant)
        return replace(hours, zone=known[zone[1].casefold()])
    raise NotReadError(worded(HOW, words=words[:60]))


def _quiet(hours: ChatHours, typed: str) -> ChatHours:
    found = read_quiet(typed)
    if not found and typed.casefold() not in OFF:
        raise NotReadError(worded(HOW, words=f"quiet {typed}"[:60]))
    begins, ends = found or (None, None)
    return replace(hours, quiet_from=begins, quiet_until=ends)


def _shown(hours: ChatHours, zone: ZoneInfo) -> Reply:
    quiet = worded("none")
    if hours.quiet_from is not None and hours.quiet_until is not None:
        quiet = worded(
            "{begins} to {ends}; a story that {outlets} outlets carry is told all the same",
            begins=clock(hours.quiet_from),
            ends=clock(hours.quiet_until),
            outlets=BREAKING,
        )
    digest = DIGEST_AT if hours.digest_at is None else hours.digest_at
    facts = (
        (worded("Quiet hours"), quiet),
        (worded("Digests"), worded("at {time}; weekly ones on Mondays", time=clock(digest))),
        (worded("Empty digests"), worded("said in one line") if hours.says_empty else worded("skipped")),
        (worded("Length"), worded(LABELS[hours.length])),
        (worded("Language"), LANGUAGES.get(hours.language) or worded("the asker's, else the bot's")),
        (worded("Time zone"), hours.zone or worded("{zone}, as the bot has it", zone=zone.key)),
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
    ),
)
